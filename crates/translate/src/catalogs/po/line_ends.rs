//! Line ends of files from other systems.

use std::borrow::Cow;

/// The text with a line feed for each carriage return that ends a line by itself, as in files of the old Mac. Inside
/// strings they stay. Offsets are those of `text`.
pub(super) fn with_line_feeds(text: &str) -> Cow<'_, str> {
    let bytes = text.as_bytes();
    let is_lone = |at: usize| bytes.get(at + 1) != Some(&b'\n');
    if !memchr::memchr_iter(b'\r', bytes).any(is_lone) {
        return Cow::Borrowed(text);
    }
    let mut lines = text.to_owned().into_bytes();
    let (mut in_string, mut in_comment, mut at) = (false, false, 0);
    while at < bytes.len() {
        match bytes[at] {
            b'\\' if in_string => at += 1,
            b'"' if !in_comment => in_string = !in_string,
            b'#' if !in_string => in_comment = true,
            b'\n' => (in_string, in_comment) = (false, false),
            b'\r' if is_lone(at) && !in_string => {
                lines[at] = b'\n';
                in_comment = false;
            }
            _ => {}
        }
        at += 1;
    }
    // Only ASCII characters were exchanged.
    String::from_utf8(lines).map_or(Cow::Borrowed(text), Cow::Owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_carriage_returns_that_end_lines_become_line_feeds() {
        assert_eq!(with_line_feeds("# a \"b\rmsgid \"c\r\\\"d\"\r"), "# a \"b\nmsgid \"c\r\\\"d\"\n");
        assert!(matches!(with_line_feeds("msgid \"a\"\r\nmsgstr \"b\"\r\n"), Cow::Borrowed(_)));
    }
}
