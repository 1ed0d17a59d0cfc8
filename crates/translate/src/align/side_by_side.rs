//! Pages whose segments correspond one by one: seen in one walk, without a search.

use super::features::Features;
use super::shared::SharedKeys;
use super::{Pair, number};

/// Lengths further apart than this (as the log of their ratio, beside the page's) need a search.
const FAR: f32 = 0.9;
/// Letters that every segment counts more than it has.
const EXTRA: f32 = 10.0;
/// Pages that look alike may differ all the same: an item may have been replaced by another.
const CONFIDENCE: f32 = 0.97;

/// One pair a segment, if both sides look alike from the first to the last and no key says otherwise.
pub(super) fn pairs(source: &Features, target: &Features) -> Option<Vec<Pair>> {
    if source.shapes != target.shapes || !SharedKeys::new(source, target).are_in_place(source) {
        return None;
    }
    let letters = |length: u32| number(length as usize) + EXTRA;
    let all = |features: &Features| features.lengths.iter().map(|&length| letters(length)).sum::<f32>();
    let ratio = (all(target) / all(source)).ln();
    let is_near = |(&from, &to): (&u32, &u32)| ((letters(to) / letters(from)).ln() - ratio).abs() <= FAR;
    if !source.lengths.iter().zip(&target.lengths).all(is_near) {
        return None;
    }
    Some((0..source.len()).map(|n| Pair { source: n..n + 1, target: n..n + 1, confidence: CONFIDENCE }).collect())
}
