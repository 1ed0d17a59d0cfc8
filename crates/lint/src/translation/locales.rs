//! The translated locales of a guide, and the pages on which findings about a whole locale are reported.

use std::collections::{HashMap, HashSet};

use firstaid_content::{Guide, Locale, Page, PageKey};
use firstaid_text::TextRange;

use crate::engine::catalogs::Catalogs;

/// The pages of one locale.
pub(crate) struct InLocale<'g> {
    /// The front page of the locale, or else its first page by name.
    pub(crate) front: &'g Page,
    pub(crate) pages: usize,
    /// Number of pages that have a source page.
    pub(crate) translated: usize,
    /// Whether it has a catalog, and so is translated from the source.
    pub(crate) has_catalog: bool,
}

/// All locales but that of the source.
pub(crate) fn locales<'g>(guide: &'g Guide, catalogs: &Catalogs) -> HashMap<&'g Locale, InLocale<'g>> {
    let with_catalogs: HashSet<&Locale> = catalogs.files().map(|(key, _)| &key.locale).collect();
    let mut found: HashMap<&Locale, InLocale<'_>> = HashMap::new();
    for page in guide.pages.iter().filter(|page| page.key.locale != *guide.layout.source()) {
        let known = found.entry(&page.key.locale).or_insert_with(|| InLocale {
            front: page,
            pages: 0,
            translated: 0,
            has_catalog: with_catalogs.contains(&page.key.locale),
        });
        known.pages += 1;
        known.translated += usize::from(source_of(guide, page).is_some());
        if rank(page) < rank(known.front) {
            known.front = page;
        }
    }
    found
}

/// The page of the same name in the source locale.
pub(crate) fn source_of<'g>(guide: &'g Guide, page: &Page) -> Option<&'g Page> {
    guide.by_key(&PageKey { locale: guide.layout.source().clone(), name: page.key.name.clone() })
}

/// Sorts front pages first, then pages by name.
fn rank(page: &Page) -> (bool, &str) {
    let is_front = matches!(&*page.key.name, "index" | "_index" | "README" | "readme" | "Readme");
    (!is_front, &page.key.name)
}

/// The range of findings about a page as a whole: its title, its first heading, or its beginning.
pub(crate) fn head_of(page: &Page) -> TextRange {
    let title = page.front_matter.as_ref().and_then(|front_matter| front_matter.get("title"));
    let title = title.map(|entry| entry.value.range).filter(|range| !range.is_empty());
    title.or_else(|| page.headings.first().map(|heading| heading.range)).unwrap_or(TextRange::empty(0))
}
