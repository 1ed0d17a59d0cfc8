//! Syncs one page of one locale: computes the catalog and the page, and writes neither.

use std::borrow::Cow;
use std::collections::BTreeMap;

use firstaid_content::{Page, PageKey};
use firstaid_text::SourceFile;

use super::conflict::Conflict;
use super::counts::Counts;
use super::fold::{Folding, fold};
use super::gaps::{
    Base, Composed, Composing, Ordered, Plan, PlanInput, is_body, ordered, plan, upgraded, with_new_values,
};
use super::gathered::Gathered;
use super::merge::merge_entries;
use super::read_back::ReadBack;
use super::restored::with_places;
use super::seal::seal;
use super::side::Side;
use crate::catalogs::LabelNotes;
use crate::catalogs::label_notes::note_labels;
use crate::catalogs::memo::Memo;
use crate::catalogs::po::{Catalog, Entry, Reason, Refusal};
use crate::catalogs::record::record_seen;
use crate::config::TranslationConfig;
use crate::hash::hash;
use crate::page::{Shown, Site, shown};
use crate::segments::{Segment, SegmentKind, segments};

/// The header field of a catalog that holds the hash of the page as the last sync wrote it.
const PAGE_HASH: &str = "X-Page-Hash";

/// Maximum blocks of a page that are given up because the page as a whole would be read otherwise with them; each costs
/// one more parse.
const MAX_ATTEMPTS: usize = 32;

/// The first half of the sync of a page: its entries are merged, its page is not rendered yet.
pub(crate) struct Merged<'a> {
    gathered: Gathered<'a>,
    conflicts: Vec<Conflict>,
    differences: Vec<Conflict>,
    catalog: Option<&'a Catalog>,
    plan: Plan,
    counts: Counts,
}

/// The result of the sync of a page.
pub struct Synced {
    pub catalog: Catalog,
    /// Whether the catalog's content differs from its file; a difference in formatting alone does not count.
    pub is_catalog_new: bool,
    /// The page, if it must be written: its text differs from its file, or there is no file and enough is translated.
    pub page: Option<Page>,
    /// The entry of each segment of that page by the offset at which the segment starts; entries by their index in the
    /// catalog. A segment that is the page's own has none.
    pub entry_at: BTreeMap<u32, usize>,
    pub conflicts: Vec<Conflict>,
    /// Blocks that only the page or only the source has. They stay as they are.
    pub differences: Vec<Conflict>,
    pub counts: Counts,
    /// Number of blocks that readers of the page get in the language of the source; 0 if there is no page.
    pub fallbacks: usize,
    /// The former name of a page whose source was renamed. Its catalog under that name is superseded by this one.
    pub moved_from: Option<Box<str>>,
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
    let prefers_page = prefer == Some(Side::Page);
    let mut old: Cow<'a, [Entry]> = catalog.map(|catalog| (&*catalog.entries).into()).unwrap_or_default();
    if old.iter().any(has_carriage_return) {
        without_carriage_returns(old.to_mut());
    }
    if let Some(restored) = with_places(&old, source, &segments) {
        old = restored.into();
    }
    // Without a catalog, what the page has was never imported.
    let page = page.filter(|_| catalog.is_some());
    let base = catalog.and_then(|catalog| Base::read(&catalog.header));
    if let (Some(page), None) = (page, &base)
        && let Some(upgraded) = upgraded(source, &segments, page, &old, site)
    {
        old = upgraded.into();
    }
    if let Some((page, base)) = page.zip(base.as_ref())
        && let Some(with_values) = with_new_values((source, &segments), page, base, &old)
    {
        old = with_values.into();
    }
    let messages: Vec<&str> = segments.iter().map(|segment| &*segment.message).collect();
    let Ordered { entries: in_order, row } = ordered(&old, base.as_ref(), &messages);
    if let Some(in_order) = in_order {
        old = in_order.into();
    }
    let is_as_synced = catalog.zip(page).is_some_and(|(catalog, page)| is_as_synced(catalog, page));
    let merged = merge_entries(source, &segments, &old, is_retired);
    let mut gathered = Gathered { source, segments, old, merged, row, page, base, is_as_synced, prefer };
    let mut found = Vec::new();
    if let Some(page) = page.filter(|_| !is_as_synced && prefer != Some(Side::Catalog)) {
        let input = PlanInput { prefer: Some(Side::Catalog), ..gathered.input() };
        // Before the first sync, the catalog is what an import took from the page.
        let is_imported = catalog.is_some_and(|it| it.header.get(PAGE_HASH).is_none());
        if let Some(differences) = untouched(input, page, is_imported, site, config) {
            found = differences;
        } else {
            let Gathered { segments: of_source, old, merged, row, .. } = &mut gathered;
            let known = row.iter().flatten().copied().collect();
            let (olds, entries) = (&*merged.olds, &*merged.entries);
            let folding =
                Folding { source, of_source, entries, olds, known, page, site, config, is_retired, prefers_page };
            found = fold(old.to_mut(), &folding);
            gathered.merged = merge_entries(source, &gathered.segments, &gathered.old, is_retired);
        }
    }
    let (differences, conflicts) = found.into_iter().partition(Conflict::is_difference);
    let counts = Counts::of(&gathered.segments, &gathered.merged.entries);
    let plan = plan(gathered.input(), site, config);
    Merged { gathered, conflicts, differences, catalog, plan, counts }
}

