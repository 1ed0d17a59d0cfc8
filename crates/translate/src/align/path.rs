//! The best path through two sequences of segments, and its margin over every other path.

use super::grid::Grid;
use super::part::Part;
use super::score::{GAP, LONE, Scorer};
use super::step::{PAIRS, Step, UNPAIRED};

/// Paths that score this much less than the best are ignored.
const MAX_LOSS: f32 = 30.0;

/// A part of the best path.
#[derive(Clone, Copy, Debug)]
pub(super) struct Taken {
    pub(super) part: Part,
    /// The score of a pair; 0 for an unpaired segment.
    pub(super) score: f32,
    /// How much less the best path without this part scores.
    pub(super) margin: f32,
}

/// The best scores at each cell: of any path, and of paths that are inside a gap, for each kind of gap in [`UNPAIRED`].
struct Best {
    any: Vec<f32>,
    in_gap: [Vec<f32>; UNPAIRED.len()],
}

impl Best {
    fn new(cells: usize) -> Self {
        let none = || vec![f32::NEG_INFINITY; cells];
        Self { any: none(), in_gap: [none(), none()] }
    }
}

/// Scores of unpaired segments.
struct GapScores {
    /// Of the first segment of a gap.
    open: f32,
    /// Of each further segment.
    extend: f32,
}

impl GapScores {
    fn new(scorer: &Scorer) -> Self {
        Self { open: scorer.gap_weight * (GAP + LONE), extend: scorer.gap_weight * LONE }
    }
}

/// The parts of the best path, with the scores of pairs. Cheaper than [`best_path`], which computes margins.
pub(super) fn rough_path(scorer: &Scorer, grid: &Grid) -> Vec<(Part, f32)> {
    let gaps = GapScores::new(scorer);
    let rest = to_end(grid, &gaps);
    trace(grid, &gaps, &rest).into_iter().map(|part| (part, score(scorer, part))).collect()
}

/// The parts of the best path, with scores and margins.
pub(super) fn best_path(scorer: &Scorer, grid: &Grid) -> Vec<Taken> {
    let gaps = GapScores::new(scorer);
    let rest = to_end(grid, &gaps);
    let others = Others::new(scorer.sides(), grid, &gaps, &rest);
    let best = rest.any[0];
    let taken = |part: Part| Taken { part, score: score(scorer, part), margin: best - others.best_without(part) };
    trace(grid, &gaps, &rest).into_iter().map(taken).collect()
}

fn score(scorer: &Scorer, part: Part) -> f32 {
    if part.is_pair() { scorer.part(part) } else { 0.0 }
}

/// The best scores from each cell to the end.
fn to_end(grid: &Grid, gaps: &GapScores) -> Best {
    let band = &grid.band;
    let mut rest = Best::new(band.cells());
    let last = band.cells() - 1;
    rest.any[last] = 0.0;
    rest.in_gap.iter_mut().for_each(|scores| scores[last] = 0.0);
    for (i, j, cell) in band.iter().rev().skip(1) {
        let mut best = f32::NEG_INFINITY;
        for n in 0..PAIRS.len() {
            if let Some((score, to)) = grid.step(n, (i, j, cell)) {
                best = best.max(score + rest.any[to]);
            }
        }
        let after_gap: [f32; UNPAIRED.len()] = std::array::from_fn(|n| {
            let (a, b) = UNPAIRED[n].passes();
            band.cell(i + a, j + b).map_or(f32::NEG_INFINITY, |to| rest.in_gap[n][to])
        });
        best = best.max(after_gap[0].max(after_gap[1]) + gaps.open);
        rest.any[cell] = best;
        for (n, score) in after_gap.into_iter().enumerate() {
            rest.in_gap[n][cell] = best.max(score + gaps.extend);
        }
    }
    rest
}

/// For each segment, the best scores of paths through different parts.
struct Others {
    source: Vec<BestTwo>,
    target: Vec<BestTwo>,
}

/// The best two scores of paths that put a segment into different parts.
#[derive(Clone, Copy)]
struct BestTwo {
    first: f32,
    /// The part of the best path.
    by: Part,
    second: f32,
}

