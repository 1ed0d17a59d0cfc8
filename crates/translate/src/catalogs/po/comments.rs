//! Lines of comments before an entry.

use super::entry::Entry;

/// Reads a line of a comment, without its `#`, into the entry that follows.
pub(super) fn read_comment(entry: &mut Entry, comment: &str) {
    let text = |comment: &str| comment.strip_prefix(' ').unwrap_or(comment).to_owned();
    match comment.as_bytes().first() {
        Some(b'.') => entry.extracted.push(text(&comment[1..])),
        Some(b':') => entry.references.extend(references(&comment[1..])),
        // `#=` is how later versions of gettext mark flags that concern translators.
        Some(b',' | b'=') => entry.flags.extend(flags(&comment[1..])),
        _ => entry.comments.push(text(comment)),
    }
}

/// Splits references at spaces. A reference that contains spaces is between U+2068 and U+2069.
fn references(line: &str) -> impl Iterator<Item = String> {
    let mut rest = line;
    // Searching for a missing U+2069 at each reference would take quadratic time.
    let last_end = line.rfind('\u{2069}').unwrap_or(0);
    std::iter::from_fn(move || {
        rest = rest.trim_start_matches([' ', '\t']);
        let is_isolated = rest.starts_with('\u{2068}') && line.len() - rest.len() < last_end;
        let isolated = if is_isolated { rest.find('\u{2069}').unwrap_or(0) } else { 0 };
        let end = rest[isolated..].find([' ', '\t']).map_or(rest.len(), |end| isolated + end);
        let (reference, after) = rest.split_at(end);
        rest = after;
        (!reference.is_empty()).then(|| reference.to_owned())
    })
}

/// Splits flags at commas and spaces. Only `range:` has a value.
fn flags(line: &str) -> impl Iterator<Item = String> {
    let mut words = line.split([',', ' ', '\t']).filter(|word| !word.is_empty());
    std::iter::from_fn(move || {
        let word = words.next()?;
        let range = if word == "range:" { words.next() } else { None };
        Some(range.map_or(word.to_owned(), |range| format!("{word} {range}")))
    })
}
