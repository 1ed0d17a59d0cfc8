use super::error::LayoutError;
use super::pattern::{Pattern, folder};
use crate::config::{ContentConfig, Generator, Patterns};
use crate::key::PageKey;
use crate::locale::Locale;
use crate::paths::page_stem;

/// A compiled layout.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Layout {
    source: Locale,
    /// Patterns of single locales, tried first; then those for all.
    single: Vec<(Locale, Part)>,
    all: Vec<Part>,
    /// Folders named like locales that are none.
    not_locales: Vec<String>,
    /// Whether files in `.lr` are pages. The ending alone does not make them Lektor's.
    is_of_lektor: bool,
}

/// One part of the site, such as the posts of a blog.
#[derive(Clone, PartialEq, Eq, Debug)]
struct Part {
    /// What the names of its pages begin with, so that pages of two parts have different names.
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
                let folder = named.0.get(n).filter(|_| named.0.len() > 1).map(|pattern| folder(pattern));
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
        let own = config.locales.values().map(|locale| &locale.pages);
        let mut patterns = own.chain(&config.source_pages).chain([&config.pages]).flat_map(|patterns| &patterns.0);
        let is_of_lektor =
            config.generator == Some(Generator::Lektor) || patterns.any(|pattern| pattern.ends_with(".lr"));
        Ok(Self { source, single, all, not_locales: config.not_locales.clone(), is_of_lektor })
    }

    pub fn source(&self) -> &Locale {
        &self.source
    }

    /// The key of the page at a path below the content folder; `None` for files that are not pages.
    ///
    /// `.markdown` and `.mdx` count as `.md`.
    pub fn key(&self, path: &str) -> Option<PageKey> {
        let stem = page_stem(path).filter(|_| self.is_of_lektor || !path.ends_with(".lr"))?;
        let path = format!("{stem}.md");
        let of_all = self.all.iter().find_map(|part| {
            let (locale, page) = part.pattern.captures(&path)?;
            let tag = locale.filter(|tag| !self.not_locales.iter().any(|folder| folder == tag))?;
            let locale = Locale::new(tag).filter(|_| !is_hidden(page))?;
            Some(PageKey { locale, name: format!("{}{page}", part.name).into() })
        });
        let single = self.single.iter().find_map(|(locale, part)| {
            let (_, page) = part.pattern.captures(&path).filter(|(_, page)| !is_hidden(page))?;
            Some(PageKey { locale: locale.clone(), name: format!("{}{page}", part.name).into() })
        });
        match (single, of_all) {
            // A source pattern such as `{page}.md` matches pages in the folders of other locales, too.
            (Some(single), Some(all)) if single.locale == self.source && all.locale.is_known() => Some(all),
            (Some(single), _) => Some(single),
            (None, all) => all,
        }
    }

    /// The path below the content folder at which a page would be.
    pub fn path(&self, key: &PageKey) -> Option<String> {
        let part = self.part_of(key)?;
        Some(part.pattern.fill(key.locale.as_str(), &key.name[part.name.len()..]))
    }

    /// The folder of the source's pages, below the content folder, whose part of the site a page is in; empty if the site
    /// has one part.
    pub(crate) fn part(&self, key: &PageKey) -> &str {
        self.part_of(key).map_or("", |part| &part.name)
    }

    fn part_of(&self, key: &PageKey) -> Option<&Part> {
        let own = self.single.iter().filter(|(locale, _)| *locale == key.locale).map(|(_, part)| part);
        let mut parts = own.chain(&self.all).filter(|part| key.name.starts_with(&part.name));
        let longest = parts.by_ref().next()?;
        Some(parts.fold(longest, |best, part| if part.name.len() > best.name.len() { part } else { best }))
    }
}

/// Whether a part of the name marks a file of the generator's and not a page. Hugo's `_index` is a page.
fn is_hidden(page: &str) -> bool {
    page.split('/').any(|part| part.starts_with('.') || part.starts_with('_') && part != "_index")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::LocaleConfig;

    fn key(layout: &Layout, path: &str) -> Option<String> {
        layout.key(path).map(|key| format!("{}:{}", key.locale, key.name))
    }

    #[test]
    fn by_default_each_locale_has_a_folder() {
        let layout = Layout::new(&ContentConfig::default()).unwrap();
        assert_eq!(key(&layout, "pt-BR/a/Trust.md").as_deref(), Some("pt-BR:a/Trust"));
        assert_eq!(key(&layout, "README.md"), None);
        assert_eq!(key(&layout, "_layouts/en/x.md"), None);
        assert_eq!(key(&layout, "assets/x.md"), None);
    }

    #[test]
    fn source_pages_at_the_root_do_not_match_locale_folders() {
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
    fn patterns_may_end_in_any_extension_of_pages() {
        let layout =
            Layout::new(&ContentConfig { pages: "{locale}/{page}.markdown".into(), ..ContentConfig::default() });
        let layout = layout.unwrap();
        assert_eq!(key(&layout, "en/a.markdown").as_deref(), Some("en:a"));
        assert_eq!(key(&layout, "en/a.md").as_deref(), Some("en:a"));
        let there = PageKey { locale: Locale::new("es").unwrap(), name: "a".into() };
        assert_eq!(layout.path(&there).as_deref(), Some("es/a.markdown"));
    }

    #[test]
    fn a_pattern_without_a_page_is_refused() {
        let config = ContentConfig { pages: "{locale}/index.md".into(), ..ContentConfig::default() };
        assert!(matches!(Layout::new(&config), Err(LayoutError::NoPage { .. })));
    }
}
