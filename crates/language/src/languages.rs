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

/// Regions by language, in upper case.
static REGIONS: LazyLock<HashMap<&'static str, Vec<&'static str>>> = LazyLock::new(|| {
    let parse = |line: &'static str| {
        let mut words = line.split_whitespace();
        Some((words.next()?, words.collect()))
    };
    data::lines(include_str!("../data/regions.txt")).filter_map(parse).collect()
});

/// Whether a tag such as `pl` is that of a language that is known here.
pub fn is_language(tag: &str) -> bool {
    LANGUAGES.contains_key(tag) || REGIONS.contains_key(tag)
}

/// Whether readers of a language expect editions for a region, such as `GB` (ISO 3166, in upper case); `true` if that is
/// not known.
pub fn has_region(language: &str, region: &str) -> bool {
    REGIONS.get(language).is_none_or(|regions| regions.contains(&region))
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
    fn regions_are_those_of_readers_of_the_language() {
        assert!(is_language("pl") && is_language("en") && !is_language("zz"));
        assert!(has_region("en", "GB") && !has_region("en", "VN") && has_region("pl", "PL"));
    }

    #[test]
    fn languages_that_are_not_listed_are_latin() {
        assert!(is_latin("en") && !is_latin("ru") && !is_latin("zh") && is_latin("tlh"));
        assert!(is_latin("sr") && !is_mostly_latin("sr"));
    }
}
