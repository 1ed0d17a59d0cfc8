//! Which segments of a translated page belong to which of its source, when nothing but the two pages is known.
//!
//! Pages that go side by side are seen as such in one walk. Otherwise dynamic programming finds the best way through
//! both, by length, kind and the keys that they share, and what moved is looked for in what is left over. It must never
//! take a guess for certain: each pair says how sure it is.

mod crossing;
mod features;
mod lattice;
mod score;
mod shared;
mod side_by_side;

use std::ops::Range;

use firstaid_content::Page;

use crate::{Segment, SegmentKind};
use features::{Features, Words};
use lattice::{Taken, best_path};
use score::{Relation, Scorer};
use shared::SharedKeys;

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

/// Pairs from this confidence on are right but for one in a hundred.
pub const SURE: f32 = 0.9;

/// Pairs the segments of a page with those of its translation: each of both is in exactly one pair.
///
/// The pairs come in source order; what only the target has comes behind the pair of the target segment before it.
pub fn align(source: &Page, source_segments: &[Segment], target: &Page, target_segments: &[Segment]) -> Vec<Pair> {
    let (source_body, target_body) = (body(source_segments), body(target_segments));
    let mut pairs = front_matter(&source_segments[..source_body], &target_segments[..target_body]);
    let (source_rest, target_rest) = (&source_segments[source_body..], &target_segments[target_body..]);
    let found = side_by_side::pairs(
        &Features::new(source, source_rest, Words::Names),
        &Features::new(target, target_rest, Words::Names),
    );
    let found = found.unwrap_or_else(|| {
        search(&Features::new(source, source_rest, Words::All), &Features::new(target, target_rest, Words::All))
    });
    pairs.extend(found.into_iter().map(|pair| Pair {
        source: pair.source.start + source_body..pair.source.end + source_body,
        target: pair.target.start + target_body..pair.target.end + target_body,
        ..pair
    }));
    in_order(pairs)
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

/// The pairs of two pages that do not go side by side.
fn search(source: &Features, target: &Features) -> Vec<Pair> {
    let keys = SharedKeys::new(source, target);
    let anchors = rising(&keys.unique(source));
    let mut relation = Relation { log_ratio: log_ratio(source, target, &anchors), seen: Default::default() };
    let mut scorer = Scorer::new(source, target, keys.evidence(source, target));
    scorer.relate(target, &relation);
    let first = best_path(&scorer, &anchors);
    relation = learnt(source, target, &first, relation);
    scorer.relate(target, &relation);
    let path = best_path(&scorer, &anchors);
    crossing::pairs(&scorer, &path)
}

/// What the sure pairs of a path tell of how the pages relate.
fn learnt(source: &Features, target: &Features, path: &[Taken], known: Relation) -> Relation {
    const SURELY: f32 = 3.0;
    let is_sure = |it: &&Taken| (it.step.source, it.step.target) == (1, 1) && it.margin >= SURELY;
    let sure: Vec<(u32, u32)> = path.iter().filter(is_sure).map(|it| (it.source as u32, it.target as u32)).collect();
    let mut relation = Relation { log_ratio: log_ratio(source, target, &sure), ..known };
    for &(n, m) in &sure {
        let (from, to) = (source.shapes[n as usize].class, target.shapes[m as usize].class);
        relation.seen[from as usize][to as usize] += 1;
    }
    relation
}

/// The log of the target's letters for one of the source: the median of the pairs, or that of all where they are few.
fn log_ratio(source: &Features, target: &Features, pairs: &[(u32, u32)]) -> f32 {
    const ENOUGH: usize = 5;
    let log = |letters: u32| (letters as f32 + 1.0).ln();
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
fn rising(pairs: &[(u32, u32, bool)]) -> Vec<(u32, u32)> {
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

fn in_order(mut pairs: Vec<Pair>) -> Vec<Pair> {
    pairs.sort_by_key(|pair| (pair.source.is_empty(), pair.source.start, pair.target.start));
    let first_alone = pairs.partition_point(|pair| !pair.source.is_empty());
    let alone = pairs.split_off(first_alone);
    // Where the pair of each target segment stands.
    let ends = pairs.iter().map(|pair| pair.target.end).max().unwrap_or(0);
    let mut places: Vec<Option<usize>> = vec![None; ends];
    for (n, pair) in pairs.iter().enumerate() {
        places[pair.target.clone()].fill(Some(n));
    }
    let mut behind: Vec<(usize, Pair)> = Vec::with_capacity(alone.len());
    let mut place = 0;
    let mut next = 0;
    for pair in alone {
        for at in next..pair.target.start {
            place = places.get(at).copied().flatten().map_or(place, |n| n + 1);
        }
        next = pair.target.end;
        let at = place.checked_sub(1).map_or(0, |n| pairs[n].source.end);
        behind.push((place, Pair { source: at..at, ..pair }));
    }
    // A stable sort keeps those behind one pair in the order of the target.
    behind.sort_by_key(|(place, _)| *place);
    let mut ordered = Vec::with_capacity(pairs.len() + behind.len());
    let mut behind = behind.into_iter().peekable();
    for (n, pair) in pairs.into_iter().enumerate() {
        while let Some((_, alone)) = behind.next_if(|(place, _)| *place <= n) {
            ordered.push(alone);
        }
        ordered.push(pair);
    }
    ordered.extend(behind.map(|(_, pair)| pair));
    ordered
}
