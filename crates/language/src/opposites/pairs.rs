//! The pairs of opposites of a language, from its `opposites.txt`.

use std::collections::HashMap;
use std::sync::LazyLock;

use foldhash::fast::FixedState;

use super::{Evidence, Side};
use crate::data;
use crate::words::is_unspaced;

/// A word or phrase of one side of a pair.
#[derive(Debug)]
pub(super) struct Phrase {
    /// `None` for words that a pattern of a pair matches and that have nothing to do with it.
    pub(super) pair: Option<&'static str>,
    pub(super) side: Side,
    /// `false` if the word often has another meaning.
    pub(super) is_sure: bool,
    /// Patterns of its words, and [`GAP`].
    pub(super) parts: Vec<&'static str>,
}

impl Phrase {
    /// Whether it is written out, without `*`.
    pub(super) fn is_exact(&self) -> bool {
        self.parts.iter().all(|part| !part.ends_with('*'))
    }
}

/// Part of a phrase that stands for up to [`MAX_GAP`] words.
pub(super) const GAP: &str = "…";

/// Maximum number of words that [`GAP`] stands for.
pub(super) const MAX_GAP: usize = 4;

/// Maximum letters of a key of [`Language::by_beginning`].
const MAX_KEY: usize = 3;

#[derive(Debug, Default)]
pub(super) struct Language {
    phrases: Vec<Phrase>,
    /// Indices of phrases, by their first word if it has no `*`.
    by_word: HashMap<&'static str, Vec<usize>, FixedState>,
    /// Indices of phrases whose first word ends in `*`, by up to [`MAX_KEY`] letters that it begins with.
    by_beginning: HashMap<&'static str, Vec<usize>, FixedState>,
    /// Prefixes that make the opposite of a word: "un" of "unlocked".
    pub(super) negating_prefixes: Vec<&'static str>,
    /// Endings of words that are opposites: "ful" and "less".
    pub(super) opposite_endings: Vec<(&'static str, &'static str)>,
    /// Articles and conjunctions that are written in one with the next word.
    prefixes: Vec<&'static str>,
    /// Pairs that are evidence. The names of pairs are those of English, whose data says it for all languages.
    evidence: HashMap<&'static str, Evidence>,
}

pub(super) const FILE: &str = "opposites.txt";

const NEGATING_PREFIXES: &str = "negating prefixes";
const OPPOSITE_ENDINGS: &str = "opposite endings";
const PREFIXES: &str = "prefixes";
const UNRELATED: &str = "unrelated";
const EVIDENCE: &str = "evidence";
const EVIDENCE_OF_ABSENCE: &str = "evidence of absence";
const EVIDENCE_OF_DEGREE: &str = "evidence of degree";

static LANGUAGES: LazyLock<HashMap<&str, Language>> = LazyLock::new(|| data::parse_each(FILE, Language::parse));

/// What a pair shows, in every language.
pub(super) fn evidence(pair: &str) -> Evidence {
    LANGUAGES.get("en").and_then(|english| english.evidence.get(pair)).copied().unwrap_or(Evidence::None)
}

/// The opposites of a language (primary subtag); `None` if they are not known.
pub(super) fn language(tag: &str) -> Option<&'static Language> {
    LANGUAGES.get(tag)
}

impl Language {
    fn parse(text: &'static str) -> Self {
        let mut language = Self::default();
        for (key, value) in data::lines(text).filter_map(|line| line.split_once(": ")) {
            let values = value.split(", ");
            match (key, value.split_once(" | ")) {
                (pair, Some((first, second))) => {
                    first.split(", ").for_each(|phrase| language.add(Some(pair), Side::First, phrase));
                    second.split(", ").for_each(|phrase| language.add(Some(pair), Side::Second, phrase));
                }
                (UNRELATED, _) => values.for_each(|phrase| language.add(None, Side::First, phrase)),
                (NEGATING_PREFIXES, _) => language.negating_prefixes.extend(values),
                (OPPOSITE_ENDINGS, _) => {
                    language.opposite_endings.extend(values.filter_map(|pair| pair.split_once('/')));
                }
                (PREFIXES, _) => language.prefixes.extend(values),
                (EVIDENCE, _) => language.evidence.extend(values.map(|pair| (pair, Evidence::Opposite))),
                (EVIDENCE_OF_ABSENCE, _) => language.evidence.extend(values.map(|pair| (pair, Evidence::Absence))),
                (EVIDENCE_OF_DEGREE, _) => language.evidence.extend(values.map(|pair| (pair, Evidence::Degree))),
                _ => {}
            }
        }
        language
    }

