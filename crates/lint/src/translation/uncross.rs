//! Keys that were swapped between two organisations must not be paired by their digits: then nothing would be wrong.
//!
//! Where two pairs cross, although each fits the place that the other has, and what is said beside the keys does not
//! speak for it, their targets change places.

use firstaid_translate::{Pair, SURE, Segment};

use super::similar::Shape;

/// Pairs whose neighbours say that they stand in each other's place, put right.
pub(super) fn uncrossed(mut pairs: Vec<Pair>, source: &[Segment], target: &[Segment]) -> Vec<Pair> {
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
            // Their neighbours vouch for them.
            for n in [n, m] {
                pairs[n].confidence = pairs[n].confidence.max(SURE);
            }
        }
    }
    pairs
}

/// Of many pairs that cross, each is tried with so many.
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

/// Whether a pair stands between those before and behind it on both sides.
fn is_in_line(pairs: &[Pair], n: usize) -> bool {
    let here = pairs[n].target.start;
    let before = pairs[..n].iter().rev().find(|pair| !pair.target.is_empty() && !pair.source.is_empty());
    let behind = pairs[n + 1..].iter().find(|pair| !pair.target.is_empty() && !pair.source.is_empty());
    before.is_none_or(|pair| pair.target.start < here) && behind.is_none_or(|pair| here < pair.target.start)
}

fn is_alike(source: &Segment, target: &Segment) -> bool {
    source.kind == target.kind && source.lists == target.lists && source.slots.len() == target.slots.len()
}

/// Whether the segment before, or the one behind, is where it would be beside this pair.
fn fits(target_of: &[Option<usize>], source: usize, target: usize) -> bool {
    let before = source.checked_sub(1).and_then(|n| target_of[n]).is_some_and(|it| it + 1 == target);
    let behind = target_of.get(source + 1).copied().flatten().is_some_and(|it| it == target + 1);
    before || behind
}

/// Whether the words say that the two changed places with all that is in them.
fn did_move(source: [&Segment; 2], target: [&Segment; 2]) -> bool {
    let [from, other_from] = source.map(|segment| Shape::new(&words(&segment.message)));
    let [to, other_to] = target.map(|segment| Shape::new(&words(&segment.message)));
    let straight = from.likeness(&to) + other_from.likeness(&other_to);
    let crossed = from.likeness(&other_to) + other_from.likeness(&to);
    crossed > straight + MOVED
}

/// By how much the words must be more alike for a block to have moved.
const MOVED: f32 = 0.2;

/// A text without what may have been swapped: numbers, addresses, the groups of a fingerprint.
fn words(message: &str) -> String {
    let is_hex = |word: &str| word.len() == 4 && word.bytes().all(|b| b.is_ascii_digit() || (b'A'..=b'F').contains(&b));
    let is_word = |word: &&str| !word.contains(|c: char| c == '@' || c.is_ascii_digit()) && !is_hex(word);
    message.split_whitespace().filter(is_word).collect::<Vec<_>>().join(" ")
}
