//! Which words are accepted in a text of a language.

use super::correction::Correction;
use super::forms::{is_form, is_inflected_term, plain};
use super::known::is_known_misspelling;
use super::lexicon::{self, is_common, is_rare, is_term, lexicon};
use crate::answers::SharedAnswers;
use crate::dictionary::Dictionaries;
use crate::languages::{is_latin, is_mostly_latin};
use crate::words::parts;

/// Corrections found so far, by language and word: each takes some thousand look-ups.
#[derive(Default)]
pub struct Spelling {
    pub(super) quick: SharedAnswers<Option<Correction>>,
    pub(super) thorough: SharedAnswers<Option<Correction>>,
}

/// Frequent words with a lower rank are beyond doubt.
const MAX_FREQUENT_RANK: u32 = 5000;

/// Shorter words, in characters, are not in the lists of frequent words.
const MIN_LISTED: usize = 4;

/// Knows the words of names: this crate has no registry.
pub trait NameWords: Sync {
    /// Whether a word (in lower case) is part of a known name.
    fn has_word(&self, lower: &str) -> bool;
}

/// All that spelling is checked by.
#[derive(Clone, Copy)]
pub struct Speller<'a> {
    pub spelling: &'a Spelling,
    pub dictionaries: &'a Dictionaries,
    pub names: &'a dyn NameWords,
}

impl Speller<'_> {
    /// Whether a word as written in a text of a language is not suspect: it is known, as a whole or each of its parts
    /// between hyphens, or it cannot be checked, because it is in another script or has digits or capitals inside.
    pub fn accepts(self, language: &str, word: &str) -> bool {
        if self.has_slipped_capital(language, word) {
            return false;
        }
        if !self.dictionaries.has(language) || !is_checkable(language, word) {
            return true;
        }
        let word = plain(word);
        if word.chars().nth(1).is_some_and(char::is_uppercase) {
            // `THis`: only its case is wrong.
            return !is_frequent(language, &word.to_lowercase());
        }
        self.is_word(language, &word) || word.contains('-') && parts(&word).all(|part| self.is_part(language, part))
    }

    /// Whether a frequent word has one capital inside that nothing explains: `pRess`, but not `eMail` or `endTime`.
    fn has_slipped_capital(self, language: &str, word: &str) -> bool {
        let Some((at, capital)) = word.char_indices().find(|(_, c)| c.is_uppercase()) else { return false };
        let (head, tail) = (&word[..at], &word[at + capital.len_utf8()..]);
        // The shift key was held too long, or caps lock was on: `sELect`, `sETTINGS`.
        let shifted = tail.chars().take_while(|c| c.is_uppercase()).count();
        let is_locked = at == 1 && shifted == tail.chars().count();
        let is_shifted = shifted <= 1 && tail.chars().skip(shifted).all(char::is_lowercase);
        let is_plain = at > 0 && word.chars().all(char::is_alphabetic) && (is_shifted || is_locked);
        if !is_plain || word.chars().count() < MIN_LISTED {
            return false;
        }
        let tail = word[at..].to_lowercase();
        let knows = |part: &str| self.dictionaries.knows(language, part);
        let is_compound = match head {
            "e" | "i" | "m" | "u" | "x" => knows(&tail),
            _ => head.len() > 1 && tail.len() > 1 && knows(head) && knows(&tail),
        };
        is_frequent(language, &word.to_lowercase()) && !is_compound
    }

    /// Whether a word is an English one: a loan, on a page in another language.
    pub fn is_english(self, word: &str) -> bool {
        is_checkable("en", word) && self.accepts("en", word)
    }

    /// Whether a word (in lower case) is frequent in another language in Latin letters or, if it is too short for the
    /// lists of frequent words, known there.
    pub fn is_frequent_elsewhere(self, language: &str, word: &str) -> bool {
        let is_short = word.chars().count() < MIN_LISTED;
        lexicon::languages()
            .filter(|&other| other != language && is_latin(other))
            .any(|other| is_common(other, word) || is_short && self.dictionaries.knows_exactly(other, word))
    }

    /// Whether a word (in lower case) is frequent in a language, and in no other in Latin letters.
    pub fn is_frequent_here_alone(self, language: &str, word: &str) -> bool {
        is_common(language, word) && !self.is_frequent_elsewhere(language, word)
    }

    /// Whether a word (in lower case) is frequent in a language, and neither frequent nor a term in the other.
    pub fn is_frequent_in_only(self, language: &str, other: &str, word: &str) -> bool {
        is_common(language, word) && !is_common(other, word) && !is_form_of_term(other, word)
    }

    fn is_part(self, language: &str, part: &str) -> bool {
        part.chars().count() < MIN_LISTED || self.is_word(language, part)
    }

    /// Whether a word without hyphens, [`plain`], is one of a language.
    pub fn is_word(self, language: &str, word: &str) -> bool {
        let lower = word.to_lowercase();
        let known = |word: &str| self.is_listed(language, word);
        let is_derived = || is_form(language, &lower, &known) && !is_known_misspelling(language, &lower);
        known(word) || is_rare(language, &lower) || is_derived()
    }

    /// Whether a word is one of a language by its dictionary or its terms, in any case and form; names do not count.
    pub fn is_native(self, language: &str, word: &str) -> bool {
        let word = plain(word);
        let lower = word.to_lowercase();
        let known =
            |word: &str| self.dictionaries.knows(language, word) || is_form_of_term(language, &word.to_lowercase());
        known(&word)
            || is_rare(language, &lower)
            || is_form(language, &lower, &known) && !is_known_misspelling(language, &lower)
            || word.contains('-') && parts(&word).all(known)
    }

    /// Whether a word is in the dictionary, or a name, or a term with any of its endings.
    fn is_listed(self, language: &str, word: &str) -> bool {
        self.dictionaries.knows(language, word) || {
            let lower = word.to_lowercase();
            self.names.has_word(&lower) || is_form_of_term(language, &lower)
        }
    }
}

