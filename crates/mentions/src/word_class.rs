//! Classes of words, computed once for each distinct word of a run.
//!
//! Nearly every word is irrelevant to the rules on names; its class rules it out at little cost.

use std::ops::Range;

use firstaid_content::Word;
use firstaid_language::adverbs::may_have_hyphen_behind_adverb;
use firstaid_language::articles::is_indefinite_article;
use firstaid_language::confusions::{self, Placed, Subject};
use firstaid_language::words::parts;
use firstaid_language::{AnswersByLanguage, Dictionaries, SharedAnswers, Speller};

use crate::claims::Claims;
use crate::names::Names;
use crate::near_miss::NearMisses;

/// Maximum distinct words that a thread keeps for a language; bounds memory for hostile pages.
const MAX_WORDS: usize = 200_000;

/// Maximum bytes of a word that is classified; the time is quadratic in the length, and no rule knows longer words.
const MAX_WORD: usize = 96;

/// Facts about a word, by which rules choose the words to check.
#[expect(clippy::struct_excessive_bools, reason = "independent facts, kept in a byte each")]
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct WordClass {
    /// A known spelling of a name begins with it or a part of it.
    pub begins_form: bool,
    /// It, or a part of it between hyphens, misspells a name and is not an English word.
    pub near_name: bool,
    /// A long name of several words contains it.
    pub in_phrase: bool,
    /// Another name of several words contains it.
    pub in_pair: bool,
    /// A name begins with it.
    pub begins_name: bool,
    /// A name ends with it.
    pub ends_name: bool,
    /// It may be confused with another word.
    pub may_be_confused: bool,
    /// A pattern of words that are repeated by mistake is tried at it.
    pub may_be_repeated: bool,
    /// A pattern of marks between clauses is tried at it.
    pub may_need_mark: bool,
    /// An outdated claim may contain it.
    pub in_claim: bool,
    /// It is a year of this century.
    pub is_year: bool,
    /// No dictionary or list of the page's language accepts it.
    pub suspect: bool,
    /// It has characters that are not ASCII.
    pub has_others: bool,
    /// It is of ASCII letters, of which some are capitals and some are not.
    pub mixes_cases: bool,
}

/// A word of the prose, with its place and class.
#[derive(Clone, Copy)]
pub struct ClassedWord {
    at: u32,
    len: u32,
    pub class: WordClass,
}

impl ClassedWord {
    /// Its byte range in the prose.
    pub fn range(self) -> Range<usize> {
        self.at as usize..(self.at + self.len) as usize
    }

    /// Whether another word has as many bytes: a test that most other words fail, without a look at the text.
    pub fn is_as_long_as(self, other: Self) -> bool {
        self.len == other.len
    }

    /// Whether it is an English word. No part of the class: a look-up in a dictionary is expensive, and rules ask it of
    /// few words.
    pub fn is_english(self, prose: &str, dictionaries: &Dictionaries) -> bool {
        self.len as usize <= MAX_WORD && dictionaries.knows("en", &prose[self.range()])
    }
}

impl WordClass {
    /// The facts as bits, in their order: tables of the words of a run hold hundreds of thousands of classes.
    fn to_bits(self) -> u16 {
        self.facts().into_iter().rev().fold(0, |bits, fact| bits << 1 | u16::from(fact))
    }

    fn from_bits(bits: u16) -> Self {
        let fact = |n: u32| bits >> n & 1 == 1;
        Self {
            begins_form: fact(0),
            near_name: fact(1),
            in_phrase: fact(2),
            in_pair: fact(3),
            begins_name: fact(4),
            ends_name: fact(5),
            may_be_confused: fact(6),
            in_claim: fact(7),
            is_year: fact(8),
            suspect: fact(9),
            may_be_repeated: fact(10),
            may_need_mark: fact(11),
            has_others: fact(12),
            mixes_cases: fact(13),
        }
    }

    /// In the order of the bits.
    fn facts(self) -> [bool; 14] {
        [
            self.begins_form,
            self.near_name,
            self.in_phrase,
            self.in_pair,
            self.begins_name,
            self.ends_name,
            self.may_be_confused,
            self.in_claim,
            self.is_year,
            self.suspect,
            self.may_be_repeated,
            self.may_need_mark,
            self.has_others,
            self.mixes_cases,
        ]
    }

