//! Finds translations that a page cannot show. Each costs its own block, which shows the source text.

use crate::catalogs::memo::Memo;
use crate::catalogs::po::{Entry, Reason};
use crate::hash::hash;
use crate::segments::{Segment, SegmentKind, as_one_paragraph, is_one_paragraph, slots_in};

/// Why the page cannot show the translation of a segment. What a page has shown already is not refused: it came from
/// that page, or an earlier sync has written it.
pub(super) fn refusal(segment: &Segment, entry: &Entry, memo: &Memo) -> Option<Reason> {
    let text = entry.string();
    if !entry.is_translated() || memo.seen.shown() == Some(hash(text.as_bytes())) {
        return None;
    }
    placeholder_fault(segment, text).or_else(|| {
        let is_text = matches!(segment.kind, SegmentKind::Paragraph | SegmentKind::Item);
        let breaks = is_text && as_one_paragraph(text).is_none() && is_one_paragraph(&segment.message);
        breaks.then_some(Reason::BreaksBlock)
    })
}

/// The first placeholder that message and translation do not both have exactly as often.
fn placeholder_fault(segment: &Segment, text: &str) -> Option<Reason> {
    let (of_source, of_text) = (slots_in(&segment.message), slots_in(text));
    let count = |all: &[usize], n: usize| all.iter().filter(|&&it| it == n).count();
    if let Some(&unknown) = of_text.iter().find(|n| !of_source.contains(n)) {
        return Some(Reason::UnknownPlaceholder(unknown));
    }
    if let Some(&lost) = of_source.iter().find(|n| !of_text.contains(n)) {
        return Some(Reason::LostPlaceholder(lost));
    }
    of_text.iter().find(|&&n| count(&of_text, n) > count(&of_source, n)).map(|&n| Reason::DoubledPlaceholder(n))
}
