//! What a translated page leaves out: runs of blocks of the source that nothing of the page stands for.
//!
//! That a block is missing is often certain where it is not certain which of its neighbours it is: so a gap is judged
//! by its surroundings. It must not be a block that was joined with another one, nor one that the page has in words of
//! its own.

#![expect(clippy::cast_precision_loss, reason = "blocks and letters are few")]

use firstaid_language::cues::warns;
use firstaid_translate::{Pair, Segment, SegmentKind};

use super::Translation;

/// Blocks of the source, one after the other, that are missing in the page.
pub(crate) struct Gap<'t> {
    /// The first of the pairs.
    pub(crate) pair: usize,
    /// Each with whether it is a step or a warning.
    pub(crate) missing: Vec<(&'t Segment, bool)>,
}

/// The part of a page's pairs that must be likely, or the page is no translation of its source.
const MIN_LIKELY: f32 = 0.5;

/// The gaps of a page, in source order.
///
/// Where the page has blocks of its own in the place of some, those may be a free translation: as many are not counted.
pub(super) fn gaps<'t>(of: &'t Translation<'_>) -> Vec<Gap<'t>> {
    let both = of.pairs.iter().filter(|pair| !pair.source.is_empty() && !pair.target.is_empty());
    let (likely, all) = both
        .fold((0_u32, 0_u32), |(likely, all), pair| (likely + u32::from(pair.confidence >= super::LIKELY), all + 1));
    if (likely as f32) < MIN_LIKELY * all as f32 {
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
        let missing: Vec<usize> = pairs.filter(|&pair| is_in_body(of, pair)).skip(own).collect();
        let joined = matches!(missing[..], [only] if may_be_joined(of, only, ratio));
        let Some(&pair) = missing.first().filter(|_| !joined) else { continue };
        let indices = missing.iter().flat_map(|&pair| of.pairs[pair].source.clone());
        let segments = indices.map(|index| (&of.source_segments[index], is_step(of, index)));
        gaps.push(Gap { pair, missing: segments.collect() });
    }
    gaps
}

/// Whether a pair is a block of the source without a target. The front matter has rules of its own.
fn is_in_body(of: &Translation<'_>, pair: usize) -> bool {
    let pair = &of.pairs[pair];
    let first = of.source_segments.get(pair.source.start).filter(|_| pair.target.is_empty() && !pair.source.is_empty());
    first.is_some_and(|first| !matches!(first.kind, SegmentKind::FrontMatter(_)))
}

/// How many bytes of the page stand for one of the source.
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

/// Whether the page's block before or behind is rather as long as both were together.
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
        off(len(source) + len(missing)) < off(len(source))
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
