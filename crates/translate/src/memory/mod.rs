//! The translation memory of a locale: what was said before for a text, or for one much like it.
//!
//! What it offers is ranked, and names its origin. A text with another number, identity or negation is never offered
//! as if it were the same: a wrong number that reads well is what nobody notices.

mod facts;
mod grams;

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};

use foldhash::fast::FixedState;
use rapidfuzz::distance::levenshtein::{Args, BatchComparator};

use facts::Facts;
use grams::GramIndex;

/// What is less alike than this is not offered.
const LEAST: u8 = 60;
/// A text alike but for letter case or so is not the same.
const ALIKE: u8 = 98;
/// The same but for spacing and line ends.
const SAME_WORDS: u8 = 99;
const ADAPTED: u8 = 95;
const CONFLICTING: u8 = 69;
/// How many candidates are compared letter by letter.
const CANDIDATES: usize = 16;

/// A translation that the memory knows.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Unit {
    pub source: String,
    pub translation: String,
    /// Where it is from, such as a page's name.
    pub origin: Box<str>,
    pub context: Context,
    pub trust: Trust,
}

/// How far a translation is to be believed.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Trust {
    /// Written by a machine, or marked as not sure.
    Unsure,
    /// No longer in use.
    Obsolete,
    Translated,
    Reviewed,
}

/// What a text stands among, for comparison only.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Context {
    heading: u64,
    before: u64,
    after: u64,
}

/// How a unit fits a text, the best first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Fit {
    /// The same text in the same surroundings.
    InContext,
    /// The same text, spacing apart.
    Exact,
    /// The same text but for numbers or slots, which were put in the translation.
    Adapted,
    Fuzzy,
    /// Numbers, identities or negations differ: for people to see, not to be filled in.
    Conflicting,
}

/// A unit that fits a text.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Match<'m> {
    pub unit: &'m Unit,
    /// The translation to offer.
    pub text: Cow<'m, str>,
    /// 100 is the same text.
    pub score: u8,
    pub fit: Fit,
}

/// All that a locale's translators wrote.
#[derive(Clone, Debug, Default)]
pub struct Memory {
    units: Vec<Known>,
    /// By words, spacing apart.
    by_text: HashMap<Box<str>, Vec<u32>, FixedState>,
    grams: GramIndex,
}

#[derive(Clone, Debug)]
struct Known {
    unit: Unit,
    /// In lower case, on one line.
    folded: Box<str>,
    facts: Facts,
}

impl Context {
    /// The heading above a text, and its neighbours; empty where there is none.
    pub fn new(heading: &str, before: &str, after: &str) -> Self {
        let hash = |text: &str| {
            let mut hasher = DefaultHasher::new();
            text.hash(&mut hasher);
            if text.is_empty() { 0 } else { hasher.finish() }
        };
        Self { heading: hash(heading), before: hash(before), after: hash(after) }
    }

    /// Whether two of heading and neighbours are there and the same.
    fn agrees(self, other: Self) -> bool {
        let pairs = [(self.heading, other.heading), (self.before, other.before), (self.after, other.after)];
        pairs.iter().filter(|(one, two)| one == two && *one != 0).count() >= 2
    }
}

impl Match<'_> {
    /// Whether it may be filled in where a score of `least` is asked for.
    pub fn is_fillable(&self, least: u8) -> bool {
        self.fit != Fit::Conflicting && self.score >= least
    }
}

impl FromIterator<Unit> for Memory {
    fn from_iter<I: IntoIterator<Item = Unit>>(units: I) -> Self {
        let mut memory = Self::default();
        memory.extend(units);
        memory
    }
}

impl Extend<Unit> for Memory {
    fn extend<I: IntoIterator<Item = Unit>>(&mut self, units: I) {
        for unit in units {
            self.add(unit);
        }
    }
}

impl Memory {
    /// Adds a unit; one without a translation is nothing to remember.
    pub fn add(&mut self, unit: Unit) {
        if unit.source.trim().is_empty() || unit.translation.trim().is_empty() {
            return;
        }
        let text = on_one_line(&unit.source);
        let folded: Box<str> = text.to_lowercase().into();
        let number = self.units.len() as u32;
        self.grams.add(number, &folded);
        self.by_text.entry(text.into()).or_default().push(number);
        self.units.push(Known { facts: Facts::of(&unit.source), folded, unit });
    }

