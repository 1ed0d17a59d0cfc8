//! The words and phrases of negation of a language, from its `negation.txt`.
//!
//! In a phrase `*` at the begin or end of a word stands for any letters, and `…` for up to six words of the same
//! clause.

use std::cell::RefCell;
use std::collections::HashMap;
use std::sync::LazyLock;

use foldhash::fast::FixedState;
use thread_local::ThreadLocal;

use super::class::{Class, class};
use crate::data;
use crate::words::is_unspaced;

/// Maximum number of words whose phrases are kept, by thread: a stranger's page must not fill the memory.
const MAX_SEEN: usize = 50_000;

#[derive(Debug)]
pub(super) struct Phrase {
    pub(super) class: Class,
    /// Patterns of its words, and `…`; the first one is the key of the index.
    pub(super) parts: Vec<&'static str>,
}

/// Where a missing negation counts as lost.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub(super) enum LostIn {
    #[default]
    AnySentence,
    /// In other sentences, translators into the language paraphrase too often.
    Prohibitions,
}

/// Where the verb that a negator denies stands.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub(super) enum DeniedVerb {
    /// "No puede".
    #[default]
    Behind,
    /// "Kann das nicht".
    Before,
}

/// Indices of the phrases that may begin with a word, by word.
type Seen = HashMap<Box<str>, Box<[usize]>, FixedState>;

#[derive(Debug, Default)]
pub(super) struct Language {
    phrases: Vec<Phrase>,
    /// Indices of phrases, by their first word if it has no `*`.
    by_word: HashMap<&'static str, Vec<usize>, FixedState>,
    /// Indices of phrases, by the first letter of their first word if it ends in `*`.
    by_letter: HashMap<char, Vec<usize>, FixedState>,
    /// Indices of all other phrases.
    others: Vec<usize>,
    /// A cache a thread, because texts repeat their words.
    seen: ThreadLocal<RefCell<Seen>>,
    /// Whether the data has phrases of [`Class::Hint`].
    pub(super) knows_hints: bool,
    /// Negators that need a second word to be a negation: "ne".
    pub(super) halves: Vec<&'static str>,
    /// The second words, anywhere behind it: "ne … pas".
    pub(super) partners: Vec<&'static str>,
    /// The second words, right before it: "personne ne".
    pub(super) partners_before: Vec<&'static str>,
    /// Words behind it that make it something else than a negation: "ne … que".
    pub(super) exceptions: Vec<&'static str>,
    /// Words behind which [`Class::Concord`] counts as the head of a clause.
    pub(super) openers: Vec<&'static str>,
    /// Words that open a relative clause, whose denial another language may put otherwise: "data which is not sent".
    pub(super) relatives: Vec<&'static str>,
    /// Words behind which [`Class::Forbid`] counts as the head of a clause.
    pub(super) before_forbid: Vec<&'static str>,
    /// The negators that deny adjectives.
    pub(super) denies_adjective: Vec<&'static str>,
    /// Words that may stand between such a negator and the adjective.
    pub(super) before_adjective: Vec<&'static str>,
    pub(super) participles: Vec<&'static str>,
    /// The negators that deny participles.
    pub(super) denies_participle: Vec<&'static str>,
    /// Words that may stand between such a negator and the participle.
    pub(super) before_participle: Vec<&'static str>,
    /// Words before such a negator by which it denies a verb instead: "is not".
    pub(super) auxiliaries: Vec<&'static str>,
    /// Words that replace the negator of [`Class::NeedsBehind`] and [`Class::NeedsBefore`].
    pub(super) instead: Vec<&'static str>,
    /// Phrases that deny what another sentence says where they end a clause: "If it doesn't, ask."
    pub(super) elliptical: Vec<&'static str>,
    /// Words that abbreviate "number" before digits, or alone: "No. 4".
    pub(super) number_signs: Vec<&'static str>,
    /// Conjunctions that are written in one with the next word.
    prefixes: Vec<&'static str>,
    /// Adjectives that a language may deny by their opposites, by their first English word, with their own words: "not
    /// good" may well be "плохо". Only where a translation has the adjective itself, its negation is missing.
    pub(super) adjectives: Vec<(&'static str, Vec<&'static str>)>,
    /// Auxiliary verbs, by their first English word: a denied one where the source affirms the same verb is a negation
    /// of the translation's own.
    pub(super) verbs: Vec<(&'static str, Vec<&'static str>)>,
    pub(super) denied_verb: DeniedVerb,
    /// Words of which a translation must have one, or a denial, where the source has one of the English words.
    pub(super) expected: Vec<(&'static str, Vec<&'static str>)>,
    /// Whether many words that deny nothing by themselves have a negator in them ("不规则", irregular), so that a negation
    /// is no sign that the translation denies.
    pub(super) denies_inside_words: bool,
    pub(super) lost_in: LostIn,
    /// Whether an apostrophe ends a word: "n’ouvrez" is "n" and "ouvrez".
    pub(super) splits_at_apostrophe: bool,
}

