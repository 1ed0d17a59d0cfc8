//! Forms of words that a dictionary need not list: endings, prefixes, clitics and compounds.
//!
//! What a language has of them is in its `forms.txt`; what takes more than lists is in the file named after it.

mod arabic;
mod french;
mod german;
mod lists;
mod russian;
mod spanish;

use std::borrow::Cow;

use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

use lists::{lists, split_in_two, with_ending};

/// A word as dictionaries write it: composed (NFC), with straight apostrophes and plain hyphens, without soft hyphens,
/// joiners, stress marks and the vowel signs of Arabic.
pub fn plain(word: &str) -> Cow<'_, str> {
    let is_replaced = |c: char| {
        matches!(c, '’' | '\u{2011}' | '\u{ad}' | '\u{200c}' | '\u{200d}' | 'ـ' | '\u{64b}'..='\u{652}' | '\u{670}')
    };
    let is_composed = word.is_ascii() || is_nfc_quick(word.chars()) == IsNormalized::Yes;
    if is_composed && !word.contains(is_replaced) {
        return word.into();
    }
    let kept = word.nfc().filter_map(|c| match c {
        '’' => Some('\''),
        '\u{2011}' => Some('-'),
        // An acute accent that composition leaves marks the stress of a Cyrillic word.
        '\u{301}' => None,
        c if is_replaced(c) => None,
        c => Some(c),
    });
    kept.collect::<String>().into()
}

/// Whether a word (in lower case, [`plain`]) is a form of words that `known` accepts.
pub(super) fn is_form(language: &str, word: &str, known: &dyn Fn(&str) -> bool) -> bool {
    /// Minimum length of each part of an English compound, in characters.
    const MIN_PART: usize = 4;
    let Some(lists) = lists(language) else { return false };
    match language {
        "ar" => arabic::is_form(lists, word, known),
        "de" => german::is_form(lists, word, known),
        "en" => lists.make(word, known) || split_in_two(word, MIN_PART).any(|(a, b)| known(a) && known(b)),
        "es" => spanish::is_form(lists, word, known),
        "fr" => french::is_form(lists, word, known),
        "ru" => russian::is_form(lists, word, known),
        _ => lists.make(word, known),
    }
}

/// Whether a word is a term with an ending or a clitic. Terms are listed in one form only, so this accepts more.
pub(super) fn is_inflected_term(language: &str, word: &str, is_term: &dyn Fn(&str) -> bool) -> bool {
    /// Minimum length of a term's stem, in characters.
    const MIN_STEM: usize = 3;
    let Some(lists) = lists(language) else { return false };
    match language {
        "ar" => arabic::is_form(lists, word, is_term),
        "ru" => russian::is_declined(lists, word, is_term),
        _ => with_ending(word, &lists.term_endings, MIN_STEM, is_term),
    }
}