    pub fn len(&self) -> usize {
        self.units.len()
    }

    pub fn is_empty(&self) -> bool {
        self.units.is_empty()
    }

    /// The units that have this very text, spacing apart, the best first.
    pub fn exact(&self, source: &str, context: Context) -> Vec<Match<'_>> {
        let found = self.by_text.get(&*on_one_line(source)).into_iter().flatten();
        let matches = found.map(|&number| {
            let unit = &self.units[number as usize].unit;
            let is_same = unit.source == source;
            let fit = if is_same && unit.context.agrees(context) { Fit::InContext } else { Fit::Exact };
            let score = if is_same { 100 } else { SAME_WORDS };
            Match { unit, text: Cow::Borrowed(&unit.translation), score, fit }
        });
        best(matches.collect(), usize::MAX)
    }

    /// The units that fit a text, at most `most` and the best first, each translation once.
    pub fn look_up(&self, source: &str, context: Context, most: usize) -> Vec<Match<'_>> {
        let mut matches = self.exact(source, context);
        if matches.len() < most {
            matches.extend(self.fuzzy(source));
        }
        best(matches, most)
    }

    fn fuzzy(&self, source: &str) -> Vec<Match<'_>> {
        let text = on_one_line(source);
        let folded = text.to_lowercase();
        let facts = Facts::of(source);
        let length = folded.chars().count();
        let comparator = BatchComparator::new(folded.chars());
        let mut matches = Vec::new();
        for number in self.grams.candidates(&folded, CANDIDATES) {
            let known = &self.units[number as usize];
            let Some(score) = score(&comparator, length, &known.folded) else { continue };
            if known.folded[..] == folded && on_one_line(&known.unit.source) == text {
                continue;
            }
            matches.push(known.compared(score.min(ALIKE), &facts, source));
        }
        matches
    }
}

impl Known {
    /// What a unit is worth for a text that is not the same.
    fn compared(&self, score: u8, facts: &Facts, source: &str) -> Match<'_> {
        let unit = &self.unit;
        let as_it_is = Cow::Borrowed(&*unit.translation);
        if self.facts.agree(facts) {
            return Match { unit, text: as_it_is, score, fit: Fit::Fuzzy };
        }
        match self.facts.adapted(&unit.source, facts, source, &unit.translation) {
            Some(text) => Match { unit, text: Cow::Owned(text), score: ADAPTED, fit: Fit::Adapted },
            None => Match { unit, text: as_it_is, score: score.min(CONFLICTING), fit: Fit::Conflicting },
        }
    }
}

/// How many hundredths of the longer of two texts need no edit; `None` if that is less than [`LEAST`].
fn score(comparator: &BatchComparator<char>, length: usize, other: &str) -> Option<u8> {
    let longer = other.chars().count().max(length).max(1);
    let most = Args::default().score_cutoff(longer * usize::from(100 - LEAST) / 100);
    let edits = comparator.distance_with_args(other.chars(), &most)?;
    let score = ((longer - edits) * 100 / longer) as u8;
    (score >= LEAST).then_some(score)
}

fn on_one_line(text: &str) -> Cow<'_, str> {
    let is_plain = text.trim().len() == text.len() && !text.contains("  ") && !text.contains(['\n', '\t', '\r']);
    if is_plain { Cow::Borrowed(text) } else { Cow::Owned(text.split_whitespace().collect::<Vec<_>>().join(" ")) }
}

/// Ranked by fit, score, trust, origin; of one translation, the best.
fn best(mut matches: Vec<Match<'_>>, most: usize) -> Vec<Match<'_>> {
    let by_score = |it: &Match<'_>| (std::cmp::Reverse(it.score), std::cmp::Reverse(it.unit.trust));
    matches.sort_by(|one, two| {
        let alike = by_score(one).cmp(&by_score(two)).then_with(|| one.unit.origin.cmp(&two.unit.origin));
        // Of the same texts, that in context first, whoever wrote it.
        let in_context = (two.fit == Fit::InContext).cmp(&(one.fit == Fit::InContext));
        in_context.then(alike)
    });
    let mut seen: HashSet<String> = HashSet::with_capacity(matches.len());
    matches.retain(|it| seen.insert(it.text.to_string()));
    matches.truncate(most);
    matches
}

#[cfg(test)]
mod tests;