const FILE: &str = "negation.txt";

/// Key of an adjective; its first English word follows.
const ADJECTIVE: &str = "adjective ";

/// Key of an auxiliary verb; its first English word follows.
const VERB: &str = "verb ";

/// Key of words that a translation needs; the English words follow.
const EXPECTED: &str = "expected for ";

const DENIED_VERB: &str = "denied verb";

const APOSTROPHE: &str = "apostrophe";
const INSIDE_OF_WORDS: &str = "inside of words";
const LOST_IN: &str = "lost in";

static LANGUAGES: LazyLock<HashMap<&str, Language>> = LazyLock::new(|| data::parse_each(FILE, Language::parse));

/// The words of negation of a language; `None` if they are not known.
pub(super) fn language(tag: &str) -> Option<&'static Language> {
    LANGUAGES.get(tag)
}

impl Language {
    fn parse(text: &'static str) -> Self {
        let mut words = Self::default();
        for (key, values) in data::entries(text) {
            if let Some(class) = class(key) {
                values.for_each(|phrase| words.add(class, phrase));
            } else if let Some(adjective) = key.strip_prefix(ADJECTIVE) {
                words.adjectives.push((adjective, values.collect()));
            } else if let Some(verb) = key.strip_prefix(VERB) {
                words.verbs.push((verb, values.collect()));
            } else if let Some(triggers) = key.strip_prefix(EXPECTED) {
                words.expected.push((triggers, values.collect()));
            } else if key == DENIED_VERB {
                words.denied_verb = DeniedVerb::Before;
            } else if key == APOSTROPHE {
                words.splits_at_apostrophe = true;
            } else if key == INSIDE_OF_WORDS {
                words.denies_inside_words = true;
            } else if key == LOST_IN {
                words.lost_in = LostIn::Prohibitions;
            } else if let Some(list) = words.list(key) {
                list.extend(values);
            }
        }
        words
    }

    fn add(&mut self, class: Class, phrase: &'static str) {
        let parts: Vec<&str> = phrase.split(' ').flat_map(letters_apart).collect();
        let index = self.phrases.len();
        self.knows_hints |= matches!(class, Class::Hint | Class::WeakHint);
        let first = parts[0];
        match (first.strip_suffix('*'), first.chars().next()) {
            (None, Some(letter)) if letter != '*' => self.by_word.entry(first).or_default().push(index),
            (Some(_), Some(letter)) if letter != '*' => self.by_letter.entry(letter).or_default().push(index),
            _ => self.others.push(index),
        }
        self.phrases.push(Phrase { class, parts });
    }

    fn list(&mut self, key: &str) -> Option<&mut Vec<&'static str>> {
        Some(match key {
            "half" => &mut self.halves,
            "partner" => &mut self.partners,
            "partner before" => &mut self.partners_before,
            "exception" => &mut self.exceptions,
            "opener" => &mut self.openers,
            "relative" => &mut self.relatives,
            "before forbid" => &mut self.before_forbid,
            "denies adjective" => &mut self.denies_adjective,
            "before adjective" => &mut self.before_adjective,
            "participle" => &mut self.participles,
            "denies participle" => &mut self.denies_participle,
            "before participle" => &mut self.before_participle,
            "auxiliary" => &mut self.auxiliaries,
            "instead" => &mut self.instead,
            "elliptical" => &mut self.elliptical,
            "number sign" => &mut self.number_signs,
            "prefix" => &mut self.prefixes,
            _ => return None,
        })
    }

    /// Calls `each` with the phrases whose first part matches a word.
    pub(super) fn each_beginning_with<'l>(&'l self, word: &str, each: impl FnMut(&'l Phrase)) {
        let mut seen = self.seen.get_or_default().borrow_mut();
        if seen.len() >= MAX_SEEN {
            seen.clear();
        }
        if let Some(found) = seen.get(word) {
            return found.iter().map(|&index| &self.phrases[index]).for_each(each);
        }
        let found = self.beginning_with(word);
        found.iter().map(|&index| &self.phrases[index]).for_each(each);
        seen.insert(word.into(), found);
    }

    fn beginning_with(&self, word: &str) -> Box<[usize]> {
        let mut found = Vec::new();
        for form in self.forms(word) {
            let stems = form.chars().next().and_then(|letter| self.by_letter.get(&letter));
            let listed = self.by_word.get(form).into_iter().chain(stems).flatten().chain(&self.others);
            found.extend(listed.copied().filter(|&index| matches(form, self.phrases[index].parts[0])));
        }
        found.into()
    }

    /// Whether a pattern matches a word, or the rest of it behind a conjunction.
    pub(super) fn matches(&self, word: &str, pattern: &str) -> bool {
        self.forms(word).any(|form| matches(form, pattern))
    }

    fn forms<'w>(&self, word: &'w str) -> impl Iterator<Item = &'w str> {
        std::iter::once(word).chain(self.prefixes.iter().filter_map(|prefix| word.strip_prefix(*prefix)))
    }
}

