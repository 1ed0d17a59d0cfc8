//! Classes of words by lists: pronouns, verbs, nouns that cannot be counted, from each language's `word-lists.txt`.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use foldhash::fast::FixedState;

use crate::data;

const FILE: &str = "word-lists.txt";

pub(crate) type WordList = HashSet<&'static str, FixedState>;

/// By language and name.
static LISTS: LazyLock<HashMap<&str, HashMap<&str, WordList>>> = LazyLock::new(|| {
    let mut lists: HashMap<_, HashMap<_, WordList>> = HashMap::new();
    for language in data::languages_with(FILE) {
        for line in data::text(language, FILE).into_iter().flat_map(data::lines) {
            let (name, words) = line.split_once(": ").unwrap_or_default();
            lists.entry(language).or_default().entry(name).or_default().extend(words.split(' '));
        }
    }
    lists
});

/// A list of a language, by its name. Its words are in lower case, with straight apostrophes.
pub(crate) fn list(language: &str, name: &str) -> Option<&'static WordList> {
    LISTS.get(language)?.get(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_named_and_hold_words_in_lower_case() {
        let lists = LISTS.iter().flat_map(|(language, lists)| lists.iter().map(move |it| (language, it)));
        for (language, (name, words)) in lists {
            assert!(!name.is_empty(), "{language}");
            let is_plain = |word: &&str| !word.is_empty() && word.to_lowercase() == **word;
            assert!(words.iter().all(is_plain), "{language}: {name}");
        }
    }
}
