//! Marks of emphasis and code that Markdown shows as text, because they do not fit together.

use firstaid_content::OPAQUE;
use std::ops::Range;

use crate::PageContext;

/// Maximum characters between two pairs of stars.
const MAX_BETWEEN: usize = 200;

/// The marks in a block of prose at an offset, each with what is wrong. In a cell of a table, stars at the end refer to a
/// note below it.
pub(super) fn shown_marks(cx: &PageContext<'_>, at: usize, block: &str, in_cell: bool) -> Vec<(Range<usize>, String)> {
    let mut found: Vec<(Range<usize>, String)> = Vec::new();
    if let Some(place) = stray_backslash(block)
        && is_typed(cx, &(at + place.start..at + place.end))
    {
        found.push((at + place.start..at + place.end, "the reader sees this backslash".to_owned()));
    }
    if let Some(place) = lone_backtick(block)
        && is_typed(cx, &(at + place.start..at + place.end))
    {
        found.push((at + place.start..at + place.end, "this backtick has no partner: the reader sees it".to_owned()));
    }
    if memchr::memchr(b'*', block.as_bytes()).is_none() {
        return found;
    }
    if let Some(place) = lone_stars(block)
        && !(in_cell && place.end == block.trim_end().len())
        && is_typed(cx, &(at + place.start..at + place.end))
    {
        found.push((at + place.start..at + place.end, "these stars close nothing: the reader sees them".to_owned()));
    }
    for pair in pairs(block) {
        let whole = at + pair.start..at + pair.end;
        if is_meant_as_bold(block, pair.clone(), &block[pair.start + 2..pair.end - 2]) && is_typed(cx, &whole) {
            let message = "the reader sees these stars: blanks or letters beside them keep them from making text bold";
            found.push((whole, message.to_owned()));
        }
    }
    let bytes = block.as_bytes();
    for star in memchr::memchr_iter(b'*', bytes) {
        let range = at + star..at + star + 1;
        if bytes.get(star + 1) == Some(&b'*') || star > 0 && bytes[star - 1] == b'*' || !is_typed(cx, &range) {
            continue;
        }
        // A star beside one that the parser took for a mark: `**both*`, `*both**`.
        let source = cx.prose.source_range(range.clone());
        let text = cx.page.text();
        let (before, after) = (&text[..source.start() as usize], &text[source.end() as usize..]);
        let is_before = after.starts_with('*') && block[star + 1..].starts_with(|c: char| !c.is_whitespace());
        let is_behind =
            before.ends_with('*') && !before.ends_with("\\*") && !block[..star].ends_with(char::is_whitespace);
        if star > 0 && is_before && block[..star].ends_with(char::is_alphanumeric) {
            continue;
        }
        if is_before || is_behind && star > 0 {
            let (side, other) = if is_before { ("before", "after") } else { ("after", "before") };
            let message = format!("two stars {side} the words and one {other} them: the reader sees the second one");
            found.push((range, message));
        }
    }
    found
}

/// Two stars on both sides of words, which no Markdown took for emphasis.
fn pairs(block: &str) -> impl Iterator<Item = Range<usize>> {
    let mut at = 0;
    std::iter::from_fn(move || {
        while let Some(start) = memchr::memmem::find(&block.as_bytes()[at..], b"**").map(|found| at + found) {
            let inside = &block[start + 2..];
            let mut stops = inside.char_indices().take(MAX_BETWEEN + 1);
            let stop = stops.find(|&(_, c)| matches!(c, '*' | '\n' | OPAQUE)).map_or(0, |(stop, _)| stop);
            if stop > 0 && inside[stop..].starts_with("**") {
                at = start + 2 + stop + 2;
                return Some(start..at);
            }
            at = start + 1;
        }
        None
    })
}

/// The only backslash of a block, behind a word and before a blank or the end: no path, no formula.
fn stray_backslash(block: &str) -> Option<Range<usize>> {
    let at = memchr::memchr(b'\\', block.as_bytes())?;
    let is_only = memchr::memchr(b'\\', &block.as_bytes()[at + 1..]).is_none();
    let is_after_word = block[..at].ends_with(char::is_lowercase) && block[..at].contains(' ');
    let ends = block[at + 1..].is_empty() || block[at + 1..].starts_with(' ');
    (is_only && is_after_word && ends && !block.contains(":\\")).then_some(at..at + 1)
}

/// The only two stars of a block, behind a word or its mark and before a blank or the end: `bold**`.
fn lone_stars(block: &str) -> Option<Range<usize>> {
    let at = memchr::memmem::find(block.as_bytes(), b"**")?;
    let (before, after) = (&block[..at], &block[at + 2..]);
    let is_behind_word =
        before.trim_end_matches([':', '.', '!', '?', ')']).ends_with(char::is_alphabetic) && before.contains(' ');
    let ends = after.is_empty() || after.starts_with([' ', '.', ',', ':', ';', ')']);
    (is_behind_word && ends && !before.contains('*') && !after.contains('*')).then_some(at..at + 2)
}

/// The only backtick of a block, before a word that no quotation mark closes, or behind one that none opens.
fn lone_backtick(block: &str) -> Option<Range<usize>> {
    let at = memchr::memchr(b'`', block.as_bytes())?;
    let (before, after) = (&block[..at], &block[at + 1..]);
    let begins = before.is_empty() || before.ends_with([' ', '(', '"']);
    let is_code = after.starts_with(|c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '/' | '$' | '~'));
    let ends_code = before.ends_with(|c: char| c.is_ascii_alphanumeric() || c == '/')
        && before.contains(' ')
        && (after.is_empty() || after.starts_with([' ', '.', ',', ')']))
        && !before.contains(['\'', '’', '´', '‘']);
    let opens_code = begins && is_code && !after.contains(['\'', '’', '´']);
    ((opens_code || ends_code) && !after.contains('`')).then_some(at..at + 1)
}

/// Whether a place is typed as it is shown: neither an entity nor escaped.
fn is_typed(cx: &PageContext<'_>, range: &Range<usize>) -> bool {
    let source = cx.prose.source_range(range.clone());
    let typed = cx.text(source);
    typed == &cx.prose.text()[range.clone()] && !cx.page.text()[..source.start() as usize].ends_with('\\')
}

/// Whether two pairs of stars stand around words as if they were to be bold: not powers (`2 ** 3 ** 4`), not paths.
fn is_meant_as_bold(block: &str, whole: Range<usize>, inner: &str) -> bool {
    let is_word = inner.split_whitespace().any(|word| word.chars().filter(|c| c.is_alphabetic()).count() > 2)
        || inner.chars().any(|c| c as u32 >= 0x2e80 && c.is_alphabetic());
    let is_path = inner.contains(['/', '\\', '=']) || block[..whole.start].ends_with(['/', '.']);
    let touches = !inner.starts_with(' ') || !inner.ends_with(' ');
    let stands_alone = block[..whole.start].chars().next_back().is_none_or(|c| !c.is_alphanumeric())
        && block[whole.end..].chars().next().is_none_or(|c| !c.is_alphanumeric());
    is_word && !is_path && (touches || stands_alone)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_of_stars_are_found_around_short_text() {
        let found = |text: &str| pairs(text).collect::<Vec<_>>();
        assert_eq!(found("a **b c** d **e** f"), [2..9, 12..17]);
        assert_eq!(found("**\n ***b**"), vec![5..10; 1]);
        let long = format!("**{}** b **", "a".repeat(MAX_BETWEEN + 1));
        assert_eq!(found(&long), vec![MAX_BETWEEN + 3..MAX_BETWEEN + 10; 1]);
    }
}
