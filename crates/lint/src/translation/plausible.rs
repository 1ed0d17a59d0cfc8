//! A second look at pairs: by the letters that names, numbers and cognates share.
//!
//! Alignment sees shapes and lengths first. On pages that have drifted from their source, it pairs blocks that stand in
//! the same place and say something else; a finding about such a pair would be wrong.

#![expect(clippy::cast_precision_loss, reason = "letters are few")]

use std::collections::HashSet;

use firstaid_translate::{Pair, Segment};

use super::similar::Shape;
use super::{Translation, Unit};

/// Maximum distance, in segments, of the blocks that a pair is compared with.
const REACH: usize = 4;

/// Minimum by which the likeness of another block exceeds that of the pair, for the pair to be wrong; likeness is from
/// 0 to 1.
const MARGIN: f32 = 0.1;

/// Minimum likeness of a pair next to a block without a counterpart.
const MIN_BESIDE_GAP: f32 = 0.08;

/// Minimum likeness of a block that is present under another pairing.
const MIN_PRESENT: f32 = 0.5;

/// Maximum distance, in pairs, at which the name that a block is hardly more than is looked for.
const NAMES_REACH: usize = 4 * REACH;

/// Minimum letters of the pairs that a ratio is taken from; with fewer, both languages count as equally long.
const MIN_LETTERS: usize = 40;

/// The log of the number of target letters for each source letter, over the sure pairs of a page.
pub(super) struct Ratios {
    pub(super) median: f32,
    /// The pairs that have so large a share of the page that its ratio is their own, with the ratio of the others.
    large: Vec<(usize, f32)>,
}

impl Ratios {
    pub(super) fn new(of: &Translation<'_>) -> Self {
        /// Minimum share of the letters of a large pair, as the divisor.
        const SHARE: usize = 5;
        let letters = |segments: &[Segment]| -> usize {
            segments.iter().map(|it| it.message.chars().filter(|c| c.is_alphanumeric()).count()).sum()
        };
        let mut all: Vec<(f32, usize, usize)> = of
            .sure_units()
            .map(|unit| (letters(unit.source), letters(unit.target), unit.pair))
            .filter(|(source, target, _)| *source >= MIN_LETTERS / 4 && *target > 0)
            .map(|(source, target, pair)| ((target as f32 / source as f32).ln(), source, pair))
            .collect();
        all.sort_by(|a, b| a.0.total_cmp(&b.0));
        let total: usize = all.iter().map(|(_, letters, _)| letters).sum();
        let is_large = |it: &&(f32, usize, usize)| it.1 * SHARE > total;
        let beside = |pair: usize, own: usize| median(all.iter().filter(|it| it.2 != pair), total - own);
        let large = all.iter().filter(is_large).map(|&(_, own, pair)| (pair, beside(pair, own))).collect();
        Self { median: median(all.iter(), total), large }
    }

    /// The ratio that a pair is measured by.
    pub(super) fn beside(&self, pair: usize) -> f32 {
        self.large.iter().find(|it| it.0 == pair).map_or(self.median, |it| it.1)
    }
}

/// The median by letters: blocks that were cut or left in the source's language do not count.
fn median<'r>(mut ratios: impl Iterator<Item = &'r (f32, usize, usize)>, letters: usize) -> f32 {
    if letters < MIN_LETTERS {
        return 0.0;
    }
    let mut passed = 0;
    let median = ratios.find(|it| {
        passed += it.1;
        passed * 2 >= letters
    });
    median.map_or(0.0, |it| it.0)
}

fn shape(segments: &[Segment]) -> Shape {
    let texts: Vec<&str> = segments.iter().map(|segment| &*segment.message).collect();
    Shape::new(&texts.join(" "))
}

pub(super) fn is_plausible(of: &Translation<'_>, unit: Unit<'_>) -> bool {
    let pair = &of.pairs[unit.pair];
    let (source, target) = (shape(unit.source), shape(unit.target));
    let own = source.likeness(&target);
    let is_gap = |it: &Pair| it.source.is_empty() || it.target.is_empty();
    let is_near = |n: usize| {
        let near = of.pairs[n.saturating_sub(REACH)..(n + REACH + 1).min(of.pairs.len())].iter();
        near.filter(|it| *it != pair)
    };
    if own < MIN_BESIDE_GAP && is_latin(of) && is_near(unit.pair).any(is_gap) {
        return false;
    }
    // Of two blocks of the source for one of the page, the better one is its source.
    let is_contested = |it: &Pair| {
        let rival = &of.source_segments[it.source.clone()];
        let is_rival = it.target.is_empty() && rival[0].kind == unit.source[0].kind;
        is_rival && shape(rival).likeness(&target) > own
    };
    if is_latin(of) && is_near(unit.pair).any(is_contested) {
        return false;
    }
    // A block nearby is like one side of this pair, more than this pair's other side, and more than its own
    // counterpart.
    !is_near(unit.pair).any(|other| {
        let (theirs, ours) =
            (shape(&of.source_segments[other.source.clone()]), shape(&of.segments[other.target.clone()]));
        let bound = own.max(theirs.likeness(&ours));
        let is_outdone = |likeness: f32| likeness > bound + MARGIN && likeness > 2.0 * bound;
        is_outdone(theirs.likeness(&target)) || is_outdone(source.likeness(&ours))
    })
}

