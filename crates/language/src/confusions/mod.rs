//! Words that are spelled right and stand in the wrong place.
//!
//! A pattern is tried only where one of its words stands, on a few words around it; no pattern scans the whole text.

mod matcher;
mod pattern;

use std::ops::Range;

use matcher::{Matcher, normal, with_straight_apostrophes};
use pattern::PATTERNS;

pub use matcher::Placed;
pub use pattern::{Advice, texts};

/// A confused word, or several, in a text.
pub struct Confusion {
    pub range: Range<usize>,
    pub advice: &'static Advice,
}

/// Whether a pattern of any language is tried at a word, given in lower case.
pub fn is_trigger(word: &str) -> bool {
    PATTERNS.triggers.contains(&*with_straight_apostrophes(word))
}

/// The first pattern of a language that is triggered by the word with index `n` and fits the words around it.
pub fn find(text: &str, words: &[impl Placed], n: usize, language: &str) -> Option<Confusion> {
    let by_trigger = PATTERNS.by_trigger.get(language)?;
    let word = normal(&text[words[n].range()]);
    let matcher = Matcher { text, words };
    by_trigger.get(&*word)?.iter().find_map(|&index| {
        let pattern = &PATTERNS.all[index];
        matcher.matched(pattern, n).map(|range| Confusion { range, advice: &pattern.advice })
    })
}
