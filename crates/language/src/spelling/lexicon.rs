//! Frequent words of a language, the technical terms and the rare words that its dictionary lacks, from its
//! `common.txt.gz`, `trade.txt` and `larger.txt.gz`.

use std::collections::{HashMap, HashSet};
use std::sync::{LazyLock, OnceLock};

use foldhash::fast::FixedState;

use super::letters::{has_accents, unaccented};
use super::sorted_lines::find;
use crate::beginnings::Beginnings;
use crate::data;

/// Frequent words, a line each, the most frequent first.
const COMMON: &str = "common.txt.gz";

/// Technical terms and other words that the dictionary lacks.
const TERMS: &str = "trade.txt";

/// Words of a larger list than the dictionary's, a line each.
const LARGER: &str = "larger.txt.gz";

#[derive(Default)]
pub(super) struct Lexicon {
    /// Frequent words by their rank, from 0.
    pub(super) common: HashMap<&'static str, u32, FixedState>,
    /// Frequent words by their letters without accents, in a language that has accents; of several the most frequent.
    /// Not those that are written without accents and are the most frequent of theirs: most words.
    by_unaccented: HashMap<Box<str>, &'static str, FixedState>,
    has_accents: bool,
    /// Technical terms, in lower case.
    pub(super) terms: HashSet<&'static str, FixedState>,
    /// What frequent words begin and end with; made when a word is first corrected.
    affixes: OnceLock<Affixes>,
}

/// The beginnings of frequent words, and those of the words read backwards.
struct Affixes {
    beginnings: Beginnings,
    endings: Beginnings,
}

/// Binary logarithm of the number of bits of [`Affixes`]: about ten bits for each beginning.
const AFFIX_BITS_LOG: u32 = 20;

/// By language; each is read when first needed and kept for the whole run.
static LEXICONS: LazyLock<HashMap<&'static str, OnceLock<Lexicon>, FixedState>> =
    LazyLock::new(|| data::languages_with(COMMON).map(|language| (language, OnceLock::new())).collect());

/// The lexicon of a language, if it has one.
pub(super) fn lexicon(language: &str) -> Option<&'static Lexicon> {
    Some(LEXICONS.get(language)?.get_or_init(|| Lexicon::read(language)))
}

/// Whether a word (in lower case) is a frequent one of a language.
pub(crate) fn is_common(language: &str, word: &str) -> bool {
    lexicon(language).is_some_and(|lexicon| lexicon.common.contains_key(word))
}

/// Whether a word (in lower case) is a technical term of a language, without an ending.
pub(super) fn is_term(language: &str, word: &str) -> bool {
    lexicon(language).is_some_and(|lexicon| lexicon.terms.contains(word))
}

/// The languages that have a lexicon, in order.
pub(super) fn languages() -> impl Iterator<Item = &'static str> {
    data::languages_with(COMMON)
}

impl Lexicon {
    fn read(language: &str) -> Self {
        let mut lexicon = Self::default();
        let common: &'static str = data::unpack(language, COMMON).unwrap_or_default().leak();
        for (rank, word) in common.lines().enumerate() {
            lexicon.common.insert(word, rank as u32);
        }
        lexicon.has_accents = has_accents(language);
        if lexicon.has_accents {
            for word in common.lines() {
                let without = unaccented(word);
                let is_less_frequent =
                    || lexicon.common.get(&*without).is_some_and(|plain| *plain < lexicon.common[word]);
                if *without != *word && !is_less_frequent() {
                    lexicon.by_unaccented.entry(without.into()).or_insert(word);
                }
            }
        }
        lexicon.terms.extend(data::text(language, TERMS).into_iter().flat_map(data::words));
        lexicon
    }

