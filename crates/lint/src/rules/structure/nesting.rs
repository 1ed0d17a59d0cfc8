//! List items that their author meant to nest and that render flat.

use firstaid_content::{List, ListItem, Page};
use firstaid_text::TextRange;

/// Every item of the page that renders flat.
pub(crate) fn flat_items(page: &Page) -> Vec<TextRange> {
    runs(page).iter().flat_map(|items| flattened(page, items)).map(|flat| flat.item.range).collect()
}

/// An item that renders flat.
pub(super) struct Flat<'a> {
    pub(super) item: &'a ListItem,
    /// How many columns it lacks.
    pub(super) shift: u32,
    /// Whether the item right before is the one it should stand below.
    pub(super) first_child: bool,
}

/// Items that stand on one level, list by list. A list that begins on the line after another one on its level, where
/// only the markers differ, is the same run.
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

/// Reads the indents as their author meant them: each item belongs below the last one that is indented less.
pub(super) fn flattened<'a>(page: &Page, items: &[&'a ListItem]) -> Vec<Flat<'a>> {
    struct Open {
        indent: u32,
        number: Option<u64>,
        shift: u32,
        /// Where its text begins, once it is indented as it should be.
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
        let goes_on = |above: &Open| above.number.is_some_and(|above| number == above.checked_add(1));
        let shift = match open.last() {
            // `1.` and then `2.` one space further in: a slip, and no list of its own.
            Some(above) if !has_sibling && goes_on(above) => {
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

/// What stands on the line before the marker.
pub(super) fn before_marker<'a>(page: &'a Page, item: &ListItem) -> &'a str {
    let before = &page.text()[..item.marker.start() as usize];
    before.rsplit('\n').next().unwrap_or_default().trim_start_matches('\u{feff}')
}
