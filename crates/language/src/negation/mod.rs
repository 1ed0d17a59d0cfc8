//! Negations, and whether a translation has those of its source.
//!
//! Negations are counted, not words: "no … nunca", "ne … pas" and "никогда не" are one negation each. A phrase with a
//! negator that other languages express without one does not count: "ne … que" for "only", "не менее" for "at least".
//! Doubtful words give a lower and an upper bound; a loss is reported only if it follows from both.

mod added;
mod class;
mod context;
mod counts;
mod missing;
mod text;
mod words;

use std::ops::Range;

use class::Class;
pub use context::{Auxiliary, Denied, auxiliaries, denied, knows_auxiliaries};
use counts::Negations;
use text::Text;
use words::{LostIn, language, matches};

/// How a translation changes the negations of a sentence.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Change {
    /// The source denies or forbids, the translation does not.
    Lost,
    /// The translation denies or forbids, the source does not.
    Gained,
}

/// Number of the negations of a text, doubtful ones left out; `None` if the language's words are not known.
pub fn count(in_language: &str, text: &str) -> Option<usize> {
    let text = Text::new(language(in_language)?, text);
    let found = text.negations(None);
    Some(found.sure + found.adjectives.len() - found.adverbs)
}

/// Number of all words of a text that deny or express absence ("without"), doubtful ones and those of idioms included;
/// `None` if the language's words are not known.
pub fn denials(in_language: &str, text: &str) -> Option<usize> {
    Some(Text::new(language(in_language)?, text).denials())
}

/// [`denials`] of a translation, with the words that deny only what this source says, as "solo" does for "until".
/// `None` if the words of a language are not known.
pub fn denials_of_translation(
    (source_language, source): (&str, &str),
    (in_language, text): (&str, &str),
) -> Option<usize> {
    let (from, text) = (language(source_language)?, Text::new(language(in_language)?, text));
    if text.like_when.is_empty() {
        return Some(text.denials());
    }
    let source = Text::new(from, source);
    let conditional = text.like_when.iter().filter(|(_, triggers)| source.has_any(triggers)).count();
    Some(text.denials() + conditional)
}

/// Whether a word can replace a negation: "avoid", "stop".
pub fn replaces_negation(in_language: &str, word: &str) -> bool {
    let Some(words) = language(in_language) else { return false };
    let text = Text::new(words, word);
    [Class::Like, Class::Privative].into_iter().any(|class| text.has(class))
}

/// Compares the negations of a sentence with those of its translation. `None` unless it is certain that they differ, or
/// if the words of a language are not known.
///
/// A negation is lost if the source denies, and the translation has no word that denies or that can replace a negation:
/// languages deny by prefixes, nouns and verbs, too. Of a prohibition with several negations, one is lost if the
/// translation has fewer words of all these kinds. "Unless" and "avoid" count as denials of the source.
pub fn change(source_language: &str, source: &str, target_language: &str, target: &str) -> Option<Change> {
    let (from, to) = (language(source_language)?, language(target_language)?);
    let (source, target) = (Text::new(from, source), Text::new(to, target));
    let may_lack = || to.expected.iter().any(|(triggers, _)| source.has_any(triggers));
    if !source.may_deny() && !target.may_deny() && target.needs_negator.is_empty() && !may_lack() {
        return None;
    }
    if source.is_lone_number_sign() && target.is_lone_number_sign() {
        return None;
    }
    let (in_source, in_target) = (source.negations(None), target.negations(Some(&source)));
    let denied = in_source.sure + affirmed_adjectives(&in_source.adjectives, &target);
    let kept = in_target.kept(&in_source);
    let is_lost = kept == 0 || source.is_prohibition() && kept < denied + in_source.relative;
    let may_be_lost = to.lost_in == LostIn::AnySentence || source.forbids();
    if may_be_lost
        && source.has(Class::Idiom)
        && in_source.neutral > 0
        && target.has(Class::Idiom)
        && kept == 0
        && in_target.neutral == 0
    {
        return Some(Change::Lost);
    }
    if may_be_lost
        && (denied > 0 && is_lost
            || missing::lacks_negator(&source, &target)
            || missing::lacks_expected((&source, in_source.sure), &target))
    {
        return Some(Change::Lost);
    }
    let source_has_none = from.knows_hints
        && !to.denies_inside_words
        && in_source.possible + in_source.like + in_source.neutral == 0
        && !source.has(Class::Hint)
        && !source.has(Class::Without);
    (source_has_none && added::is_gained(&source, (&target, &in_target))).then_some(Change::Gained)
}

/// Whether a sentence forbids something: "Never share …", "If you can, do not open …".
pub fn forbids(in_language: &str, text: &str) -> bool {
    let Some(words) = language(in_language) else { return false };
    Text::new(words, text).forbids()
}

