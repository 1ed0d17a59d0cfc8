//! The boundaries between segments that a search examines: all of them for pages of common size, a band for larger
//! ones. So the cost grows with the pages and not with their product. The more anchors there are, the narrower is the
//! band.

use std::ops::Range;

/// Number of boundaries up to which all are examined.
const MAX_FULL_CELLS: usize = 1 << 15;
/// Maximum number of boundaries in a band, unless [`MIN_REACH`] requires more.
const MAX_CELLS: usize = 1 << 19;
/// Minimum reach of a band to either side, in segments.
const MIN_REACH: usize = 8;
/// Minimum reach to either side where [`MAX_CELLS`] allows it, in segments.
const ANCHORED_REACH: usize = 32;
/// Reach to either side for each segment of the longest stretch without an anchor, in segments.
const STRETCH_REACH: usize = 3;

/// A range of cells for each row. A cell `(i, j)` is the boundary before source segment `i` and target segment `j`;
/// those in the last row and column are after all segments.
pub(super) struct Band {
    /// First column of each row.
    low: Vec<u32>,
    /// Number of cells before each row, and the number of all cells at the end.
    starts: Vec<usize>,
}

impl Band {
    /// The band around the line through `anchors`, pairs of segments. Every path in it leads through the cells `seams`.
    /// Both rise on both sides.
    pub(super) fn new((sources, targets): (usize, usize), anchors: &[(u32, u32)], seams: &[(u32, u32)]) -> Self {
        let anchors = &with_seams(anchors, seams);
        let reach = reach((sources, targets), anchors);
        let line = line((sources, targets), anchors);
        let mut band = Self { low: Vec::with_capacity(sources + 1), starts: vec![0] };
        for n in 0..=sources {
            // A row covers the line in its neighbouring rows, too, so that the band is connected where the line is
            // steep.
            let low = if n == 0 { 0 } else { line[n - 1].saturating_sub(reach) };
            let high = (line[(n + 1).min(sources)] + reach).min(targets);
            let behind = seams.partition_point(|seam| (seam.0 as usize) < n);
            let high = seams.get(behind).map_or(high, |seam| high.min(seam.1 as usize));
            let passed = seams.partition_point(|seam| seam.0 as usize <= n).checked_sub(1);
            let low = passed.map_or(low, |it| low.max(seams[it].1 as usize));
            band.low.push(low as u32);
            band.starts.push(band.starts[n] + high + 1 - low);
        }
        band
    }

    pub(super) fn cells(&self) -> usize {
        self.starts[self.starts.len() - 1]
    }

    pub(super) fn rows(&self) -> usize {
        self.low.len()
    }

    pub(super) fn columns(&self, row: usize) -> Range<usize> {
        let low = self.low[row] as usize;
        low..low + self.starts[row + 1] - self.starts[row]
    }

    /// The index of a cell, if it is in the band.
    pub(super) fn cell(&self, row: usize, column: usize) -> Option<usize> {
        (row < self.rows() && self.columns(row).contains(&column)).then(|| self.place(row, column))
    }

    /// The index of a cell that is in the band.
    pub(super) fn place(&self, row: usize, column: usize) -> usize {
        self.starts[row] + column - self.low[row] as usize
    }

    /// Row, column and index of all cells, in an order that every path follows.
    pub(super) fn iter(&self) -> impl DoubleEndedIterator<Item = (usize, usize, usize)> {
        (0..self.rows())
            .flat_map(move |row| self.columns(row).map(move |column| (row, column, self.place(row, column))))
    }
}

/// The seams, and the anchors that a path through all seams can lead through.
fn with_seams(anchors: &[(u32, u32)], seams: &[(u32, u32)]) -> Vec<(u32, u32)> {
    let is_on_a_path = |anchor: &&(u32, u32)| {
        let passed = seams.partition_point(|seam| seam.0 <= anchor.0);
        passed == seams.partition_point(|seam| seam.1 <= anchor.1)
    };
    let mut all: Vec<(u32, u32)> = anchors.iter().filter(is_on_a_path).chain(seams).copied().collect();
    all.sort_unstable();
    all
}

