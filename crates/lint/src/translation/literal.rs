//! Whether a sentence is translated so literally around a denial that its absence is a loss.
//!
//! Whoever puts a sentence into other words may deny by other means, or leave the clause out. Where a negator was lost,
//! the words that it stood beside are there: what is denied, as a cognate, a name or a word whose translation is known,
//! or the verb that carries the denial ("can", "is").

use std::ops::Range;

use firstaid_language::actions::actions;
use firstaid_language::negation::{Denied, auxiliaries, count, denials, denied, forbids, knows_auxiliaries};
use firstaid_language::opposites::opposites;

use super::sides::{Sentences, Sides};
use super::similar::{Shape, are_cognates};

/// Maximum difference of the log length ratio of sentences that say the same in as many words.
const CLOSE_LENGTH: f32 = 0.15;

/// The same for sentences of which neither lacks a clause.
const SAME_CLAUSES: f32 = 0.35;

/// Maximum distance of a verb from the place of the denial beside it, as shares of the sentences.
const SAME_PLACE: f32 = 0.4;

/// Maximum words behind a negator that show what it denies: in a sentence as long as its translation, and in others.
const REACH: [usize; 2] = [4, 1];

/// Maximum words of a sentence of one clause that is too short to be put otherwise.
const MAX_SHORT: usize = 12;

/// Minimum likeness (0 to 1) of a sentence and its translation that share most of their names and cognates.
const MIN_LIKENESS: f32 = 0.35;

/// Maximum difference of the log length ratio of sentences whose likeness counts: a clause with none of the names may
/// be missing.
const LIKE_LENGTH: f32 = 0.25;

impl Sides<'_> {
    /// Whether nothing but the denial seems to be missing in the translation of a sentence that denies.
    ///
    /// Prohibitions and other short sentences are seldom put otherwise. Two denials are seldom both put otherwise.
    pub(crate) fn is_literal_loss(&self, sentences: &Sentences) -> bool {
        let (from, to) = (self.translation.source_language(), self.translation.languages().target);
        let Sentences { source_text, target_text, .. } = sentences;
        if !knows_auxiliaries(from) || !knows_auxiliaries(to) {
            return true;
        }
        let longer = self.length_difference(&sentences.source, &sentences.target);
        let off = longer.abs();
        let is_gone = denials(to, target_text) == Some(0);
        if forbids(from, source_text) {
            return is_gone || off <= SAME_CLAUSES;
        }
        let (source, target) = (&self.source[sentences.source.clone()], &self.target[sentences.target.clone()]);
        if is_short(source) && longer <= SAME_CLAUSES || self.lacks_brackets(sentences) {
            return true;
        }
        if off > SAME_CLAUSES {
            return false;
        }
        is_gone && count(from, source_text).is_some_and(|count| count > 1)
            || off <= CLOSE_LENGTH && marks(source) > 0 && marks(source) == marks(target)
            || off <= LIKE_LENGTH && Shape::new(source).likeness(&Shape::new(target)) >= MIN_LIKENESS
            || denied(from, source_text).iter().any(|it| is_kept(it, off, (from, source_text), (to, target_text)))
    }

    /// Whether the source has what a denial of the translation stands beside, or asks for what the translation forbids.
    pub(crate) fn is_literal_gain(&self, sentences: &Sentences) -> bool {
        let (from, to) = (self.translation.source_language(), self.translation.languages().target);
        let Sentences { source_text, target_text, .. } = sentences;
        if !knows_auxiliaries(from) || !knows_auxiliaries(to) {
            return true;
        }
        let off = self.length_difference(&sentences.source, &sentences.target).abs();
        is_short(&self.source[sentences.source.clone()]) && off <= SAME_CLAUSES
            || actions(from, source_text).is_some_and(|actions| !actions.is_empty())
            || denied(to, target_text).iter().any(|it| is_kept(it, off, (to, target_text), (from, source_text)))
    }

    /// Whether the source denies in brackets only, and the translation has none.
    fn lacks_brackets(&self, sentences: &Sentences) -> bool {
        let text = &sentences.source_text;
        let Some(bracket) = bracket(text) else { return false };
        let outside = format!("{} {}", &text[..bracket.start], &text[bracket.end..]);
        let denies = |text: &str| count(self.translation.source_language(), text).is_some_and(|count| count > 0);
        !sentences.target_text.contains('(') && denies(&text[bracket]) && !denies(&outside)
    }

    /// Whether a sentence is the rest of one that began in the block before, where one side denies and the other does
    /// not.
    pub(crate) fn is_rest(&self, sentences: &Sentences) -> bool {
        let of = self.translation;
        let begins_small = |text: &str| text.chars().find(|c| c.is_alphabetic()).is_some_and(char::is_lowercase);
        let is_first = sentences.source.start == 0 && self.unit.source[0].lists == 0;
        if !is_first || !begins_small(&self.source[sentences.source.clone()]) {
            return false;
        }
        let Some(before) = self.unit.pair.checked_sub(1).and_then(|n| of.unit(n)) else { return false };
        let ends = |text: &str| text.trim_end().ends_with(['.', '!', '?', '。', '؟']);
        let [last, target] = [before.source, before.target].map(|it| &*it[it.len() - 1].message);
        let denies = |language: &str, text: &str| denials(language, text).is_some_and(|count| count > 0);
        !ends(last) && denies(of.source_language(), last) != denies(of.languages().target, target)
    }
}

/// Whether a sentence has few words and one clause.
fn is_short(sentence: &str) -> bool {
    marks(sentence) == 0 && sentence.split_whitespace().count() <= MAX_SHORT
}

/// How many marks stand between the clauses of a sentence.
fn marks(sentence: &str) -> usize {
    let inner = sentence.trim().trim_end_matches(|c: char| !c.is_alphanumeric());
    inner.matches([',', ';', ':', '(', '–', '—', '،', '؛']).count()
}

/// The first text in round brackets, with them.
fn bracket(text: &str) -> Option<Range<usize>> {
    let start = text.find('(')?;
    let end = start + text[start..].find(')')? + 1;
    Some(start..end)
}

/// Whether the other text has a word beside a denial. `off` is the difference of the lengths.
fn is_kept(denied: &Denied, off: f32, (here, text): (&str, &str), (there, other): (&str, &str)) -> bool {
    let is_at_place = |place: &f32| (place - denied.place).abs() <= SAME_PLACE;
    if denied.auxiliary.is_some_and(|kind| auxiliaries(there, other, kind).iter().any(is_at_place)) {
        return true;
    }
    let reach = REACH[usize::from(off > CLOSE_LENGTH)];
    let behind = || denied.behind.iter().take(reach);
    let mut words = other.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    if words.any(|word| behind().any(|denied| are_cognates(denied, word))) {
        return true;
    }
    let known = opposites(here, text);
    let known = known.iter().filter(|it| {
        let typed = text[it.range.clone()].to_lowercase();
        behind().any(|word| typed.split_whitespace().any(|part| part == word))
    });
    let others = opposites(there, other);
    known.into_iter().any(|it| others.iter().any(|other| other.pair == it.pair))
}
