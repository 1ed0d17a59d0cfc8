//! The words of negation of a language, read from `data/<language>/negation.txt`.
//!
//! A line is a key and phrases. In a phrase `*` at the begin or end of a word stands for any letters, and `…` for up to
//! six words of the same clause.

use std::cell::RefCell;
use std::collections::HashMap;
use std::sync::LazyLock;

use foldhash::fast::FixedState;
use thread_local::ThreadLocal;

/// More distinct words than this are not kept: a stranger's page must not fill the memory.
const MAX_SEEN: usize = 50_000;

/// What a phrase does.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Class {
    /// Denies.
    Negator,
    /// Goes along with a negator, and denies alone at the head of a clause.
    Concord,
    /// The same, but denies alone only where a clause has no room for more.
    BoundConcord,
    /// Of those, goes on with the negation of another thing: "no … ni".
    Coordinator,
    /// Denies nothing, for all its negators.
    Neutral,
    /// Neutral in what translates an English sentence with any of these words.
    When(&'static str),
    /// Denies in its own way.
    Like,
    /// Says that something is not there.
    Without,
    /// Another language may deny with it.
    Hint,
    /// Forbids at the head of a clause.
    Forbid,
    /// Has a negator behind it, in what translates an English sentence with any of these words and, behind `but`, with
    /// none of those: "пока … не" for "until".
    NeedsBehind(&'static str),
    /// The same before it: "لا … إلا" for "only".
    NeedsBefore(&'static str),
}

/// Several classes.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub(super) struct Classes(u16);

impl Classes {
    pub(super) const fn of(class: Class) -> Self {
        Self(match class {
            Class::Negator => 1,
            Class::Concord => 1 << 1,
            Class::BoundConcord => 1 << 2,
            Class::Coordinator => 1 << 3,
            Class::Like => 1 << 4,
            Class::Without => 1 << 5,
            Class::Hint => 1 << 6,
            Class::Forbid => 1 << 7,
            Class::Neutral | Class::When(_) | Class::NeedsBehind(_) | Class::NeedsBefore(_) => 0,
        })
    }

    pub(super) fn add(&mut self, class: Class) {
        self.0 |= Self::of(class).0;
    }

    pub(super) fn has(self, class: Class) -> bool {
        self.0 & Self::of(class).0 != 0
    }
}

#[derive(Debug)]
pub(super) struct Phrase {
    pub(super) class: Class,
    /// The first is what it is found by.
    pub(super) parts: Vec<&'static str>,
}

/// Phrases, as indices, by the word that they begin with.
type Seen = HashMap<Box<str>, Box<[usize]>, FixedState>;

#[derive(Debug, Default)]
pub(super) struct Language {
    phrases: Vec<Phrase>,
    /// Phrases by their first word, by the first letter of their first word where only its begin is given, and others.
    by_word: HashMap<&'static str, Vec<usize>, FixedState>,
    by_letter: HashMap<char, Vec<usize>, FixedState>,
    others: Vec<usize>,
    /// What each word was found to begin, a table a thread: texts say the same words over and over.
    seen: ThreadLocal<RefCell<Seen>>,
    /// Whether [`Class::Hint`] is known of this language.
    pub(super) knows_hints: bool,
    /// Negators that are only half of one; the other halves, behind it or right before it ("personne ne"); what makes
    /// them something else ("ne … que").
    pub(super) halves: Vec<&'static str>,
    pub(super) partners: Vec<&'static str>,
    pub(super) partners_before: Vec<&'static str>,
    pub(super) exceptions: Vec<&'static str>,
    /// Words after which [`Class::Concord`] stands at the head of a clause, too, and [`Class::Forbid`].
    pub(super) openers: Vec<&'static str>,
    pub(super) before_forbid: Vec<&'static str>,
    /// The negators that deny adjectives, and the words that may stand between the two.
    pub(super) denies_adjective: Vec<&'static str>,
    pub(super) before_adjective: Vec<&'static str>,
    /// What does as well as a negator for [`Class::NeedsBehind`] and [`Class::NeedsBefore`].
    pub(super) instead: Vec<&'static str>,
    /// Conjunctions that are written onto the word after them.
    prefixes: Vec<&'static str>,
    pub(super) splits_at_apostrophe: bool,
}

macro_rules! languages {
    ($($tag:literal),*) => {
        [$(($tag, include_str!(concat!("../../data/", $tag, "/negation.txt")))),*]
    };
}

const TEXTS: [(&str, &str); 6] = languages!("ar", "de", "en", "es", "fr", "ru");

static LANGUAGES: LazyLock<Vec<(&str, Language)>> =
    LazyLock::new(|| TEXTS.iter().map(|&(tag, text)| (tag, Language::parse(tag, text))).collect());

/// One adjective a row, and the languages of the columns.
pub(super) static ADJECTIVES: LazyLock<Vec<Vec<&str>>> = LazyLock::new(|| {
    let rows = include_str!("../../data/opposite-adjectives.txt").lines().filter(|line| !line.starts_with('#'));
    rows.map(|row| row.split(" | ").collect()).collect()
});
pub(super) const ADJECTIVE_LANGUAGES: [&str; 6] = ["en", "es", "fr", "de", "ru", "ar"];

pub(super) fn language(tag: &str) -> Option<&'static Language> {
    LANGUAGES.iter().find(|(known, _)| *known == tag).map(|(_, words)| words)
}

impl Language {
    fn parse(tag: &str, text: &'static str) -> Self {
        let mut words = Self { splits_at_apostrophe: tag == "fr", ..Self::default() };
        let lines = text.lines().filter(|line| !line.starts_with('#'));
        for (key, values) in lines.filter_map(|line| line.split_once(": ")) {
            let values = values.split(", ");
            if let Some(class) = class(key) {
                values.for_each(|phrase| words.add(class, phrase));
            } else if let Some(list) = words.list(key) {
                list.extend(values);
            }
        }
        words
    }

    fn add(&mut self, class: Class, phrase: &'static str) {
        let parts: Vec<&str> = phrase.split(' ').collect();
        let index = self.phrases.len();
        self.knows_hints |= class == Class::Hint;
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
            "before forbid" => &mut self.before_forbid,
            "denies adjective" => &mut self.denies_adjective,
            "before adjective" => &mut self.before_adjective,
            "instead" => &mut self.instead,
            "prefix" => &mut self.prefixes,
            _ => return None,
        })
    }

    /// Calls `each` with the phrases whose first part a word is of.
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

    /// Whether a word, or what is left of it without a conjunction written onto it, is of a pattern.
    pub(super) fn matches(&self, word: &str, pattern: &str) -> bool {
        self.forms(word).any(|form| matches(form, pattern))
    }

    fn forms<'w>(&self, word: &'w str) -> impl Iterator<Item = &'w str> {
        std::iter::once(word).chain(self.prefixes.iter().filter_map(|prefix| word.strip_prefix(*prefix)))
    }
}

