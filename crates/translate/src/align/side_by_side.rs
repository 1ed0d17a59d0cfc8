//! Finds stretches of two pages whose segments correspond one to one, in one walk without a search.
//!
//! A stretch lies between two keys that each page has exactly once, or between the ends of the pages. Nothing was added
//! or dropped in it if both sides have the same number of segments, with equal shapes and fitting lengths. With any
//! evidence to the contrary, it is no stretch.

use std::ops::Range;

use super::chain::rising;
use super::features::{Class, Features, Shape};
use super::key::KeyKind;
use super::pair::Pair;
use super::ratio::{log_ratio, number};
use super::shared::SharedKeys;

/// Maximum difference between the log length ratio of a pair and that of the pages.
const MAX_LENGTH_DIFFERENCE: f32 = 0.9;
/// Letters added to the length of each segment, so that one word more or less changes the ratio of short ones little.
const EXTRA_LETTERS: f32 = 10.0;
/// Number of segments at an end of a stretch that are searched together with the segments beyond it. They show how the
/// pages relate, and segments may have moved among them.
const CONTEXT: usize = 16;
/// Confidence of the pairs of a stretch. It is below 1, since an item may have been replaced by a different one.
const CONFIDENCE: f32 = 0.97;

/// Consecutive source segments, and the first of as many target segments that correspond to them.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Stretch {
    pub(super) source: Range<usize>,
    pub(super) target: usize,
}

/// The stretches that need no search, in order, without [`CONTEXT`] segments at ends other than those of the pages.
pub(super) fn sure_stretches(source: &Features, target: &Features) -> Vec<Stretch> {
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
    let between = |from: (usize, usize), to: (usize, usize)| {
        let stretch = Stretch { source: from.0..to.0, target: from.1 };
        let are_as_many = stretch.len() > 0 && stretch.target().end == to.1;
        (are_as_many && stretch.is_side_by_side(source, target, ratio, &strong)).then_some(stretch)
    };
    let end = (source.len(), target.len());
    if let Some(whole) = between((0, 0), end) {
        return vec![whole];
    }
    let mut found: Vec<Stretch> = Vec::new();
    let mut from = (0, 0);
    for to in anchors.iter().map(|&(n, m)| (n as usize, m as usize)).chain([end]) {
        if let Some(stretch) = between(from, to) {
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

    /// Whether both sides have equal shapes and fitting lengths, and no key contradicts. `strong` are the places of
    /// strong keys that each page has exactly once.
    fn is_side_by_side(&self, source: &Features, target: &Features, ratio: f32, strong: &[(u32, u32)]) -> bool {
        let (from, to) = (self.source.clone(), self.target());
        // The end mark of a paragraph, by which it looks like a title, may be what is wrong with it.
        let as_text = |class| if class == Class::Title { Class::Paragraph } else { class };
        let looks_alike = |(from, to): (&Shape, &Shape)| {
            Shape { class: as_text(from.class), ..*from } == Shape { class: as_text(to.class), ..*to }
        };
        if !source.shapes[from.clone()].iter().zip(&target.shapes[to.clone()]).all(looks_alike) {
            return false;
        }
        let letters = |length: u32| number(length as usize) + EXTRA_LETTERS;
        let log_ratio = |from: u32, to: u32| (letters(to) / letters(from)).ln();
        let fits = |(&from, &to): (&u32, &u32)| (log_ratio(from, to) - ratio).abs() <= MAX_LENGTH_DIFFERENCE;
        if !source.lengths[from.clone()].iter().zip(&target.lengths[to.clone()]).all(fits) {
            return false;
        }
        let first = strong.partition_point(|it| (it.0 as usize) < from.start);
        let mut inside = strong[first..].iter().take_while(|it| (it.0 as usize) < from.end);
        inside.all(|&(n, m)| m as usize + from.start == n as usize + to.start)
            && SharedKeys::new((source, from.clone()), (target, to)).are_in_place(source, from)
    }
}
