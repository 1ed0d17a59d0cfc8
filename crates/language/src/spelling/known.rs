//! Known misspellings with their corrections, from the `known-misspellings.txt.gz` of a language.

use std::collections::HashMap;
use std::sync::{LazyLock, OnceLock};

use foldhash::fast::FixedState;

use super::sorted_lines::find;
use crate::data;

const FILE: &str = "known-misspellings.txt.gz";

/// Unpacked when a suspect word of the language is first looked up. Each line is a misspelling in lower case and its
/// corrections, the likeliest first, separated by blanks. Lines are in order of their bytes.
static TEXTS: LazyLock<HashMap<&'static str, OnceLock<String>, FixedState>> =
    LazyLock::new(|| data::languages_with(FILE).map(|language| (language, OnceLock::new())).collect());

fn text(language: &str) -> Option<&'static str> {
    let text = TEXTS.get(language)?.get_or_init(|| data::unpack(language, FILE).unwrap_or_default());
    Some(text)
}

/// The corrections of a word in lower case, if it is a known misspelling.
pub(super) fn corrections(language: &str, word: &str) -> Option<impl Iterator<Item = &'static str>> {
    find(text(language)?, word).map(|corrections| corrections.split(' '))
}

/// All lines of a language.
#[cfg(test)]
pub(super) fn lines(language: &str) -> impl Iterator<Item = &'static str> {
    text(language).unwrap_or_default().lines()
}

/// Whether a word, in lower case, is a known misspelling.
pub(super) fn is_known_misspelling(language: &str, word: &str) -> bool {
    corrections(language, word).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_is_found_and_no_other_word() {
        for language in data::languages_with(FILE) {
            let text = data::unpack(language, FILE).unwrap();
            assert!(text.lines().is_sorted_by_key(|line| line.split(' ').next()), "{language}");
            for line in text.lines() {
                let (misspelling, corrections) = line.split_once(' ').unwrap();
                assert_eq!(find(&text, misspelling), Some(corrections), "{language}");
            }
            for other in ["", "a", "zzzz", "receive", "recieved ", "ÿ"] {
                assert_eq!(find(&text, other), None, "{other}");
            }
        }
    }
}
