//! The scores of all steps inside of the band.

use super::band::Band;
use super::score::{SECTION, SWAP, Scorer};
use super::shared::Row;
use super::step::{PAIRS, Step};

pub(super) struct Grid {
    pub(super) band: Band,
    /// By step, then by the cell where it begins; negative infinity if the step is impossible there.
    scores: [Vec<f32>; PAIRS.len()],
}

impl Grid {
    /// `anchors` bend the band of a large page; every path leads through `seams`. See [`Band::new`].
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

    /// The score of step `n` from a cell and the cell that it leads to; `None` if it is impossible.
    pub(super) fn step(&self, n: usize, (row, column, cell): (usize, usize, usize)) -> Option<(f32, usize)> {
        let score = self.scores[n][cell];
        if score == f32::NEG_INFINITY {
            return None;
        }
        let (a, b) = PAIRS[n].passes();
        Some((score, self.band.place(row + a, column + b)))
    }

    /// The scores of pairs of `a` source and `b` target segments, one of which is 1.
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

    /// The scores of steps that make two pairs of one segment each, at these distances from the cell. `extra` is added
    /// to the scores of the pairs.
    fn of_two(&self, extra: f32, pairs: [(usize, usize); 2], is_allowed: impl Fn(usize, usize) -> bool) -> Vec<f32> {
        let one = |i, j| self.band.cell(i, j).map(|cell| self.scores[0][cell]);
        let score = |(i, j, _)| {
            self.band.cell(i + 2, j + 2).filter(|_| is_allowed(i, j))?;
            let [first, second] = pairs.map(|(n, m)| one(i + n, j + m));
            Some(extra + first? + second?)
        };
        self.band.iter().map(|at| score(at).unwrap_or(f32::NEG_INFINITY)).collect()
    }
}
