//! The best way through two sequences of segments, and by how much it is better than any other.
//!
//! A path goes from corner to corner of a grid of boundaries between segments; each step pairs what it passes. The
//! grid is cut to a band, so that its size grows with the pages and not with their product.

use super::score::{MOST, NEVER, SWAP, Scorer};

/// More boundaries than these are looked at only for pages of more than this many segments.
const MOST_CELLS: usize = 1 << 20;
/// The band of larger pages reaches at least so far to either side.
const LEAST_REACH: usize = 8;

/// A step of a path.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Step {
    /// How many source segments it passes.
    pub(super) source: u8,
    pub(super) target: u8,
    /// Two neighbours on either side that changed places.
    pub(super) crosses: bool,
}

const fn step(source: u8, target: u8) -> Step {
    Step { source, target, crosses: false }
}

const STEPS: [Step; 8] = [
    step(1, 1),
    step(1, 0),
    step(0, 1),
    step(1, 2),
    step(2, 1),
    step(1, 3),
    step(3, 1),
    Step { source: 2, target: 2, crosses: true },
];

/// A step at its place, and how much worse every path is that treats its segments otherwise.
#[derive(Clone, Copy, Debug)]
pub(super) struct Taken {
    pub(super) step: Step,
    /// The first segments that it passes.
    pub(super) source: usize,
    pub(super) target: usize,
    pub(super) score: f32,
    pub(super) margin: f32,
}

/// Which boundaries are looked at: of each row, those in a range.
struct Band {
    low: Vec<u32>,
    /// Where the cells of each row begin; one more than there are rows.
    starts: Vec<usize>,
}

impl Band {
    /// Around the line through the anchors, pairs of segments that rise on both sides.
    fn new((rows, columns): (usize, usize), anchors: &[(u32, u32)]) -> Self {
        let cells = (rows + 1).saturating_mul(columns + 1);
        let reach = if cells <= MOST_CELLS { columns } else { (MOST_CELLS / (rows + 1) / 2).max(LEAST_REACH) };
        let mut knots: Vec<(usize, usize)> = vec![(0, 0)];
        knots.extend(anchors.iter().map(|&(source, target)| (source as usize, target as usize)));
        knots.push((rows, columns));
        let line: Vec<usize> = knots
            .windows(2)
            .flat_map(|pair| {
                let ((i, j), (to_i, to_j)) = (pair[0], pair[1]);
                (i..to_i).map(move |at| j + (at - i) * (to_j - j) / (to_i - i))
            })
            .chain([columns])
            .collect();
        let mut band = Self { low: Vec::with_capacity(rows + 1), starts: vec![0] };
        for n in 0..=rows {
            let low = if n == 0 { 0 } else { line[n - 1].saturating_sub(reach) };
            let high = (line[(n + 1).min(rows)] + reach).min(columns);
            band.low.push(low as u32);
            band.starts.push(band.starts[n] + high + 1 - low);
        }
        band
    }

    fn cells(&self) -> usize {
        self.starts[self.starts.len() - 1]
    }

    fn columns(&self, row: usize) -> std::ops::Range<usize> {
        let low = self.low[row] as usize;
        low..low + self.starts[row + 1] - self.starts[row]
    }

    fn cell(&self, row: usize, column: usize) -> Option<usize> {
        self.columns(row).contains(&column).then(|| self.starts[row] + column - self.low[row] as usize)
    }
}

/// The scores of all steps within a band.
struct Lattice<'a> {
    scorer: &'a Scorer,
    band: Band,
    rows: usize,
    columns: usize,
    /// What the keys shared by source segment `i` and target segment `j` count, at the boundary before both.
    shared: Vec<f32>,
}

impl<'a> Lattice<'a> {
    fn new(scorer: &'a Scorer, anchors: &[(u32, u32)]) -> Self {
        let (rows, columns) = scorer.sides();
        let band = Band::new((rows, columns), anchors);
        let mut shared = vec![0.0; band.cells()];
        for row in 0..rows {
            for &(column, counts) in scorer.shared(row) {
                if let Some(cell) = band.cell(row, column as usize) {
                    shared[cell] = counts;
                }
            }
        }
        Self { scorer, band, rows, columns, shared }
    }

    fn shared(&self, i: usize, a: usize, j: usize, b: usize) -> f32 {
        let pairs = (i..i + a).flat_map(|i| (j..j + b).map(move |j| (i, j)));
        pairs.map(|(i, j)| self.band.cell(i, j).map_or(0.0, |cell| self.shared[cell])).sum()
    }

