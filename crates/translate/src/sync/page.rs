//! Syncs one page of one locale: computes the catalog and the page, and writes neither.

use std::borrow::Cow;
use std::collections::HashMap;

use firstaid_content::{Page, PageKey, parse};
use firstaid_text::SourceFile;

use super::conflict::Conflict;
use super::counts::Counts;
use super::fold::{Folding, fold};
use super::keys::keys;
use super::merge::merge;
use super::side::Side;
use crate::catalogs::memo::{self, Memo};
use crate::catalogs::po::{Catalog, Entry};
use crate::config::TranslationConfig;
use crate::hash::hash;
use crate::page::{Shown, Site, in_one_block_of, locale_page, shown, text_of, unmarked};
use crate::segments::{Segment, message, segments};

/// The header field of a catalog that holds the hash of the page as the last sync wrote it.
const PAGE_HASH: &str = "X-Page-Hash";

/// The first half of the sync of a page: its entries are merged, its page is not rendered yet.
pub(crate) struct Merged<'a> {
    source: &'a Page,
    pub(crate) segments: Vec<Segment>,
    /// The entries of the segments, in their order, then obsolete ones.
    entries: Vec<Entry>,
    conflicts: Vec<Conflict>,
    catalog: Option<&'a Catalog>,
    page: Option<&'a Page>,
    counts: Counts,
}

/// The result of the sync of a page.
pub struct Synced {
    pub catalog: Catalog,
    /// Whether the catalog's content differs from its file; a difference in formatting alone does not count.
    pub is_catalog_new: bool,
    /// The page, if it must be written: its text differs from its file, or there is no file and enough is translated.
    pub page: Option<Page>,
    pub conflicts: Vec<Conflict>,
    pub counts: Counts,
}

/// Merges catalog, page and source. Without a catalog, `page` is ignored: an existing translation must be imported
/// first ([`crate::import`]).
pub(crate) fn prepare<'a>(
    source: &'a Page,
    catalog: Option<&'a Catalog>,
    page: Option<&'a Page>,
    site: &Site<'_>,
    config: &TranslationConfig,
    is_retired: &dyn Fn(&str) -> bool,
    prefer: Option<Side>,
) -> Merged<'a> {
    let segments = segments(source);
    let mut old: Cow<'_, [Entry]> = catalog.map(|catalog| (&*catalog.entries).into()).unwrap_or_default();
    if old.iter().any(has_carriage_return) {
        without_carriage_returns(old.to_mut());
    }
    let mut conflicts = Vec::new();
    if let (Some(catalog), Some(page)) = (catalog, page)
        && !is_as_synced(catalog, page)
        && prefer != Some(Side::Catalog)
    {
        let before = merge(source, &segments, &old, is_retired);
        // A sync that was interrupted between page and catalog left the page that this sync would write.
        if locale_page(source, &segments, &before, Some(page), site, config) != page.text() {
            conflicts = fold_page(source, &segments, page, old.to_mut(), site, config, prefer == Some(Side::Page));
        }
    }
    let entries = merge(source, &segments, &old, is_retired);
    let counts = Counts::of(&segments, &entries);
    Merged { source, segments, entries, conflicts, catalog, page, counts }
}

fn has_carriage_return(entry: &Entry) -> bool {
    entry.strings.iter().any(|string| string.contains('\r'))
}

/// Makes the line ends of translations those of messages. A tool that writes CRLF into strings must not bring them to
/// pages.
fn without_carriage_returns(entries: &mut [Entry]) {
    for string in entries.iter_mut().flat_map(|entry| &mut entry.strings) {
        if string.contains('\r') {
            *string = string.replace("\r\n", "\n").replace('\r', "\n");
        }
    }
}

/// Whether a page is unchanged since the last sync of its catalog.
pub fn is_as_synced(catalog: &Catalog, page: &Page) -> bool {
    catalog.header.get(PAGE_HASH) == Some(&*page_hash(page.text()))
}

fn page_hash(text: &str) -> String {
    format!("{:016x}", hash(text.as_bytes()))
}

/// Folds a page that was edited by hand into the entries of its catalog.
fn fold_page(
    source: &Page,
    of_source: &[Segment],
    page: &Page,
    old: &mut Vec<Entry>,
    site: &Site<'_>,
    config: &TranslationConfig,
    prefers_page: bool,
) -> Vec<Conflict> {
    let written = |entry: &Entry| match shown(entry, config) {
        Shown::Translation => in_one_block_of(entry).into_owned(),
        Shown::Source => entry.id.clone(),
    };
    let entry_target =
        |entry: &Entry, n: usize| Some(site.place(source, Memo::of(entry).slots.get(n.checked_sub(1)?)?));
    let now: HashMap<_, _> = keys(source, of_source).into_iter().zip(of_source).collect();
    let source_target = |entry: &Entry, n: usize| {
        let segment = now.get(&(entry.context.clone(), &*entry.id))?;
        Some(site.place(source, &segment.slots.get(n.checked_sub(1)?)?.url))
    };
    let page_target = |url: &str| site.place(page, url);
    let unmarked = |text: &str| unmarked(text, &source.key.locale, site.locale).into_owned();
    let folding = Folding {
        written: &written,
        entry_target: &entry_target,
        source_target: &source_target,
        page_target: &page_target,
        unmarked: &unmarked,
        prefers_page,
    };
    fold(&segments(page), old, &folding)
}

