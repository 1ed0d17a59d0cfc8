//! The alignment of two pages.

use std::ops::Range;

use firstaid_content::Page;

use super::features::Features;
use super::key::Words;
use super::order::in_order;
use super::pair::Pair;
use super::search::search;
use super::side_by_side::{Stretch, sure_stretches};
use crate::segments::{Segment, SegmentKind};

/// Pairs the segments of a page with those of its translation. Each segment of either page is in exactly one pair.
///
/// Pairs are in source order. A pair without source follows the pair of the previous target segment.
pub fn align(source: &Page, source_segments: &[Segment], target: &Page, target_segments: &[Segment]) -> Vec<Pair> {
    align_by(&Landmarks::new(source, source_segments), (source, source_segments), (target, target_segments))
}

/// The features of a page that an alignment compares first: shapes, lengths, names and links of its segments. They can
/// be reused for several alignments of the page.
pub struct Landmarks(Features);

impl Landmarks {
    pub fn new(page: &Page, segments: &[Segment]) -> Self {
        let segments = &segments[body_start(segments)..];
        Self(Features::new(page, segments, &(0..segments.len()).collect::<Vec<usize>>(), Words::Names))
    }
}

/// The same as [`align`], with the landmarks of the source already computed.
pub fn align_by(
    landmarks: &Landmarks,
    (source, source_segments): (&Page, &[Segment]),
    (target, target_segments): (&Page, &[Segment]),
) -> Vec<Pair> {
    let (source_body, target_body) = (body_start(source_segments), body_start(target_segments));
    let mut pairs = front_matter_pairs(&source_segments[..source_body], &target_segments[..target_body]);
    let stretches = sure_stretches(&landmarks.0, &Landmarks::new(target, target_segments).0);
    let (from, to) = (&source_segments[source_body..], &target_segments[target_body..]);
    let rest = body_pairs(&stretches, (source, from), (target, to));
    pairs.extend(rest.into_iter().map(|pair| Pair {
        source: pair.source.start + source_body..pair.source.end + source_body,
        target: pair.target.start + target_body..pair.target.end + target_body,
        ..pair
    }));
    in_order(pairs)
}

/// The pairs of two pages below their front matter: those of the stretches, and those that a search finds in the rest.
fn body_pairs(stretches: &[Stretch], source: (&Page, &[Segment]), target: (&Page, &[Segment])) -> Vec<Pair> {
    let [sources, targets] = [source, target].map(|(_, segments)| (0..segments.len()).collect::<Vec<usize>>());
    let mut pairs: Vec<Pair> = stretches.iter().flat_map(Stretch::pairs).collect();
    let sources = without(sources, stretches.iter().map(|it| it.source.clone()));
    let targets = without(targets, stretches.iter().map(Stretch::target));
    if !sources.is_empty() || !targets.is_empty() {
        let place = |kept: &[usize], at: usize| kept.partition_point(|&n| n < at) as u32;
        let seam = |it: &Stretch| (place(&sources, it.source.start), place(&targets, it.target));
        let seams: Vec<(u32, u32)> = stretches.iter().map(seam).collect();
        let [from, to] = [(source, &sources), (target, &targets)]
            .map(|((page, segments), kept)| Features::new(page, segments, kept, Words::All));
        let found = search(&from, &to, &seams);
        pairs.extend(found.into_iter().map(|pair| Pair {
            source: in_page(&sources, pair.source),
            target: in_page(&targets, pair.target),
            ..pair
        }));
    }
    pairs
}

/// Sorted numbers without those in `ranges`, which are sorted, too.
fn without(mut numbers: Vec<usize>, ranges: impl Iterator<Item = Range<usize>>) -> Vec<usize> {
    let mut ranges = ranges.peekable();
    numbers.retain(|&n| {
        while ranges.next_if(|range| range.end <= n).is_some() {}
        ranges.peek().is_none_or(|range| n < range.start)
    });
    numbers
}

/// The range of segments of a page for a range of indices into `kept`.
fn in_page(kept: &[usize], some: Range<usize>) -> Range<usize> {
    if some.is_empty() { 0..0 } else { kept[some.start]..kept[some.end - 1] + 1 }
}

/// Index of the first segment below the front matter.
fn body_start(segments: &[Segment]) -> usize {
    segments.iter().take_while(|segment| matches!(segment.kind, SegmentKind::FrontMatter(_))).count()
}

/// Pairs the values of front matter by their keys.
fn front_matter_pairs(source: &[Segment], target: &[Segment]) -> Vec<Pair> {
    let mut is_taken = vec![false; target.len()];
    let mut pairs: Vec<Pair> = Vec::with_capacity(source.len());
    for (n, segment) in source.iter().enumerate() {
        let found = (0..target.len()).find(|&m| !is_taken[m] && target[m].kind == segment.kind);
        if let Some(m) = found {
            is_taken[m] = true;
        }
        pairs.push(Pair { source: n..n + 1, target: found.map_or(0..0, |m| m..m + 1), confidence: 1.0 });
    }
    let left = (0..target.len()).filter(|&m| !is_taken[m]);
    pairs.extend(left.map(|m| Pair { source: 0..0, target: m..m + 1, confidence: 1.0 }));
    pairs
}
