//! Catalogs of earlier releases, which knew fewer kinds of segments, and of earlier settings.

use firstaid_content::Page;

use super::base::Base;
use crate::align::align;
use crate::catalogs::memo::{Memo, set_fuzzy};
use crate::catalogs::po::Entry;
use crate::hash::hash;
use crate::page::{SEGMENT_VALUE, Site, hash_of_value, unmarked};
use crate::segments::{Segment, SegmentKind, segments, with_slots, without_task_mark};

/// Front-matter keys that were segments in every release.
const EARLIER_KEYS: [&str; 3] = ["description", "summary", "title"];

/// The entries of a catalog, with those for segments that an earlier release did not cut: the page has their
/// translations.
pub(crate) fn upgraded(
    source: &Page,
    of_source: &[Segment],
    page: &Page,
    old: &[Entry],
    site: &Site<'_>,
) -> Option<Vec<Entry>> {
    let is_new_kind = |kind: &SegmentKind| match kind {
        SegmentKind::Html | SegmentKind::Title => true,
        SegmentKind::FrontMatter(key) => !EARLIER_KEYS.contains(&&**key),
        _ => false,
    };
    let is_new = |segment: &Segment| is_new_kind(&segment.kind);
    let mut entries = without_task_marks(old, of_source);
    let is_of_new_kind = |entry: &Entry| Memo::of(entry).kind().is_some_and(|kind| is_new_kind(&kind));
    let is_earlier = of_source.iter().any(is_new) && !old.iter().any(is_of_new_kind);
    if !is_earlier {
        return entries;
    }
    let of_page = segments(page);
    let mut texts: Vec<Option<String>> = vec![None; of_source.len()];
    for pair in align(source, of_source, page, &of_page) {
        if let ([left], [right]) = (&of_source[pair.source.clone()], &of_page[pair.target.clone()])
            && is_new(left)
            && left.kind == right.kind
        {
            texts[pair.source.start] = Some(text_of(source, left, page, right, site));
        }
    }
    let all = entries.get_or_insert_with(|| old.to_vec());
    let mut at = 0;
    for (segment, text) in of_source.iter().zip(texts) {
        if is_new(segment) {
            all.insert(at, entry(segment, text));
            at += 1;
        } else {
            let same = |entry: &Entry| !entry.obsolete && entry.id == segment.message;
            at = all.iter().skip(at).position(same).map_or(at, |found| at + found + 1);
        }
    }
    distinct(all);
    entries
}

/// The entries of a catalog, with those for values of the front matter that were no text at the last sync: the guide
/// has named their keys since. The page has their translations; `None` if there are no such values.
///
/// A value of the page that is the one of the source at the last sync is a copy and no translation, and one of a value
/// that the source has changed since is fuzzy.
pub(crate) fn with_new_values(
    (source, of_source): (&Page, &[Segment]),
    page: &Page,
    base: &Base,
    old: &[Entry],
) -> Option<Vec<Entry>> {
    let is_new = |segment: &&Segment| match &segment.kind {
        SegmentKind::FrontMatter(key) => base.value(key).is_some_and(|value| value != SEGMENT_VALUE),
        _ => false,
    };
    let new: Vec<&Segment> = of_source.iter().filter(is_new).collect();
    if new.is_empty() {
        return None;
    }
    let of_page = segments(page);
    let is_as_synced = |page: &Page, segment: &Segment| match &segment.kind {
        SegmentKind::FrontMatter(key) => hash_of_value(page, key) == base.value(key),
        _ => false,
    };
    let value = |segment: &Segment| {
        let own = of_page.iter().find(|it| it.kind == segment.kind).filter(|_| !is_as_synced(page, segment));
        own.map(|it| it.message.clone())
    };
    let in_use = old.iter().take_while(|entry| !entry.obsolete).count();
    let (in_use, obsolete) = old.split_at(in_use);
    let new = new.into_iter().map(|segment| {
        let mut entry = entry(segment, value(segment));
        let is_stale = entry.is_translated() && !is_as_synced(source, segment);
        set_fuzzy(&mut entry, is_stale);
        entry
    });
    let mut all: Vec<Entry> = in_use.iter().cloned().chain(new).chain(obsolete.iter().cloned()).collect();
    distinct(&mut all);
    Some(all)
}

/// The entry of a segment as if the last sync had seen it. A text that is the same as the source is no translation.
fn entry(segment: &Segment, text: Option<String>) -> Entry {
    let mut entry = Entry::untranslated(None, segment.message.clone());
    let mut memo = Memo::default();
    memo.place = segment.kind.place();
    memo.slots = segment.slots.iter().map(|slot| slot.url.to_string()).collect();
    if let Some(text) = text.filter(|text| *text != segment.message) {
        memo.seen.text = Some(hash(text.as_bytes()));
        entry.strings = vec![text];
    }
    memo.record(&mut entry);
    entry
}

fn text_of(source: &Page, segment: &Segment, page: &Page, block: &Segment, site: &Site<'_>) -> String {
    let targets = [segment.slots.iter().map(|slot| site.place(source, &slot.url)).collect::<Vec<_>>()];
    let plain = unmarked(&block.message, &source.key.locale, site.locale);
    with_slots(&plain, block, &targets, &|url| site.place(page, url))
}

/// Gives each new entry a context of its own if its message is in the catalog already.
fn distinct(entries: &mut [Entry]) {
    let mut seen = std::collections::HashSet::new();
    for entry in entries.iter().filter(|entry| !entry.extracted.is_empty() && entry.context.is_some()) {
        seen.insert((entry.context.clone(), entry.id.clone()));
    }
    for entry in entries {
        if entry.context.is_some() {
            continue;
        }
        let mut n = 1;
        while !seen.insert((entry.context.clone(), entry.id.clone())) {
            n += 1;
            entry.context = Some(format!("earlier {n}"));
        }
    }
}

/// The entries without marks of tasks, which earlier releases left in messages; `None` if there are none.
fn without_task_marks(old: &[Entry], of_source: &[Segment]) -> Option<Vec<Entry>> {
    let is_marked = |entry: &Entry| {
        without_task_mark(&entry.id).is_some_and(|bare| of_source.iter().any(|segment| segment.message == bare))
    };
    if !old.iter().any(is_marked) {
        return None;
    }
    let bare = |text: &String| without_task_mark(text).map_or_else(|| text.clone(), str::to_owned);
    let upgrade = |entry: &Entry| {
        if !is_marked(entry) {
            return entry.clone();
        }
        let mut memo = Memo::of(entry);
        let was_seen = memo.seen.text == Some(hash(entry.string().as_bytes()));
        let mut entry =
            Entry { id: bare(&entry.id), strings: entry.strings.iter().map(bare).collect(), ..entry.clone() };
        if was_seen {
            memo.seen.text = Some(hash(entry.string().as_bytes()));
        }
        memo.record(&mut entry);
        entry
    };
    Some(old.iter().map(upgrade).collect())
}