/// Whether a block that is hardly more than a name ("Maria Berg: water", "Garden 2.1") has it in as many of the nearby
/// blocks of the page as of the source: in another order, or joined to its neighbour.
fn has_its_names<'p>(of: &Translation<'_>, source: &Segment, near: impl Iterator<Item = &'p Pair> + Clone) -> bool {
    /// Minimum words of a name; one alone may be any word.
    const MIN_WORDS: usize = 2;
    let words: Vec<&str> = source.message.split_whitespace().filter(|it| it.contains(char::is_alphanumeric)).collect();
    let is_name = |word: &&str| word.starts_with(char::is_uppercase) || word.contains(|c: char| c.is_ascii_digit());
    let names: Vec<&str> = words.iter().copied().take_while(is_name).collect();
    if names.len() < MIN_WORDS || names.len() * 2 < words.len() {
        return false;
    }
    let name = names.join(" ");
    let name = name.trim_end_matches(|c: char| !c.is_alphanumeric());
    let count = |segments: &[Segment]| segments.iter().filter(|it| it.message.contains(name)).count();
    let there: usize = near.clone().map(|it| count(&of.source_segments[it.source.clone()])).sum();
    let here: usize = near.map(|it| count(&of.segments[it.target.clone()])).sum();
    here >= there.max(1)
}

/// Whether a block that stands on the page several times, at least with its lead ("**Languages:** …"), has as many
/// translations nearby as the source has such blocks, alone or as lines of others: which is whose is uncertain.
fn has_its_twins<'p>(of: &Translation<'_>, source: &Segment, near: impl Iterator<Item = &'p Pair> + Clone) -> bool {
    let own = lead(&source.message);
    let leads = |segments: &[Segment]| -> Vec<String> {
        segments.iter().flat_map(|it| it.message.lines()).map(lead).filter(|lead| !lead.is_empty()).collect()
    };
    let all: Vec<(Vec<String>, Vec<String>)> = near
        .map(|it| (leads(&of.source_segments[it.source.clone()]), leads(&of.segments[it.target.clone()])))
        .collect();
    let there = all.iter().flat_map(|(there, _)| there).filter(|it| **it == own).count();
    if there < 2 || own.is_empty() {
        return false;
    }
    // The leads that stand in the place of the block's; a translator may have several.
    let mut forms: HashSet<&str> = HashSet::new();
    for (there, here) in all.iter().filter(|(there, here)| there.len() == here.len()) {
        forms.extend(there.iter().zip(here).filter(|(it, _)| **it == own).map(|(_, form)| &**form));
    }
    all.iter().flat_map(|(_, here)| here).filter(|it| forms.contains(&***it)).count() >= there
}

/// The letters and digits, in lower case, of the words in bold that a line begins with; of all words if there are none.
/// Empty for pictures, which look alike and show different things.
fn lead(line: &str) -> String {
    let text = line.trim_start();
    if text.starts_with("![") {
        return String::new();
    }
    let bold = text.strip_prefix("**").and_then(|rest| rest.split_once("**"));
    let lead = bold.map_or(text, |(lead, _)| lead);
    lead.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Whether both languages are written in Latin letters, so that names and cognates look alike.
pub(super) fn is_latin(of: &Translation<'_>) -> bool {
    let languages = of.languages();
    firstaid_language::is_latin(languages.source) && firstaid_language::is_latin(languages.target)
}

pub(super) fn seems_present(of: &Translation<'_>, source: &Segment, pair: usize) -> bool {
    let looked_for = shape(std::slice::from_ref(source));
    let near = of.pairs[pair.saturating_sub(2 * REACH)..(pair + 2 * REACH).min(of.pairs.len())].iter();
    // A block of the page's own nearby may be its translation.
    let is_own = |it: &Pair| it.source.is_empty() && of.segments[it.target.start].kind == source.kind;
    // A list of people may be long.
    let around = of.pairs[pair.saturating_sub(NAMES_REACH)..(pair + NAMES_REACH).min(of.pairs.len())].iter();
    if near.clone().any(is_own) || has_its_names(of, source, around.clone()) || has_its_twins(of, source, around) {
        return true;
    }
    near.filter(|it| !it.target.is_empty()).any(|it| {
        let here = shape(&of.segments[it.target.clone()]);
        let likeness = looked_for.likeness(&here);
        let partner = shape(&of.source_segments[it.source.clone()]).likeness(&here);
        likeness >= MIN_PRESENT && likeness > partner
    })
}
