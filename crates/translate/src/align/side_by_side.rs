//! Pages whose segments correspond one by one: seen in one walk, without a search.

use super::Pair;
use super::features::Features;
use super::shared::SharedKeys;

/// Lengths further apart than this (as the log of their ratio, beside the page's) need a search.
const FAR: f32 = 0.9;
/// Letters that every segment counts more than it has.
const EXTRA: f32 = 10.0;

/// One pair a segment, if both sides look alike from the first to the last and no key says otherwise.
pub(super) fn pairs(source: &Features, target: &Features) -> Option<Vec<Pair>> {
    if source.shapes != target.shapes {
        return None;
    }
    let keys = SharedKeys::new(source, target);
    let unique = keys.unique(source);
    let here = unique.iter().filter(|(n, m, _)| n == m).count();
    let mut elsewhere = unique.iter().filter(|(n, m, _)| n != m);
    let few = elsewhere.clone().count() * 10 <= here;
    if !few || elsewhere.any(|(.., is_strong)| *is_strong) {
        return None;
    }
    let all = |features: &Features| features.lengths.iter().map(|&len| len as f32).sum::<f32>();
    let ratio = (all(target) + EXTRA) / (all(source) + EXTRA);
    let off = |n: usize| ((target.lengths[n] as f32 + EXTRA) / (source.lengths[n] as f32 * ratio + EXTRA)).ln().abs();
    if (0..source.len()).any(|n| off(n) > FAR) {
        return None;
    }
    Some((0..source.len()).map(|n| Pair { source: n..n + 1, target: n..n + 1, confidence: 0.97 }).collect())
}
