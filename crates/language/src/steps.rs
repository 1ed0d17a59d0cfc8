//! How steps of instructions speak of the buttons, menus and settings of an app, from each language's `steps.txt`.

use std::collections::HashMap;
use std::sync::{LazyLock, OnceLock};

use aho_corasick::{AhoCorasick, AhoCorasickKind};
use firstaid_text::floor_char_boundary;

use crate::data;
use crate::languages::parts_words_by_blanks;

const FILE: &str = "steps.txt";

/// The keys of `steps.txt`.
const CLAUSE: &str = "clause";
const JOINS: &str = "joins";
const MOBILE: &str = "mobile";
const PART: &str = "part";
const SITE: &str = "site";
const VERB: &str = "verb";
const VISIT: &str = "visit";
const VERB_BEHIND: &str = "verb behind";

/// Maximum words between a verb and the label that it is about: "click on the small **Lock**".
const MAX_BETWEEN: usize = 4;

/// The same between a label and a verb behind it: "auf **Sperren** einmal klicken".
const MAX_BEFORE_VERB: usize = 2;

/// Maximum letters that stand for the same in languages that put no blanks between words.
const MAX_LETTERS_BETWEEN: usize = 6;

/// Maximum bytes beside a label that are read.
const MAX_BYTES: usize = 200;

/// By language; each is read when first needed.
static STEPS: LazyLock<HashMap<&str, OnceLock<Steps>>> =
    LazyLock::new(|| data::languages_with(FILE).map(|language| (language, OnceLock::new())).collect());

/// Words that are searched for together, in one pass over a text.
#[derive(Debug)]
struct Cues(AhoCorasick);

impl Cues {
    fn new(words: impl Iterator<Item = String>) -> Self {
        let words = words.filter(|word| !word.is_empty());
        let finder = AhoCorasick::builder().kind(Some(AhoCorasickKind::ContiguousNFA)).build(words);
        Self(finder.expect("a few hundred short words"))
    }

    /// Where the words stand in a text: what is before and behind each.
    fn places<'t>(&self, text: &'t str) -> impl Iterator<Item = (&'t str, &'t str)> {
        self.0.find_overlapping_iter(text).map(|found| (&text[..found.start()], &text[found.end()..]))
    }
}

/// The words of steps of a language.
#[derive(Debug)]
pub struct Steps {
    verbs: Cues,
    verbs_behind: Cues,
    parts: Cues,
    joins: Vec<Box<str>>,
    clauses: Vec<Box<str>>,
    mobile: Cues,
    sites: Cues,
    visits: Cues,
    /// Whether words are parted by blanks.
    is_spaced: bool,
}

impl Steps {
    /// The words of a language, if they are known.
    pub fn of(language: &str) -> Option<&'static Self> {
        let (language, steps) = STEPS.get_key_value(language)?;
        Some(steps.get_or_init(|| Self::read(language)))
    }

    fn read(language: &'static str) -> Self {
        let cues = |key: &'static str| Cues::new(values(language, key));
        let words = |key: &'static str| values(language, key).map(String::into_boxed_str).collect();
        Self {
            verbs: cues(VERB),
            verbs_behind: cues(VERB_BEHIND),
            parts: cues(PART),
            joins: words(JOINS),
            clauses: words(CLAUSE),
            mobile: cues(MOBILE),
            sites: cues(SITE),
            visits: cues(VISIT),
            is_spaced: parts_words_by_blanks(language),
        }
    }

    /// Whether the text before a label, from the begin of its sentence or the end of the label before it, asks to
    /// choose the label: "Click the", "Go to".
    pub fn lead_to_label(&self, before: &str) -> bool {
        let before = fold(&before[ceil_char_boundary(before, before.len().saturating_sub(MAX_BYTES))..]);
        self.is_near_end(&before, &self.verbs, MAX_BETWEEN) || self.is_near_end(&before, &self.parts, 0)
    }

    /// Whether the text before a link asks to open it: "Visit", "Go to".
    pub fn lead_to_site(&self, before: &str) -> bool {
        let end = fold(&before[ceil_char_boundary(before, before.len().saturating_sub(MAX_BYTES))..]);
        self.is_near_end(&end, &self.visits, MAX_BETWEEN) || self.lead_to_label(before)
    }

    /// Whether the text behind a label, up to the end of its sentence or the next label, asks to choose it, or says
    /// what it is: "button", "auswählen".
    pub fn follow_label(&self, after: &str) -> bool {
        let after = fold(&after[..floor_char_boundary(after, MAX_BYTES.min(after.len()))]);
        self.is_near_begin(&after, &self.verbs_behind, MAX_BEFORE_VERB) || self.is_near_begin(&after, &self.parts, 0)
    }

    /// Whether the text between two labels only lists them: "and".
    pub fn join_labels(&self, between: &str) -> bool {
        if between.len() > MAX_BYTES {
            return false;
        }
        let between = fold(between);
        let between = between.trim_matches(|c: char| !c.is_alphanumeric());
        between.is_empty() || self.joins.iter().any(|join| **join == *between)
    }

    /// Whether a text says that it is about the edition of an app for telephones.
    pub fn name_mobile(&self, text: &str) -> bool {
        self.has(&self.mobile, text)
    }

    /// Whether the last words of a text name a site on the web, which has labels of its own.
    pub fn name_site(&self, text: &str) -> bool {
        self.has(&self.sites, &text[ceil_char_boundary(text, text.len().saturating_sub(MAX_BYTES))..])
    }

    fn has(&self, words: &Cues, text: &str) -> bool {
        words.places(&fold(text)).any(|(before, behind)| self.is_whole(before, behind))
    }

    fn is_near_end(&self, text: &str, cues: &Cues, max_words: usize) -> bool {
        let mut places = cues.places(text);
        places.any(|(before, between)| self.is_whole(before, between) && self.is_short(between, max_words))
    }

    fn is_near_begin(&self, text: &str, cues: &Cues, max_words: usize) -> bool {
        let mut places = cues.places(text);
        places.any(|(between, behind)| self.is_whole(between, behind) && self.is_short(between, max_words))
    }

    /// Whether a cue between two texts is no part of a longer word.
    fn is_whole(&self, before: &str, after: &str) -> bool {
        !self.is_spaced || !before.ends_with(char::is_alphanumeric) && !after.starts_with(char::is_alphanumeric)
    }

    /// Whether a few words stand between a cue and a label, and no clause ends there.
    fn is_short(&self, between: &str, max_words: usize) -> bool {
        let begins_clause = |word: &str| self.clauses.iter().any(|clause| **clause == *word);
        let ends_clause =
            between.contains([',', ';', '،', '؛', '，', '；']) || between.split_whitespace().any(begins_clause);
        let is_few = if self.is_spaced {
            between.split_whitespace().filter(|word| word.contains(char::is_alphanumeric)).count() <= max_words
        } else {
            between.chars().filter(|c| c.is_alphanumeric()).count() <= max_words.min(1) * MAX_LETTERS_BETWEEN
        };
        !ends_clause && is_few
    }
}

