//! List items that are indented, but not enough to nest, and so render flat.

use firstaid_content::{List, ListItem, Page};
use firstaid_text::TextRange;

/// Every item of the page that renders flat.
pub(crate) fn flat_items(page: &Page) -> Vec<TextRange> {
    runs(page).iter().flat_map(|items| flattened(page, items)).map(|flat| flat.item.range).collect()
}

/// An item that renders flat.
pub(super) struct Flat<'a> {
    pub(super) item: &'a ListItem,
    /// Missing indentation, in columns.
    pub(super) shift: u32,
    /// Whether the item directly before is the one that it should be nested below.
    pub(super) first_child: bool,
}

/// The items on one level, list by list. A list that begins on the line after another one of its level, with other
/// markers, belongs to the same run.
pub(super) fn runs(page: &Page) -> Vec<Vec<&ListItem>> {
    let mut runs: Vec<Vec<&ListItem>> = Vec::new();
    // The run of the last list on each level.
    let mut last: Vec<Option<usize>> = Vec::new();
    for List { depth, items, .. } in &page.lists {
        let depth = *depth as usize;
        last.resize(last.len().max(depth + 1), None);
        let before = last[depth].filter(|&run| adjacent(page, &runs[run], items));
        let run = before.unwrap_or_else(|| {
            runs.push(Vec::new());
            runs.len() - 1
        });
        runs[run].extend(items);
        last[depth] = Some(run);
    }
    runs
}

fn adjacent(page: &Page, above: &[&ListItem], below: &[ListItem]) -> bool {
    let (Some(above), Some(below)) = (above.last(), below.first()) else { return false };
    let start = below.marker.start();
    let between = TextRange::new(above.range.end().min(start), start);
    page.source.slice(between).trim_matches([' ', '\t', '\r']) == "\n" && before_marker(page, above).trim().is_empty()
}

/// The items of a run that render flat. The intended parent of an item is the last one with less indentation.
pub(super) fn flattened<'a>(page: &Page, items: &[&'a ListItem]) -> Vec<Flat<'a>> {
    struct Open {
        indent: u32,
        number: Option<u64>,
        shift: u32,
        /// The column of its text after the fix.
        content: u32,
    }
    let mut open: Vec<Open> = Vec::new();
    let mut flat = Vec::new();
    for item in items {
        let number = page.source.slice(item.marker).trim_end_matches(['.', ')']).parse().ok();
        let mut indent = item.indent;
        let (mut has_sibling, mut popped) = (false, false);
        while let Some(above) = open.pop_if(|above| above.indent >= indent) {
            has_sibling |= above.indent == indent;
            popped = true;
        }
        let continues_count = |above: &Open| above.number.is_some_and(|above| number == above.checked_add(1));
        let shift = match open.last() {
            // `1.` and then `2.` with one more space: a typo, not a nested list.
            Some(above) if !has_sibling && continues_count(above) => {
                indent = above.indent;
                let shift = above.shift;
                open.pop();
                shift
            }
            Some(above) if items[0].indent < indent => above.content.saturating_sub(indent),
            _ => 0,
        };
        if shift > 0 {
            flat.push(Flat { item, shift, first_child: !popped });
        }
        open.push(Open { indent, number, shift, content: item.content + shift });
    }
    flat
}

/// From the marker to the end of its line.
pub(super) fn first_line(page: &Page, item: &ListItem) -> TextRange {
    let line = page.source.slice(item.range).lines().next().unwrap_or_default().trim_end();
    TextRange::new(item.range.start(), item.range.start() + line.len() as u32)
}

/// The text before the marker on its line.
pub(super) fn before_marker<'a>(page: &'a Page, item: &ListItem) -> &'a str {
    let before = &page.text()[..item.marker.start() as usize];
    before.rsplit('\n').next().unwrap_or_default().trim_start_matches('\u{feff}')
}