    /// What the letters of a word tell without any list.
    fn of_letters(word: &str) -> Self {
        let has = |is_wanted: fn(&u8) -> bool| word.as_bytes().iter().any(is_wanted);
        let mixes_cases =
            word.bytes().all(|b| b.is_ascii_alphabetic()) && has(u8::is_ascii_uppercase) && has(u8::is_ascii_lowercase);
        Self { has_others: !word.is_ascii(), mixes_cases, ..Self::default() }
    }
}

impl Placed for ClassedWord {
    fn range(&self) -> Range<usize> {
        Self::range(*self)
    }
}

/// Classes of the words seen so far.
#[derive(Default)]
pub struct WordClasses {
    /// By word, as [`WordClass::to_bits`] has them.
    seen: AnswersByLanguage<u16>,
    /// Classes that any thread computed; asked before a class is computed again.
    shared: SharedAnswers<u16>,
}

impl WordClasses {
    /// The class of each word of a text in a language, in order.
    pub fn classify<'w>(
        &self,
        language: &str,
        words: impl Iterator<Item = Word<'w>>,
        class: impl Fn(&str) -> WordClass,
    ) -> Vec<ClassedWord> {
        self.seen.of(language, |seen| {
            words
                .map(|word| {
                    let known = seen.get(word.text).copied();
                    let bits = known.unwrap_or_else(|| {
                        if word.text.len() > MAX_WORD {
                            return WordClass::of_letters(word.text).to_bits();
                        }
                        let bits = self.shared.get(language, word.text, || class(word.text).to_bits());
                        if seen.len() >= MAX_WORDS {
                            seen.clear();
                        }
                        seen.insert(word.text, bits);
                        bits
                    });
                    let class = WordClass::from_bits(bits);
                    ClassedWord { at: word.at as u32, len: word.text.len() as u32, class }
                })
                .collect()
        })
    }
}

impl WordClass {
    pub fn new(
        word: &str,
        language: &str,
        names: &Names,
        near: &NearMisses,
        claims: &Claims,
        speller: Speller<'_>,
    ) -> Self {
        let dictionaries = speller.dictionaries;
        let lower = word.to_lowercase();
        let is_trigger = |subject: Subject| confusions::is_trigger(subject, language, &lower);
        let mut parts = parts(&lower).filter(|part| near.find(part).is_some());
        Self {
            begins_form: names.begin_in(&lower),
            near_name: parts.any(|part| !dictionaries.knows("en", part)),
            in_phrase: near.has_phrase_with(&lower),
            in_pair: near.has_pair_with(&lower),
            begins_name: near.begins_name(&lower),
            ends_name: near.ends_name(&lower),
            in_claim: claims.have(&lower),
            is_year: lower.len() == 4 && lower.starts_with("20") && lower.bytes().all(|b| b.is_ascii_digit()),
            may_be_confused: is_indefinite_article(&lower)
                || is_trigger(Subject::Words)
                || may_have_hyphen_behind_adverb(&lower),
            may_be_repeated: is_trigger(Subject::Repetition),
            may_need_mark: is_trigger(Subject::Marks),
            suspect: !speller.accepts(language, word),
            ..Self::of_letters(word)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_fact_has_a_bit_of_its_own() {
        let count = WordClass::default().facts().len();
        assert_eq!(count, size_of::<WordClass>(), "each field of the class is a fact");
        for n in 0..count {
            let class = WordClass::from_bits(1 << n);
            assert_eq!(class.to_bits(), 1 << n);
            assert_eq!(class.facts(), std::array::from_fn(|at| at == n));
        }
        assert_eq!(WordClass::from_bits((1 << count) - 1).facts(), [true; 14]);
    }

    #[test]
    fn letters_tell_words_apart() {
        let facts = |word: &str| {
            let class = WordClass::of_letters(word);
            (class.has_others, class.mixes_cases)
        };
        assert_eq!(["word", "WORD", "Word", "Wo-rd"].map(facts), [false, false, true, false].map(|it| (false, it)));
        assert_eq!(facts("Wörd"), (true, false));
    }
}
