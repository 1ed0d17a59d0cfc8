//! Where the markers and the text of list items are.

use firstaid_text::TextRange;

use super::trim::Trimmer;
use crate::page::ListItem;

/// Counts columns from the last place that was asked for, so that nested items on one line take linear time.
#[derive(Default)]
pub(super) struct ColumnCursor {
    at: usize,
    column: u32,
}

impl ColumnCursor {
    /// The columns before an offset on its line. A byte-order mark at the start of a line does not count.
    fn column(&mut self, source: &str, at: usize) -> u32 {
        let from = if self.at <= at { self.at } else { 0 };
        if let Some(newline) = memchr::memrchr(b'\n', &source.as_bytes()[from..at]) {
            *self = Self { at: from + newline + 1, column: 0 };
        } else if from != self.at {
            *self = Self::default();
        }
        let typed = &source[self.at..at];
        let typed = if self.column == 0 { typed.trim_start_matches('\u{feff}') } else { typed };
        *self = Self { at, column: columns(typed, self.column) };
        self.column
    }
}

/// The column after a text that begins at a column; a tab reaches to the next multiple of four.
fn columns(text: &str, from: u32) -> u32 {
    text.chars().fold(from, |column, c| if c == '\t' { column / 4 * 4 + 4 } else { column + 1 })
}

/// Where the marker of an item is, whose `range` begins with it or with blanks before it.
pub(super) fn marker_start(source: &str, range: TextRange) -> u32 {
    let typed = &source[range];
    range.start() + (typed.len() - typed.trim_start_matches([' ', '\t']).len()) as u32
}

/// Where the marker and the text of an item are. `range` begins with the marker, or with blanks before it.
pub(super) fn list_item(source: &str, range: TextRange, cursor: &mut ColumnCursor, trimmer: &Trimmer) -> ListItem {
    let start = marker_start(source, range);
    let typed = &source[TextRange::new(start, range.end())];
    let digits = typed.bytes().take_while(u8::is_ascii_digit).count();
    let marker_len = (digits + 1).min(typed.len());
    let marker = TextRange::new(start, start + marker_len as u32);
    let indent = cursor.column(source, start as usize);
    let after_marker = indent + marker_len as u32;
    let rest = &typed[marker_len..];
    let text = rest.trim_start_matches([' ', '\t']);
    let after_blanks = columns(&rest[..rest.len() - text.len()], after_marker);
    // With five columns or more, the text begins after one, and is a code block that is indented by the others.
    let is_code = after_blanks - after_marker > 4;
    let is_empty = text.chars().find(|&c| c == '\n' || !c.is_whitespace()).is_none_or(|c| c == '\n');
    let content = if is_code || is_empty { after_marker + 1 } else { after_blanks };
    let range = trimmer.trim_end(source, TextRange::new(start, range.end()));
    ListItem { range, marker, indent, content }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn columns_of(text: &str, from: usize) -> (u32, u32) {
        let item =
            list_item(text, TextRange::from(from..text.len()), &mut ColumnCursor::default(), &Trimmer::default());
        (item.indent, item.content)
    }

    #[test]
    fn items_know_the_columns_of_marker_and_text() {
        assert_eq!(columns_of("- a", 0), (0, 2));
        assert_eq!(columns_of("  10.  a", 0), (2, 7));
        assert_eq!(columns_of("-\ta", 0), (0, 4));
        assert_eq!(columns_of("\t- a", 0), (4, 6));
        assert_eq!(columns_of("-      code", 0), (0, 2));
        assert_eq!(columns_of("-   \n  a", 0), (0, 2));
    }

    #[test]
    fn a_byte_order_mark_is_no_column() {
        assert_eq!(columns_of("\u{feff}* a", 3), (0, 2));
    }

    #[test]
    fn columns_are_the_same_in_any_order_of_questions() {
        let text = "\u{feff}- \t- é - x\n  - y";
        let mut cursor = ColumnCursor::default();
        let ascending = [3, 6, 11, 17].map(|at| cursor.column(text, at));
        let mut descending = [17, 11, 6, 3].map(|at| cursor.column(text, at));
        descending.reverse();
        assert_eq!((ascending, descending), ([0, 4, 8, 2], [0, 4, 8, 2]));
    }
}
