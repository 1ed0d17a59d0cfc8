//! Words that are spelled right and stand in the wrong place or have the wrong form, and marks between clauses.
//!
//! A pattern is tried only where one of its words stands, on a few words around it; no pattern scans the whole text.

mod matcher;
mod normal;
mod pattern;

use std::ops::Range;

use matcher::Matcher;
use normal::{normal, with_straight_apostrophes};
use pattern::WordSet;

pub use matcher::Placed;
pub use pattern::{Advice, Change, Subject};

/// A mistake in a text, of one word or several.
pub struct Confusion {
    pub range: Range<usize>,
    pub advice: &'static Advice,
}

/// Whether a pattern of a language is tried at a word, given in lower case.
pub fn is_trigger(subject: Subject, language: &str, word: &str) -> bool {
    let by_trigger = subject.patterns().by_trigger.get(language);
    by_trigger.is_some_and(|by_trigger| by_trigger.contains_key(&*with_straight_apostrophes(word)))
}

/// The first pattern of a language that is triggered by the word with index `n` and fits the words around it.
pub fn find(subject: Subject, text: &str, words: &[impl Placed], n: usize, language: &str) -> Option<Confusion> {
    let patterns = subject.patterns();
    let by_trigger = patterns.by_trigger.get(language)?;
    let word = normal(&text[words[n].range()]);
    let triggered = by_trigger.get(&*word)?;
    let neighbour = |n: Option<usize>| words.get(n?).map(|word| WordSet::one(&normal(&text[word.range()])));
    let (before, behind) = (neighbour(n.checked_sub(1)), neighbour(n.checked_add(1)));
    let mut likely = triggered
        .iter()
        .filter(|tried| tried.before.may_have(before) && tried.behind.may_have(behind))
        .map(|tried| &patterns.all[tried.pattern as usize])
        .peekable();
    likely.peek()?;
    let matcher = Matcher::new(text, words, n, word);
    likely.find_map(|pattern| matcher.matched(pattern, n).map(|range| Confusion { range, advice: &pattern.advice }))
}
