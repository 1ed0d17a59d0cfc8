//! Addresses that a sentence shows as an example of their kind.

use firstaid_language::cues::{introduces_example, speaks_of_hidden_addresses};
use firstaid_text::{TextRange, floor_char_boundary};

use crate::PageContext;

/// Whether an address alone stands in parentheses that call it an example: `(like http://is.gd)`. Without them, readers
/// may be meant to open it: `sites such as https://haveibeenpwned.com`.
pub(super) fn is_shown_example(cx: &PageContext<'_>, address: TextRange) -> bool {
    let text = cx.page.text();
    let before = cx.end_of_line_before(address.start());
    // The name of a host without a scheme: "for example: www.google.com".
    if !cx.text(address).contains(['/', ':']) && introduces_example(cx.language(), before) {
        return true;
    }
    let opening = before.rfind('(').map(|at| &before[at + 1..]);
    let is_alone = text[address.end() as usize..].trim_start_matches(['"', '”', '»', '’', '\'']).starts_with(')');
    is_alone && opening.is_some_and(|it| introduces_example(cx.language(), it) && it.split_whitespace().count() <= 2)
}

/// Whether an address alone stands in quotation marks.
pub(super) fn is_quoted(cx: &PageContext<'_>, address: TextRange) -> bool {
    const OPENING: [char; 6] = ['"', '“', '„', '«', '‘', '\''];
    const CLOSING: [char; 6] = ['"', '”', '“', '»', '’', '\''];
    let text = cx.page.text();
    text[..address.start() as usize].ends_with(OPENING) && text[address.end() as usize..].starts_with(CLOSING)
}

/// Whether an address in prose stands in a paragraph that explains how addresses hide where they lead.
pub(super) fn is_shown_hidden(cx: &PageContext<'_>, address: TextRange) -> bool {
    /// Maximum bytes that are read on each side: many addresses in one paragraph must not cost the square of its
    /// length.
    const MAX_BYTES: usize = 400;
    let text = cx.page.text();
    let (start, end) = (address.start() as usize, address.end() as usize);
    let before = &text[floor_char_boundary(text, start.saturating_sub(MAX_BYTES))..start];
    let after = &text[end..floor_char_boundary(text, text.len().min(end + MAX_BYTES))];
    let before = before.rsplit("\n\n").next().unwrap_or_default();
    let after = after.split("\n\n").next().unwrap_or_default();
    // A text may still be in the language of its source.
    let languages = [cx.language(), cx.world.guide.layout.source().language()];
    languages.iter().any(|language| [before, after].iter().any(|text| speaks_of_hidden_addresses(language, text)))
}