/// Reach of the band to either side of the line, in segments. Segments that moved further remain unpaired at first.
fn reach((sources, targets): (usize, usize), anchors: &[(u32, u32)]) -> usize {
    if (sources + 1).saturating_mul(targets + 1) <= MAX_FULL_CELLS {
        return targets;
    }
    let ends = [(0, 0), (sources as u32, targets as u32)];
    let line = || ends[..1].iter().chain(anchors).chain(&ends[1..]);
    let stretches = line().zip(line().skip(1)).map(|(from, to)| (to.0 - from.0).max(to.1 - from.1));
    let anchored = ANCHORED_REACH.max(STRETCH_REACH * stretches.max().unwrap_or(0) as usize);
    anchored.min((MAX_CELLS / (sources + 1) / 2).max(MIN_REACH))
}

/// The column of each row on the line from corner to corner through the anchors.
fn line((sources, targets): (usize, usize), anchors: &[(u32, u32)]) -> Vec<usize> {
    let anchors = anchors.iter().map(|&(source, target)| (source as usize, target as usize));
    let mut line = Vec::with_capacity(sources + 1);
    let mut from = (0, 0);
    for to in anchors.chain([(sources, targets)]) {
        line.extend((from.0..to.0).map(|at| from.1 + (at - from.0) * (to.1 - from.1) / (to.0 - from.0)));
        from = to;
    }
    line.push(targets);
    line
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn all_boundaries_of_small_pages_are_examined() {
        assert_eq!(Band::new((3, 5), &[], &[]).cells(), 4 * 6);
        assert_eq!(Band::new((0, 5), &[], &[]).cells(), 6);
        assert_eq!(Band::new((5, 0), &[], &[]).cells(), 6);
    }

    #[test]
    fn the_band_of_a_large_page_goes_through_its_anchors() {
        let band = Band::new((20_000, 20_000), &[(10, 15_000), (19_000, 15_001)], &[]);
        assert!(band.cells() < 3 * MAX_CELLS);
        for (row, column) in [(0, 0), (10, 15_000), (19_000, 15_001), (20_000, 20_000)] {
            assert!(band.cell(row, column).is_some(), "{row} {column}");
        }
        assert_eq!(band.cell(10_000, 0), None);
    }

    #[test]
    fn every_path_leads_through_the_seams() {
        let band = Band::new((5, 5), &[(3, 1)], &[(2, 2)]);
        assert_eq!(band.columns(2), 2..3);
        assert_eq!([band.columns(1), band.columns(3)], [0..3, 2..6]);
    }

    proptest! {
        #[test]
        fn a_path_leads_through_every_band(
            sources in 0_usize..3000, targets in 0_usize..3000, points: [(prop::sample::Index, prop::sample::Index); 3],
        ) {
            let mut points = points.map(|(i, j)| (i.index(sources + 1) as u32, j.index(targets + 1) as u32));
            points.sort_unstable();
            let [anchor, seam, other] = points;
            let anchors: Vec<(u32, u32)> = [anchor, other]
                .into_iter()
                .filter(|it| (it.0 as usize) < sources && (it.1 as usize) < targets)
                .take(if anchor.0 < other.0 && anchor.1 < other.1 { 2 } else { 1 })
                .collect();
            let band = Band::new((sources, targets), &anchors, &[seam]);
            let mut column = 0;
            for row in 0..=sources {
                prop_assert!(band.cell(row, column).is_some(), "{} {}", row, column);
                column = band.columns(row).end - 1;
            }
            prop_assert_eq!(column, targets);
            prop_assert_eq!(band.columns(seam.0 as usize), seam.1 as usize..seam.1 as usize + 1);
        }
    }
}
