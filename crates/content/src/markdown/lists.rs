//! Where the markers and the text of list items are.

use firstaid_text::TextRange;

use super::trim_end;
use crate::page::ListItem;

/// Where an item's marker and text are. `range` begins with the marker, or with blanks before it.
pub(super) fn list_item(source: &str, range: TextRange) -> ListItem {
    let start = range.start() as usize;
    let line_start = source[..start].rfind('\n').map_or(0, |newline| newline + 1);
    let typed = &source[start..range.end() as usize];
    let marker_start = start + typed.len() - typed.trim_start_matches([' ', '\t']).len();
    let typed = &source[marker_start..range.end() as usize];
    let digits = typed.bytes().take_while(u8::is_ascii_digit).count();
    let marker_len = (digits + 1).min(typed.len());
    let marker = TextRange::from(marker_start..marker_start + marker_len);
    let indent = columns(source[line_start..marker_start].trim_start_matches('\u{feff}'), 0);
    let after_marker = indent + marker_len as u32;
    let line = typed[marker_len..].lines().next().unwrap_or_default();
    let blanks = line.len() - line.trim_start_matches([' ', '\t']).len();
    let after_blanks = columns(&line[..blanks], after_marker);
    // Five columns and more are one column and a code block that is indented by the rest.
    let indented_code = after_blanks - after_marker > 4;
    let content = if indented_code || line.trim().is_empty() { after_marker + 1 } else { after_blanks };
    let range = trim_end(source, TextRange::new(marker.start(), range.end()));
    ListItem { range, marker, indent, content }
}

/// The column after a text that begins at a column; a tab goes on to the next multiple of four.
fn columns(text: &str, from: u32) -> u32 {
    text.chars().fold(from, |column, c| if c == '\t' { column / 4 * 4 + 4 } else { column + 1 })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn first_item(text: &str) -> (u32, u32) {
        let item = list_item(text, TextRange::from(0..text.len()));
        (item.indent, item.content)
    }

    #[test]
    fn items_know_the_columns_of_marker_and_text() {
        assert_eq!(first_item("- a"), (0, 2));
        assert_eq!(first_item("  10.  a"), (2, 7));
        assert_eq!(first_item("-\ta"), (0, 4));
        assert_eq!(first_item("\t- a"), (4, 6));
        assert_eq!(first_item("-      code"), (0, 2));
        assert_eq!(first_item("-   \n  a"), (0, 2));
    }

    #[test]
    fn a_byte_order_mark_is_no_column() {
        let text = "\u{feff}* a";
        let item = list_item(text, TextRange::from(3..text.len()));
        assert_eq!((item.indent, item.content), (0, 2));
    }
}
