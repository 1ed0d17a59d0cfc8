//! The words that turn a sentence into its opposite, and whether a translation has them where its source has.
//!
//! A count is a count of negations, not of words: "no … nunca", "ne … pas" and "никогда не" deny once. What a language
//! says with a negation that others say without ("ne … que" for "only", "не менее" for "at least") is none. Where a
//! text leaves doubt, both numbers are kept, and a loss is told only if it is one by either.

mod cut;
mod text;
mod words;

use std::ops::Range;

use text::Text;
use words::{ADJECTIVE_LANGUAGES, ADJECTIVES, Class, language, matches};

/// What a translation did to the negations of a sentence.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Change {
    /// The source denies or forbids, the translation does not.
    Lost,
    /// The translation denies or forbids, the source does not.
    Gained,
}

/// How many negations a text surely has; `None` for a language whose words are not known.
pub fn count(in_language: &str, text: &str) -> Option<usize> {
    let text = Text::new(language(in_language)?, text);
    let found = text.negations(None);
    Some(found.sure + found.denied.len())
}

/// Compares a sentence with its translation: what is denied, and "without"; `None` too for a language whose words are
/// not known.
pub fn change(source_language: &str, source: &str, target_language: &str, target: &str) -> Option<Change> {
    let (from, to) = (language(source_language)?, language(target_language)?);
    let (source, target) = (Text::new(from, source), Text::new(to, target));
    if !source.may_deny() && !target.may_deny() && target.needy.is_empty() {
        return None;
    }
    let (said, meant) = (target.negations(Some(&source)), source.negations(None));
    let denied = meant.sure + said_adjectives(&meant.denied, target_language, &target);
    if denied > said.possible + said.like.saturating_sub(meant.like) || cut::is_cut(&source, &target) {
        return Some(Change::Lost);
    }
    let says_nothing = said.possible == 0 && said.like == 0 && !target.has(Class::Without);
    if source.has(Class::Without) && meant.possible == 0 && says_nothing {
        return Some(Change::Lost);
    }
    let affirms = from.knows_hints && meant.possible == 0 && meant.like == 0 && !source.has(Class::Hint);
    (affirms && said.sure > 0).then_some(Change::Gained)
}

/// Whether a sentence forbids something: "Never share …", "If you can, do not open …".
pub fn forbids(in_language: &str, text: &str) -> bool {
    let Some(words) = language(in_language) else { return false };
    let text = Text::new(words, text);
    let is_head = |n: usize| {
        let before = n.checked_sub(1);
        before.is_none_or(|it| text.clauses[it] != text.clauses[n] || words.before_forbid.contains(&text.word(it)))
    };
    (0..text.len()).any(|n| text.classes[n].has(Class::Forbid) && is_head(n))
}

/// The negations of a text.
#[derive(Default)]
struct Negations {
    sure: usize,
    /// With those that may be none.
    possible: usize,
    /// Words that deny in their own way: without, avoid, unknown.
    like: usize,
    /// What else is denied: adjectives that languages like to replace by their opposites, as rows of [`ADJECTIVES`].
    denied: Vec<usize>,
}

/// How many of the denied adjectives a translation says, plain.
fn said_adjectives(denied: &[usize], language: &str, target: &Text<'_>) -> usize {
    let Some(column) = ADJECTIVE_LANGUAGES.iter().position(|it| *it == language) else { return 0 };
    let says = |stem: &str| (0..target.len()).any(|n| matches(target.word(n), stem));
    denied.iter().filter(|&&row| ADJECTIVES[row][column].split(' ').any(says)).count()
}

#[derive(PartialEq, Eq)]
enum Partner {
    /// "ne … pas", or none is needed.
    Negation,
    /// "ne … que".
    Other,
    /// "il n'ose": may be a negation.
    None,
}

/// How far the other half of a negation may be, in words.
const REACH: usize = 10;

