use std::ops::Range;

use firstaid_diagnostics::Applicability;

/// A typo in punctuation. All ranges are bytes of the prose.
pub(super) struct Typo {
    pub(super) range: Range<usize>,
    pub(super) message: String,
    /// The range to replace, the replacement, and how safe it is. An empty range inserts at the end of the typo.
    pub(super) fix: (Range<usize>, &'static str, Applicability),
}
