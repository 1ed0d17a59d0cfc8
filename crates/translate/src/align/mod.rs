//! Which segments of a translated page belong to which of its source, when nothing but the two pages is known.
//!
//! Where pages go side by side, it is seen in one walk. Through the rest, dynamic programming finds the best way, by
//! length, kind and the keys that both share, and what moved is looked for in what is left over. So the search
//! grows with what differs, and not with the page. It must never take a guess for certain: each pair says how sure it is.

mod band;
mod confidence;
mod crossing;
mod features;
mod grid;
mod path;
mod score;
mod shared;
mod side_by_side;
mod step;
mod text_keys;

use std::ops::Range;

use firstaid_content::Page;

use crate::{Segment, SegmentKind};
use features::{Features, Words};
use grid::Grid;
use path::{best_path, rough_path};
use score::{Relation, Scorer};
use shared::SharedKeys;
use side_by_side::Stretch;
use step::Part;

/// Segments of a source page and those that translate them.
#[derive(Clone, PartialEq, Debug)]
pub struct Pair {
    /// Empty if the target has something that is not in the source.
    pub source: Range<usize>,
    /// Empty if the source segment was not translated.
    pub target: Range<usize>,
    /// From 0 to 1. At [`SURE`] and above, it can be taken as it is.
    pub confidence: f32,
}

/// Pairs from this confidence on are right but for some in a thousand, which nothing on the pages tells.
pub const SURE: f32 = 0.9;

/// Pairs the segments of a page with those of its translation: each of both is in exactly one pair.
///
/// The pairs come in source order; what only the target has comes behind the pair of the target segment before it.
pub fn align(source: &Page, source_segments: &[Segment], target: &Page, target_segments: &[Segment]) -> Vec<Pair> {
    align_by(&Landmarks::new(source, source_segments), (source, source_segments), (target, target_segments))
}

/// What an alignment looks at first on a page: shapes, lengths, names and links of its segments. Made once for all that
/// the page is compared with.
pub struct Landmarks(Features);

impl Landmarks {
    pub fn new(page: &Page, segments: &[Segment]) -> Self {
        let segments = &segments[body(segments)..];
        Self(Features::new(page, segments, &(0..segments.len()).collect::<Vec<usize>>(), Words::Names))
    }
}

/// The same as [`align`], by the landmarks of the source.
pub fn align_by(
    landmarks: &Landmarks,
    (source, source_segments): (&Page, &[Segment]),
    (target, target_segments): (&Page, &[Segment]),
) -> Vec<Pair> {
    let (source_body, target_body) = (body(source_segments), body(target_segments));
    let mut pairs = front_matter(&source_segments[..source_body], &target_segments[..target_body]);
    let settled = side_by_side::settled(&landmarks.0, &Landmarks::new(target, target_segments).0);
    let (from, to) = (&source_segments[source_body..], &target_segments[target_body..]);
    let rest = body_pairs(&settled, (source, from), (target, to));
    pairs.extend(rest.into_iter().map(|pair| Pair {
        source: pair.source.start + source_body..pair.source.end + source_body,
        target: pair.target.start + target_body..pair.target.end + target_body,
        ..pair
    }));
    in_order(pairs)
}

