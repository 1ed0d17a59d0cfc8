//! Russian: `ё` that dictionaries write as `е`, and the cases of terms.

use super::lists::{Lists, letters};

pub(super) fn is_form(lists: &Lists, word: &str, known: &dyn Fn(&str) -> bool) -> bool {
    let without_yo = word.replace('ё', "е");
    without_yo != word && known(&without_yo) || lists.make(word, known)
}

/// Whether a word is a term in another case, number or person. A term ends in a base ending or in its stem.
pub(super) fn is_declined(lists: &Lists, word: &str, is_term: &dyn Fn(&str) -> bool) -> bool {
    const MIN_STEM: usize = 3;
    let optional = |key: &str| std::iter::once("").chain(lists.own(key).iter().copied());
    let stems = optional("case ending").filter_map(|ending| word.strip_suffix(ending));
    stems
        .filter(|stem| letters(stem) >= MIN_STEM)
        .any(|stem| optional("base ending").any(|ending| is_term(&format!("{stem}{ending}"))))
}
