use crate::TextRange;

/// Ranges in order, those that share a byte as one: asked in logarithmic time whether they cover a place.
#[derive(Debug, Default)]
pub struct RangeSet(Vec<TextRange>);

impl RangeSet {
    pub fn new(ranges: impl IntoIterator<Item = TextRange>) -> Self {
        let mut ranges: Vec<TextRange> = ranges.into_iter().collect();
        ranges.sort_unstable();
        ranges.dedup_by(|next, last| {
            let is_shared = next.start() < last.end();
            if is_shared {
                *last = last.cover(*next);
            }
            is_shared
        });
        Self(ranges)
    }

    /// In order, without overlaps.
    pub fn ranges(&self) -> &[TextRange] {
        &self.0
    }

    /// Whether the byte at an offset is in one of the ranges.
    pub fn has(&self, offset: u32) -> bool {
        let next = self.0.partition_point(|range| range.end() <= offset);
        self.0.get(next).is_some_and(|range| range.start() <= offset)
    }

    /// Whether a range shares a byte with one of them.
    pub fn overlaps(&self, range: TextRange) -> bool {
        let next = self.0.partition_point(|known| known.end() <= range.start());
        self.0.get(next).is_some_and(|known| known.start() < range.end())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_that_overlap_are_one_and_neighbours_are_two() {
        let set = RangeSet::new([(5, 9), (1, 3), (2, 4), (4, 5)].map(|(start, end)| TextRange::new(start, end)));
        assert_eq!(set.ranges(), [(1, 4), (4, 5), (5, 9)].map(|(start, end)| TextRange::new(start, end)));
    }

    #[test]
    fn a_range_covers_its_start_and_not_its_end() {
        let set = RangeSet::new([TextRange::new(2, 4), TextRange::new(6, 8)]);
        assert_eq!([1, 2, 3, 4, 6, 8].map(|at| set.has(at)), [false, true, true, false, true, false]);
        let overlaps = |start, end| set.overlaps(TextRange::new(start, end));
        assert!(overlaps(0, 3) && overlaps(3, 6) && overlaps(0, 9));
        assert!(!overlaps(0, 2) && !overlaps(4, 6) && !overlaps(8, 9));
    }
}
