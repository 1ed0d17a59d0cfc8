//! Words behind digits that multiply them, from the `multipliers.txt` of each language: "2万" is 20,000, "3 लाख" is
//! 300,000.

use std::sync::LazyLock;

use crate::data;

const FILE: &str = "multipliers.txt";

/// Each word with its factor, of all languages: texts mix them, and no word has two factors.
static WORDS: LazyLock<Vec<(&str, u64)>> = LazyLock::new(|| {
    let texts = data::parse_each(FILE, |text| text).into_values();
    let entries = texts.flat_map(data::entries);
    let words = entries.flat_map(|(key, words)| words.filter_map(move |word| Some((word, key.parse().ok()?))));
    words.collect()
});

/// The factor of the word behind a number that ends at a place, and where the word ends; 1 without one.
pub(super) fn multiplier(text: &str, end: usize) -> (u64, usize) {
    let rest = text[end..].trim_start_matches([' ', '\u{a0}']);
    // All of the words are of scripts beyond Latin.
    if rest.starts_with(|c: char| c.is_ascii()) {
        return (1, end);
    }
    let start = text.len() - rest.len();
    let longest = WORDS.iter().filter(|(word, _)| rest.starts_with(word)).max_by_key(|(word, _)| word.len());
    longest.map_or((1, end), |(word, factor)| (*factor, start + word.len()))
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use super::*;

    #[test]
    fn a_word_has_one_factor_and_no_latin_letter() {
        let mut factors = HashMap::new();
        for (language, key) in data::keys(FILE) {
            assert!(key.parse::<u64>().is_ok_and(|factor| factor > 1), "{language}: {key}");
        }
        for (word, factor) in WORDS.iter() {
            assert!(!word.is_ascii() && *factors.entry(word).or_insert(factor) == factor, "{word}");
        }
    }

    #[test]
    fn the_longest_word_behind_a_number_multiplies_it() {
        for (text, expected) in [
            ("2万", (10_000, 4)),
            ("3 लाख", (100_000, 11)),
            ("5百万円", (1_000_000, 7)),
            ("5億", (100_000_000, 4)),
            ("4 ten", (1, 1)),
        ] {
            assert_eq!(multiplier(text, 1), expected, "{text}");
        }
    }
}