/// The blocks that only page or source has, if no person has edited the page; `None` if one has. `input` is the sync in
/// which the catalog wins.
fn untouched(
    input: PlanInput<'_>,
    page: &Page,
    is_imported: bool,
    site: &Site<'_>,
    config: &TranslationConfig,
) -> Option<Vec<Conflict>> {
    let plan = plan(input, site, config);
    // A sync that was interrupted between page and catalog left the page that this sync would write.
    let is_written = || {
        let text = Composing { plan: &plan, input, site, config }.compose().text;
        text == page.text()
    };
    let is_untouched = is_imported && !plan.has_unknown_text() || is_written();
    is_untouched.then(|| plan.differences(input.segments))
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

impl Merged<'_> {
    pub(crate) fn name(&self) -> &str {
        &self.gathered.source.key.name
    }

    /// Whether the source has anything to translate.
    pub(crate) fn has_text(&self) -> bool {
        !self.gathered.segments.is_empty()
    }

    /// Whether the page exists, or enough is translated to write it for the first time.
    fn is_published(&self, config: &TranslationConfig) -> bool {
        let counts = self.counts;
        let needed = (counts.words * usize::from(config.publish_at)).div_ceil(100);
        let is_ready = counts.current_words + counts.stale_words >= needed && counts.missing < counts.segments;
        self.gathered.page.is_some() || is_ready
    }

    fn compose(&self, site: &Site<'_>, config: &TranslationConfig) -> Composed {
        Composing { plan: &self.plan, input: self.gathered.input(), site, config }.compose()
    }

    fn parse(&self, text: String, site: &Site<'_>) -> Page {
        let key = PageKey { locale: site.locale.clone(), name: self.gathered.source.key.name.clone() };
        let path = site.path(&key.name).unwrap_or_default();
        site.guide.parse(key, SourceFile::new(path, text))
    }

    /// The ids of the headings of the page; `None` if the page will not be written.
    pub(crate) fn headings(&self, site: &Site<'_>, config: &TranslationConfig) -> Option<Vec<Box<str>>> {
        let ids = |page: &Page| page.headings.iter().map(|heading| heading.anchor.clone()).collect();
        let text = self.is_published(config).then(|| self.compose(site, config).text)?;
        match self.gathered.page.filter(|page| page.text() == text) {
            Some(page) => Some(ids(page)),
            None => Some(ids(&self.parse(text, site))),
        }
    }

    /// Renders the page and finishes the catalog. Callers must write neither if there are conflicts.
    pub(crate) fn finish(
        mut self,
        site: &Site<'_>,
        config: &TranslationConfig,
        labels: &dyn Fn(&Page) -> LabelNotes,
        header: &dyn Fn() -> Catalog,
    ) -> Synced {
        let mut composed = self.is_published(config).then(|| self.compose(site, config));
        let (mut page, mut entry_at) = (None, BTreeMap::new());
        let (mut attempts, mut misread, mut whole) = (0, None, None);
        while let Some(now) = composed.as_ref()
            && self.gathered.page.is_none_or(|page| page.text() != now.text)
        {
            let rendered = self.parse(now.text.clone(), site);
            let read = segments(&rendered);
            let wrong = self.read_back(now, &read, site, config).misread();
            if wrong.is_some_and(|n| attempts < MAX_ATTEMPTS && self.give_up(n, config, &mut whole)) {
                composed = Some(self.compose(site, config));
                attempts += 1;
                continue;
            }
            if let Some((plan, differences)) = whole.take().filter(|_| wrong.is_some()) {
                // That was not it: all blocks stay, and a person is asked.
                (self.plan, self.differences) = (plan, differences);
                composed = Some(self.compose(site, config));
                attempts = MAX_ATTEMPTS;
                continue;
            }
            misread = wrong.map(|n| self.structure(n));
            entry_at = self.entry_at(&read, now);
            page = Some((rendered, read));
            break;
        }
        self.conflicts.extend(composed.iter().flat_map(|it| it.conflicts.iter().cloned()));
        self.conflicts.extend(misread);
        let fallbacks = composed.as_ref().map_or(0, |_| self.fallbacks(config));
        let fates = composed.as_ref().map_or_else(
            || self.gathered.fates_without_page(),
            |composed| {
                let read = page.as_ref().map_or(&*self.plan.page_segments, |(_, read)| read);
                self.read_back(composed, read, site, config).fates()
            },
        );
        let page = page.map(|(page, _)| page);
        for (entry, fate) in self.gathered.merged.entries.iter_mut().zip(fates) {
            record_seen(entry, fate);
        }
        let mut catalog = match self.catalog {
            Some(old) => {
                let (mut header_of_file, trailing) = (old.header.clone(), old.trailing.clone());
                header_of_file.complete(&header().header);
                Catalog { header: header_of_file, entries: self.gathered.merged.entries, trailing, style: old.style }
            }
            None => Catalog { entries: self.gathered.merged.entries, ..header() },
        };
        if let Some(Composed { text, base, .. }) = &composed {
            catalog.header.set(PAGE_HASH, &page_hash(text));
            base.write(&mut catalog.header);
        }
        let is_catalog_new = self.catalog.is_none_or(|old| *old != catalog);
        if is_catalog_new {
            note_labels(&mut catalog.entries, &labels(self.gathered.source));
        }
        let is_refused = |entry: &Entry| !entry.obsolete && entry.refusal.reason().is_some();
        // What a side was preferred in may still be a conflict for the next sync.
        let is_final = self.gathered.prefer.is_none() && !catalog.entries.iter().any(is_refused);
        if let Some(composed) = composed.filter(|_| is_catalog_new && is_final) {
            let source = self.gathered.source;
            let path = page.as_ref().or(self.gathered.page).map_or("", |page| page.source.path());
            seal(&mut catalog, source, (path, &composed.text), site, config);
        }
        let Self { conflicts, differences, counts, .. } = self;
        Synced { catalog, is_catalog_new, page, entry_at, conflicts, differences, counts, fallbacks, moved_from: None }
    }

    /// Gives up a block that would be read back otherwise, at the cost of that block alone: a new translation is refused,
    /// so that the source is in its place; a block that the page has stays as it is; one that it does not have yet is
    /// left out. `whole` keeps what was planned before. Returns whether any of these was still to be tried.
    fn give_up(&mut self, n: usize, config: &TranslationConfig, whole: &mut Option<(Plan, Vec<Conflict>)>) -> bool {
        if self.is_new_on_page(n, config) {
            self.gathered.merged.entries[n].refusal = Refusal::new(Some(Reason::BreaksBlock));
            return true;
        }
        whole.get_or_insert_with(|| (self.plan.clone(), self.differences.clone()));
        let is_of_page = self.gathered.page.is_some() && is_body(&self.gathered.segments[n]);
        if is_of_page && self.plan.places[n].is_some() {
            return self.plan.keep(n);
        }
        let near = if is_of_page { self.plan.leave_out(n, self.gathered.source.text()) } else { None };
        let source = self.gathered.segments[n].message.clone();
        self.differences.extend(near.map(|near| Conflict::Removed { source, near }));
        near.is_some()
    }

    fn entry_at(&self, read: &[Segment], composed: &Composed) -> BTreeMap<u32, usize> {
        let mut found: BTreeMap<u32, usize> =
            composed.written.iter().filter(|it| it.own.is_none()).map(|it| (it.start, it.segment)).collect();
        for value in read.iter().filter(|it| !is_body(it)) {
            let n = self.gathered.segments.iter().position(|segment| segment.kind == value.kind);
            found.extend(n.map(|n| (value.range.start(), n)));
        }
        found
    }

    /// Number of segments that the page shows in the language of the source.
    fn fallbacks(&self, config: &TranslationConfig) -> usize {
        let is_fallback = |(segment, entry): &(&Segment, &Entry)| {
            segment.kind != SegmentKind::Verbatim && shown(entry, config) == Shown::Source
        };
        self.gathered.segments.iter().zip(&self.gathered.merged.entries).filter(is_fallback).count()
    }

    /// Whether a segment has a translation that the page did not have at the last sync.
    fn is_new_on_page(&self, n: usize, config: &TranslationConfig) -> bool {
        let entry = &self.gathered.merged.entries[n];
        let text = hash(entry.string().as_bytes());
        shown(entry, config) == Shown::Translation && Memo::of(entry).seen.shown() != Some(text)
    }

    fn read_back<'s>(
        &'s self,
        composed: &'s Composed,
        read: &'s [Segment],
        site: &'s Site<'s>,
        config: &'s TranslationConfig,
    ) -> ReadBack<'s> {
        ReadBack { gathered: &self.gathered, plan: &self.plan, composed, read, site, config }
    }

    fn structure(&self, n: usize) -> Conflict {
        Conflict::Structure {
            source: self.gathered.segments[n].message.clone(),
            translation: self.gathered.merged.entries[n].string().to_owned(),
        }
    }
}
