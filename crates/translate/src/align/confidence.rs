//! From scores to chances: how sure it is that a part of a path is right.
//!
//! The constants are fitted on pages of real guides, and were held against a manual in four scripts that had drifted far
//! from its source, all pairs judged by hand: where page and translation match, nearly all pairs reach
//! [`super::SURE`], elsewhere four in five, and of a thousand of those none or one was wrong.

use super::path::Taken;
use super::score::Scorer;

/// A margin of this much is an even chance, and one of so much more is one in four.
const EVEN: f32 = 0.5;
const MARGIN: f32 = 1.8;
/// The same for how well a part and those around it fit.
const FITS: f32 = -1.0;
const FIT: f32 = 1.2;
/// A good fit of others says no more than this.
const MOST_FIT: f32 = 4.0;
/// What has no counterpart does not fit.
const ALONE: f32 = -1.0;

/// Of a pair of one and several, of which the first or the last may belong elsewhere; of a pair that nothing but its
/// place speaks for, where places changed; of segments that either side has alone at one place.
pub(super) const DOUBTFUL: f32 = 0.85;
/// So near a crossing, places say little.
const NEAR_CROSSING: usize = 3;

/// The chance that a part is right, by how much worse every other way is.
fn by_margin(margin: f32) -> f32 {
    logistic((margin - EVEN) / MARGIN)
}

/// The chance that a pair is right, by its margin and by how well it fits.
pub(super) fn confidence(margin: f32, fit: f32) -> f32 {
    by_margin(margin).min(logistic((fit - FITS) / FIT))
}

/// The chance of each part of a path.
pub(super) fn of_path(scorer: &Scorer, path: &[Taken]) -> Vec<f32> {
    let unsettled = near_crossings(path);
    let chance = |(n, taken): (usize, &Taken)| {
        if !taken.part.is_pair() {
            return by_margin(taken.margin);
        }
        let many = taken.part.a.max(taken.part.b);
        let is_doubtful = match many {
            1 => unsettled[n] && scorer.shared(taken.part) <= 0.0,
            2 => is_next_to_gap(path, n),
            _ => true,
        };
        confidence(taken.margin, fit_around(path, n)).min(if is_doubtful { DOUBTFUL } else { 1.0 })
    };
    path.iter().enumerate().map(chance).collect()
}

/// How well a part and those beside it fit, the nearer the more.
fn fit_around(path: &[Taken], n: usize) -> f32 {
    let fit = |taken: &Taken| if taken.part.is_pair() { taken.score } else { ALONE };
    let at = |away: isize| n.checked_add_signed(away).and_then(|n| path.get(n)).map_or(0.0, |it| fit(it).min(MOST_FIT));
    fit(&path[n]) + 0.4 * (at(-1) + at(1)) + 0.2 * (at(-2) + at(2))
}

fn is_next_to_gap(path: &[Taken], n: usize) -> bool {
    let around = [n.checked_sub(1), n.checked_add(1)];
    around.into_iter().flatten().filter_map(|n| path.get(n)).any(|it| !it.part.is_pair())
}

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
