//! Negations that only the translation has; the source has none, nor a word that hints at one.

use std::ops::Range;

use super::class::Class;
use super::counts::Negations;
use super::text::Text;
use super::words::{DeniedVerb, matches};

/// English words that "without" takes away.
const WITH: &str = "with using";

/// Whether the translation denies what its source affirms: in its main clause, at an auxiliary verb that both have, or
/// by "without" where the source says "with".
pub(super) fn is_gained(source: &Text<'_>, (target, counts): (&Text<'_>, &Negations)) -> bool {
    let denies_main_clause = || !source.has(Class::WeakHint) && target.denies_main_clause();
    let is_denied = counts.sure == 1 && (denies_main_clause() || counts.possible == 1 && target.denies_verb_of(source));
    is_denied
        || source.has_any(WITH)
            && !source.has(Class::WeakHint)
            && counts.possible + counts.neutral == 0
            && counts.like == 1
            && target.has(Class::Without)
}

impl Text<'_> {
    /// Whether a negator stands in the first clause, and not behind a word that opens a clause within it ("para que
    /// no").
    fn denies_main_clause(&self) -> bool {
        let first = self.clauses.first().copied();
        let head = (0..self.len()).take_while(|&n| Some(self.clauses[n]) == first);
        let opens = |n: &usize| self.language.openers.contains(&self.word(*n));
        let mut main = head.take_while(|n| !opens(n));
        main.any(|n| {
            let denies =
                [Class::Negator, Class::Concord, Class::BoundConcord].into_iter().any(|it| self.classes[n].has(it));
            denies && !self.classes[n].has(Class::Privative)
        })
    }

    /// Whether the only negator denies an auxiliary verb that the source has, too: "no puede" where it says "can".
    fn denies_verb_of(&self, source: &Text<'_>) -> bool {
        /// Maximum distance of the negator behind its verb, in words.
        const NEAR: usize = 8;
        let Some(negator) = (0..self.len()).find(|&n| self.classes[n].has(Class::Negator)) else { return false };
        if self.is_in_relative_clause(negator) {
            return false;
        }
        let clause = self.clause_around(negator);
        let beside = match self.language.denied_verb {
            DeniedVerb::Before => negator.saturating_sub(NEAR).max(clause.start)..negator,
            DeniedVerb::Behind => negator + 1..(negator + 2).min(clause.end),
        };
        let has = |text: &Text<'_>, mut words: Range<usize>, forms: &[&str]| {
            words.any(|n| forms.iter().any(|form| matches(text.word(n), form)))
        };
        self.language.verbs.iter().any(|(verb, forms)| {
            let english = source.language.verbs.iter().find(|(other, _)| other == verb);
            has(self, beside.clone(), forms) && english.is_some_and(|(_, forms)| has(source, 0..source.len(), forms))
        })
    }
}
