//! The prefixes and endings of a language, from its `forms.txt`.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::data;

const FILE: &str = "forms.txt";

/// An ending, and what the dictionary has in its place: `("ed", "e")` makes `encoded` of `encode`.
pub(super) type Ending = (&'static str, &'static str);

#[derive(Default)]
pub(super) struct Lists {
    /// Prefixes, with the minimum length in characters of the known word behind them.
    pub(super) prefixes: Vec<(usize, Vec<&'static str>)>,
    /// Endings, with the minimum length in characters of the stem.
    pub(super) endings: Vec<(usize, Vec<Ending>)>,
    /// Endings of technical terms.
    pub(super) term_endings: Vec<Ending>,
    /// Lists that only the code of their language reads, by key.
    own: HashMap<&'static str, Vec<&'static str>>,
}

/// Keys of the lists that only the code of a language reads.
const OWN_KEYS: [&str; 10] = [
    "base ending",
    "case ending",
    "compound joint",
    "conjunction",
    "elided word",
    "future ending",
    "particle",
    "pronoun",
    "short compound part",
    "verb prefix",
];

static LISTS: LazyLock<HashMap<&'static str, Lists>> =
    LazyLock::new(|| data::parse_each(FILE, |text| Lists::parse(text).expect("a test reads the embedded forms")));

/// The lists of a language that has a `forms.txt`.
pub(super) fn lists(language: &str) -> Option<&'static Lists> {
    LISTS.get(language)
}

impl Lists {
    fn parse(text: &'static str) -> Result<Self, String> {
        let mut lists = Self::default();
        for (key, values) in data::entries(text) {
            let min_length = |of: &str| key.strip_prefix(of).and_then(|length| length.parse::<usize>().ok());
            if let Some(min) = min_length("prefix ") {
                lists.prefixes.push((min, values.collect()));
            } else if let Some(min) = min_length("ending ") {
                lists.endings.push((min, values.map(ending).collect()));
            } else if key == "term ending" {
                lists.term_endings.extend(values.map(ending));
            } else if OWN_KEYS.contains(&key) {
                lists.own.entry(key).or_default().extend(values);
            } else {
                return Err(format!("`{key}`"));
            }
        }
        Ok(lists)
    }

    /// A list that only the code of its language reads.
    pub(super) fn own(&self, key: &str) -> &[&'static str] {
        debug_assert!(OWN_KEYS.contains(&key), "{key}");
        self.own.get(key).map_or(&[], Vec::as_slice)
    }

    /// Whether a prefix or an ending makes a word of a known one.
    pub(super) fn make(&self, word: &str, known: &dyn Fn(&str) -> bool) -> bool {
        self.has_known_rest(word, known) || self.has_known_stem(word, known)
    }

    /// Whether a known word follows a prefix.
    pub(super) fn has_known_rest(&self, word: &str, known: &dyn Fn(&str) -> bool) -> bool {
        self.prefixes.iter().any(|(min, prefixes)| with_prefix(word, prefixes, *min, known))
    }

    /// Whether a known word is left without an ending.
    pub(super) fn has_known_stem(&self, word: &str, known: &dyn Fn(&str) -> bool) -> bool {
        self.endings.iter().any(|(min, endings)| with_ending(word, endings, *min, known))
    }
}

/// `ed/e` is the ending `ed` in place of `e`.
fn ending(text: &'static str) -> Ending {
    text.split_once('/').unwrap_or((text, ""))
}

/// The length of a word in characters.
pub(super) fn letters(word: &str) -> usize {
    word.chars().count()
}

/// Whether a known word of at least `min` characters follows one of the prefixes.
pub(super) fn with_prefix(word: &str, prefixes: &[&str], min: usize, known: &dyn Fn(&str) -> bool) -> bool {
    prefixes.iter().filter_map(|prefix| word.strip_prefix(prefix)).any(|rest| letters(rest) >= min && known(rest))
}

/// Whether a stem of at least `min` characters stands before one of the endings and is known with what the ending
/// replaced.
pub(super) fn with_ending(word: &str, endings: &[Ending], min: usize, known: &dyn Fn(&str) -> bool) -> bool {
    endings.iter().any(|(ending, replaced)| {
        word.strip_suffix(ending).is_some_and(|stem| letters(stem) >= min && known(&format!("{stem}{replaced}")))
    })
}

/// The ways to split a word into two parts of at least `min` characters each.
pub(super) fn split_in_two(word: &str, min: usize) -> impl Iterator<Item = (&str, &str)> {
    let splits = word.char_indices().map(|(at, _)| word.split_at(at));
    splits.filter(move |(first, second)| letters(first) >= min && letters(second) >= min)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_the_data_is_understood() {
        for language in data::languages_with(FILE) {
            let parsed = Lists::parse(data::text(language, FILE).unwrap());
            assert!(parsed.is_ok(), "{language}: {:?}", parsed.err());
        }
    }

    #[test]
    fn endings_put_back_what_they_replaced() {
        let known = |word: &str| word == "encode";
        assert!(with_ending("encoded", &[ending("ed/e")], 4, &known));
        assert!(!with_ending("encoded", &[ending("ed")], 4, &known));
        assert!(with_prefix("reencode", &["re"], 4, &known) && !with_prefix("reencode", &["re"], 7, &known));
    }
}
