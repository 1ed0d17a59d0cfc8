//! What changed places: segments that the best path had to leave out on both sides.

use std::collections::HashSet;

use super::confidence::{DOUBTFUL, confidence, of_path};
use super::grid::Grid;
use super::pair::Pair;
use super::part::Part;
use super::path::{Taken, best_path};
use super::score::Scorer;
use super::shared::Row;

/// How often what is left over is gone through: each time finds what did not move within it.
const ROUNDS: usize = 6;
/// What moved must fit so well, as a whole.
const MOVED: f32 = 6.0;
/// Segments so near each other moved together.
const NEAR: usize = 3;

/// A segment without a counterpart, and how sure that is.
struct Alone {
    segment: usize,
    /// Its place on the path.
    place: usize,
    confidence: f32,
}

/// The pairs of a path, and of what it left out.
pub(super) fn pairs(scorer: &Scorer, path: &[Taken]) -> Vec<Pair> {
    let mut pairs: Vec<Pair> = Vec::with_capacity(path.len());
    let (mut sources, mut targets): (Vec<Alone>, Vec<Alone>) = (Vec::new(), Vec::new());
    for ((place, taken), confidence) in path.iter().enumerate().zip(of_path(scorer, path)) {
        match taken.part {
            Part { source, b: 0, .. } => sources.push(Alone { segment: source, place, confidence }),
            Part { target, a: 0, .. } => targets.push(Alone { segment: target, place, confidence }),
            part => pairs.push(pair(part, confidence)),
        }
    }
    for _ in 0..ROUNDS {
        let found = moved(scorer, &sources, &targets);
        if found.is_empty() {
            break;
        }
        let in_source: HashSet<usize> = found.iter().flat_map(|pair| pair.source.clone()).collect();
        let in_target: HashSet<usize> = found.iter().flat_map(|pair| pair.target.clone()).collect();
        sources.retain(|it| !in_source.contains(&it.segment));
        targets.retain(|it| !in_target.contains(&it.segment));
        pairs.extend(found);
    }
    let one = |it: &Alone| it.segment..it.segment + 1;
    pairs.extend(sources.iter().map(|it| Pair { source: one(it), target: 0..0, confidence: lost(it, &targets) }));
    pairs.extend(targets.iter().map(|it| Pair { source: 0..0, target: one(it), confidence: lost(it, &sources) }));
    pairs
}

/// How sure it is that a segment has no counterpart, next to others that have none: it may be one of them, rewritten.
fn lost(it: &Alone, others: &[Alone]) -> f32 {
    let next = others.partition_point(|other| other.place < it.place);
    let near = |other: &Alone| other.place.abs_diff(it.place) <= NEAR;
    let is_doubtful = others[next..].first().is_some_and(near) || others[..next].last().is_some_and(near);
    it.confidence.min(if is_doubtful { DOUBTFUL } else { 1.0 })
}

fn pair(part: Part, confidence: f32) -> Pair {
    let Part { source, a, target, b } = part;
    Pair { source: source..source + a, target: target..target + b, confidence }
}

/// Pairs among what is left over that fit so well that they need not stand where they should.
fn moved(scorer: &Scorer, source: &[Alone], target: &[Alone]) -> Vec<Pair> {
    if source.is_empty() || target.is_empty() {
        return Vec::new();
    }
    let numbers = |alone: &[Alone]| alone.iter().map(|it| it.segment).collect::<Vec<usize>>();
    let (source, target) = (numbers(source), numbers(target));
    let left = scorer.of(&source, &target);
    let path = best_path(&left, &Grid::new(&left, &[], &[]));
    let in_page = |it: &Taken| {
        let part = Part { source: source[it.part.source], target: target[it.part.target], ..it.part };
        Taken { part, ..*it }
    };
    let taken: Vec<Taken> = path.iter().filter(|it| it.part.is_pair()).map(in_page).collect();
    let goes_on = |last: &Taken, next: &Taken| {
        next.part.source.abs_diff(last.part.source) <= NEAR && next.part.target.abs_diff(last.part.target) <= NEAR
    };
    let mut pairs = Vec::new();
    for chain in taken.chunk_by(goes_on) {
        let surplus = chain.iter().map(|it| it.score).sum::<f32>() - MOVED;
        for it in chain {
            let margin = it.margin.min(surplus).min(it.score - elsewhere(scorer, it.part));
            if margin > 0.0 {
                pairs.push(pair(it.part, confidence(margin, it.score)));
            }
        }
    }
    pairs
}

/// The best score of any other pair with one of two segments, be it taken or not: a text that the page has twice did
/// not move from one of them to the other.
fn elsewhere(scorer: &Scorer, part: Part) -> f32 {
    let Part { source, target, .. } = part;
    let others = |row: &Row, own: usize| -> Vec<(usize, f32)> {
        row.iter().map(|&(place, counts)| (place as usize, counts)).filter(|&(place, _)| place != own).collect()
    };
    let targets = others(&scorer.source_rows(1)[source], target);
    let sources = others(&scorer.target_rows(1)[target], source);
    let targets = targets.into_iter().filter_map(|(place, counts)| scorer.pair((source, 1), (place, 1), counts));
    let sources = sources.into_iter().filter_map(|(place, counts)| scorer.pair((place, 1), (target, 1), counts));
    targets.chain(sources).fold(0.0, f32::max)
}
