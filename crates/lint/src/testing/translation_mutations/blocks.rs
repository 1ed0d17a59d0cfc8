//! Blocks that are missing in the translation, or are of another kind.

use firstaid_content::{List, Page};
use firstaid_text::TextRange;
use firstaid_translate::{Segment, SegmentKind, segments};

use super::replaced;

/// The lines that a segment is on, the last line end included.
fn lines(page: &Page, segment: &Segment) -> TextRange {
    let lines = page.source.lines();
    let first = lines.line_range(page.text(), lines.line(segment.range.start()));
    let last = lines.line_range(page.text(), lines.line(segment.range.end().saturating_sub(1)));
    TextRange::new(first.start(), (last.end() + 1).min(page.text().len() as u32))
}

/// The page without one of the segments for which `is_dropped` holds, for each of them.
fn without(page: &Page, is_dropped: impl Fn(&Segment) -> bool) -> Vec<String> {
    let all = segments(page);
    all.iter().filter(|it| is_dropped(it)).map(|it| replaced(page.text(), lines(page, it), "")).collect()
}

/// The innermost list around a segment.
fn list<'p>(page: &'p Page, segment: &Segment) -> Option<&'p List> {
    page.lists.iter().rev().find(|list| list.range.contains(segment.range))
}

pub(super) fn step_dropped(page: &Page) -> Vec<String> {
    without(page, |segment| list(page, segment).is_some_and(|list| list.ordered))
}

pub(super) fn item_dropped(page: &Page) -> Vec<String> {
    without(page, |segment| list(page, segment).is_some_and(|list| !list.ordered))
}

pub(super) fn paragraph_dropped(page: &Page) -> Vec<String> {
    without(page, |segment| segment.kind == SegmentKind::Paragraph && segment.lists == 0)
}

pub(super) fn heading_dropped(page: &Page) -> Vec<String> {
    without(page, |segment| matches!(segment.kind, SegmentKind::Heading(_)))
}

/// A heading one level lower, a heading that became a paragraph, a numbered list that became one with bullets, a
/// warning that is no longer bold.
pub(super) fn restructured(page: &Page) -> Vec<String> {
    let text = page.text();
    let headings = page.headings.iter().map(|heading| TextRange::empty(heading.range.start()));
    let mut damaged: Vec<String> = headings.map(|start| replaced(text, start, "#")).collect();
    for heading in &page.headings {
        let typed = &text[heading.range];
        let marks = typed.len() - typed.trim_start_matches(['#', ' ']).len();
        let marks = TextRange::new(heading.range.start(), heading.range.start() + marks as u32);
        damaged.push(replaced(text, marks, ""));
    }
    for list in page.lists.iter().filter(|list| list.ordered) {
        let mut text = text.to_owned();
        for item in list.items.iter().rev() {
            text = replaced(&text, item.marker, "-");
        }
        damaged.push(text);
    }
    let bold = segments(page).into_iter().filter(|it| it.message.starts_with("**"));
    damaged.extend(bold.map(|it| replaced(text, it.range, &text[it.range].replace("**", ""))));
    damaged
}
