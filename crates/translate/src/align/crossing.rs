//! Pairs segments that moved: the best path had to leave them unpaired on both sides.

use std::collections::HashSet;

use super::confidence::{DOUBTFUL, confidence, of_path};
use super::grid::Grid;
use super::pair::Pair;
use super::part::Part;
use super::path::{Taken, best_path};
use super::score::Scorer;
use super::shared::Row;

/// Maximum passes over unpaired segments; each pass can find moves among those that earlier ones left.
const MAX_PASSES: usize = 6;
/// Minimum total score of segments that moved together.
const MIN_MOVED_SCORE: f32 = 6.0;
/// Maximum distance between segments that moved together, in segments.
const NEAR: usize = 3;

/// A segment without a counterpart.
struct Unpaired {
    segment: usize,
    /// Index of its part on the path.
    place: usize,
    confidence: f32,
}

/// The pairs of a path, and those among the segments that it leaves unpaired.
pub(super) fn pairs(scorer: &Scorer, path: &[Taken]) -> Vec<Pair> {
    let mut pairs: Vec<Pair> = Vec::with_capacity(path.len());
    let (mut sources, mut targets): (Vec<Unpaired>, Vec<Unpaired>) = (Vec::new(), Vec::new());
    for ((place, taken), confidence) in path.iter().enumerate().zip(of_path(scorer, path)) {
        match taken.part {
            Part { source, b: 0, .. } => sources.push(Unpaired { segment: source, place, confidence }),
            Part { target, a: 0, .. } => targets.push(Unpaired { segment: target, place, confidence }),
            part => pairs.push(pair(part, confidence)),
        }
    }
    for _ in 0..MAX_PASSES {
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
    let one = |it: &Unpaired| it.segment..it.segment + 1;
    let source_only = |it| Pair { source: one(it), target: 0..0, confidence: unpaired_confidence(it, &targets) };
    let target_only = |it| Pair { source: 0..0, target: one(it), confidence: unpaired_confidence(it, &sources) };
    pairs.extend(sources.iter().map(source_only));
    pairs.extend(targets.iter().map(target_only));
    pairs
}

/// The confidence that a segment has no counterpart. `others` are the unpaired segments of the other side: one of them
/// nearby may be a free translation of it.
fn unpaired_confidence(it: &Unpaired, others: &[Unpaired]) -> f32 {
    let next = others.partition_point(|other| other.place < it.place);
    let near = |other: &Unpaired| other.place.abs_diff(it.place) <= NEAR;
    let is_doubtful = others[next..].first().is_some_and(near) || others[..next].last().is_some_and(near);
    it.confidence.min(if is_doubtful { DOUBTFUL } else { 1.0 })
}

fn pair(part: Part, confidence: f32) -> Pair {
    let Part { source, a, target, b } = part;
    Pair { source: source..source + a, target: target..target + b, confidence }
}

/// Pairs of unpaired segments that fit well enough at any place.
fn moved(scorer: &Scorer, source: &[Unpaired], target: &[Unpaired]) -> Vec<Pair> {
    if source.is_empty() || target.is_empty() {
        return Vec::new();
    }
    let indices = |unpaired: &[Unpaired]| unpaired.iter().map(|it| it.segment).collect::<Vec<usize>>();
    let (source, target) = (indices(source), indices(target));
    let subset = scorer.subset(&source, &target);
    let path = best_path(&subset, &Grid::new(&subset, &[], &[]));
    let in_page = |it: &Taken| {
        let part = Part { source: source[it.part.source], target: target[it.part.target], ..it.part };
        Taken { part, ..*it }
    };
    let taken: Vec<Taken> = path.iter().filter(|it| it.part.is_pair()).map(in_page).collect();
    let is_near = |last: &Taken, next: &Taken| {
        next.part.source.abs_diff(last.part.source) <= NEAR && next.part.target.abs_diff(last.part.target) <= NEAR
    };
    let mut pairs = Vec::new();
    for chain in taken.chunk_by(is_near) {
        let surplus = chain.iter().map(|it| it.score).sum::<f32>() - MIN_MOVED_SCORE;
        for it in chain {
            let margin = it.margin.min(surplus).min(it.score - best_alternative(scorer, it.part));
            if margin > 0.0 {
                pairs.push(pair(it.part, confidence(margin, it.score)));
            }
        }
    }
    pairs
}

/// The best score of any other pair with one of these two segments, even a paired one: of two equal texts on a page,
/// neither has moved to the place of the other.
fn best_alternative(scorer: &Scorer, part: Part) -> f32 {
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
