//! A pair of aligned segments.

use std::ops::Range;

/// Segments of a source page and the segments that translate them.
#[derive(Clone, PartialEq, Debug)]
pub struct Pair {
    /// Indices of source segments; empty if the target has a segment that the source lacks.
    pub source: Range<usize>,
    /// Indices of target segments; empty if the source segment was not translated.
    pub target: Range<usize>,
    /// Estimated probability that the pair is right, from 0 to 1. From [`SURE`] on, it needs no check.
    pub confidence: f32,
}

/// Minimum confidence of a sure pair. Of a thousand sure pairs, at most a few are wrong.
pub const SURE: f32 = 0.9;