    fn add(&mut self, pair: Option<&'static str>, side: Side, typed: &'static str) {
        let (is_sure, typed) = typed.strip_prefix('?').map_or((true, typed), |doubtful| (false, doubtful));
        // In scripts without blanks, each character is a word.
        let letters = |part: &'static str| -> Vec<&'static str> {
            if part.starts_with(is_unspaced) { part.split_inclusive(|_| true).collect() } else { vec![part] }
        };
        let parts: Vec<&str> = typed.split(' ').flat_map(letters).collect();
        let index = self.phrases.len();
        match parts[0].strip_suffix('*') {
            Some(stem) => {
                let end = stem.char_indices().nth(MAX_KEY).map_or(stem.len(), |(at, _)| at);
                self.by_beginning.entry(&stem[..end]).or_default().push(index);
            }
            None => self.by_word.entry(parts[0]).or_default().push(index),
        }
        self.phrases.push(Phrase { pair, side, is_sure, parts });
    }

    /// The phrases whose first part matches a word.
    pub(super) fn beginning_with<'l>(&'l self, word: &'l str) -> impl Iterator<Item = &'l Phrase> {
        self.forms(word).flat_map(move |form| {
            let keys = form.char_indices().take(MAX_KEY).map(|(at, c)| &form[..at + c.len_utf8()]);
            let mut stems: Vec<usize> = keys.filter_map(|key| self.by_beginning.get(key)).flatten().copied().collect();
            stems.retain(|&index| is_match(form, self.phrases[index].parts[0]));
            // In the order of the data.
            stems.sort_unstable();
            let listed = self.by_word.get(form).into_iter().flatten().copied().chain(stems);
            listed.map(|index| &self.phrases[index])
        })
    }

    /// Whether a word, or the rest of it behind an article or conjunction, matches a pattern.
    pub(super) fn matches(&self, word: &str, pattern: &str) -> bool {
        self.forms(word).any(|form| is_match(form, pattern))
    }

    fn forms<'w>(&'w self, word: &'w str) -> impl Iterator<Item = &'w str> {
        std::iter::once(word).chain(self.prefixes.iter().filter_map(move |prefix| word.strip_prefix(*prefix)))
    }
}

