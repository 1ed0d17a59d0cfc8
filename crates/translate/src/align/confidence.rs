//! From scores to probabilities: how likely a part of a path is right.
//!
//! The constants are fitted on pages of real guides. They were validated on a manual in four scripts that had drifted
//! far from its source, with all pairs judged by hand. Where page and translation match, nearly all pairs reach
//! [`super::SURE`], elsewhere four in five; at most one of a thousand sure pairs was wrong.

use super::path::Taken;
use super::score::Scorer;

/// Margin at which a part is right with a probability of one half.
const EVEN_MARGIN: f32 = 0.5;
/// Scale of margins in the logistic function.
const MARGIN_SCALE: f32 = 1.8;
/// Fit at which a part is right with a probability of one half.
const EVEN_FIT: f32 = -1.0;
/// Scale of fits in the logistic function.
const FIT_SCALE: f32 = 1.2;
/// Maximum fit that a neighbour contributes.
const MAX_NEIGHBOUR_FIT: f32 = 4.0;
/// Fit of an unpaired segment.
const UNPAIRED_FIT: f32 = -1.0;

/// Maximum confidence in three cases: one segment is paired with several, the first or last of which may belong
/// elsewhere; a pair near a crossing shares no keys; or both sides have unpaired segments at the same place.
pub(super) const DOUBTFUL: f32 = 0.85;
/// Distance from a crossing, in parts, within which the place of a pair is weak evidence.
const NEAR_CROSSING: usize = 3;

/// The probability that a part is right, by the margin of its path over every path without it.
fn by_margin(margin: f32) -> f32 {
    logistic((margin - EVEN_MARGIN) / MARGIN_SCALE)
}

/// The probability that a pair is right, by its margin and its fit.
pub(super) fn confidence(margin: f32, fit: f32) -> f32 {
    by_margin(margin).min(logistic((fit - EVEN_FIT) / FIT_SCALE))
}

/// The confidence of each part of a path.
pub(super) fn of_path(scorer: &Scorer, path: &[Taken]) -> Vec<f32> {
    let near_crossing = near_crossings(path);
    let of_part = |(n, taken): (usize, &Taken)| {
        if !taken.part.is_pair() {
            return by_margin(taken.margin);
        }
        let many = taken.part.a.max(taken.part.b);
        let is_doubtful = match many {
            1 => near_crossing[n] && scorer.shared(taken.part) <= 0.0,
            2 => is_next_to_gap(path, n),
            _ => true,
        };
        confidence(taken.margin, fit_around(path, n)).min(if is_doubtful { DOUBTFUL } else { 1.0 })
    };
    path.iter().enumerate().map(of_part).collect()
}

/// The fit of a part and its neighbours, weighted by distance.
fn fit_around(path: &[Taken], n: usize) -> f32 {
    let fit = |taken: &Taken| if taken.part.is_pair() { taken.score } else { UNPAIRED_FIT };
    let at = |away: isize| {
        n.checked_add_signed(away).and_then(|n| path.get(n)).map_or(0.0, |it| fit(it).min(MAX_NEIGHBOUR_FIT))
    };
    fit(&path[n]) + 0.4 * (at(-1) + at(1)) + 0.2 * (at(-2) + at(2))
}

fn is_next_to_gap(path: &[Taken], n: usize) -> bool {
    let around = [n.checked_sub(1), n.checked_add(1)];
    around.into_iter().flatten().filter_map(|n| path.get(n)).any(|it| !it.part.is_pair())
}

/// For each part, whether it is near two pairs that cross.
fn near_crossings(path: &[Taken]) -> Vec<bool> {
    let mut near = vec![false; path.len()];
    for n in 1..path.len() {
        let (last, next) = (path[n - 1].part, path[n].part);
        if last.is_pair() && next.is_pair() && next.target < last.target {
            near[n.saturating_sub(1 + NEAR_CROSSING)..(n + 1 + NEAR_CROSSING).min(path.len())].fill(true);
        }
    }
    near
}

fn logistic(x: f32) -> f32 {
    1.0 / (1.0 + (-x).exp())
}
