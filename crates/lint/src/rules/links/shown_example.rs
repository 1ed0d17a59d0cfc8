//! Addresses that a sentence shows as an example of their kind.

use firstaid_language::cues::{introduces_example, shows_wrong_forms, speaks_of_hidden_addresses};
use firstaid_text::TextRange;

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

/// Whether an address alone stands in quotation marks, on a page that speaks of forgeries: it is shown as one.
pub(super) fn is_shown_forgery(cx: &PageContext<'_>, address: TextRange) -> bool {
    const OPENING: [char; 6] = ['"', '“', '„', '«', '‘', '\''];
    const CLOSING: [char; 6] = ['"', '”', '“', '»', '’', '\''];
    let text = cx.page.text();
    let is_quoted =
        text[..address.start() as usize].ends_with(OPENING) && text[address.end() as usize..].starts_with(CLOSING);
    is_quoted && shows_wrong_forms(cx.language(), cx.prose.text())
}

/// Whether an address in prose stands in a block that explains how addresses hide where they lead.
pub(super) fn is_shown_hidden(cx: &PageContext<'_>, address: TextRange) -> bool {
    let block = cx.page.blocks.iter().rfind(|block| block.range.contains(address));
    block.is_some_and(|block| speaks_of_hidden_addresses(cx.language(), cx.text(block.range)))
}