    /// The most frequent of the frequent words that have these letters without their accents, in a language that has
    /// accents.
    pub(super) fn with_accents(&self, letters: &str) -> Option<&'static str> {
        let written_so = || self.common.get_key_value(letters).filter(|_| self.has_accents).map(|(word, _)| *word);
        let is_plain = |word: &&str| unaccented(word) == **word;
        self.by_unaccented.get(letters).copied().or_else(|| written_so().filter(is_plain))
    }

    /// Upper bounds, in characters, of the beginning and of the ending that a string has in common with any frequent
    /// word: one that differs from the string in one place has all before that place and all behind it.
    pub(super) fn common_affixes(&self, string: &str) -> (usize, usize) {
        let make = || {
            let (mut beginnings, mut endings) = (Beginnings::new(AFFIX_BITS_LOG), Beginnings::new(AFFIX_BITS_LOG));
            for word in self.common.keys() {
                beginnings.add(word.chars(), 0);
                endings.add(word.chars().rev(), 0);
            }
            Affixes { beginnings, endings }
        };
        let Affixes { beginnings, endings } = self.affixes.get_or_init(make);
        (beginnings.longest(string.chars()), endings.longest(string.chars().rev()))
    }
}

/// By language; unpacked when a word that no other list has is first looked up. Lines are in order of their bytes.
static RARE: LazyLock<HashMap<&'static str, OnceLock<String>, FixedState>> =
    LazyLock::new(|| data::languages_with(LARGER).map(|language| (language, OnceLock::new())).collect());

/// Whether a word (in lower case) is one of the rare words. They stand there with all their forms: no further form is
/// made of them.
pub(super) fn is_rare(language: &str, word: &str) -> bool {
    let Some(text) = RARE.get(language) else { return false };
    find(text.get_or_init(|| data::unpack(language, LARGER).unwrap_or_default()), word).is_some_and(str::is_empty)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_rare_word_is_found_and_no_other() {
        for language in data::languages_with(LARGER) {
            let text = data::unpack(language, LARGER).unwrap();
            assert!(text.lines().is_sorted_by(|a, b| a < b) && !text.contains([' ', '\r']), "{language}");
            assert!(text.lines().all(|word| is_rare(language, word)), "{language}");
            assert!(["", "a", "zzzz", "ÿ", "\n"].into_iter().all(|word| !is_rare(language, word)), "{language}");
        }
    }

    #[test]
    fn letters_without_accents_lead_to_the_most_frequent_word() {
        for language in languages().filter(|language| has_accents(language)) {
            let text = data::unpack(language, COMMON).unwrap();
            let mut by_letters: HashMap<String, &str> = HashMap::new();
            for word in text.lines() {
                by_letters.entry(unaccented(word)).or_insert(word);
            }
            let lexicon = lexicon(language).unwrap();
            for word in text.lines().step_by(7) {
                let letters = unaccented(word);
                assert_eq!(lexicon.with_accents(&letters), by_letters.get(&letters).copied(), "{language}: {letters}");
                assert!(letters == word || lexicon.with_accents(word).is_none(), "{language}: {word}");
            }
        }
        assert_eq!(lexicon("en").unwrap().with_accents("word"), None);
    }

    #[test]
    fn affixes_of_frequent_words_are_bounded() {
        let english = lexicon("en").unwrap();
        let (before, behind) = english.common_affixes("computxer");
        assert!(before >= "comput".len() && behind >= "er".len() && before < "computxer".len());
        assert!(
            english
                .common
                .keys()
                .all(|word| english.common_affixes(word) == (word.chars().count(), word.chars().count()))
        );
    }

    #[test]
    fn lists_of_words_are_in_lower_case_and_whole() {
        for language in languages() {
            let lexicon = lexicon(language).unwrap();
            assert!(lexicon.common.len() > 10_000 && !lexicon.terms.is_empty(), "{language}");
            let is_word = |word: &&str| !word.is_empty() && !word.contains(char::is_whitespace);
            assert!(lexicon.common.keys().all(is_word), "{language}");
        }
    }
}