/// The pairs of two pages below their front matter: what is settled, and what a search finds of the rest.
fn body_pairs(settled: &[Stretch], source: (&Page, &[Segment]), target: (&Page, &[Segment])) -> Vec<Pair> {
    let [sources, targets] = [source, target].map(|(_, segments)| (0..segments.len()).collect::<Vec<usize>>());
    let mut pairs: Vec<Pair> = settled.iter().flat_map(Stretch::pairs).collect();
    let sources = without(sources, settled.iter().map(|it| it.source.clone()));
    let targets = without(targets, settled.iter().map(Stretch::target));
    if !sources.is_empty() || !targets.is_empty() {
        let place = |kept: &[usize], at: usize| kept.partition_point(|&n| n < at) as u32;
        let seam = |it: &Stretch| (place(&sources, it.source.start), place(&targets, it.target));
        let seams: Vec<(u32, u32)> = settled.iter().map(seam).collect();
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

/// Numbers in order, but for those in ranges that are in order, too.
fn without(mut numbers: Vec<usize>, ranges: impl Iterator<Item = Range<usize>>) -> Vec<usize> {
    let mut ranges = ranges.peekable();
    numbers.retain(|&n| {
        while ranges.next_if(|range| range.end <= n).is_some() {}
        ranges.peek().is_none_or(|range| n < range.start)
    });
    numbers
}

/// The segments of a page that some of those `kept` are.
fn in_page(kept: &[usize], some: Range<usize>) -> Range<usize> {
    if some.is_empty() { 0..0 } else { kept[some.start]..kept[some.end - 1] + 1 }
}

/// How many segments are of the front matter, which comes first.
fn body(segments: &[Segment]) -> usize {
    segments.iter().take_while(|segment| matches!(segment.kind, SegmentKind::FrontMatter(_))).count()
}

/// Values of the front matter belong together by their keys.
fn front_matter(source: &[Segment], target: &[Segment]) -> Vec<Pair> {
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

/// The pairs of what does not go side by side; between the segments on either side of a seam, others do.
fn search(source: &Features, target: &Features, seams: &[(u32, u32)]) -> Vec<Pair> {
    let keys = SharedKeys::new((source, 0..source.len()), (target, 0..target.len()));
    let anchors = rising(&keys.unique(source, |_| true));
    let mut relation = Relation { log_ratio: log_ratio(source, target, &anchors), seen: Default::default() };
    let mut scorer = Scorer::new(source, target, keys);
    scorer.relate(target, &relation);
    let rough = rough_path(&scorer, &Grid::new(&scorer, &anchors, seams));
    relation = learnt(source, target, &rough);
    scorer.relate(target, &relation);
    let path = best_path(&scorer, &Grid::new(&scorer, &anchors, seams));
    crossing::pairs(&scorer, &path)
}

/// What the pairs of a path that fit well tell of how the pages relate.
fn learnt(source: &Features, target: &Features, path: &[(Part, f32)]) -> Relation {
    const WELL: f32 = 1.5;
    let fits = path.iter().filter(|(part, score)| (part.a, part.b) == (1, 1) && *score >= WELL);
    let pairs: Vec<(u32, u32)> = fits.map(|(part, _)| (part.source as u32, part.target as u32)).collect();
    let mut relation = Relation { log_ratio: log_ratio(source, target, &pairs), seen: Default::default() };
    for &(n, m) in &pairs {
        let (from, to) = (source.shapes[n as usize].class, target.shapes[m as usize].class);
        relation.seen[from as usize][to as usize] += 1;
    }
    relation
}

/// The log of the target's letters for one of the source: the median of the pairs, or that of all where they are few.
fn log_ratio(source: &Features, target: &Features, pairs: &[(u32, u32)]) -> f32 {
    const ENOUGH: usize = 5;
    let log = |letters: u32| (number(letters as usize) + 1.0).ln();
    let ratio = |&(n, m): &(u32, u32)| log(target.lengths[m as usize]) - log(source.lengths[n as usize]);
    let mut ratios: Vec<f32> = pairs.iter().map(ratio).collect();
    if ratios.len() < ENOUGH {
        let all = |features: &Features| features.lengths.iter().fold(0_u32, |sum, &len| sum.saturating_add(len));
        return (log(all(target)) - log(all(source))).clamp(-1.5, 1.5);
    }
    ratios.sort_by(f32::total_cmp);
    ratios[ratios.len() / 2]
}

/// The longest sequence of pairs that rises on both sides, of pairs in source order.
fn rising(pairs: &[(u32, u32)]) -> Vec<(u32, u32)> {
    // The pair that the best sequence of each length ends in, and the one before each pair.
    let mut ends: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = vec![None; pairs.len()];
    let mut at = 0;
    while at < pairs.len() {
        // Pairs of one source segment cannot follow each other: the largest target first.
        let same = pairs[at..].iter().take_while(|pair| pair.0 == pairs[at].0).count();
        let mut group: Vec<usize> = (at..at + same).collect();
        group.sort_by_key(|&n| std::cmp::Reverse(pairs[n].1));
        for n in group {
            let len = ends.partition_point(|&end| pairs[end].1 < pairs[n].1);
            before[n] = len.checked_sub(1).map(|last| ends[last]);
            if len == ends.len() {
                ends.push(n);
            } else {
                ends[len] = n;
            }
        }
        at += same;
    }
    let mut chain: Vec<(u32, u32)> = Vec::with_capacity(ends.len());
    let mut next = ends.last().copied();
    while let Some(n) = next {
        chain.push((pairs[n].0, pairs[n].1));
        next = before[n];
    }
    chain.reverse();
    chain
}

/// In source order, what only the target has behind the pair of the target segment before it. The empty side of a pair
/// is put where the one before it ends.
fn in_order(mut pairs: Vec<Pair>) -> Vec<Pair> {
    pairs.sort_by_key(|pair| (pair.source.is_empty(), pair.source.start, pair.target.start));
    let alone = pairs.split_off(pairs.partition_point(|pair| !pair.source.is_empty()));
    let targets = pairs.iter().chain(&alone).map(|pair| pair.target.end).max().unwrap_or(0);
    // Behind which of the pairs each target segment comes.
    let mut behind: Vec<Option<usize>> = vec![None; targets];
    for (n, pair) in pairs.iter().enumerate() {
        behind[pair.target.clone()].fill(Some(n + 1));
    }
    let mut place = 0;
    for it in &mut behind {
        place = it.unwrap_or(place);
        *it = Some(place);
    }
    let mut alone: Vec<(usize, Pair)> =
        alone.into_iter().map(|it| (behind[it.target.start].unwrap_or(0), it)).collect();
    alone.sort_by_key(|(place, _)| *place);
    let mut alone = alone.into_iter().peekable();
    let mut ordered: Vec<Pair> = Vec::with_capacity(pairs.len() + alone.len());
    for (n, pair) in pairs.into_iter().map(Some).chain([None]).enumerate() {
        while let Some((_, it)) = alone.next_if(|(place, _)| *place <= n) {
            ordered.push(it);
        }
        ordered.extend(pair);
    }
    let (mut source, mut target) = (0, 0);
    for pair in &mut ordered {
        if pair.source.is_empty() {
            pair.source = source..source;
        }
        if pair.target.is_empty() {
            pair.target = target..target;
        }
        (source, target) = (pair.source.end, pair.target.end);
    }
    ordered
}

#[expect(clippy::cast_precision_loss, reason = "counts are weighed, not added up")]
fn number(count: usize) -> f32 {
    count as f32
}
