//! A part of a path.

/// Maximum number of segments on either side of a pair.
pub(super) const MAX_RUN: usize = 3;

/// Segments that are taken for a pair, or one that has no counterpart; a side that is empty begins at 0, wherever the
/// path stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Part {
    pub(super) source: usize,
    pub(super) a: usize,
    pub(super) target: usize,
    pub(super) b: usize,
}

impl Part {
    pub(super) fn is_pair(self) -> bool {
        self.a > 0 && self.b > 0
    }
}
