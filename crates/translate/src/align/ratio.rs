//! The ratio of the lengths of two pages.

use super::features::Features;

/// The natural logarithm of the number of target letters for each source letter: the median of `pairs`, or the ratio of
/// the whole pages if there are few pairs.
pub(super) fn log_ratio(source: &Features, target: &Features, pairs: &[(u32, u32)]) -> f32 {
    /// Minimum number of pairs for a median.
    const MIN_PAIRS: usize = 5;
    let log = |letters: u32| (number(letters as usize) + 1.0).ln();
    let ratio = |&(n, m): &(u32, u32)| log(target.lengths[m as usize]) - log(source.lengths[n as usize]);
    let mut ratios: Vec<f32> = pairs.iter().map(ratio).collect();
    if ratios.len() < MIN_PAIRS {
        let all = |features: &Features| features.lengths.iter().fold(0_u32, |sum, &len| sum.saturating_add(len));
        return (log(all(target)) - log(all(source))).clamp(-1.5, 1.5);
    }
    ratios.sort_by(f32::total_cmp);
    ratios[ratios.len() / 2]
}

/// A count as a floating-point number.
#[expect(clippy::cast_precision_loss, reason = "counts are weighed, not added up")]
pub(super) fn number(count: usize) -> f32 {
    count as f32
}
