use firstaid_content::{Page, ProseText, TokenKind};
use firstaid_language::numbers::{self, Quantity};
use firstaid_text::TextRange;

/// A number in the prose of a page, with its bytes in the source.
pub(crate) struct LocatedQuantity {
    pub(crate) quantity: Quantity,
    pub(crate) range: TextRange,
}

/// The numbers in the prose of a page, in order, without those that are parts of identities or of broken markup.
pub(super) fn quantities(page: &Page, prose: &ProseText) -> Vec<LocatedQuantity> {
    let is_identity = |kind: &TokenKind| matches!(kind, TokenKind::Phone(_) | TokenKind::KeyId);
    let identities: Vec<TextRange> =
        page.tokens.iter().filter(|token| is_identity(&token.kind)).map(|token| token.range).collect();
    // Identities do not overlap each other.
    let is_part = |range: TextRange| {
        let behind = identities.partition_point(|identity| identity.start() < range.end());
        identities[..behind].last().is_some_and(|identity| identity.overlaps(range))
    };
    let locate = |quantity: Quantity| LocatedQuantity { range: prose.source_range(quantity.range.clone()), quantity };
    let all = numbers::quantities(page.key.locale.language(), prose.text()).into_iter().map(locate);
    all.filter(|it| !is_part(it.range) && !is_of_markup(page.text(), it.range)).collect()
}

/// Whether digits are the label of a footnote that nothing defines (`[^2]`), or belong to a byte of an address (`%80`):
/// a letter or digit stands before the percent sign there, and in Turkish a blank.
fn is_of_markup(text: &str, range: TextRange) -> bool {
    let before = &text.as_bytes()[..range.start() as usize];
    match before {
        [.., b'[', b'^'] => true,
        [.., last, b'%'] => last.is_ascii_alphanumeric() || *last == b'/',
        _ => false,
    }
}
