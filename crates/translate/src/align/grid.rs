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
    /// `anchors` bend the band of a large page, `seams` are cells that every path leads through.
    pub(super) fn new(scorer: &Scorer, anchors: &[(u32, u32)], seams: &[(u32, u32)]) -> Self {
        let band = Band::new(scorer.sides(), anchors, seams);
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
    pub(super) fn step(&self, n: usize, (row, column, cell): (usize, usize, usize)) -> Option<(f32, usize)> {
        let score = self.scores[n][cell];
        if score == f32::NEG_INFINITY {
            return None;
        }
        let (a, b) = PAIRS[n].passes();
        Some((score, self.band.place(row + a, column + b)))
    }

    /// Pairs of a run with a segment: what they share is found by the run, on whichever side that is.
    fn of_runs(&self, scorer: &Scorer, a: usize, b: usize) -> Vec<f32> {
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
        let score = |(i, j, cell)| {
            self.band.cell(i + a, j + b)?;
            scorer.pair((i, a), (j, b), shared[cell])
        };
        self.band.iter().map(|at| score(at).unwrap_or(f32::NEG_INFINITY)).collect()
    }

    /// Two pairs of one segment each, at these distances from the cell.
    fn of_two(&self, extra: f32, pairs: [(usize, usize); 2], may: impl Fn(usize, usize) -> bool) -> Vec<f32> {
        let one = |i, j| self.band.cell(i, j).map(|cell| self.scores[0][cell]);
        let score = |(i, j, _)| {
            self.band.cell(i + 2, j + 2).filter(|_| may(i, j))?;
            let [first, second] = pairs.map(|(n, m)| one(i + n, j + m));
            Some(extra + first? + second?)
        };
        self.band.iter().map(|at| score(at).unwrap_or(f32::NEG_INFINITY)).collect()
    }
}
