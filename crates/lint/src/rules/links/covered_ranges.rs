//! A set of ranges that is asked whether one of them covers another range.

use firstaid_text::TextRange;

/// Ranges of a page, indexed: a page may have a hundred thousand.
pub(super) struct CoveredRanges {
    /// Each start, in order, with the furthest end of the ranges up to it.
    ends: Vec<(u32, u32)>,
}

impl CoveredRanges {
    pub(super) fn new(mut ranges: Vec<TextRange>) -> Self {
        ranges.sort_unstable();
        let furthest = ranges.into_iter().scan(0, |end: &mut u32, range| {
            *end = range.end().max(*end);
            Some((range.start(), *end))
        });
        Self { ends: furthest.collect() }
    }

    /// Whether one of the ranges covers `range`.
    pub(super) fn covers(&self, range: TextRange) -> bool {
        let before = self.ends.partition_point(|&(start, _)| start <= range.start());
        before.checked_sub(1).is_some_and(|last| self.ends[last].1 >= range.end())
    }
}
