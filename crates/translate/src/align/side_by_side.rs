//! Stretches of two pages whose segments correspond one by one: seen in one walk, without a search.
//!
//! Between two keys that each page has once, equal shapes of about the right length in equal number say that nothing was
//! added or dropped, as they do between the ends of two whole pages. Where anything speaks against it, nothing is said.

use std::ops::Range;

use super::chain::rising;
use super::features::Features;
use super::key::KeyKind;
use super::pair::Pair;
use super::ratio::{log_ratio, number};
use super::shared::SharedKeys;

/// Lengths further apart than this (as the log of their ratio, beside the page's) need a search.
const FAR: f32 = 0.9;
/// Letters that every segment counts more than it has.
const EXTRA: f32 = 10.0;
/// So many segments of a stretch, on either side of what does not go side by side, are searched with it: they tell how
/// the pages relate, and what moved may be among them.
const CONTEXT: usize = 16;
/// Pages that look alike may differ all the same: an item may have been replaced by another.
const CONFIDENCE: f32 = 0.97;

/// Segments of the source, and the first of as many that go side by side with them.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Stretch {
    pub(super) source: Range<usize>,
    pub(super) target: usize,
}

/// What needs no search: the stretches of two pages that go side by side, in order, but for their ends where they border
/// on something else.
pub(super) fn settled(source: &Features, target: &Features) -> Vec<Stretch> {
    let inner = |it: Stretch| {
        let is_first = it.source.start == 0 && it.target == 0;
        let is_last = it.source.end == source.len() && it.target().end == target.len();
        let (before, behind) = (if is_first { 0 } else { CONTEXT }, if is_last { 0 } else { CONTEXT });
        (before + behind < it.len())
            .then(|| Stretch { source: it.source.start + before..it.source.end - behind, target: it.target + before })
    };
    stretches(source, target).into_iter().filter_map(inner).collect()
}

fn stretches(source: &Features, target: &Features) -> Vec<Stretch> {
    let keys = SharedKeys::new((source, 0..source.len()), (target, 0..target.len()));
    let anchors = rising(&keys.unique(source, |_| true));
    let strong = keys.unique(source, KeyKind::is_strong);
    let ratio = log_ratio(source, target, &anchors);
    let goes = |from: (usize, usize), to: (usize, usize)| {
        let stretch = Stretch { source: from.0..to.0, target: from.1 };
        let are_as_many = stretch.len() > 0 && stretch.target().end == to.1;
        (are_as_many && stretch.goes(source, target, ratio, &strong)).then_some(stretch)
    };
    let end = (source.len(), target.len());
    if let Some(whole) = goes((0, 0), end) {
        return vec![whole];
    }
    let mut found: Vec<Stretch> = Vec::new();
    let mut from = (0, 0);
    for to in anchors.iter().map(|&(n, m)| (n as usize, m as usize)).chain([end]) {
        if let Some(stretch) = goes(from, to) {
            match found.last_mut().filter(|last| (last.source.end, last.target().end) == from) {
                Some(last) => last.source.end = to.0,
                None => found.push(stretch),
            }
        }
        from = to;
    }
    found
}

impl Stretch {
    fn len(&self) -> usize {
        self.source.len()
    }

    pub(super) fn target(&self) -> Range<usize> {
        self.target..self.target + self.len()
    }

    pub(super) fn pairs(&self) -> impl Iterator<Item = Pair> {
        let one = |(n, m)| Pair { source: n..n + 1, target: m..m + 1, confidence: CONFIDENCE };
        self.source.clone().zip(self.target()).map(one)
    }

    /// Whether both sides look alike from the first to the last and no key says otherwise, be it one that `strong`ly
    /// does so from elsewhere.
    fn goes(&self, source: &Features, target: &Features, ratio: f32, strong: &[(u32, u32)]) -> bool {
        let (from, to) = (self.source.clone(), self.target());
        if source.shapes[from.clone()] != target.shapes[to.clone()] {
            return false;
        }
        let letters = |length: u32| number(length as usize) + EXTRA;
        let is_near = |(&from, &to): (&u32, &u32)| ((letters(to) / letters(from)).ln() - ratio).abs() <= FAR;
        if !source.lengths[from.clone()].iter().zip(&target.lengths[to.clone()]).all(is_near) {
            return false;
        }
        let first = strong.partition_point(|it| (it.0 as usize) < from.start);
        let mut inside = strong[first..].iter().take_while(|it| (it.0 as usize) < from.end);
        inside.all(|&(n, m)| m as usize + from.start == n as usize + to.start)
            && SharedKeys::new((source, from.clone()), (target, to)).are_in_place(source, from)
    }
}
