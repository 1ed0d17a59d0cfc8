//! The translation memory of a locale: earlier translations of a text, or of similar ones.
//!
//! Matches are ranked and name their origin. A match with another number, identity or negation must never count as the
//! same: nobody notices a wrong number in a text that reads well.

mod facts;
mod grams;

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};

use foldhash::fast::FixedState;
use rapidfuzz::distance::levenshtein::{Args, BatchComparator};

use facts::Facts;
use grams::GramIndex;

use crate::segments::squeezed;

/// Minimum score of a match, in percent.
const MIN_SCORE: u8 = 60;
/// Maximum score of a fuzzy match, in percent: a text that differs in letter case only is not the same.
const MAX_FUZZY_SCORE: u8 = 98;
/// Score of a text that differs in white space only, in percent.
const SAME_WORDS_SCORE: u8 = 99;
/// Score of an adapted match, in percent.
const ADAPTED_SCORE: u8 = 95;
/// Maximum score of a conflicting match, in percent.
const MAX_CONFLICTING_SCORE: u8 = 69;
/// Maximum number of candidates for which the edit distance is computed.
const MAX_CANDIDATES: usize = 16;

/// A text and its translation.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Unit {
    pub source: String,
    pub translation: String,
    /// Where the translation comes from, such as the name of a page.
    pub origin: Box<str>,
    pub context: Context,
    pub trust: Trust,
}

/// How far a translation can be trusted, the least first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Trust {
    /// Made by a machine, or fuzzy.
    Unsure,
    /// Translated by a person; its message is no longer in use.
    Obsolete,
    Translated,
    Reviewed,
}

/// Hashes of the heading and the neighbours of a text; 0 where there is none.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Context {
    heading: u64,
    before: u64,
    after: u64,
}

/// How a unit matches a text, the best first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Fit {
    /// The same text in the same context.
    InContext,
    /// The same text; white space may differ.
    Exact,
    /// The same text with other numbers or slots, which were replaced in the translation.
    Adapted,
    Fuzzy,
    /// Numbers, identities or negations differ. Such a match is shown to people and never filled in.
    Conflicting,
}

/// A unit that matches a text.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Match<'m> {
    pub unit: &'m Unit,
    /// The translation to offer.
    pub text: Cow<'m, str>,
    /// Similarity in percent; 100 is the same text.
    pub score: u8,
    pub fit: Fit,
}

/// The translations into a locale.
#[derive(Clone, Debug, Default)]
pub struct Memory {
    units: Vec<IndexedUnit>,
    /// Indices of units, by source text with white space squeezed.
    by_text: HashMap<Box<str>, Vec<u32>, FixedState>,
    grams: GramIndex,
}

#[derive(Clone, Debug)]
struct IndexedUnit {
    unit: Unit,
    /// The source in lower case, with white space squeezed.
    folded: Box<str>,
    facts: Facts,
}

impl Context {
    /// The context of a text: the heading above it and its neighbours, each empty if there is none.
    pub fn new(heading: &str, before: &str, after: &str) -> Self {
        let hash = |text: &str| {
            let mut hasher = DefaultHasher::new();
            text.hash(&mut hasher);
            if text.is_empty() { 0 } else { hasher.finish() }
        };
        Self { heading: hash(heading), before: hash(before), after: hash(after) }
    }

    /// Whether at least two of heading and neighbours exist and are the same.
    fn agrees(self, other: Self) -> bool {
        let pairs = [(self.heading, other.heading), (self.before, other.before), (self.after, other.after)];
        pairs.iter().filter(|(one, two)| one == two && *one != 0).count() >= 2
    }
}