/// The number of adjectives that the source denies and the translation has.
fn affirmed_adjectives(denied: &[&str], target: &Text<'_>) -> usize {
    let has = |pattern: &str| (0..target.len()).any(|n| matches(target.word(n), pattern));
    // "Pas seulement" stands without its negator.
    let denials = [Class::Negator, Class::Concord, Class::BoundConcord, Class::Like, Class::Privative, Class::Without];
    let may_deny = denials.into_iter().any(|class| target.has(class));
    let is_affirmed = |adjective: &str| {
        if adjective == ONLY && may_deny {
            return false;
        }
        let known = target.language.adjectives.iter().find(|(english, _)| *english == adjective);
        known.is_some_and(|(_, words)| words.iter().any(|word| has(word)))
    };
    denied.iter().filter(|adjective| is_affirmed(adjective)).count()
}

/// What the words around a negator make of it.
#[derive(PartialEq, Eq)]
enum Completion {
    /// "ne … pas", or a negator that needs no second word.
    Negation,
    /// "ne … que".
    NoNegation,
    /// "il n'ose": may be a negation.
    Doubtful,
}

/// The adverb whose denial is no negation ("not only"), and whose denial must not be lost.
const ONLY: &str = "only";

/// Maximum distance of the second word of a negation from the first, in words.
const REACH: usize = 10;