impl Text<'_> {
    /// Whether anything in it can be a negation; of most texts, nothing.
    fn may_deny(&self) -> bool {
        [Class::Negator, Class::Concord, Class::BoundConcord, Class::Without].into_iter().any(|class| self.has(class))
    }

    /// Counts the negations of the text, which translates `source`.
    fn negations(&self, source: Option<&Text<'_>>) -> Negations {
        let mut is_neutral = vec![false; self.len()];
        for (range, class) in &self.harmless {
            let asks = |triggers: &str| source.is_some_and(|it| it.says_any(triggers));
            if *class == Class::Neutral || matches!(class, Class::When(triggers) if asks(triggers)) {
                is_neutral[range.clone()].fill(true);
            }
        }
        let mut found = Negations::default();
        for n in (0..self.len()).filter(|&n| !is_neutral[n]) {
            let classes = self.classes[n];
            found.like += usize::from(classes.has(Class::Like));
            if classes.has(Class::Negator) {
                let partner = self.partner(n);
                found.possible += usize::from(partner != Partner::Other);
                match self.denied_adjective(n) {
                    Some(adjective) => found.denied.push(adjective),
                    None => found.sure += usize::from(partner == Partner::Negation),
                }
            } else if classes.has(Class::Concord) || classes.has(Class::BoundConcord) {
                let clause = self.clause_around(n);
                if self.classes[clause.clone()].iter().any(|it| it.has(Class::Negator)) {
                    found.possible += usize::from(classes.has(Class::Coordinator));
                } else if self.stands_alone(clause, n) {
                    found.sure += 1;
                    found.possible += 1;
                }
            }
        }
        found
    }

    /// The other half of a negation that has two.
    fn partner(&self, n: usize) -> Partner {
        let words = self.language;
        if !words.halves.contains(&self.word(n)) {
            return Partner::Negation;
        }
        let after = || (n + 1..self.len()).take(REACH).take_while(|&it| self.clauses[it] == self.clauses[n]);
        let is = |n: usize, list: &[&str]| list.iter().any(|pattern| matches(self.word(n), pattern));
        let before = n.checked_sub(1);
        if before.is_some_and(|it| is(it, &words.partners_before)) || after().any(|it| is(it, &words.partners)) {
            Partner::Negation
        } else if after().any(|it| is(it, &words.exceptions)) {
            Partner::Other
        } else {
            Partner::None
        }
    }

    fn clause_around(&self, n: usize) -> Range<usize> {
        let clause = self.clauses[n];
        let start = self.clauses[..n].iter().rposition(|it| *it != clause).map_or(0, |at| at + 1);
        let end = self.clauses[n..].iter().position(|it| *it != clause).map_or(self.len(), |at| n + at);
        start..end
    }

    /// Whether a word that as a rule goes along with a negator denies by itself, in a clause that has none.
    fn stands_alone(&self, clause: Range<usize>, n: usize) -> bool {
        const FEW: usize = 2;
        if self.classes[n].has(Class::BoundConcord) {
            let opened = n > clause.start && self.language.openers.contains(&self.word(n - 1));
            return clause.len() <= FEW + usize::from(opened);
        }
        n == clause.start || self.language.openers.contains(&self.word(n - 1))
    }

    /// The adjective that a negation denies, if it is one of [`ADJECTIVES`]: "is not (always) safe".
    fn denied_adjective(&self, n: usize) -> Option<usize> {
        const NEAR: usize = 4;
        let words = self.language;
        words.denies_adjective.iter().find(|pattern| matches(self.word(n), pattern))?;
        let mut after = (n + 1..self.len()).take(NEAR).take_while(|&it| self.clauses[it] == self.clauses[n]);
        let next = after.find(|&it| !words.before_adjective.contains(&self.word(it)))?;
        ADJECTIVES.iter().position(|row| row[0].split(' ').any(|it| it == self.word(next)))
    }
}

#[cfg(test)]
mod tests;
