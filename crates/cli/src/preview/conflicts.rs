//! The conflicts of a page, for people to resolve.

use std::collections::HashMap;

use firstaid_content::Page;
use firstaid_online::preview::{self as view, Choice, ConflictSide};
use firstaid_text::TextRange;
use firstaid_translate::{Conflict, Memo, Segment, Synced};

use super::blocks::hashed;
use super::hints::words;
use super::pairs::pairs;
use crate::translate::ConflictText;

/// A source page and the page of a locale, with their segments.
#[derive(Clone, Copy)]
pub(super) struct Sides<'p> {
    pub(super) source: &'p Page,
    pub(super) of_source: &'p [Segment],
    pub(super) page: Option<&'p Page>,
    pub(super) of_page: &'p [Segment],
}

/// A hash of all conflicts of a page, which tells whether they changed since they were shown.
pub(super) fn version(conflicts: &[Conflict]) -> String {
    hashed(&format!("{conflicts:?}"))
}

/// What identifies each conflict: what its sides have, and what tells it from others with the same texts.
pub(super) fn keys(conflicts: &[Conflict]) -> Vec<String> {
    let mut seen: HashMap<String, usize> = HashMap::new();
    let key = |conflict: &Conflict| {
        let what = match conflict {
            Conflict::Both { source, .. } => format!("both {source}"),
            Conflict::Unanswered { former, .. } => format!("unanswered {former}"),
            Conflict::Gap { page, source, .. } => format!("gap {page}\n{source}"),
            Conflict::Structure { source, .. } => format!("structure {source}"),
            Conflict::Added { .. } | Conflict::Removed { .. } => String::new(),
        };
        let nth = seen.entry(what.clone()).and_modify(|n| *n += 1).or_default();
        hashed(&(what, *nth))
    };
    conflicts.iter().map(key).collect()
}

/// For each conflict, the segment of the source that it is about.
pub(super) fn segments_of(conflicts: &[Conflict], sides: Sides<'_>) -> Vec<Option<usize>> {
    let Sides { source, of_source, page, of_page } = sides;
    let pairs = page.map(|page| pairs(source, of_source, page, of_page)).unwrap_or_default();
    let at = |range: TextRange| {
        let own = of_page.iter().position(|segment| segment.range.overlaps(range))?;
        pairs.iter().position(|pair| *pair == Some(own))
    };
    let only = |message: &str| {
        let mut same = of_source.iter().enumerate().filter(|(_, segment)| segment.message == message);
        same.next().map(|(n, _)| n).filter(|_| same.next().is_none())
    };
    let segment = |conflict: &Conflict| match conflict {
        Conflict::Both { source, page_range, .. } | Conflict::Unanswered { source, page_range, .. } => {
            only(source).or_else(|| at(*page_range))
        }
        Conflict::Structure { source, .. } => {
            only(source).or_else(|| of_source.iter().position(|segment| segment.message == *source))
        }
        Conflict::Gap { .. } | Conflict::Added { .. } | Conflict::Removed { .. } => None,
    };
    conflicts.iter().map(segment).collect()
}

/// The conflicts of a page as they are shown. `texts` has each in words.
pub(super) fn shown(
    synced: &Synced,
    texts: Vec<ConflictText>,
    segments: &[Option<usize>],
    of_source: &[Segment],
) -> Vec<view::Conflict> {
    let all = synced.conflicts.iter().zip(keys(&synced.conflicts)).zip(texts).zip(segments);
    let nothing = String::new();
    let conflict = |(((conflict, key), text), segment): (((&Conflict, String), ConflictText), &Option<usize>)| {
        let entry = segment.and_then(|n| synced.catalog.entries.get(n));
        let now = segment.map_or("", |n| &*of_source[n].message);
        let side = |choice: Choice, text: &str| ConflictSide { choice, text: text.to_owned() };
        let (source, former, sides) = match conflict {
            Conflict::Both { source, page, catalog, .. } => {
                (source, source, vec![side(Choice::Page, page), side(Choice::Catalog, catalog)])
            }
            Conflict::Unanswered { former, source, page, .. } => (source, former, vec![side(Choice::Page, page)]),
            Conflict::Structure { source, translation } => (source, source, vec![side(Choice::Catalog, translation)]),
            Conflict::Gap { page, source, .. } => {
                (&nothing, &nothing, vec![side(Choice::Page, page), side(Choice::Source, source)])
            }
            Conflict::Added { .. } | Conflict::Removed { .. } => (&nothing, &nothing, Vec::new()),
        };
        let now = if now.is_empty() { source } else { now };
        view::Conflict {
            key,
            what: text.line,
            place: entry.map(|entry| Memo::of(entry).place).unwrap_or_default(),
            source: now.to_owned(),
            change: if former == now { Vec::new() } else { words(former, now) },
            sides,
            takes_text: !matches!(conflict, Conflict::Gap { .. }),
        }
    };
    all.map(conflict).collect()
}
