//! The steps of a path.

use super::part::{MAX_RUN, Part};

/// A step of a path from one boundary between segments to another.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Step {
    /// Pairs so many source segments with so many target segments.
    Pair(usize, usize),
    /// Pairs two neighbours crosswise: they changed places.
    Cross,
    /// Pairs a heading with a heading, and the segments after them.
    Section,
    /// A segment that only the source has.
    Dropped,
    /// A segment that only the target has.
    Added,
}

/// Steps that pair segments.
pub(super) const PAIRS: [Step; 7] = [
    Step::Pair(1, 1),
    Step::Pair(1, 2),
    Step::Pair(2, 1),
    Step::Pair(1, 3),
    Step::Pair(3, 1),
    Step::Cross,
    Step::Section,
];

/// Steps that leave a segment unpaired.
pub(super) const UNPAIRED: [Step; 2] = [Step::Dropped, Step::Added];

const _: () = assert!(MAX_RUN == 3, "the steps above pair up to three segments with one");

impl Step {
    /// Number of source and target segments that the step passes.
    pub(super) fn passes(self) -> (usize, usize) {
        match self {
            Self::Pair(a, b) => (a, b),
            Self::Cross | Self::Section => (2, 2),
            Self::Dropped => (1, 0),
            Self::Added => (0, 1),
        }
    }

    /// The parts that the step makes of the segments from `source` and `target` on.
    pub(super) fn parts(self, source: usize, target: usize) -> impl Iterator<Item = Part> {
        let one = |n, m| Some(Part { source: source + n, a: 1, target: target + m, b: 1 });
        let parts = match self {
            Self::Pair(a, b) => [Some(Part { source, a, target, b }), None],
            Self::Cross => [one(0, 1), one(1, 0)],
            Self::Section => [one(0, 0), one(1, 1)],
            Self::Dropped => [Some(Part { source, a: 1, target: 0, b: 0 }), None],
            Self::Added => [Some(Part { source: 0, a: 0, target, b: 1 }), None],
        };
        parts.into_iter().flatten()
    }
}
