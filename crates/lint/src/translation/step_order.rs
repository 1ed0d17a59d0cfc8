//! Whether two consecutive steps of a numbered list changed places.
//!
//! Pairs are of no use here: the alignment keeps the order of the blocks. Lists with as many steps on both sides are
//! compared step by step, by the names, cognates and identifiers that steps share, and by their length.

#![expect(clippy::cast_precision_loss, reason = "steps and letters are few")]

use std::collections::BTreeMap;

use firstaid_content::Page;
use firstaid_text::TextRange;
use firstaid_translate::{Segment, SegmentKind};

use super::Translation;
use super::similar::Shape;

/// Minimum by which the likeness of two steps in the other order exceeds that in their own; sums of two likenesses.
const MIN_MARGIN: f32 = 0.25;

/// Minimum likeness of the two steps in the other order, as a sum: length and numbers alone prove nothing.
const MIN_CROSSED: f32 = 0.2;

/// Weight of the difference of log length ratios.
const LENGTH: f32 = 0.2;

/// Weight of identifiers that only one of the two orders explains.
const IDENTIFIERS: f32 = 0.3;

/// Letters added to each length.
const EXTRA_LETTERS: f32 = 12.0;

/// Maximum steps of a list that are compared.
const MAX_STEPS: usize = 200;

/// Two consecutive steps of the page in the order opposite to the source.
pub(crate) struct SwappedSteps {
    /// The first of the two on the page.
    pub(crate) target: TextRange,
    pub(crate) next: TextRange,
    /// The first of the two in the source.
    pub(crate) source: TextRange,
}

/// A step prepared for comparison.
struct Step<'s> {
    segment: &'s Segment,
    shape: Shape,
    letters: f32,
    /// Words with a digit, and addresses.
    identifiers: Vec<&'s str>,
}

impl<'s> Step<'s> {
    fn new(page: &'s Page, segment: &'s Segment) -> Self {
        let text = &page.text()[segment.range];
        let is_mark =
            |c: char| c.is_whitespace() || matches!(c, '(' | ')' | '[' | ']' | '<' | '>' | '`' | '"' | '*' | '_');
        let words = text.split(is_mark).map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()));
        let identifiers = words.filter(|word| word.contains(|c: char| c.is_ascii_digit()) || word.contains("://"));
        Self {
            segment,
            shape: Shape::new(&segment.message),
            letters: segment.message.chars().filter(|c| c.is_alphanumeric()).count() as f32 + EXTRA_LETTERS,
            identifiers: identifiers.collect(),
        }
    }

    fn is_same_text(&self, other: &Self) -> bool {
        self.segment.message == other.segment.message
    }

    fn shared_identifiers(&self, other: &Self) -> usize {
        self.identifiers.iter().filter(|it| other.identifiers.contains(it)).count()
    }
}

pub(super) fn swapped(of: &Translation<'_>) -> Vec<SwappedSteps> {
    let here = steps_by_list(of.page, &of.segments, |segment| of.list(segment));
    if here.is_empty() {
        return Vec::new();
    }
    let mut there = steps_by_list(of.source, of.source_segments, |segment| of.source_list(segment));
    let mut found = Vec::new();
    for own in here.into_values() {
        // The list of the source in which most steps have their counterpart.
        let mut votes: BTreeMap<u32, usize> = BTreeMap::new();
        for &segment in &own {
            let pair = &of.pairs[of.pair_of(segment)];
            for list in pair.source.clone().filter_map(|it| of.source_list(it)) {
                *votes.entry(list).or_default() += 1;
            }
        }
        let Some((list, _)) = votes.into_iter().max_by_key(|&(list, votes)| (votes, u32::MAX - list)) else { continue };
        let Some(source) = there.get(&list).filter(|source| source.len() == own.len()) else { continue };
        found.extend(swapped_in(of, source, &own));
        there.remove(&list);
    }
    found
}

/// The segments that are items of numbered lists, by list; of lists with at least two.
fn steps_by_list(
    page: &Page,
    segments: &[Segment],
    list_of: impl Fn(usize) -> Option<u32>,
) -> BTreeMap<u32, Vec<usize>> {
    let mut found: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
    if !page.lists.iter().any(|list| list.ordered && list.items.len() > 1) {
        return found;
    }
    for (n, _) in segments.iter().enumerate().filter(|(_, segment)| segment.kind == SegmentKind::Item) {
        let list = list_of(n).filter(|&list| page.lists[list as usize].ordered);
        if let Some(list) = list {
            found.entry(list).or_default().push(n);
        }
    }
    found.retain(|_, steps| (2..=MAX_STEPS).contains(&steps.len()));
    found
}

fn swapped_in(of: &Translation<'_>, source: &[usize], target: &[usize]) -> Vec<SwappedSteps> {
    let there: Vec<Step<'_>> = source.iter().map(|&n| Step::new(of.source, &of.source_segments[n])).collect();
    let here: Vec<Step<'_>> = target.iter().map(|&n| Step::new(of.page, &of.segments[n])).collect();
    let ratio = of.log_ratio();
    let mut found = Vec::new();
    let mut n = 0;
    while n + 1 < there.len() {
        if is_swapped([&there[n], &there[n + 1]], [&here[n], &here[n + 1]], ratio) {
            found.push(SwappedSteps {
                target: here[n].segment.range,
                next: here[n + 1].segment.range,
                source: there[n].segment.range,
            });
            n += 1;
        }
        n += 1;
    }
    found
}

fn is_swapped([first, second]: [&Step<'_>; 2], [here, next]: [&Step<'_>; 2], log_ratio: f32) -> bool {
    if first.is_same_text(second) || here.is_same_text(next) || first.is_same_text(here) || second.is_same_text(next) {
        return false;
    }
    let crossed = first.shape.likeness(&next.shape) + second.shape.likeness(&here.shape);
    let straight = first.shape.likeness(&here.shape) + second.shape.likeness(&next.shape);
    let off = |one: &Step<'_>, other: &Step<'_>| ((other.letters / one.letters).ln() - log_ratio).abs();
    let lengths = off(first, here) + off(second, next) - off(first, next) - off(second, here);
    let shared = |one: &Step<'_>, other: &Step<'_>| one.shared_identifiers(other) as f32;
    let identifiers = shared(first, next) + shared(second, here) - shared(first, here) - shared(second, next);
    let margin = crossed - straight + LENGTH * lengths + IDENTIFIERS * identifiers.clamp(-1.0, 1.0);
    crossed >= MIN_CROSSED && margin > MIN_MARGIN
}
