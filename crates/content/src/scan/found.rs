use std::ops::Range;

use crate::token::TokenKind;

/// Something found, by its range in the text that was scanned.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Found {
    pub(crate) range: Range<usize>,
    pub(crate) kind: TokenKind,
}