/// Whether a word matches a pattern, in which `*` at the end stands for any letters.
fn is_match(word: &str, pattern: &str) -> bool {
    match pattern.strip_suffix('*') {
        Some(stem) => word.starts_with(stem),
        None => word == pattern,
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;
    use crate::words::words;

    #[test]
    fn every_line_of_the_data_is_understood() {
        for language in data::languages_with(FILE) {
            for line in data::text(language, FILE).into_iter().flat_map(data::lines) {
                let (key, value) = line.split_once(": ").unwrap_or_else(|| panic!("{language}: {line}"));
                let is_pair = value.matches(" | ").count() == 1;
                assert!(
                    is_pair
                        || [
                            NEGATING_PREFIXES,
                            OPPOSITE_ENDINGS,
                            PREFIXES,
                            UNRELATED,
                            EVIDENCE,
                            EVIDENCE_OF_ABSENCE,
                            EVIDENCE_OF_DEGREE
                        ]
                        .contains(&key),
                    "{language}: {line}"
                );
            }
        }
    }

    #[test]
    fn pairs_have_the_names_of_the_english_ones() {
        let pairs = |language: &str| -> HashSet<&str> {
            LANGUAGES[language].phrases.iter().filter_map(|phrase| phrase.pair).collect()
        };
        let english = pairs("en");
        for language in data::languages_with(FILE) {
            let others: Vec<_> = pairs(language).difference(&english).copied().collect();
            assert!(others.is_empty(), "{language}: {others:?}");
        }
    }

    #[test]
    fn what_is_unrelated_takes_words_from_a_pattern() {
        let mut dead = Vec::new();
        for (tag, language) in LANGUAGES.iter() {
            for unrelated in language.phrases.iter().filter(|phrase| phrase.pair.is_none()) {
                let first = unrelated.parts[0].trim_end_matches('*');
                let is_of_pair = |phrase: &&Phrase| {
                    let own = phrase.parts[0];
                    phrase.pair.is_some() && (language.matches(first, own) || own.starts_with(first))
                };
                let mut last = language.phrases.iter().filter(|phrase| phrase.pair.is_some());
                let ends_with_one =
                    last.any(|it| language.matches(unrelated.parts[unrelated.parts.len() - 1], it.parts[0]));
                if !language.phrases.iter().any(|phrase| is_of_pair(&phrase)) && !ends_with_one {
                    dead.push(format!("{tag}: `{}`", unrelated.parts.join(" ")));
                }
            }
        }
        assert!(dead.is_empty(), "take out what is unrelated to every pair: {dead:#?}");
    }

    #[test]
    fn no_pattern_is_covered_by_another_of_its_side() {
        let class = |phrase: &Phrase| (phrase.pair, phrase.side, phrase.is_sure);
        let mut needless = Vec::new();
        for (tag, language) in LANGUAGES.iter() {
            let single: Vec<&Phrase> = language.phrases.iter().filter(|phrase| phrase.parts.len() == 1).collect();
            let covering = |phrase: &Phrase| {
                let pattern = phrase.parts[0];
                // A word that is written out wins over what is unrelated, which a pattern does not.
                let is_unrelated = |other: &&Phrase| other.pair.is_none() && is_match(pattern, other.parts[0]);
                if phrase.pair.is_some() && phrase.is_exact() && single.iter().any(is_unrelated) {
                    return None;
                }
                let covers = |other: &Phrase| class(other) == class(phrase) && is_match(pattern, other.parts[0]);
                single.iter().find(|other| !std::ptr::eq(**other, phrase) && covers(other)).map(|it| it.parts[0])
            };
            let covered = single.iter().filter_map(|phrase| Some((phrase.parts[0], covering(phrase)?)));
            needless.extend(covered.map(|(pattern, by)| format!("{tag}: `{pattern}` by `{by}`")));
        }
        assert!(needless.is_empty(), "take out what another pattern covers: {needless:#?}");
    }

    #[test]
    fn evidence_is_of_pairs_that_exist_and_stands_in_english() {
        let english = &LANGUAGES["en"];
        let has_pair = |pair: &&str| english.phrases.iter().any(|phrase| phrase.pair == Some(pair));
        assert!(!english.evidence.is_empty() && english.evidence.keys().all(has_pair));
        assert!(LANGUAGES.iter().all(|(tag, language)| *tag == "en" || language.evidence.is_empty()));
    }

    #[test]
    fn patterns_are_written_as_words_are_compared() {
        let mut dead = Vec::new();
        for (tag, language) in LANGUAGES.iter() {
            for part in language.phrases.iter().flat_map(|phrase| &phrase.parts).filter(|part| **part != GAP) {
                let bare = part.trim_end_matches('*');
                let read = words(bare);
                if read.len() != 1 || *read[0].folded != *bare {
                    dead.push(format!("{tag}: `{part}`"));
                }
            }
        }
        let advice = "are no words as texts have them: write lower case, and a blank for each mark that parts words";
        assert!(dead.is_empty(), "{dead:#?} {advice}");
    }

    #[test]
    fn no_phrase_is_on_both_sides_of_a_pair() {
        for (tag, language) in LANGUAGES.iter() {
            let mut sides = HashMap::new();
            for phrase in language.phrases.iter().filter(|phrase| phrase.pair.is_some()) {
                let side = sides.entry((phrase.pair, &phrase.parts)).or_insert(phrase.side);
                assert_eq!(*side, phrase.side, "{tag}: {phrase:?}");
            }
        }
    }
}
