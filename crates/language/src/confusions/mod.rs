//! Words that are spelled right and stand in the wrong place or have the wrong form, and marks between clauses.
//!
//! A pattern is tried only where one of its words stands, on a few words around it; no pattern scans the whole text.

mod matcher;
mod pattern;

use std::ops::Range;

use matcher::{Matcher, normal, with_straight_apostrophes};

pub use matcher::Placed;
pub use pattern::{Advice, Change, Subject};

/// A mistake in a text, of one word or several.
pub struct Confusion {
    pub range: Range<usize>,
    pub advice: &'static Advice,
}

/// Whether a pattern of a mistake, of any language, is tried at a word, given in lower case. Double negations are no
/// mistakes: their rule is mostly off, and its words are frequent.
pub fn is_trigger(word: &str) -> bool {
    let word = with_straight_apostrophes(word);
    let mut mistakes = Subject::ALL.iter().filter(|subject| **subject != Subject::DoubleNegation);
    mistakes.any(|subject| subject.patterns().triggers.contains(&*word))
}

/// The first pattern of a language that is triggered by the word with index `n` and fits the words around it.
pub fn find(subject: Subject, text: &str, words: &[impl Placed], n: usize, language: &str) -> Option<Confusion> {
    let patterns = subject.patterns();
    let by_trigger = patterns.by_trigger.get(language)?;
    let word = normal(&text[words[n].range()]);
    let triggered = by_trigger.get(&*word)?;
    let neighbour = |n: Option<usize>| words.get(n?).map(|word| &text[word.range()]);
    let (before, behind) = (neighbour(n.checked_sub(1)), neighbour(n.checked_add(1)));
    let mut likely = triggered
        .iter()
        .map(|&index| &patterns.all[index])
        .filter(|pattern| pattern.before.may_begin(before) && pattern.behind.may_begin(behind))
        .peekable();
    likely.peek()?;
    let matcher = Matcher::new(text, words, n, word);
    likely.find_map(|pattern| matcher.matched(pattern, n).map(|range| Confusion { range, advice: &pattern.advice }))
}
