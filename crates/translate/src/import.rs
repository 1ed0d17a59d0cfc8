//! Imports a translation that was written as a page into a catalog.

use firstaid_content::Page;
use firstaid_text::TextRange;

use crate::align::{Pair, SURE, align};
use crate::catalogs::memo::{Memo, State, set_fuzzy};
use crate::catalogs::po::Entry;
use crate::doubts::Doubts;
use crate::hash::hash;
use crate::page::{Site, unmarked};
use crate::segments::{Segment, has_language, is_source_text, segments, with_slots};
use crate::sync::merge;

/// The result of an import.
pub struct Imported {
    /// The entries of the segments of the source, in order.
    pub entries: Vec<Entry>,
    /// Places that a person has to check.
    pub remarks: Vec<Remark>,
    /// Number of segments with a translation that needs no check.
    pub sure: usize,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Remark {
    /// Imported as fuzzy: the two may not belong together.
    Unsure { source: TextRange, page: TextRange },
    /// The translation has no text for this segment of the source.
    Missing { source: TextRange },
    /// The source has no segment for this text, so it is in no entry.
    Unpaired { page: TextRange },
    /// The text is the same as in the source, so it counts as untranslated.
    Untranslated { source: TextRange, page: TextRange },
}

/// Aligns a translated page with its source and makes the entries of its catalog. `machine` is the name of the machine
/// that wrote the translation, `None` if a person did.
pub fn import(source: &Page, page: &Page, site: &Site<'_>, machine: Option<&str>) -> Imported {
    let (of_source, of_page) = (segments(source), segments(page));
    let mut entries = merge(source, &of_source, &[], &|_| false);
    let mut remarks = Vec::new();
    let mut sure = 0;
    let doubts = Doubts::new((source, &of_source), (page, &of_page));
    for Pair { source: left, target: right, confidence } in align(source, &of_source, page, &of_page) {
        let Some(first) = of_source.get(left.start).filter(|_| !left.is_empty()) else {
            remarks.extend(of_page[right].iter().map(|it| Remark::Unpaired { page: it.range }));
            continue;
        };
        let missing =
            |segments: &[Segment]| segments.iter().map(|it| Remark::Missing { source: it.range }).collect::<Vec<_>>();
        if right.is_empty() {
            remarks.extend(missing(&of_source[left]));
            continue;
        }
        let text = joined(source, first, page, &of_page[right.clone()], site);
        let range = of_page[right.start].range;
        if is_source_text(&text, &first.message) && has_language(&text, &first.kind) {
            remarks.push(Remark::Untranslated { source: first.range, page: range });
            continue;
        }
        let is_sure = confidence >= SURE
            && left.len() == 1
            && right.len() == 1
            && !doubts.has(&of_source[left.start], &of_page[right.start]);
        if is_sure {
            sure += 1;
        } else {
            remarks.push(Remark::Unsure { source: first.range, page: range });
        }
        remarks.extend(missing(&of_source[left.start + 1..left.end]));
        set_translation(&mut entries[left.start], text, is_sure, machine);
    }
    Imported { entries, remarks, sure }
}

fn set_translation(entry: &mut Entry, text: String, is_sure: bool, machine: Option<&str>) {
    let mut memo = Memo::of(entry);
    memo.state = match machine {
        Some(name) => State::MachineDraft(name.to_owned()),
        None => State::Translated,
    };
    memo.seen.text = Some(hash(text.as_bytes()));
    memo.seen.message = Some(hash(entry.id.as_bytes()));
    entry.strings = vec![text];
    memo.record(entry);
    set_fuzzy(entry, !is_sure || machine.is_some());
}

/// The text of several segments of the page as one translation, with slots for links that lead where those of the
/// source lead.
fn joined(source: &Page, segment: &Segment, page: &Page, parts: &[Segment], site: &Site<'_>) -> String {
    let targets: Vec<String> = segment.slots.iter().map(|slot| site.place(source, &slot.url)).collect();
    let page_target = |url: &str| site.place(page, url);
    let text = |part: &Segment| {
        let plain = unmarked(&part.message, &source.key.locale, site.locale);
        with_slots(&plain, part, std::slice::from_ref(&targets), &page_target)
    };
    parts.iter().map(text).collect::<Vec<_>>().join(" ")
}