impl Match<'_> {
    /// Whether the match may be filled in, given the minimum score in percent.
    pub fn is_fillable(&self, min_score: u8) -> bool {
        self.fit != Fit::Conflicting && self.score >= min_score
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
    /// Adds a unit. A unit without source or translation is ignored.
    pub fn add(&mut self, unit: Unit) {
        if unit.source.trim().is_empty() || unit.translation.trim().is_empty() {
            return;
        }
        let text = on_one_line(&unit.source);
        let folded: Box<str> = text.to_lowercase().into();
        let number = self.units.len() as u32;
        self.grams.add(number, &folded);
        self.by_text.entry(text.into()).or_default().push(number);
        self.units.push(IndexedUnit { facts: Facts::of(&unit.source), folded, unit });
    }

    pub fn len(&self) -> usize {
        self.units.len()
    }

    pub fn is_empty(&self) -> bool {
        self.units.is_empty()
    }

    /// The units with this source text, the best first; white space may differ.
    pub fn exact(&self, source: &str, context: Context) -> Vec<Match<'_>> {
        let found = self.by_text.get(&*on_one_line(source)).into_iter().flatten();
        let matches = found.map(|&number| {
            let unit = &self.units[number as usize].unit;
            let is_same = unit.source == source;
            let fit = if is_same && unit.context.agrees(context) { Fit::InContext } else { Fit::Exact };
            let score = if is_same { 100 } else { SAME_WORDS_SCORE };
            Match { unit, text: Cow::Borrowed(&unit.translation), score, fit }
        });
        best(matches.collect(), usize::MAX)
    }

    /// The units that match a text, at most `limit` and the best first, each translation once.
    pub fn look_up(&self, source: &str, context: Context, limit: usize) -> Vec<Match<'_>> {
        let mut matches = self.exact(source, context);
        if matches.len() < limit {
            matches.extend(self.fuzzy(source));
        }
        best(matches, limit)
    }

    fn fuzzy(&self, source: &str) -> Vec<Match<'_>> {
        let text = on_one_line(source);
        let folded = text.to_lowercase();
        let facts = Facts::of(source);
        let length = folded.chars().count();
        let comparator = BatchComparator::new(folded.chars());
        let mut matches = Vec::new();
        for number in self.grams.candidates(&folded, MAX_CANDIDATES) {
            let indexed = &self.units[number as usize];
            let Some(score) = score(&comparator, length, &indexed.folded) else { continue };
            let is_exact = indexed.folded[..] == folded && on_one_line(&indexed.unit.source) == text;
            if is_exact {
                continue;
            }
            matches.push(indexed.as_match(score.min(MAX_FUZZY_SCORE), &facts, source));
        }
        matches
    }
}

impl IndexedUnit {
    /// The unit as a match for `source`, a similar text with these facts.
    fn as_match(&self, score: u8, facts: &Facts, source: &str) -> Match<'_> {
        let unit = &self.unit;
        let unchanged = Cow::Borrowed(&*unit.translation);
        if self.facts.agree(facts) {
            return Match { unit, text: unchanged, score, fit: Fit::Fuzzy };
        }
        match self.facts.adapted(&unit.source, facts, source, &unit.translation) {
            Some(text) => Match { unit, text: Cow::Owned(text), score: ADAPTED_SCORE, fit: Fit::Adapted },
            None => Match { unit, text: unchanged, score: score.min(MAX_CONFLICTING_SCORE), fit: Fit::Conflicting },
        }
    }
}

/// The similarity of two texts in percent: 100 less the edit distance (Levenshtein) per character of the longer one.
/// `None` below [`MIN_SCORE`].
fn score(comparator: &BatchComparator<char>, length: usize, other: &str) -> Option<u8> {
    let longer = other.chars().count().max(length).max(1);
    let max_edits = Args::default().score_cutoff(longer * usize::from(100 - MIN_SCORE) / 100);
    let edits = comparator.distance_with_args(other.chars(), &max_edits)?;
    let score = ((longer - edits) * 100 / longer) as u8;
    (score >= MIN_SCORE).then_some(score)
}

/// A text with white space squeezed.
fn on_one_line(text: &str) -> Cow<'_, str> {
    let is_plain = text.trim().len() == text.len() && !text.contains("  ") && !text.contains(['\n', '\t', '\r']);
    if is_plain { Cow::Borrowed(text) } else { Cow::Owned(squeezed(text)) }
}

/// The best matches, each translation once. Matches in context come first; then score, trust and origin decide.
fn best(mut matches: Vec<Match<'_>>, limit: usize) -> Vec<Match<'_>> {
    let by_score = |it: &Match<'_>| (std::cmp::Reverse(it.score), std::cmp::Reverse(it.unit.trust));
    matches.sort_by(|one, two| {
        let by_rank = by_score(one).cmp(&by_score(two)).then_with(|| one.unit.origin.cmp(&two.unit.origin));
        let in_context = (two.fit == Fit::InContext).cmp(&(one.fit == Fit::InContext));
        in_context.then(by_rank)
    });
    let mut seen: HashSet<String> = HashSet::with_capacity(matches.len());
    matches.retain(|it| seen.insert(it.text.to_string()));
    matches.truncate(limit);
    matches
}

#[cfg(test)]
mod tests;
