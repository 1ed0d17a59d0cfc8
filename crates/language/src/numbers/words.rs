//! Number words, from the `numbers.txt` of each language.
//!
//! Words that are also articles or pronouns (one, un, eine, один), or something else altogether (French `neuf`, new),
//! may stand for their number and need not.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use super::arabic::without_particles;
use super::german;
use crate::data;

const FILE: &str = "numbers.txt";

/// Key of a month; its number follows.
const MONTH: &str = "month ";

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Numeral {
    pub(super) value: u64,
    /// Whether the word is always a number.
    pub(super) is_sure: bool,
}

/// Number words of a language, and how it composes numbers of them.
#[derive(Default)]
pub(super) struct Words {
    numerals: HashMap<&'static str, Numeral, foldhash::fast::FixedState>,
    /// Stems of compounds with a number ("dwunastostronicowy"), with their values, by their first letter.
    stems: HashMap<char, Vec<(&'static str, u64)>, foldhash::fast::FixedState>,
    /// Names of months, with their numbers.
    months: HashMap<&'static str, u64, foldhash::fast::FixedState>,
    /// Units that only readers of this language use; others leave what is converted into them out.
    pub(super) customary_units: Vec<&'static str>,
    /// The word before a hundred that makes it a percentage: "pour cent".
    pub(super) per_hundred: Option<&'static str>,
    /// Of a language without blanks between words: words behind a number that show that it is one, words around it that
    /// show that it may be no amount, and words that only look like one.
    pub(super) measures: Vec<&'static str>,
    pub(super) vague_before: Vec<&'static str>,
    pub(super) vague_behind: Vec<&'static str>,
    pub(super) no_numbers: Vec<&'static str>,
    /// Whether 80 is "four twenties", and 70 and 90 are counted from 60 and 80.
    pub(super) counts_in_twenties: bool,
    /// Whether 11 to 19 are "ten one" to "ten nine".
    pub(super) has_open_teens: bool,
    /// Whether units stand before tens, with a conjunction between them.
    pub(super) has_units_before_tens: bool,
}

static WORDS: LazyLock<HashMap<&'static str, Words>> = LazyLock::new(|| {
    data::parse_each(FILE, |text| Words::parse(text).expect("a test reads the embedded number words"))
});

/// Words between the parts of a number, of all languages.
pub(super) static CONNECTORS: LazyLock<HashSet<&str>> = LazyLock::new(|| {
    let texts = data::parse_each(FILE, |text| text);
    let connectors = texts.into_values().flat_map(data::entries).filter(|(key, _)| *key == "connector");
    connectors.flat_map(|(_, words)| words).collect()
});

impl Words {
    /// Reads a file of keys: a value, followed by a question mark if its words may be no number, or how the language
    /// counts.
    fn parse(text: &'static str) -> Result<Self, String> {
        let mut words = Self::default();
        for (key, mut values) in data::entries(text) {
            match key {
                "connector" | "digit groups" => {}
                "customary unit" => words.customary_units.extend(values),
                "measure" => words.measures.extend(values),
                "vague before" => words.vague_before.extend(values),
                "vague behind" => words.vague_behind.extend(values),
                "no number" => words.no_numbers.extend(values),
                "per hundred" => words.per_hundred = values.next(),
                "counting" => {
                    for value in values {
                        match value {
                            "in twenties" => words.counts_in_twenties = true,
                            "ten and units" => words.has_open_teens = true,
                            "units before tens" => words.has_units_before_tens = true,
                            _ => return Err(format!("counting: `{value}`")),
                        }
                    }
                }
                _ if key.starts_with(MONTH) => {
                    let number = key[MONTH.len()..].parse().map_err(|_| format!("`{key}`"))?;
                    words.months.extend(values.map(|word| (word, number)));
                }
                _ => {
                    let value = key.trim_end_matches('?').parse().map_err(|_| format!("`{key}`"))?;
                    let numeral = Numeral { value, is_sure: !key.ends_with('?') };
                    for word in values {
                        words.add(word, numeral)?;
                    }
                }
            }
        }
        Ok(words)
    }

