//! Gaps: consecutive blocks of the source that are missing in a translated page.
//!
//! A block may be missing for certain while it is uncertain which of its neighbours it is, so a gap is judged by its
//! surroundings. A block that was joined with another one, or translated freely, is not missing.

#![expect(clippy::cast_precision_loss, reason = "blocks and letters are few")]

use firstaid_language::cues::warns;
use firstaid_translate::{Pair, Segment, SegmentKind};

use super::Translation;
use super::other_form::has_other_form;

/// Consecutive blocks of the source that are missing in the page.
pub(crate) struct Gap<'t> {
    /// Index of the first of the pairs.
    pub(crate) pair: usize,
    /// Each segment, and whether it is a step or a warning.
    pub(crate) missing: Vec<(&'t Segment, bool)>,
}

/// Minimum share of likely pairs; a page with fewer is not a translation of its source.
const MIN_LIKELY_SHARE: f32 = 0.5;

/// The gaps of a page, in source order.
///
/// Blocks of the page's own in the place of a gap may be a free translation: as many of the missing ones do not count.
pub(super) fn gaps<'t>(of: &'t Translation<'_>) -> Vec<Gap<'t>> {
    let both = of.pairs.iter().filter(|pair| !pair.source.is_empty() && !pair.target.is_empty());
    let (likely, all) = both
        .fold((0_u32, 0_u32), |(likely, all), pair| (likely + u32::from(pair.confidence >= super::LIKELY), all + 1));
    if (likely as f32) < MIN_LIKELY_SHARE * all as f32 {
        return Vec::new();
    }
    let ratio = length_ratio(of);
    let mut gaps = Vec::new();
    let mut n = 0;
    while n < of.pairs.len() {
        let run = of.pairs[n..].iter().take_while(|pair| pair.source.is_empty() || pair.target.is_empty()).count();
        let pairs = n..n + run;
        n += run.max(1);
        let own: usize = of.pairs[pairs.clone()].iter().map(|pair| pair.target.len()).sum();
        let missing: Vec<usize> = pairs.clone().filter(|&pair| is_in_body(of, pair)).skip(own).collect();
        if has_other_form(of, pairs, &missing) {
            continue;
        }
        let joined = matches!(missing[..], [only] if may_be_joined(of, only, ratio));
        let Some(&pair) = missing.first().filter(|_| !joined) else { continue };
        let indices = missing.iter().flat_map(|&pair| of.pairs[pair].source.clone());
        let segments = indices.map(|index| (&of.source_segments[index], is_step(of, index)));
        gaps.push(Gap { pair, missing: segments.collect() });
    }
    gaps
}

/// Whether a pair is a block of the source without a target, outside of the front matter, which has rules of its own.
fn is_in_body(of: &Translation<'_>, pair: usize) -> bool {
    let pair = &of.pairs[pair];
    let first = of.source_segments.get(pair.source.start).filter(|_| pair.target.is_empty() && !pair.source.is_empty());
    first.is_some_and(|first| !matches!(first.kind, SegmentKind::FrontMatter(_)))
}

/// Bytes of the page for each byte of the source, over all pairs with both sides.
fn length_ratio(of: &Translation<'_>) -> f32 {
    let both = of.pairs.iter().filter(|pair| !pair.source.is_empty() && !pair.target.is_empty());
    let (source, target) = both.fold((0, 0), |(source, target), pair| {
        (source + len(&of.source_segments[pair.source.clone()]), target + len(&of.segments[pair.target.clone()]))
    });
    target as f32 / (source as f32).max(1.0)
}

fn len(segments: &[Segment]) -> u32 {
    segments.iter().map(|segment| segment.message.len() as u32).sum()
}

/// Minimum by which the length of a block fits better with the missing item than without; logs of length ratios.
const MIN_JOINED_GAIN: f32 = 0.1;

/// Whether the length of the page's block before or after fits better if the missing block was joined to it.
fn may_be_joined(of: &Translation<'_>, gap: usize, ratio: f32) -> bool {
    let missing = &of.source_segments[of.pairs[gap].source.clone()];
    let holds = |neighbour: Option<&Pair>| {
        let Some(pair) = neighbour.filter(|pair| !pair.target.is_empty() && !pair.source.is_empty()) else {
            return false;
        };
        let (source, target) = (&of.source_segments[pair.source.clone()], &of.segments[pair.target.clone()]);
        if source[0].kind != missing[0].kind || matches!(missing[0].kind, SegmentKind::Heading(_) | SegmentKind::Cell) {
            return false;
        }
        let off = |source: u32| (len(target) as f32 / (source as f32 * ratio).max(1.0)).ln().abs();
        // Items are seldom joined.
        let min_gain = if missing[0].kind == SegmentKind::Item { MIN_JOINED_GAIN } else { 0.0 };
        off(len(source) + len(missing)) + min_gain < off(len(source))
    };
    holds(gap.checked_sub(1).and_then(|before| of.pairs.get(before))) || holds(of.pairs.get(gap + 1))
}

/// Whether a block of the source is an item of an ordered list, or a warning.
fn is_step(of: &Translation<'_>, index: usize) -> bool {
    let segment = &of.source_segments[index];
    let is_text = matches!(segment.kind, SegmentKind::Item | SegmentKind::Paragraph);
    let is_ordered = || of.source_list(index).is_some_and(|list| of.source.lists[list as usize].ordered);
    is_text && (is_ordered() || warns(of.source.key.locale.language(), &segment.message))
}
