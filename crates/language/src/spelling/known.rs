//! Known misspellings with their corrections, from the `known-misspellings.txt.gz` of a language.

use std::collections::HashMap;
use std::sync::{LazyLock, OnceLock};

use crate::data;

const FILE: &str = "known-misspellings.txt.gz";

/// Unpacked when a suspect word of the language is first looked up. Each line is a misspelling in lower case and its
/// corrections, the likeliest first, separated by blanks. Lines are in order of their bytes.
static TEXTS: LazyLock<HashMap<&'static str, OnceLock<String>>> =
    LazyLock::new(|| data::languages_with(FILE).map(|language| (language, OnceLock::new())).collect());

/// The corrections of a word in lower case, if it is a known misspelling.
pub(super) fn corrections(language: &str, word: &str) -> Option<impl Iterator<Item = &'static str>> {
    let text = TEXTS.get(language)?.get_or_init(|| data::unpack(language, FILE).unwrap_or_default());
    find(text, word).map(|corrections| corrections.split(' '))
}

/// Searches the lines of a text, which are in order, for the one that begins with `word`; returns the rest of it.
fn find<'t>(text: &'t str, word: &str) -> Option<&'t str> {
    // The line searched for begins at or behind `low` and before `high`; both are begins of lines.
    let (mut low, mut high) = (0, text.len());
    let bytes = text.as_bytes();
    while low < high {
        let middle = low + (high - low) / 2;
        let start = bytes[low..middle].iter().rposition(|&b| b == b'\n').map_or(low, |at| low + at + 1);
        let end = bytes[middle..].iter().position(|&b| b == b'\n').map_or(text.len(), |at| middle + at);
        let (misspelling, corrections) = text[start..end].split_once(' ')?;
        match misspelling.cmp(word) {
            std::cmp::Ordering::Less => low = end + 1,
            std::cmp::Ordering::Equal => return Some(corrections),
            std::cmp::Ordering::Greater => high = start,
        }
    }
    None
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
