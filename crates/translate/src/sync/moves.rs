//! Source pages that were renamed or moved: their catalogs and translations follow by content.

use std::collections::{HashMap, HashSet};

use firstaid_content::{Guide, Locale, Page, PageKey};
use firstaid_text::SourceFile;

use crate::catalogs::po::Catalog;
use crate::page::Site;
use crate::segments::{message, segments};

/// Minimum share of a catalog's words that a page without a catalog must have for the catalog to follow it, in percent.
const MIN_SHARE: usize = 50;

/// What a page takes over from the page that it was.
pub(super) struct Move<'a> {
    /// The former name of the page.
    pub(super) from: &'a str,
    pub(super) catalog: &'a Catalog,
    /// The locale's page under its former name, if there is none under the new one. Its path is the new one.
    pub(super) page: Option<Page>,
}

/// Catalogs without a source page, by the name of the source page without a catalog that has most of their messages.
pub(super) fn moves<'a>(
    guide: &Guide,
    locale: &Locale,
    catalogs: &'a HashMap<Box<str>, Catalog>,
    sources: &[&Page],
    site: &Site<'_>,
) -> HashMap<Box<str>, Move<'a>> {
    let source = |name: &str| PageKey { locale: guide.layout.source().clone(), name: name.into() };
    let mut orphans: Vec<(&str, &Catalog)> = catalogs
        .iter()
        .filter(|(name, _)| guide.by_key(&source(name)).is_none())
        .map(|(name, catalog)| (&**name, catalog))
        .collect();
    let newcomers: Vec<&Page> = sources.iter().copied().filter(|page| !catalogs.contains_key(&page.key.name)).collect();
    if orphans.is_empty() || newcomers.is_empty() {
        return HashMap::new();
    }
    orphans.sort_unstable_by_key(|(name, _)| *name);
    let mut pairs = pairs(&orphans, &newcomers);
    // The largest share first; of equal ones the one whose name is more alike, so that pages with the same text do not
    // change their translations.
    pairs.sort_by_key(|&(orphan, newcomer, share)| {
        let alike = likeness(orphans[orphan].0, &newcomers[newcomer].key.name);
        (std::cmp::Reverse((share, alike)), orphan, newcomer)
    });
    let (mut gone, mut found) = (HashSet::new(), HashMap::new());
    for (orphan, newcomer, _) in pairs {
        let (from, catalog) = orphans[orphan];
        let name = &newcomers[newcomer].key.name;
        if !found.contains_key(name) && gone.insert(orphan) {
            let page = former_page(guide, locale, from, name, site);
            found.insert(name.clone(), Move { from, catalog, page });
        }
    }
    found
}

/// Pairs of indices of an orphan and a newcomer, each with the share of the orphan's words that the newcomer has.
fn pairs(orphans: &[(&str, &Catalog)], newcomers: &[&Page]) -> Vec<(usize, usize, usize)> {
    let mut by_message: HashMap<String, Vec<usize>> = HashMap::new();
    for (n, page) in newcomers.iter().enumerate() {
        for segment in segments(page) {
            let pages = by_message.entry(segment.message).or_default();
            if pages.last() != Some(&n) {
                pages.push(n);
            }
        }
    }
    let mut pairs = Vec::new();
    for (orphan, (_, catalog)) in orphans.iter().enumerate() {
        let (mut all, mut shared) = (0, HashMap::new());
        for entry in catalog.entries.iter().filter(|entry| !entry.obsolete) {
            let words = message::words(&entry.id).max(1);
            all += words;
            for page in by_message.get(&entry.id).into_iter().flatten() {
                *shared.entry(*page).or_insert(0) += words;
            }
        }
        let share = |words: usize| 100 * words / all.max(1);
        pairs.extend(
            shared.into_iter().map(|(page, words)| (orphan, page, share(words))).filter(|pair| pair.2 >= MIN_SHARE),
        );
    }
    pairs
}

/// The length of the common beginning and the common end of two names, letter case ignored.
fn likeness(one: &str, two: &str) -> usize {
    let (one, two) = (one.to_lowercase(), two.to_lowercase());
    let same = |one: &mut dyn Iterator<Item = char>, two: &mut dyn Iterator<Item = char>| {
        one.zip(two).take_while(|(one, two)| one == two).count()
    };
    let begin = same(&mut one.chars(), &mut two.chars());
    begin + same(&mut one.chars().rev(), &mut two.chars().rev())
}

/// The page of a locale under its former name as the page of the new name, unless the locale has that already.
fn former_page(guide: &Guide, locale: &Locale, from: &str, name: &str, site: &Site<'_>) -> Option<Page> {
    let key = |name: &str| PageKey { locale: locale.clone(), name: name.into() };
    if guide.by_key(&key(name)).is_some() {
        return None;
    }
    let former = guide.by_key(&key(from)).filter(|page| page.is_whole())?;
    Some(guide.parse(key(name), SourceFile::new(site.path(name)?, former.text())))
}