/// The words of a part of a phrase: in scripts without blanks, each character is one.
fn letters_apart(part: &'static str) -> impl Iterator<Item = &'static str> {
    let is_apart = part.starts_with(is_unspaced);
    let letters = part.split_inclusive(move |_| is_apart);
    letters.filter(|it| !it.is_empty())
}

/// Whether a pattern matches a word. `*` at the begin or end of the pattern stands for any letters.
pub(super) fn matches(word: &str, pattern: &str) -> bool {
    match (pattern.strip_prefix('*'), pattern.strip_suffix('*')) {
        (Some(_), Some(_)) => word.contains(pattern.trim_matches('*')),
        (Some(ending), None) => word.ends_with(ending),
        (None, Some(stem)) => word.starts_with(stem),
        (None, None) => word == pattern,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_of_the_data_is_known() {
        for (language, key) in data::keys(FILE) {
            let is_known = class(key).is_some()
                || [ADJECTIVE, VERB, EXPECTED].iter().any(|start| key.starts_with(start))
                || [APOSTROPHE, INSIDE_OF_WORDS, LOST_IN, DENIED_VERB].contains(&key)
                || Language::default().list(key).is_some();
            assert!(is_known, "{language}: {key}");
        }
    }

    #[test]
    fn every_word_of_a_pattern_is_one_word_of_a_text() {
        let mut dead = Vec::new();
        for (tag, language) in LANGUAGES.iter() {
            let lists = [&language.adjectives, &language.verbs, &language.expected].into_iter().flatten();
            let lists = lists.flat_map(|(_, words)| words);
            let parts = language.phrases.iter().flat_map(|phrase| &phrase.parts).chain(lists).filter(|it| **it != "…");
            dead.extend(parts.filter(|part| !is_one_word(language, part)).map(|part| format!("{tag}: `{part}`")));
        }
        let advice = "are no words as texts have them: write lower case, and a blank for each mark that parts words";
        assert!(dead.is_empty(), "{dead:#?} {advice}");
    }

    fn is_one_word(language: &Language, part: &str) -> bool {
        let bare = part.trim_matches('*');
        let is_of_word = |c: char| c.is_alphanumeric() || is_mark(c);
        let is_mark_of_word = |c: char| c == '-' || c == '\'' && !language.splits_at_apostrophe;
        !bare.is_empty() && bare == bare.to_lowercase() && bare.chars().all(|c| is_of_word(c) || is_mark_of_word(c))
    }

    /// Vowel signs and joiners inside words.
    fn is_mark(c: char) -> bool {
        matches!(c, '\u{300}'..='\u{36f}' | '\u{64b}'..='\u{65f}' | '\u{900}'..='\u{963}' | '\u{200c}' | '\u{200d}')
    }

    #[test]
    fn no_pattern_is_covered_by_another_of_its_class() {
        let mut needless = Vec::new();
        for (tag, language) in LANGUAGES.iter() {
            let single = || language.phrases.iter().enumerate().filter(|(_, phrase)| phrase.parts.len() == 1);
            for (n, phrase) in single() {
                let pattern = phrase.parts[0];
                let covers = |other: &Phrase| other.class == phrase.class && matches(pattern, other.parts[0]);
                let other = single().find(|(other_n, other)| *other_n != n && covers(other));
                needless.extend(other.map(|(_, other)| format!("{tag}: `{pattern}` by `{}`", other.parts[0])));
            }
        }
        assert!(needless.is_empty(), "take out what another pattern covers: {needless:#?}");
    }

    #[test]
    fn adjectives_are_those_of_english() {
        let keys = |language: &Language| language.adjectives.iter().map(|(key, _)| *key).collect::<Vec<_>>();
        let english = keys(&LANGUAGES["en"]);
        assert!(LANGUAGES.values().all(|language| keys(language).iter().all(|key| english.contains(key))));
    }

    #[test]
    fn stars_stand_for_letters() {
        assert!(matches("cannot", "cannot") && matches("won't", "*n't") && matches("avoided", "avoid*"));
        assert!(matches("يتجنبون", "*تجنب*") && !matches("nothing", "not"));
    }
}
