//! A pair of aligned segments.

use std::ops::Range;

/// Segments of a source page and those that translate them.
#[derive(Clone, PartialEq, Debug)]
pub struct Pair {
    /// Empty if the target has something that is not in the source.
    pub source: Range<usize>,
    /// Empty if the source segment was not translated.
    pub target: Range<usize>,
    /// From 0 to 1. At [`SURE`] and above, it can be taken as it is.
    pub confidence: f32,
}

/// Pairs from this confidence on are right but for some in a thousand, which nothing on the pages tells.
pub const SURE: f32 = 0.9;