/// Whether a word (in lower case) is one of the most frequent of a language.
fn is_frequent(language: &str, word: &str) -> bool {
    let rank = lexicon(language).and_then(|lexicon| lexicon.common.get(word));
    rank.is_some_and(|&rank| rank < MAX_FREQUENT_RANK)
}

/// Whether a word (in lower case) is a technical term, or one with an ending.
fn is_form_of_term(language: &str, word: &str) -> bool {
    let is_listed = |word: &str| is_term(language, word);
    is_listed(word) || is_inflected_term(language, word, &is_listed) && !is_known_misspelling(language, word)
}

/// Whether a word can be checked: it has three letters at least, all of the language's script, no digits, and no
/// capitals behind its first letter save in `THis`.
fn is_checkable(language: &str, word: &str) -> bool {
    let is_latin = |c: char| {
        c.is_ascii()
            || matches!(c, '\u{ad}'..='\u{24f}' | '\u{300}'..='\u{36f}' | '\u{1e00}'..='\u{1eff}' | '’' | '\u{2011}')
    };
    let is_joiner = |c: char| matches!(c, '-' | '\'' | '’' | '\u{2011}' | '\u{ad}');
    let in_script = if is_mostly_latin(language) {
        word.chars().all(is_latin)
    } else {
        word.chars().all(|c| is_joiner(c) || !is_latin(c))
    };
    // An accent on an English page marks a foreign word, or one written with care.
    let in_script = in_script && (language != "en" || word.chars().all(|c| c.is_ascii() || is_joiner(c)));
    let mut letters = word.chars().filter(|&c| !is_joiner(c));
    let is_long = letters.clone().nth(2).is_some();
    let has_capitals = parts(word).any(|part| {
        let mut inner = part.chars().skip(1);
        let has_inner_capital = inner.clone().any(char::is_uppercase);
        // `THis` may be a misspelling: shift was released late.
        has_inner_capital
            && !(part.starts_with(char::is_uppercase)
                && inner.next().is_some_and(char::is_uppercase)
                && inner.clone().count() > 1
                && inner.all(char::is_lowercase))
    });
    is_long && in_script && !has_capitals && letters.all(|c| !c.is_numeric())
}
