//! Where a guide keeps its pages, and which locale and name a path stands for.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::{AnchorDialect, Locale};

/// A page's place in the guide: translations of one page share the name.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct PageKey {
    pub locale: Locale,
    pub name: Box<str>,
}

/// The `[content]` table of `firstaid.toml`.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct ContentConfig {
    /// The folder that holds the pages, below the root of the run.
    pub root: String,
    /// The locale that the others are translated from.
    pub source: String,
    /// Where pages are, with `{locale}` and `{page}`.
    pub pages: String,
    /// Where the source's pages are, if not under `pages`; with `{page}`.
    #[serde(alias = "source_pages")]
    pub source_pages: Option<String>,
    pub locales: BTreeMap<String, LocaleConfig>,
    pub anchors: AnchorDialect,
    /// The folder of the guide's own registries, below `root`.
    pub data: String,
}

#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LocaleConfig {
    /// Where this locale's pages are, with `{page}`.
    pub pages: String,
}

impl Default for ContentConfig {
    fn default() -> Self {
        Self {
            root: "content".to_owned(),
            source: "en".to_owned(),
            pages: "{locale}/{page}.md".to_owned(),
            source_pages: None,
            locales: BTreeMap::new(),
            anchors: AnchorDialect::default(),
            data: "_data".to_owned(),
        }
    }
}

#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum LayoutError {
    #[error("content.source: `{0}` is not a locale; write a tag such as `en` or `pt-BR`")]
    Source(String),
    #[error("content.locales: `{0}` is not a locale; write a tag such as `ru` or `pt-BR`")]
    Locale(String),
    #[error("{key}: `{pattern}` needs `{{page}}` once")]
    NoPage { key: String, pattern: String },
    #[error("content.pages: `{0}` needs `{{locale}}` once; give `source-pages` and `locales` for a tree without it")]
    NoLocale(String),
}

/// A compiled layout: tells paths below the content folder apart.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Layout {
    source: Locale,
    /// Patterns of single locales, tried first; then the one for all.
    single: Vec<(Locale, Pattern)>,
    all: Option<Pattern>,
}

#[derive(Clone, PartialEq, Eq, Debug)]
struct Pattern {
    parts: Vec<Part>,
}

#[derive(Clone, PartialEq, Eq, Debug)]
enum Part {
    Literal(String),
    Locale,
    Page,
}

impl Layout {
    pub fn new(config: &ContentConfig) -> Result<Self, LayoutError> {
        let source = Locale::new(&config.source).ok_or_else(|| LayoutError::Source(config.source.clone()))?;
        let mut single = Vec::new();
        for (tag, locale) in &config.locales {
            let name = Locale::new(tag).ok_or_else(|| LayoutError::Locale(tag.clone()))?;
            single.push((name, Pattern::new(&format!("content.locales.{tag}.pages"), &locale.pages)?));
        }
        let all = Pattern::new("content.pages", &config.pages)?;
        if config.pages.matches("{locale}").count() != 1 && !config.pages.is_empty() {
            return Err(LayoutError::NoLocale(config.pages.clone()));
        }
        if let Some(pattern) = &config.source_pages {
            single.push((source.clone(), Pattern::new("content.source-pages", pattern)?));
        }
        Ok(Self { source, single, all: Some(all) })
    }

    pub fn source(&self) -> &Locale {
        &self.source
    }

    /// The page that a path below the content folder stands for; `None` for files that are no pages.
    pub fn key(&self, path: &str) -> Option<PageKey> {
        let hidden = path.split('/').any(|part| part.starts_with(['_', '.']));
        if hidden {
            return None;
        }
        let single = self.single.iter().find_map(|(locale, pattern)| {
            // A source pattern such as `{page}.md` would take every folder for part of a page's name.
            let (_, page) = pattern.captures(path)?;
            Some(PageKey { locale: locale.clone(), name: page.into() })
        });
        let own_folder = |key: &PageKey| key.locale != self.source || !self.is_locale_folder(path);
        single.filter(own_folder).or_else(|| {
            let (locale, page) = self.all.as_ref()?.captures(path)?;
            Some(PageKey { locale: Locale::new(locale?)?, name: page.into() })
        })
    }

    /// The path below the content folder at which a page would be.
    pub fn path(&self, key: &PageKey) -> Option<String> {
        let own = self.single.iter().find(|(locale, _)| *locale == key.locale).map(|(_, pattern)| pattern);
        Some(own.or(self.all.as_ref())?.fill(key))
    }