    /// Adds a number word, or a stem of compounds, which ends in a star and may always be no number.
    fn add(&mut self, word: &'static str, numeral: Numeral) -> Result<(), String> {
        let Some(stem) = word.strip_suffix('*') else {
            self.numerals.insert(word, numeral);
            return Ok(());
        };
        let first = stem.chars().next().filter(|_| !numeral.is_sure).ok_or_else(|| format!("`{word}`"))?;
        self.stems.entry(first).or_default().push((stem, numeral.value));
        Ok(())
    }

    /// The number of a month, by its name in lower case.
    pub(super) fn month(&self, word: &str) -> Option<u64> {
        self.months.get(word).copied()
    }

    pub(super) fn get(&self, word: &str) -> Option<Numeral> {
        self.numerals.get(word).copied().or_else(|| self.compound(word))
    }

    /// The number that a compound may begin with.
    fn compound(&self, word: &str) -> Option<Numeral> {
        if self.stems.is_empty() {
            return None;
        }
        let stems = self.stems.get(&word.chars().next()?)?;
        let (_, value) = stems.iter().find(|(stem, _)| word.len() > stem.len() && word.starts_with(stem))?;
        Some(Numeral { value: *value, is_sure: false })
    }
}

/// The number words of a language; `None` if they are not known.
pub(super) fn words(language: &str) -> Option<&'static Words> {
    WORDS.get(language)
}

/// Whether a language may part groups of digits by blanks: "10 000".
pub(super) fn parts_digits_by_blanks(language: &str) -> bool {
    !data::entries_of(language, FILE).any(|(key, _)| key == "digit groups")
}

/// The number that a word of a language stands for, in lower case.
pub(super) fn numeral(words: &Words, language: &str, word: &str) -> Option<Numeral> {
    let known = words.get(word);
    match language {
        "de" => known.or_else(|| {
            let value_of = |word: &str| words.get(word).map(|numeral| numeral.value);
            german::composed_value(word, value_of).map(|value| Numeral { value, is_sure: true })
        }),
        "ar" => known.or_else(|| words.get(without_particles(word))),
        _ => known,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_the_data_is_understood() {
        for language in data::languages_with(FILE) {
            let words = data::text(language, FILE).map(Words::parse).unwrap();
            assert!(words.is_ok_and(|words| words.numerals.len() > 20), "{language}");
        }
        assert_eq!(Words::parse("dozen: twelve\n").err().unwrap(), "`dozen`");
    }

    #[test]
    fn numbers_in_words_are_known_in_every_language() {
        for (language, word, value) in [
            ("en", "twelve", 12),
            ("es", "veintidós", 22),
            ("fr", "quinze", 15),
            ("de", "einundzwanzig", 21),
            ("de", "dreitausend", 3000),
            ("ru", "двух", 2),
            ("ar", "ثلاثة", 3),
            ("ar", "وبالثلاثة", 3),
        ] {
            let words = words(language).unwrap();
            assert_eq!(numeral(words, language, word), Some(Numeral { value, is_sure: true }), "{word}");
        }
    }

    #[test]
    fn ordinals_and_compounds_may_be_numbers() {
        for (language, word, value) in [
            ("uk", "дванадцятисторінковий", 12),
            ("uk", "двовимірна", 2),
            ("uk", "третю", 3),
            ("pl", "trójwymiarowy", 3),
            ("pl", "drugiego", 2),
            ("pl", "osiemdziesiątych", 1980),
            ("it", "seconda", 2),
            ("pt", "terceira", 3),
            ("nl", "tweede", 2),
        ] {
            let numeral = numeral(words(language).unwrap(), language, word);
            assert_eq!(numeral, Some(Numeral { value, is_sure: false }), "{word}");
        }
        let sure = numeral(words("uk").unwrap(), "uk", "десяти");
        assert_eq!(sure, Some(Numeral { value: 10, is_sure: true }));
        assert_eq!(Words::parse("2: twi*\n").err().unwrap(), "`twi*`");
    }

    #[test]
    fn articles_may_be_numbers() {
        let words = words("fr").unwrap();
        let is_sure = |word: &str| words.get(word).is_some_and(|numeral| numeral.is_sure);
        assert!(!is_sure("une") && !is_sure("neuf") && is_sure("deux"));
        assert_eq!(numeral(words, "fr", "deuxième"), None);
    }
}