impl BestTwo {
    const NONE: Self =
        Self { first: f32::NEG_INFINITY, by: Part { source: 0, a: 0, target: 0, b: 0 }, second: f32::NEG_INFINITY };

    fn add(&mut self, score: f32, by: Part) {
        if by == self.by {
            self.first = self.first.max(score);
        } else if score > self.first {
            *self = Self { first: score, by, second: self.first };
        } else {
            self.second = self.second.max(score);
        }
    }
}

impl Others {
    fn new((sources, targets): (usize, usize), grid: &Grid, gaps: &GapScores, rest: &Best) -> Self {
        let band = &grid.band;
        let mut before = Best::new(band.cells());
        before.any[0] = 0.0;
        let mut others = Self { source: vec![BestTwo::NONE; sources], target: vec![BestTwo::NONE; targets] };
        let min_score = rest.any[0] - MAX_LOSS;
        for (i, j, cell) in band.iter() {
            let here = before.any[cell].max(before.in_gap[0][cell]).max(before.in_gap[1][cell]);
            before.any[cell] = here;
            for (n, step) in PAIRS.into_iter().enumerate() {
                let Some((score, to)) = grid.step(n, (i, j, cell)) else { continue };
                let there = here + score;
                before.any[to] = before.any[to].max(there);
                if there + rest.any[to] > min_score {
                    step.parts(i, j).for_each(|part| others.add(there + rest.any[to], part));
                }
            }
            for (n, step) in UNPAIRED.into_iter().enumerate() {
                let (a, b) = step.passes();
                let Some(to) = band.cell(i + a, j + b) else { continue };
                let there = (here + gaps.open).max(before.in_gap[n][cell] + gaps.extend);
                before.in_gap[n][to] = before.in_gap[n][to].max(there);
                if there + rest.in_gap[n][to] > min_score {
                    step.parts(i, j).for_each(|part| others.add(there + rest.in_gap[n][to], part));
                }
            }
        }
        others
    }

    fn add(&mut self, score: f32, part: Part) {
        let sources = &mut self.source[part.source..part.source + part.a];
        let targets = &mut self.target[part.target..part.target + part.b];
        sources.iter_mut().chain(targets).for_each(|it| it.add(score, part));
    }

    /// The best score of a path that puts one of these segments into another part.
    fn best_without(&self, part: Part) -> f32 {
        let sources = &self.source[part.source..part.source + part.a];
        let targets = &self.target[part.target..part.target + part.b];
        let other = |it: &BestTwo| if it.by == part { it.second } else { it.first };
        sources.iter().chain(targets).map(other).fold(f32::NEG_INFINITY, f32::max)
    }
}

/// The parts of the best path, by the best scores to the end.
fn trace(grid: &Grid, gaps: &GapScores, rest: &Best) -> Vec<Part> {
    let band = &grid.band;
    let mut parts = Vec::with_capacity(band.rows());
    let (mut i, mut j, mut in_gap) = (0, 0, None);
    while let Some(cell) = band.cell(i, j).filter(|&cell| cell + 1 < band.cells()) {
        let pairs = PAIRS.into_iter().enumerate().filter_map(|(n, step)| {
            let (score, to) = grid.step(n, (i, j, cell))?;
            Some((step, score + rest.any[to]))
        });
        let gaps = UNPAIRED.into_iter().enumerate().filter_map(|(n, step)| {
            let (a, b) = step.passes();
            let cost = if in_gap == Some(step) { gaps.extend } else { gaps.open };
            Some((step, cost + rest.in_gap[n][band.cell(i + a, j + b)?]))
        });
        // Of equal steps the first wins, so that the result is deterministic.
        let better = |best: Option<(Step, f32)>, it: (Step, f32)| {
            if best.is_none_or(|best| it.1 > best.1) { Some(it) } else { best }
        };
        let Some((step, _)) = pairs.chain(gaps).fold(None, better) else { break };
        parts.extend(step.parts(i, j));
        in_gap = UNPAIRED.contains(&step).then_some(step);
        let (a, b) = step.passes();
        (i, j) = (i + a, j + b);
    }
    parts
}