/// The values of a key, as [`fold`] writes them.
fn values(language: &str, key: &'static str) -> impl Iterator<Item = String> {
    let entries = data::entries_of(language, FILE).filter(move |(it, _)| *it == key);
    entries.flat_map(|(_, values)| values).map(fold)
}

fn ceil_char_boundary(text: &str, mut at: usize) -> usize {
    while !text.is_char_boundary(at) {
        at += 1;
    }
    at
}

/// Lower case without Arabic vowel signs, which few write.
fn fold(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    let letters = text.chars().filter(|c| !matches!(c, '\u{64b}'..='\u{652}' | '\u{640}'));
    letters.flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_of_the_data_is_known() {
        for (language, key) in data::keys(FILE) {
            assert!([CLAUSE, JOINS, MOBILE, PART, SITE, VERB, VERB_BEHIND, VISIT].contains(&key), "{language}: {key}");
        }
    }

    #[test]
    fn verbs_and_parts_stand_beside_labels() {
        let steps = |language| Steps::of(language).unwrap();
        for (language, before) in [
            ("en", "Then click on the small "),
            ("de", "Öffnen Sie nun die "),
            ("es", "A continuación, haz clic en "),
            ("fr", "Décochez la case "),
            ("ru", "Нажмите на кнопку "),
            ("ar", "ثم اضغط على "),
            ("zh", "然后点击“"),
        ] {
            assert!(steps(language).lead_to_label(before), "{language}: {before}");
        }
        assert!(steps("de").follow_label(" auswählen") && steps("en").follow_label(" button"));
        assert!(steps("ja").follow_label("」をクリックします"));
        assert!(!steps("en").lead_to_label("Click somewhere, and never trust "));
        assert!(steps("en").lead_to_site("Then visit ") && !steps("en").lead_to_label("Then visit "));
        assert!(!steps("en").lead_to_label("Open links that "));
        assert!(!steps("en").lead_to_label("We recheck the "));
        assert!(!steps("en").follow_label(" is a button that nobody needs"));
    }

    #[test]
    fn labels_are_joined_by_a_word() {
        let steps = Steps::of("en").unwrap();
        assert!(steps.join_labels(", ") && steps.join_labels(", and "));
        assert!(!steps.join_labels(" is not "));
    }

    #[test]
    fn editions_for_telephones_are_named() {
        assert!(Steps::of("en").unwrap().name_mobile("Otter for Android"));
        assert!(Steps::of("ru").unwrap().name_mobile("На телефоне"));
        assert!(!Steps::of("en").unwrap().name_mobile("An automobile"));
        assert!(Steps::of("de").unwrap().name_site("Auf der Website klicke "));
    }
}
