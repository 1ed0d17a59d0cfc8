//! The scores of all steps that a search may take, computed once.

use super::band::Band;
use super::score::{SECTION, SWAP, Scorer};
use super::shared::Row;
use super::step::{PAIRS, Step};

pub(super) struct Grid {
    pub(super) band: Band,
    /// By step and the cell that it begins at; negative infinity where it cannot be taken.
    scores: [Vec<f32>; PAIRS.len()],
}

impl Grid {
    /// `anchors` bend the band of a large page.
    pub(super) fn new(scorer: &Scorer, anchors: &[(u32, u32)]) -> Self {
        let band = Band::new(scorer.sides(), anchors);
        let mut grid = Self { scores: std::array::from_fn(|_| vec![f32::NEG_INFINITY; band.cells()]), band };
        for (n, step) in PAIRS.into_iter().enumerate() {
            grid.scores[n] = match step {
                Step::Pair(a, b) => grid.of_runs(scorer, a, b),
                Step::Cross => grid.of_two(SWAP, [(0, 1), (1, 0)], |_, _| true),
                _ => grid.of_two(SECTION, [(0, 0), (1, 1)], |i, j| scorer.begins_section(i, j)),
            };
        }
        grid
    }

    /// The score of a step from a cell, and the cell that it leads to.
    pub(super) fn step(&self, n: usize, (i, j, cell): (usize, usize, usize)) -> Option<(f32, usize)> {
        let score = self.scores[n][cell];
        if score == f32::NEG_INFINITY {
            return None;
        }
        let (a, b) = PAIRS[n].passes();
        Some((score, self.band.place(i + a, j + b)))
    }

    /// Pairs of a run with a segment: what they share is found by the run, on whichever side that is.
    fn of_runs(&self, scorer: &Scorer, a: usize, b: usize) -> Vec<f32> {
        let mut scores = vec![f32::NEG_INFINITY; self.band.cells()];
        let mut shared = vec![0.0; self.band.cells()];
        let (rows, is_source): (&[Row], bool) =
            if b == 1 { (scorer.source_rows(a), true) } else { (scorer.target_rows(b), false) };
        for (n, row) in rows.iter().enumerate() {
            for &(place, counts) in row {
                let (i, j) = if is_source { (n, place as usize) } else { (place as usize, n) };
                if let Some(cell) = self.band.cell(i, j) {
                    shared[cell] = counts;
                }
            }
        }
        for (i, j, cell) in self.band.iter() {
            if self.band.cell(i + a, j + b).is_some() {
                scores[cell] = scorer.pair((i, a), (j, b), shared[cell]).unwrap_or(f32::NEG_INFINITY);
            }
        }
        scores
    }

    /// Two pairs of one segment each, at these distances from the cell.
    fn of_two(&self, extra: f32, pairs: [(usize, usize); 2], may: impl Fn(usize, usize) -> bool) -> Vec<f32> {
        let mut scores = vec![f32::NEG_INFINITY; self.band.cells()];
        for (i, j, cell) in self.band.iter() {
            if self.band.cell(i + 2, j + 2).is_none() || !may(i, j) {
                continue;
            }
            let one = |(n, m): (usize, usize)| self.band.cell(i + n, j + m).map(|cell| self.scores[0][cell]);
            if let (Some(first), Some(second)) = (one(pairs[0]), one(pairs[1])) {
                scores[cell] = extra + first + second;
            }
        }
        scores
    }
}