    fn is_locale_folder(&self, path: &str) -> bool {
        let under_all = self.all.as_ref().and_then(|pattern| pattern.captures(path));
        under_all.is_some_and(|(locale, _)| locale.is_some_and(|tag| Locale::new(tag).is_some()))
    }
}

impl Pattern {
    fn new(key: &str, pattern: &str) -> Result<Self, LayoutError> {
        if pattern.matches("{page}").count() != 1 {
            return Err(LayoutError::NoPage { key: key.to_owned(), pattern: pattern.to_owned() });
        }
        let mut parts = Vec::new();
        let mut rest = pattern;
        while !rest.is_empty() {
            let next = [("{locale}", Part::Locale), ("{page}", Part::Page)]
                .into_iter()
                .filter_map(|(name, part)| rest.find(name).map(|at| (at, name, part)))
                .min_by_key(|(at, ..)| *at);
            let Some((at, name, part)) = next else {
                parts.push(Part::Literal(rest.to_owned()));
                break;
            };
            if at > 0 {
                parts.push(Part::Literal(rest[..at].to_owned()));
            }
            parts.push(part);
            rest = &rest[at + name.len()..];
        }
        Ok(Self { parts })
    }

    /// The locale's text, if the pattern has one, and the page's.
    fn captures<'a>(&self, path: &'a str) -> Option<(Option<&'a str>, &'a str)> {
        let (mut locale, mut page) = (None, None);
        let mut rest = path;
        for (n, part) in self.parts.iter().enumerate() {
            if let Part::Literal(literal) = part {
                rest = rest.strip_prefix(literal.as_str())?;
                continue;
            }
            let end = match self.parts.get(n + 1) {
                Some(Part::Literal(literal)) if *part == Part::Locale => rest.find(literal.as_str())?,
                Some(Part::Literal(literal)) => rest.rfind(literal.as_str())?,
                _ => rest.len(),
            };
            let value = &rest[..end];
            if value.is_empty() {
                return None;
            }
            match part {
                Part::Locale => locale = Some(value),
                _ => page = Some(value),
            }
            rest = &rest[end..];
        }
        rest.is_empty().then_some((locale, page?))
    }

    fn fill(&self, key: &PageKey) -> String {
        self.parts
            .iter()
            .map(|part| match part {
                Part::Literal(literal) => literal.as_str(),
                Part::Locale => key.locale.as_str(),
                Part::Page => &key.name,
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(layout: &Layout, path: &str) -> Option<String> {
        layout.key(path).map(|key| format!("{}:{}", key.locale, key.name))
    }

    #[test]
    fn the_default_is_a_folder_a_locale() {
        let layout = Layout::new(&ContentConfig::default()).unwrap();
        assert_eq!(key(&layout, "pt-BR/a/Trust.md").as_deref(), Some("pt-BR:a/Trust"));
        assert_eq!(key(&layout, "README.md"), None);
        assert_eq!(key(&layout, "_layouts/en/x.md"), None);
        assert_eq!(key(&layout, "assets/x.md"), None);
    }

    #[test]
    fn source_pages_at_the_root_leave_locale_folders_alone() {
        let config = ContentConfig {
            source_pages: Some("{page}.md".into()),
            locales: [("ru".into(), LocaleConfig { pages: "ru/{page}_RU.md".into() })].into(),
            ..ContentConfig::default()
        };
        let layout = Layout::new(&config).unwrap();
        assert_eq!(key(&layout, "Trust.md").as_deref(), Some("en:Trust"));
        assert_eq!(key(&layout, "es/Trust.md").as_deref(), Some("es:Trust"));
        assert_eq!(key(&layout, "ru/Trust_RU.md").as_deref(), Some("ru:Trust"));
        assert_eq!(key(&layout, "ru/README.md").as_deref(), Some("ru:README"));
        let trust = PageKey { locale: Locale::new("ru").unwrap(), name: "Trust".into() };
        assert_eq!(layout.path(&trust).as_deref(), Some("ru/Trust_RU.md"));
    }

    #[test]
    fn a_pattern_without_a_page_is_refused() {
        let config = ContentConfig { pages: "{locale}/index.md".into(), ..ContentConfig::default() };
        assert!(matches!(Layout::new(&config), Err(LayoutError::NoPage { .. })));
    }
}
