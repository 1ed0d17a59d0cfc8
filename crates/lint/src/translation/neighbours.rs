//! Corrects pairs of segments by their neighbours.
//!
//! A key that was swapped with another one makes its block look like the block of the other one. The blocks around stay
//! in place: without them, the two blocks would be paired by their keys or left out as uncertain, and the swap missed.

use firstaid_translate::{Pair, SURE, Segment};

use super::LIKELY;
use super::similar::Shape;

/// Maximum consecutive uncertain pairs that the pairs around them confirm.
const MAX_RUN: usize = 3;

/// The pairs, corrected by their neighbours.
pub(super) fn corrected(pairs: Vec<Pair>, source: &[Segment], target: &[Segment]) -> Vec<Pair> {
    confirmed(uncrossed(pairs, source, target), source, target)
}

/// Raises the confidence of single blocks of the same kind between two likely pairs.
fn confirmed(mut pairs: Vec<Pair>, source: &[Segment], target: &[Segment]) -> Vec<Pair> {
    let mut n = 1;
    while n < pairs.len() {
        let run = pairs[n..].iter().take(MAX_RUN + 1).take_while(|pair| pair.confidence < LIKELY).count();
        let around = &pairs[n - 1..(n + run + 1).min(pairs.len())];
        let is_framed = run > 0
            && around.len() == run + 2
            && [&around[0], &around[run + 1]].into_iter().all(|pair| pair.confidence >= LIKELY)
            && around.windows(2).all(|two| follows(&two[0], &two[1]))
            && around[1..=run].iter().all(|it| is_alike(&source[it.source.start], &target[it.target.start]));
        if is_framed {
            pairs[n..n + run].iter_mut().for_each(|pair| pair.confidence = LIKELY);
        }
        n += run.max(1);
    }
    pairs
}

/// Whether one pair comes directly after another one on both sides.
fn follows(before: &Pair, pair: &Pair) -> bool {
    let is_both = |pair: &Pair| !pair.source.is_empty() && !pair.target.is_empty();
    let is_next = before.source.end == pair.source.start && before.target.end == pair.target.start;
    is_both(before) && is_both(pair) && is_next && (pair.confidence >= LIKELY || is_single(pair))
}

/// Exchanges the targets of two pairs where the neighbours of both fit better then.
fn uncrossed(mut pairs: Vec<Pair>, source: &[Segment], target: &[Segment]) -> Vec<Pair> {
    let target_of: Vec<Option<usize>> = by_source(&pairs, source.len());
    let crossing: Vec<usize> = (0..pairs.len()).filter(|&n| is_single(&pairs[n]) && !is_in_line(&pairs, n)).collect();
    for (i, &n) in crossing.iter().enumerate() {
        let swapped = crossing[i + 1..].iter().take(MAX_TRIED).copied().find(|&m| {
            let (first, second) = (&pairs[n], &pairs[m]);
            let (from, to) = (first.source.start, second.target.start);
            let (other_from, other_to) = (second.source.start, first.target.start);
            to < other_to
                && is_alike(&source[from], &target[to])
                && is_alike(&source[other_from], &target[other_to])
                && fits(&target_of, from, to)
                && fits(&target_of, other_from, other_to)
                && !did_move([&source[from], &source[other_from]], [&target[to], &target[other_to]])
        });
        if let Some(m) = swapped {
            let here = pairs[n].target.clone();
            pairs[n].target = std::mem::replace(&mut pairs[m].target, here);
            // Their neighbours confirm them.
            for n in [n, m] {
                pairs[n].confidence = pairs[n].confidence.max(SURE);
            }
        }
    }
    pairs
}

/// Maximum crossing pairs that each one is compared with; bounds the time.
const MAX_TRIED: usize = 32;

fn by_source(pairs: &[Pair], len: usize) -> Vec<Option<usize>> {
    let mut target_of = vec![None; len];
    for pair in pairs.iter().filter(|pair| is_single(pair)) {
        target_of[pair.source.start] = Some(pair.target.start);
    }
    target_of
}

fn is_single(pair: &Pair) -> bool {
    pair.source.len() == 1 && pair.target.len() == 1
}

/// Whether a pair is in the same order with those before and after it on both sides.
fn is_in_line(pairs: &[Pair], n: usize) -> bool {
    let here = pairs[n].target.start;
    let before = pairs[..n].iter().rev().find(|pair| !pair.target.is_empty() && !pair.source.is_empty());
    let after = pairs[n + 1..].iter().find(|pair| !pair.target.is_empty() && !pair.source.is_empty());
    before.is_none_or(|pair| pair.target.start < here) && after.is_none_or(|pair| here < pair.target.start)
}

fn is_alike(source: &Segment, target: &Segment) -> bool {
    source.kind == target.kind && source.lists == target.lists && source.slots.len() == target.slots.len()
}

/// Whether the segment before or the one after is paired next to this pair.
fn fits(target_of: &[Option<usize>], source: usize, target: usize) -> bool {
    let before = source.checked_sub(1).and_then(|n| target_of[n]).is_some_and(|it| it + 1 == target);
    let after = target_of.get(source + 1).copied().flatten().is_some_and(|it| it == target + 1);
    before || after
}

/// Whether the words show that the two blocks themselves changed places, with their text.
fn did_move(source: [&Segment; 2], target: [&Segment; 2]) -> bool {
    let [from, other_from] = source.map(|segment| Shape::new(&words(&segment.message)));
    let [to, other_to] = target.map(|segment| Shape::new(&words(&segment.message)));
    let straight = from.likeness(&to) + other_from.likeness(&other_to);
    let crossed = from.likeness(&other_to) + other_from.likeness(&to);
    crossed > straight + MOVED_MARGIN
}

/// Minimum by which the likeness of the crossed words exceeds the straight one for moved blocks; sums of two likenesses
/// from 0 to 1.
const MOVED_MARGIN: f32 = 0.2;

/// A text without what may be swapped: numbers, e-mail addresses, the groups of a fingerprint.
fn words(message: &str) -> String {
    let is_hex = |word: &str| word.len() == 4 && word.bytes().all(|b| b.is_ascii_digit() || (b'A'..=b'F').contains(&b));
    let is_word = |word: &&str| !word.contains(|c: char| c == '@' || c.is_ascii_digit()) && !is_hex(word);
    message.split_whitespace().filter(is_word).collect::<Vec<_>>().join(" ")
}
