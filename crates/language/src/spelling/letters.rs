//! The letters of a language, from its `letters.txt`: those that a misspelling may have lost or replaced.

use std::collections::HashMap;
use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::data;

const FILE: &str = "letters.txt";

/// The alphabet of languages without a `letters.txt`.
const BASIC_LATIN: &str = "abcdefghijklmnopqrstuvwxyz";

#[derive(Default)]
struct Letters {
    alphabet: &'static str,
    /// Groups of letters that differ in their accent only, the one without an accent first.
    accented: Vec<Vec<char>>,
}

static LETTERS: LazyLock<HashMap<&'static str, Letters>> =
    LazyLock::new(|| data::parse_each(FILE, |text| Letters::parse(text).expect("a test reads the embedded letters")));

impl Letters {
    fn parse(text: &'static str) -> Result<Self, String> {
        let mut letters = Self { alphabet: BASIC_LATIN, ..Self::default() };
        for (key, mut values) in data::entries(text) {
            match key {
                "alphabet" => letters.alphabet = values.next().unwrap_or(BASIC_LATIN),
                "accented" => letters.accented.extend(values.map(|group| group.chars().collect::<Vec<_>>())),
                _ => return Err(format!("`{key}`")),
            }
        }
        Ok(letters)
    }
}

/// The lower-case letters of a language, in its order.
pub(super) fn alphabet(language: &str) -> &'static str {
    LETTERS.get(language).map_or(BASIC_LATIN, |letters| letters.alphabet)
}

/// Whether a language has letters that differ in their accent only.
pub(super) fn has_accents(language: &str) -> bool {
    LETTERS.get(language).is_some_and(|letters| !letters.accented.is_empty())
}

/// A letter without an accent, followed by those that differ from it in their accent only.
pub(super) fn with_accents(language: &str, base: char) -> &'static [char] {
    let groups = LETTERS.get(language).map_or(&[][..], |letters| &letters.accented);
    groups.iter().find(|group| group.first() == Some(&base)).map_or(&[], Vec::as_slice)
}

/// A word without its accents. `ñ`, `й`, `ä`, `ö` and `ü` are letters of their own; of Arabic letters only the hamza is
/// taken off its seat.
pub(super) fn unaccented(word: &str) -> String {
    if word.is_ascii() {
        return word.to_owned();
    }
    let base = |c: char| {
        let is_own_letter = matches!(c, 'ñ' | 'й' | 'ä' | 'ö' | 'ü');
        let base =
            if is_own_letter { c } else { std::iter::once(c).nfd().find(|c| !is_combining_mark(*c)).unwrap_or(c) };
        if base == 'ى' { 'ي' } else { base }
    };
    word.chars().map(base).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_the_data_is_understood() {
        for language in data::languages_with(FILE) {
            assert!(Letters::parse(data::text(language, FILE).unwrap()).is_ok(), "{language}");
        }
    }

    #[test]
    fn accents_are_those_of_the_language() {
        assert_eq!(with_accents("es", 'u'), ['u', 'ú', 'ü']);
        assert!(with_accents("de", 'u').is_empty() && has_accents("fr") && !has_accents("ru"));
        assert_eq!(alphabet("en"), BASIC_LATIN);
    }
}