    /// The score of a step from a boundary, and the cell that it leads to.
    fn score(&self, step: Step, i: usize, j: usize) -> Option<(f32, usize)> {
        let (a, b) = (step.source as usize, step.target as usize);
        if i + a > self.rows || j + b > self.columns {
            return None;
        }
        let to = self.band.cell(i + a, j + b)?;
        let pair = |i, a, j, b| self.scorer.pair((i, a), (j, b), self.shared(i, a, j, b));
        let score = match (a, b) {
            (0, _) | (_, 0) => self.scorer.skip,
            _ if step.crosses => SWAP + pair(i, 1, j + 1, 1) + pair(i + 1, 1, j, 1),
            _ => pair(i, a, j, b),
        };
        (score > NEVER / 2.0).then_some((score, to))
    }
}

/// The best two of the paths that pass a segment in different ways.
#[derive(Clone, Copy)]
struct BestTwo {
    first: f32,
    by: (usize, usize),
    second: f32,
}

impl BestTwo {
    const NONE: Self = Self { first: f32::NEG_INFINITY, by: (usize::MAX, 0), second: f32::NEG_INFINITY };

    fn add(&mut self, score: f32, by: (usize, usize)) {
        if score > self.first {
            *self = Self { first: score, by, second: self.first };
        } else {
            self.second = self.second.max(score);
        }
    }

    fn without(&self, by: (usize, usize)) -> f32 {
        if self.by == by { self.second } else { self.first }
    }
}

/// The best path. `anchors` bend the band of a large page.
pub(super) fn best_path(scorer: &Scorer, anchors: &[(u32, u32)]) -> Vec<Taken> {
    let lattice = Lattice::new(scorer, anchors);
    let (rows, columns) = (lattice.rows, lattice.columns);
    // The best score from each boundary to the end.
    let mut rest = vec![f32::NEG_INFINITY; lattice.band.cells()];
    for i in (0..=rows).rev() {
        for j in lattice.band.columns(i).rev() {
            let cell = lattice.band.starts[i] + j - lattice.band.low[i] as usize;
            let steps = STEPS.iter().filter_map(|&step| lattice.score(step, i, j));
            let best = steps.map(|(score, to)| score + rest[to]).fold(f32::NEG_INFINITY, f32::max);
            rest[cell] = if (i, j) == (rows, columns) { 0.0 } else { best };
        }
    }
    let mut before = vec![f32::NEG_INFINITY; lattice.band.cells()];
    before[0] = 0.0;
    let mut of_source = vec![BestTwo::NONE; rows];
    let mut of_target = vec![BestTwo::NONE; columns];
    for i in 0..=rows {
        for j in lattice.band.columns(i) {
            let cell = lattice.band.starts[i] + j - lattice.band.low[i] as usize;
            for (n, &step) in STEPS.iter().enumerate() {
                let Some((score, to)) = lattice.score(step, i, j) else { continue };
                before[to] = before[to].max(before[cell] + score);
                let whole = before[cell] + score + rest[to];
                for it in &mut of_source[i..i + step.source as usize] {
                    it.add(whole, (cell, n));
                }
                for it in &mut of_target[j..j + step.target as usize] {
                    it.add(whole, (cell, n));
                }
            }
        }
    }
    trace(&lattice, &rest, &of_source, &of_target)
}

fn trace(lattice: &Lattice<'_>, rest: &[f32], of_source: &[BestTwo], of_target: &[BestTwo]) -> Vec<Taken> {
    let best = rest[0];
    let mut taken = Vec::with_capacity(lattice.rows.max(lattice.columns));
    let (mut i, mut j) = (0, 0);
    while (i, j) != (lattice.rows, lattice.columns) {
        let Some(cell) = lattice.band.cell(i, j) else { break };
        let steps = STEPS.iter().enumerate().filter_map(|(n, &step)| Some((n, step, lattice.score(step, i, j)?)));
        // The first of equals, so that the result does not depend on how they are kept.
        let next = steps.fold(None, |best: Option<(usize, Step, f32, f32)>, (n, step, (score, to))| {
            let whole = score + rest[to];
            if best.is_none_or(|it| whole > it.3) { Some((n, step, score, whole)) } else { best }
        });
        let Some((n, step, score, _)) = next else { break };
        let (a, b) = (step.source as usize, step.target as usize);
        let others = of_source[i..i + a].iter().chain(&of_target[j..j + b]).map(|it| it.without((cell, n)));
        let margin = best - others.fold(f32::NEG_INFINITY, f32::max);
        taken.push(Taken { step, source: i, target: j, score, margin });
        (i, j) = (i + a, j + b);
    }
    taken
}

const _: () = assert!(MOST == 3, "the steps above pair up to three segments with one");
