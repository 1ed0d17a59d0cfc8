//! Arabic: conjunctions, particles and pronouns that are written in one with a word.

use std::iter::once;

use super::lists::{Lists, letters};

pub(super) fn is_form(lists: &Lists, word: &str, known: &dyn Fn(&str) -> bool) -> bool {
    let optional = |key: &str| once("").chain(lists.own(key).iter().copied());
    optional("conjunction").filter_map(|it| word.strip_prefix(it)).any(|rest| {
        optional("particle").filter_map(|it| rest.strip_prefix(it)).any(|stem| {
            let ends_in = |pronoun| Some((stem.strip_suffix(pronoun)?, pronoun));
            optional("pronoun").filter_map(ends_in).any(|(stem, pronoun)| is_stem(word, stem, pronoun, known))
        })
    })
}

/// Whether what is left of a word before a pronoun is known. A final ة is written ت before a pronoun.
fn is_stem(word: &str, stem: &str, pronoun: &str, known: &dyn Fn(&str) -> bool) -> bool {
    let is_feminine = || stem.strip_suffix('ت').is_some_and(|it| known(&format!("{it}ة")));
    letters(stem) >= 3 && stem != word && (known(stem) || !pronoun.is_empty() && is_feminine())
}
