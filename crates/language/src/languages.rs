//! What is known of a language as a whole: its scripts, and the names of its dictionaries on the system.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::data;

struct Facts {
    /// ISO 15924 codes, the most used first.
    scripts: Vec<&'static str>,
    /// File names without extension, the most common region first.
    system_dictionaries: Vec<&'static str>,
}

const LATIN: &str = "Latn";

/// By language (ISO 639-1). Lines of `data/languages.txt`: language, scripts with commas between them, dictionaries.
static LANGUAGES: LazyLock<HashMap<&'static str, Facts>> = LazyLock::new(|| {
    let parse = |line: &'static str| {
        let mut words = line.split_whitespace();
        let (language, scripts) = (words.next()?, words.next()?.split(',').collect());
        Some((language, Facts { scripts, system_dictionaries: words.collect() }))
    };
    data::lines(include_str!("../data/languages.txt")).filter_map(parse).collect()
});

/// Whether a language (primary subtag) is written in Latin letters, by some of its writers at least.
pub fn is_latin(language: &str) -> bool {
    LANGUAGES.get(language).is_none_or(|facts| facts.scripts.contains(&LATIN))
}

/// Whether a language puts blanks between its words, and between a number and the word behind it.
pub fn parts_words_by_blanks(language: &str) -> bool {
    const UNSPACED: [&str; 7] = ["Hani", "Jpan", "Kore", "Thai", "Laoo", "Khmr", "Mymr"];
    let first = LANGUAGES.get(language).and_then(|facts| facts.scripts.first());
    first.is_none_or(|script| !UNSPACED.contains(script))
}

/// Whether the words of a language are as a rule written in Latin letters.
pub(crate) fn is_mostly_latin(language: &str) -> bool {
    LANGUAGES.get(language).is_none_or(|facts| facts.scripts.first() == Some(&LATIN))
}

/// The languages that systems have dictionaries of, with the file names.
pub(crate) fn system_dictionaries() -> impl Iterator<Item = (&'static str, &'static [&'static str])> {
    let named = LANGUAGES.iter().map(|(language, facts)| (*language, &facts.system_dictionaries[..]));
    named.filter(|(_, names)| !names.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_is_understood() {
        assert_eq!(LANGUAGES.len(), data::lines(include_str!("../data/languages.txt")).count());
    }

    #[test]
    fn languages_that_are_not_listed_are_latin() {
        assert!(is_latin("en") && !is_latin("ru") && !is_latin("zh") && is_latin("tlh"));
        assert!(is_latin("sr") && !is_mostly_latin("sr"));
    }
}
