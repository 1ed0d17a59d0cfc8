//! Where a guide keeps its pages, and which locale and name a path stands for.

mod pattern;

use std::collections::BTreeMap;
use std::fmt;

use serde::Deserialize;

use pattern::Pattern;

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
    pub pages: Patterns,
    /// Where the source's pages are, if not under `pages`; with `{page}`.
    #[serde(alias = "source_pages")]
    pub source_pages: Option<Patterns>,
    pub locales: BTreeMap<String, LocaleConfig>,
    pub anchors: AnchorDialect,
    /// The folder of the guide's own registries, below `root`.
    pub data: String,
    /// Folders and files, below `root`, that hold no pages.
    pub exclude: Vec<String>,
    /// Folders, below the root of the run, whose files the site has at its own root.
    pub assets: Vec<String>,
    /// What makes a site of the pages, if it is known.
    pub generator: Option<Generator>,
    pub language: LanguageFrom,
}

/// One pattern or several; of several, each stands for a part of the site.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(from = "OneOrMany")]
pub struct Patterns(pub Vec<String>);

#[derive(Deserialize)]
#[serde(untagged)]
enum OneOrMany {
    One(String),
    Many(Vec<String>),
}

impl From<OneOrMany> for Patterns {
    fn from(patterns: OneOrMany) -> Self {
        match patterns {
            OneOrMany::One(pattern) => Self(vec![pattern]),
            OneOrMany::Many(patterns) => Self(patterns),
        }
    }
}

impl From<&str> for Patterns {
    fn from(pattern: &str) -> Self {
        Self(vec![pattern.to_owned()])
    }
}

/// As `firstaid.toml` has it, without the quotes around a single one.
impl fmt::Display for Patterns {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.join("`, `"))
    }
}

/// A program that makes a site of pages: what decides the addresses of pages and the ids of headings.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Generator {
    Docusaurus,
    GitBook,
    Hugo,
    Jekyll,
    MdBook,
    MkDocs,
    VitePress,
}

impl Generator {
    /// As the configuration has it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Docusaurus => "docusaurus",
            Self::GitBook => "gitbook",
            Self::Hugo => "hugo",
            Self::Jekyll => "jekyll",
            Self::MdBook => "mdbook",
            Self::MkDocs => "mkdocs",
            Self::VitePress => "vitepress",
        }
    }
}

/// What says which language a page is in.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LanguageFrom {
    /// The path; a page whose front matter says otherwise has a mistake.
    #[default]
    Path,
    /// `lang`, `language` or `locale` in the front matter; the path only where there is none.
    FrontMatter,
}

#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LocaleConfig {
    /// Where this locale's pages are, with `{page}`.
    pub pages: Patterns,
}

impl Default for ContentConfig {
    fn default() -> Self {
        Self {
            root: "content".to_owned(),
            source: "en".to_owned(),
            pages: "{locale}/{page}.md".into(),
            source_pages: None,
            locales: BTreeMap::new(),
            anchors: AnchorDialect::default(),
            data: "_data".to_owned(),
            exclude: Vec::new(),
            assets: Vec::new(),
            generator: None,
            language: LanguageFrom::default(),
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
    /// Patterns of single locales, tried first; then those for all.
    single: Vec<(Locale, Part)>,
    all: Vec<Part>,
}

/// One part of the site, such as the posts of a blog.
#[derive(Clone, PartialEq, Eq, Debug)]
struct Part {
    /// What the names of its pages begin with, to keep them apart from those of other parts.
    name: String,
    pattern: Pattern,
}

impl Layout {
    pub fn new(config: &ContentConfig) -> Result<Self, LayoutError> {
        let source = Locale::new(&config.source).ok_or_else(|| LayoutError::Source(config.source.clone()))?;
        // Parts are named after the folder that the source has them in.
        let named = config.source_pages.as_ref().unwrap_or(&config.pages);
        let parts = |key: &str, patterns: &Patterns| -> Result<Vec<Part>, LayoutError> {
            let part = |(n, pattern): (usize, &String)| {
                let folder = named.0.get(n).filter(|_| named.0.len() > 1).map(|pattern| pattern::folder(pattern));
                Ok(Part { name: folder.unwrap_or_default(), pattern: Pattern::new(key, pattern)? })
            };
            patterns.0.iter().enumerate().map(part).collect()
        };
        let mut single = Vec::new();
        for (tag, locale) in &config.locales {
            let name = Locale::new(tag).ok_or_else(|| LayoutError::Locale(tag.clone()))?;
            let own = parts(&format!("content.locales.{tag}.pages"), &locale.pages)?;
            single.extend(own.into_iter().map(|part| (name.clone(), part)));
        }
        let all = parts("content.pages", &config.pages)?;
        if let Some(pattern) = config.pages.0.iter().find(|pattern| pattern.matches("{locale}").count() != 1) {
            return Err(LayoutError::NoLocale(pattern.clone()));
        }
        if let Some(patterns) = &config.source_pages {
            let own = parts("content.source-pages", patterns)?;
            single.extend(own.into_iter().map(|part| (source.clone(), part)));
        }
        Ok(Self { source, single, all })
    }

    pub fn source(&self) -> &Locale {
        &self.source
    }

    /// The page that a path below the content folder stands for; `None` for files that are no pages.
    ///
    /// `.markdown` and `.mdx` count as `.md`.
    pub fn key(&self, path: &str) -> Option<PageKey> {
        let stem = PAGE_EXTENSIONS.iter().find_map(|extension| path.strip_suffix(extension))?;
        let path = format!("{stem}.md");
        let of_all = self.all.iter().find_map(|part| {
            let (locale, page) = part.pattern.captures(&path)?;
            let locale = Locale::new(locale?).filter(|_| !is_hidden(page))?;
            Some(PageKey { locale, name: format!("{}{page}", part.name).into() })
        });
        let single = self.single.iter().find_map(|(locale, part)| {
            let (_, page) = part.pattern.captures(&path).filter(|(_, page)| !is_hidden(page))?;
            Some(PageKey { locale: locale.clone(), name: format!("{}{page}", part.name).into() })
        });
        match (single, of_all) {
            // A source pattern such as `{page}.md` would take every folder for part of a page's name.
            (Some(single), Some(all)) if single.locale == self.source && all.locale.is_known() => Some(all),
            (Some(single), _) => Some(single),
            (None, all) => all,
        }
    }

    /// The path below the content folder at which a page would be.
    pub fn path(&self, key: &PageKey) -> Option<String> {
        let own = self.single.iter().filter(|(locale, _)| *locale == key.locale).map(|(_, part)| part);
        let mut parts = own.chain(&self.all).filter(|part| key.name.starts_with(&part.name));
        let longest = parts.by_ref().next()?;
        let part = parts.fold(longest, |best, part| if part.name.len() > best.name.len() { part } else { best });
        Some(part.pattern.fill(key.locale.as_str(), &key.name[part.name.len()..]))
    }
}

/// What the names of pages end in.
pub(crate) const PAGE_EXTENSIONS: [&str; 3] = [".md", ".markdown", ".mdx"];

/// Whether a part of a page's name says that it is none: it is for the generator. Hugo's `_index` is a page.
fn is_hidden(page: &str) -> bool {
    page.split('/').any(|part| part.starts_with('.') || part.starts_with('_') && part != "_index")
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
