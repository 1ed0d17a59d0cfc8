//! Searches texts whose lines are in order of their first words, so that no table is made of them.

use std::cmp::Ordering;

/// The rest of the line whose first word is `word`, behind the blank; empty if the line has one word only. Lines are in
/// order of the bytes of their first words.
pub(super) fn find<'t>(text: &'t str, word: &str) -> Option<&'t str> {
    // The line searched for begins at or behind `low` and before `high`; both are begins of lines.
    let (mut low, mut high) = (0, text.len());
    let bytes = text.as_bytes();
    while low < high {
        let middle = low + (high - low) / 2;
        let start = bytes[low..middle].iter().rposition(|&b| b == b'\n').map_or(low, |at| low + at + 1);
        let end = bytes[middle..].iter().position(|&b| b == b'\n').map_or(text.len(), |at| middle + at);
        let line = &text[start..end];
        let (first, rest) = line.split_once(' ').unwrap_or((line, ""));
        match first.cmp(word) {
            Ordering::Less => low = end + 1,
            Ordering::Equal => return Some(rest),
            Ordering::Greater => high = start,
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_found_by_their_first_word() {
        let text = "ab\nac x y\nb z";
        assert_eq!(
            ["ab", "ac", "b", "a", "ac x", "c"].map(|word| find(text, word)),
            [Some(""), Some("x y"), Some("z"), None, None, None]
        );
        assert_eq!(find("", "a"), None);
    }
}