impl Text<'_> {
    /// Whether any word can be a negation; most texts have none.
    fn may_deny(&self) -> bool {
        [Class::Negator, Class::Concord, Class::BoundConcord, Class::Without].into_iter().any(|class| self.has(class))
    }

    /// Number of all words that deny or express absence.
    fn denials(&self) -> usize {
        let found = self.negations(None);
        let without = self.classes.iter().filter(|classes| classes.has(Class::Without)).count();
        found.possible + found.neutral + without
    }

    /// Whether it forbids something at the head of a clause.
    fn forbids(&self) -> bool {
        let words = self.language;
        let is_head = |n: usize| {
            let before = n.checked_sub(1);
            before.is_none_or(|it| self.clauses[it] != self.clauses[n] || words.before_forbid.contains(&self.word(it)))
        };
        (0..self.len()).any(|n| self.classes[n].has(Class::Forbid) && is_head(n))
    }

    /// Whether it is a short sentence with a prohibition at the head of a clause, so that its negations can be counted.
    fn is_prohibition(&self) -> bool {
        /// Maximum words; longer sentences say too much besides.
        const MAX_WORDS: usize = 24;
        let begins = |n: usize| n.checked_sub(1).is_none_or(|it| self.clauses[it] != self.clauses[n]);
        self.len() <= MAX_WORDS && (0..self.len()).any(|n| self.classes[n].has(Class::Forbid) && begins(n))
    }

    /// Counts the negations; `source` is the text that this one translates.
    fn negations(&self, source: Option<&Text<'_>>) -> Negations {
        let (mut is_neutral, mut is_relative) = (vec![false; self.len()], vec![false; self.len()]);
        for (range, class) in &self.neutral {
            let source_has = |triggers: &str| source.is_some_and(|it| it.has_any(triggers));
            if *class == Class::Neutral || matches!(class, Class::When(triggers) if source_has(triggers)) {
                is_neutral[range.clone()].fill(true);
            }
            if *class == Class::InRelative {
                is_relative[range.clone()].fill(true);
            }
        }
        let mut is_like_here = vec![false; self.len()];
        for (n, triggers) in self.like_when.iter().chain(&self.otherwise_when) {
            is_like_here[*n] |= source.is_some_and(|it| it.has_any(triggers));
        }
        // "Cannot be opened without a key" says "only with".
        for n in (0..self.len()).filter(|&n| self.classes[n].has(Class::Negator)) {
            let mut behind = (n + 1..self.len()).take_while(|&it| self.clauses[it] == self.clauses[n]);
            is_neutral[n] |=
                !self.classes[n].has(Class::Forbid) && behind.any(|it| self.classes[it].has(Class::Without));
        }
        let mut found = Negations::default();
        for (n, is_neutral) in is_neutral.into_iter().enumerate() {
            let classes = self.classes[n];
            if is_neutral {
                found.neutral += usize::from(classes.has(Class::Negator));
                if classes.has(Class::Negator) && self.denies_only(n) {
                    found.adverbs += 1;
                    found.adjectives.push(ONLY);
                }
                continue;
            }
            if is_relative[n] && classes.has(Class::Negator) {
                found.relative += 1;
                found.possible += 1;
                continue;
            }
            let is_like = [Class::Like, Class::Privative, Class::Without].into_iter().any(|class| classes.has(class));
            let counted = found.possible;
            found.privative += usize::from(classes.has(Class::Privative) || classes.has(Class::Without));
            if classes.has(Class::Negator) {
                self.count_negator(n, &mut found);
            } else if classes.has(Class::Concord) || classes.has(Class::BoundConcord) {
                self.count_concord(n, &mut found);
            }
            let is_counted = classes.has(Class::Negator) || found.possible > counted;
            found.like += usize::from((is_like || is_like_here[n]) && !is_counted);
        }
        found
    }

    fn count_negator(&self, n: usize, found: &mut Negations) {
        let completion = self.completion(n);
        match completion {
            Completion::NoNegation => found.neutral += 1,
            Completion::Negation | Completion::Doubtful => found.possible += 1,
        }
        if self.is_in_relative_clause(n) || self.is_in_participle_clause(n) || self.is_elliptical(n) {
            return;
        }
        match self.denied_adjective(n) {
            Some(adjective) => found.adjectives.push(adjective),
            None => found.sure += usize::from(completion == Completion::Negation),
        }
    }

    /// Whether a word that opens a relative clause stands before the word `n` in its clause.
    fn is_in_relative_clause(&self, n: usize) -> bool {
        let before = (0..n).rev().take_while(|&it| self.clauses[it] == self.clauses[n]);
        before.into_iter().any(|it| self.language.relatives.contains(&self.word(it)))
    }

    /// Whether the negator at `n` denies a participle behind a noun, as a relative clause would: "files not managed by
    /// it".
    fn is_in_participle_clause(&self, n: usize) -> bool {
        let words = self.language;
        let is_bare =
            |before: usize| self.clauses[before] == self.clauses[n] && !words.auxiliaries.contains(&self.word(before));
        if !words.denies_participle.contains(&self.word(n)) || !n.checked_sub(1).is_some_and(is_bare) {
            return false;
        }
        let mut after = (n + 1..self.len()).take_while(|&it| self.clauses[it] == self.clauses[n]);
        let next = after.find(|&it| !words.before_participle.contains(&self.word(it)));
        next.is_some_and(|next| words.participles.iter().any(|pattern| matches(self.word(next), pattern)))
    }

    fn count_concord(&self, n: usize, found: &mut Negations) {
        let (classes, clause) = (self.classes[n], self.clause_around(n));
        if self.classes[clause.clone()].iter().any(|it| it.has(Class::Negator)) {
            found.possible += usize::from(classes.has(Class::Coordinator));
            return;
        }
        let is_sure = self.stands_alone(clause, n);
        found.sure += usize::from(is_sure);
        found.possible += usize::from(is_sure || classes.has(Class::Concord));
    }

    /// What the words around the negator at `n` make of it.
    fn completion(&self, n: usize) -> Completion {
        let words = self.language;
        if !words.halves.contains(&self.word(n)) {
            return Completion::Negation;
        }
        let after = || (n + 1..self.len()).take(REACH).take_while(|&it| self.clauses[it] == self.clauses[n]);
        let is = |n: usize, list: &[&str]| list.iter().any(|pattern| matches(self.word(n), pattern));
        let before = n.checked_sub(1);
        if before.is_some_and(|it| is(it, &words.partners_before)) || after().any(|it| is(it, &words.partners)) {
            Completion::Negation
        } else if after().any(|it| is(it, &words.exceptions)) {
            Completion::NoNegation
        } else {
            Completion::Doubtful
        }
    }

    /// The words of the clause of the word `n`.
    fn clause_around(&self, n: usize) -> Range<usize> {
        let clause = self.clauses[n];
        let start = self.clauses[..n].iter().rposition(|it| *it != clause).map_or(0, |at| at + 1);
        let end = self.clauses[n..].iter().position(|it| *it != clause).map_or(self.len(), |at| n + at);
        start..end
    }

    /// Whether a word of concord is a negation by itself, in a clause without a negator.
    fn stands_alone(&self, clause: Range<usize>, n: usize) -> bool {
        /// Maximum number of words of a clause in which bound concord stands alone, its opener not counted.
        const FEW: usize = 2;
        if self.classes[n].has(Class::BoundConcord) {
            let opened = n > clause.start && self.language.openers.contains(&self.word(n - 1));
            return clause.len() <= FEW + usize::from(opened);
        }
        n == clause.start || self.language.openers.contains(&self.word(n - 1))
    }

    /// Whether a negator denies "only": "not just", "nicht nur".
    fn denies_only(&self, n: usize) -> bool {
        /// Maximum distance of the adverb, in words.
        const NEAR: usize = 4;
        let only = self.language.adjectives.iter().find(|(english, _)| *english == ONLY);
        let mut near = (n + 1..self.len()).take(NEAR).take_while(|&it| self.clauses[it] == self.clauses[n]);
        only.is_some_and(|(_, forms)| near.any(|it| forms.contains(&self.word(it))))
    }

    /// The adjective that a negator denies ("is not always safe"), by its first English word.
    fn denied_adjective(&self, n: usize) -> Option<&'static str> {
        /// Maximum distance of the adjective, in words.
        const NEAR: usize = 4;
        let words = self.language;
        words.denies_adjective.iter().find(|pattern| matches(self.word(n), pattern))?;
        let mut after = (n + 1..self.len()).take(NEAR).take_while(|&it| self.clauses[it] == self.clauses[n]);
        let next = after.find(|&it| !words.before_adjective.contains(&self.word(it)))?;
        let adjective = words.adjectives.iter().find(|(_, forms)| forms.contains(&self.word(next)))?;
        Some(adjective.0)
    }
}

#[cfg(test)]
mod tests;
