//! The attributes that some dialects of Markdown write behind a link or a picture: `{ .md-button }`.

use firstaid_text::floor_char_boundary;

/// Maximum bytes of a list of attributes that are read.
const MAX_BYTES: usize = 200;

/// The list of attributes that begins right behind an offset, without its braces, as far as its line and
/// [`MAX_BYTES`] go.
pub(crate) fn attributes_behind(text: &str, end: u32) -> Option<&str> {
    let behind = text[end as usize..].strip_prefix('{')?;
    let head = &behind[..floor_char_boundary(behind, MAX_BYTES.min(behind.len()))];
    head.split(['}', '\n']).next()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attributes_end_with_their_brace_line_or_length() {
        assert_eq!(attributes_behind("a{ .b } c", 1), Some(" .b "));
        assert_eq!(attributes_behind("a{ .b\nalt }", 1), Some(" .b"));
        assert_eq!(attributes_behind("a {b}", 1), None);
        assert_eq!(attributes_behind(&format!("a{{{}", "é".repeat(500)), 1).map(str::len), Some(MAX_BYTES));
        assert_eq!(attributes_behind("a", 1), None);
    }
}