impl Merged<'_> {
    pub(crate) fn name(&self) -> &str {
        &self.source.key.name
    }

    /// Whether the page exists, or enough is translated to write it for the first time.
    fn is_published(&self, config: &TranslationConfig) -> bool {
        let counts = self.counts;
        let needed = (counts.words * usize::from(config.publish_at)).div_ceil(100);
        let is_ready = counts.current_words + counts.stale_words >= needed && counts.missing < counts.segments;
        self.page.is_some() || is_ready
    }

    fn text(&self, site: &Site<'_>, config: &TranslationConfig) -> String {
        locale_page(self.source, &self.segments, &self.entries, self.page, site, config)
    }

    fn parse(&self, text: String, site: &Site<'_>) -> Page {
        let key = PageKey { locale: site.locale.clone(), name: self.source.key.name.clone() };
        let path = site.path(&key.name).unwrap_or_default();
        parse(key, SourceFile::new(path, text), site.guide.anchors)
    }

    /// The ids of the headings of the page; `None` if the page will not be written.
    pub(crate) fn headings(&self, site: &Site<'_>, config: &TranslationConfig) -> Option<Vec<Box<str>>> {
        let ids = |page: &Page| page.headings.iter().map(|heading| heading.anchor.clone()).collect();
        let text = self.is_published(config).then(|| self.text(site, config))?;
        match self.page.filter(|page| page.text() == text) {
            Some(page) => Some(ids(page)),
            None => Some(ids(&self.parse(text, site))),
        }
    }

    /// Renders the page and finishes the catalog. Callers must write neither if there are conflicts.
    pub(crate) fn finish(
        mut self,
        site: &Site<'_>,
        config: &TranslationConfig,
        header: &dyn Fn() -> Catalog,
    ) -> Synced {
        let text = self.is_published(config).then(|| self.text(site, config));
        let hash_of_page = text.as_deref().map(page_hash);
        let unchanged = self.page.filter(|page| Some(page.text()) == text.as_deref());
        let mut page = None;
        if let Some(unchanged) = unchanged {
            // The sync that wrote the page has checked it already.
            if !self.catalog.is_some_and(|catalog| is_as_synced(catalog, unchanged)) {
                self.conflicts.extend(self.misread(unchanged, site, config));
            }
        } else if let Some(text) = text {
            let rendered = self.parse(text, site);
            self.conflicts.extend(self.misread(&rendered, site, config));
            page = Some(rendered);
        }
        // A refused translation stays a change that the page does not have.
        let taken = |entry: &&mut Entry| !entry.obsolete && entry.refusal.reason().is_none();
        for entry in self.entries.iter_mut().filter(taken) {
            memo::record_seen(entry);
        }
        let mut catalog = match self.catalog {
            Some(old) => {
                let (mut header_of_file, trailing) = (old.header.clone(), old.trailing.clone());
                header_of_file.complete(&header().header);
                Catalog { header: header_of_file, entries: self.entries, trailing, style: old.style }
            }
            None => Catalog { entries: self.entries, ..header() },
        };
        if let Some(hash) = &hash_of_page {
            catalog.header.set(PAGE_HASH, hash);
        }
        let is_catalog_new = self.catalog.is_none_or(|old| *old != catalog);
        Synced { catalog, is_catalog_new, page, conflicts: self.conflicts, counts: self.counts }
    }

    /// The first translation that would be read back differently from the rendered page.
    fn misread(&self, rendered: &Page, site: &Site<'_>, config: &TranslationConfig) -> Option<Conflict> {
        let read = segments(rendered);
        let text = |segment: &Segment| {
            message::fill(&segment.message, |n| Some((&*segment.slots.get(n.checked_sub(1)?)?.url).into()))
        };
        let squeezed = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        let wrong = (0..self.segments.len()).find(|&n| {
            let (segment, entry) = (&self.segments[n], &self.entries[n]);
            let written = text_of(self.source, segment, entry, site, shown(entry, config));
            read.get(n).is_none_or(|read| read.kind != segment.kind || squeezed(&text(read)) != squeezed(&written))
        });
        let wrong = wrong.or_else(|| (read.len() > self.segments.len()).then(|| self.segments.len() - 1))?;
        Some(Conflict::Structure {
            source: self.segments[wrong].message.clone(),
            translation: self.entries[wrong].string().to_owned(),
        })
    }
}