fn class(key: &'static str) -> Option<Class> {
    Some(match key {
        "negator" => Class::Negator,
        "concord" => Class::Concord,
        "bound concord" => Class::BoundConcord,
        "coordinator" => Class::Coordinator,
        "neutral" => Class::Neutral,
        "like" => Class::Like,
        "without" => Class::Without,
        "hint" => Class::Hint,
        "forbid" => Class::Forbid,
        _ => match (key.strip_prefix("ahead of a negator "), key.strip_prefix("behind a negator ")) {
            (Some(triggers), _) => Class::NeedsBehind(triggers),
            (_, Some(triggers)) => Class::NeedsBefore(triggers),
            _ => Class::When(key.strip_prefix("when ")?),
        },
    })
}

/// Whether a word is of a pattern: `*` at its begin or end stands for any letters.
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
    fn every_line_of_the_data_is_understood() {
        for (tag, text) in TEXTS {
            for line in text.lines().filter(|line| !line.starts_with('#')) {
                let (key, _) = line.split_once(": ").unwrap_or_else(|| panic!("{tag}: {line}"));
                assert!(class(key).is_some() || Language::default().list(key).is_some(), "{tag}: {key}");
            }
        }
        assert!(ADJECTIVES.iter().all(|row| row.len() == ADJECTIVE_LANGUAGES.len()));
    }

    #[test]
    fn stars_stand_for_letters() {
        assert!(matches("cannot", "cannot") && matches("won't", "*n't") && matches("avoided", "avoid*"));
        assert!(matches("يتجنبون", "*تجنب*") && !matches("nothing", "not"));
    }
}
