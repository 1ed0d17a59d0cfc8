//! What changed places: segments that the best path had to leave out on both sides.

use super::Pair;
use super::lattice::{Taken, best_path};
use super::score::Scorer;

/// How often what is left over is gone through: each time finds what did not move within it.
const ROUNDS: usize = 6;
/// What moved must fit so well, as a whole.
const MOVED: f32 = 4.0;
/// Segments so near each other moved together.
const NEAR: usize = 2;

/// The pairs of a path, and of what it left out.
pub(super) fn pairs(scorer: &Scorer, path: &[Taken]) -> Vec<Pair> {
    let mut pairs: Vec<Pair> = Vec::with_capacity(path.len());
    let support = support(path);
    let mut alone: (Vec<Alone>, Vec<Alone>) = (Vec::new(), Vec::new());
    for (taken, support) in path.iter().zip(support) {
        let (a, b) = (taken.step.source as usize, taken.step.target as usize);
        let confidence = confidence(taken.margin, support);
        if taken.step.crosses {
            for (n, m) in [(0, 1), (1, 0)] {
                pairs.push(pair(taken.source + n, 1, taken.target + m, 1, confidence));
            }
        } else if b == 0 {
            alone.0.push(Alone { segment: taken.source, margin: taken.margin });
        } else if a == 0 {
            alone.1.push(Alone { segment: taken.target, margin: taken.margin });
        } else {
            pairs.push(pair(taken.source, a, taken.target, b, confidence));
        }
    }
    for _ in 0..ROUNDS {
        let found = moved(scorer, &alone.0, &alone.1);
        if found.is_empty() {
            break;
        }
        alone.0.retain(|it| found.iter().all(|pair| !pair.source.contains(&it.segment)));
        alone.1.retain(|it| found.iter().all(|pair| !pair.target.contains(&it.segment)));
        pairs.extend(found);
    }
    pairs.extend(alone.0.iter().map(|it| pair(it.segment, 1, 0, 0, confidence(it.margin, 4.0))));
    pairs.extend(alone.1.iter().map(|it| pair(0, 0, it.segment, 1, confidence(it.margin, 4.0))));
    pairs
}

/// A segment without a counterpart, and how sure that is.
struct Alone {
    segment: usize,
    margin: f32,
}

fn pair(source: usize, a: usize, target: usize, b: usize, confidence: f32) -> Pair {
    Pair { source: source..source + a, target: target..target + b, confidence }
}

/// The chance that a pair is right: by how much worse every other way is, and by how well it and its neighbours fit.
fn confidence(margin: f32, support: f32) -> f32 {
    let logistic = |x: f32| 1.0 / (1.0 + (-x).exp());
    logistic((margin - 0.5) / 1.8).min(logistic((support + 1.0) / 1.2))
}

/// How well each pair of a path and those beside it fit, the nearer the more.
fn support(path: &[Taken]) -> Vec<f32> {
    let fits: Vec<f32> =
        path.iter().map(|it| if it.step.source * it.step.target > 0 { it.score } else { -1.0 }).collect();
    let at = |n: usize, away: isize| n.checked_add_signed(away).and_then(|n| fits.get(n)).copied().unwrap_or(0.0);
    let around = |n: usize| {
        let near = at(n, -1).min(4.0) + at(n, 1).min(4.0);
        let far = at(n, -2).min(4.0) + at(n, 2).min(4.0);
        fits[n] + 0.4 * near + 0.2 * far
    };
    (0..fits.len()).map(around).collect()
}

/// Pairs among what is left over that fit so well that they need not stand where they should.
fn moved(scorer: &Scorer, source: &[Alone], target: &[Alone]) -> Vec<Pair> {
    let numbers = |alone: &[Alone]| alone.iter().map(|it| it.segment).collect::<Vec<usize>>();
    let (source, target) = (numbers(source), numbers(target));
    if source.is_empty() || target.is_empty() {
        return Vec::new();
    }
    let path = best_path(&scorer.of(&source, &target), &[]);
    let is_pair = |it: &&Taken| it.step.source > 0 && it.step.target > 0 && !it.step.crosses;
    let taken: Vec<&Taken> = path.iter().filter(is_pair).collect();
    let goes_on = |last: &&Taken, next: &&Taken| {
        let near = |all: &[usize], from: usize, to: usize| all[to].abs_diff(all[from]) <= NEAR + 1;
        near(&source, last.source, next.source) && near(&target, last.target, next.target)
    };
    let chains = taken.chunk_by(goes_on).filter(|chain| chain.iter().map(|it| it.score).sum::<f32>() >= MOVED);
    let made = chains.flat_map(|chain| {
        let sum: f32 = chain.iter().map(|it| it.score).sum();
        chain.iter().map(move |it| (*it, sum))
    });
    made.map(|(it, sum)| {
        let (a, b) = (it.step.source as usize, it.step.target as usize);
        pair(source[it.source], a, target[it.target], b, confidence(it.margin.min(sum - MOVED), it.score))
    })
    .collect()
}
