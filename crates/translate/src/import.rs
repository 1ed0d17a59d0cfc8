//! A translation that was written as a page, taken over into a catalog.

use firstaid_content::Page;
use firstaid_text::TextRange;

use crate::align::{Pair, SURE, align};
use crate::catalogs::memo::{Memo, State, set_fuzzy};
use crate::catalogs::po::Entry;
use crate::hash::hash;
use crate::page::{Site, unmarked};
use crate::segments::{Segment, message, segments, with_slots};
use crate::sync::merge;

/// What came of a page.
pub struct Imported {
    /// Of the segments of the source, in order.
    pub entries: Vec<Entry>,
    /// What a person has to look at.
    pub remarks: Vec<Remark>,
    /// Segments that were taken over as they are.
    pub sure: usize,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Remark {
    /// Taken over, but it may not belong together: the entry is fuzzy.
    Unsure { source: TextRange, page: TextRange },
    /// The translation has no text for this.
    Missing { source: TextRange },
    /// The source has no text for this; it is in no entry.
    Left { page: TextRange },
    /// The same text as in the source: taken for untranslated.
    Untranslated { source: TextRange, page: TextRange },
}

/// A text of so many words may be the same in both languages: names, mostly.
const SAME: usize = 3;

/// The catalog's entries of a translated page. `machine` names what wrote it, if no person did.
pub fn import(source: &Page, page: &Page, site: &Site<'_>, machine: Option<&str>) -> Imported {
    let (of_source, of_page) = (segments(source), segments(page));
    let mut entries = merge(source, &of_source, &[], &|_| false);
    let mut remarks = Vec::new();
    let mut sure = 0;
    for Pair { source: left, target: right, confidence } in align(source, &of_source, page, &of_page) {
        let Some(first) = of_source.get(left.start).filter(|_| !left.is_empty()) else {
            remarks.extend(of_page[right].iter().map(|it| Remark::Left { page: it.range }));
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
        if text == first.message && message::words(&text) > SAME {
            remarks.push(Remark::Untranslated { source: first.range, page: range });
            continue;
        }
        let is_sure = confidence >= SURE && left.len() == 1 && right.len() == 1;
        if is_sure {
            sure += 1;
        } else {
            remarks.push(Remark::Unsure { source: first.range, page: range });
        }
        remarks.extend(missing(&of_source[left.start + 1..left.end]));
        take(&mut entries[left.start], text, is_sure, machine);
    }
    Imported { entries, remarks, sure }
}

fn take(entry: &mut Entry, text: String, is_sure: bool, machine: Option<&str>) {
    let mut memo = Memo::of(entry);
    memo.state = match machine {
        Some(name) => State::MachineDraft(name.to_owned()),
        None => State::Translated,
    };
    memo.seen = Some(hash(text.as_bytes()));
    entry.strings = vec![text];
    entry.extracted = memo.lines();
    set_fuzzy(entry, !is_sure || machine.is_some());
}

/// The text of some segments of the page as a translation of one: its links are slots where they lead to the same
/// place.
fn joined(source: &Page, segment: &Segment, page: &Page, parts: &[Segment], site: &Site<'_>) -> String {
    let targets: Vec<String> = segment.slots.iter().map(|slot| site.place(source, &slot.url)).collect();
    let page_target = |url: &str| site.place(page, url);
    let text = |part: &Segment| {
        let plain = unmarked(&part.message, &source.key.locale, site.locale);
        with_slots(&plain, part, std::slice::from_ref(&targets), &page_target)
    };
    parts.iter().map(text).collect::<Vec<_>>().join(" ")
}
