//! A part of a path.

/// Maximum number of segments on either side of a pair.
pub(super) const MAX_RUN: usize = 3;

/// Segments that a path pairs, or one that it leaves unpaired.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Part {
    /// Index of the first source segment; 0 if there is none.
    pub(super) source: usize,
    /// Number of source segments.
    pub(super) a: usize,
    /// Index of the first target segment; 0 if there is none.
    pub(super) target: usize,
    /// Number of target segments.
    pub(super) b: usize,
}

impl Part {
    pub(super) fn is_pair(self) -> bool {
        self.a > 0 && self.b > 0
    }
}
