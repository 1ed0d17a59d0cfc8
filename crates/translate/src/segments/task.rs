//! The mark of a task in a list: `[ ]`, `[x]`.

use firstaid_text::TextRange;

use super::segment::line_before;

/// The range without the mark of a task; the same range if it does not begin an item of a list.
pub(super) fn after_mark(text: &str, range: TextRange) -> TextRange {
    let before = line_before(text, range.start()).trim_end();
    let is_item = before.ends_with(['-', '*', '+', '.', ')']);
    match without_task_mark(&text[range]) {
        Some(rest) if is_item => TextRange::new(range.end() - rest.len() as u32, range.end()),
        _ => range,
    }
}

/// The text after the mark of a task, if there is a mark and a text.
pub(crate) fn without_task_mark(text: &str) -> Option<&str> {
    let rest = text.strip_prefix('[')?.strip_prefix([' ', 'x', 'X'])?.strip_prefix(']')?;
    let bare = rest.trim_start_matches([' ', '\t']);
    (bare.len() < rest.len() && !bare.is_empty() && !bare.starts_with(['\n', '\r'])).then_some(bare)
}
