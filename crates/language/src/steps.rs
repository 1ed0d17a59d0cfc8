//! How steps of instructions speak of the buttons, menus and settings of an app, from each language's `steps.txt`.

use std::collections::HashMap;
use std::sync::LazyLock;

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

static STEPS: LazyLock<HashMap<&str, Steps>> = LazyLock::new(|| {
    let languages = data::languages_with(FILE);
    languages.map(|language| (language, Steps::read(language))).collect()
});

/// The words of steps of a language.
#[derive(Debug, Default)]
pub struct Steps {
    verbs: Vec<Box<str>>,
    verbs_behind: Vec<Box<str>>,
    parts: Vec<Box<str>>,
    joins: Vec<Box<str>>,
    clauses: Vec<Box<str>>,
    mobile: Vec<Box<str>>,
    sites: Vec<Box<str>>,
    visits: Vec<Box<str>>,
    /// Whether words are parted by blanks.
    is_spaced: bool,
}

impl Steps {
    /// The words of a language, if they are known.
    pub fn of(language: &str) -> Option<&'static Self> {
        STEPS.get(language)
    }

    fn read(language: &'static str) -> Self {
        let values = |key: &str| {
            let entries = data::entries_of(language, FILE).filter(|(it, _)| *it == key);
            entries.flat_map(|(_, values)| values).map(fold).map(String::into_boxed_str).collect()
        };
        Self {
            verbs: values(VERB),
            verbs_behind: values(VERB_BEHIND),
            parts: values(PART),
            joins: values(JOINS),
            clauses: values(CLAUSE),
            mobile: values(MOBILE),
            sites: values(SITE),
            visits: values(VISIT),
            is_spaced: parts_words_by_blanks(language),
        }
    }

    /// Whether the text before a label, from the begin of its sentence or the end of the label before it, asks to choose
    /// the label: "Click the", "Go to".
    pub fn lead_to_label(&self, before: &str) -> bool {
        let before = fold(&before[ceil_char_boundary(before, before.len().saturating_sub(MAX_BYTES))..]);
        self.verbs.iter().any(|verb| self.is_near_end(&before, verb, MAX_BETWEEN))
            || self.parts.iter().any(|part| self.is_near_end(&before, part, 0))
    }

    /// Whether the text before a link asks to open it: "Visit", "Go to".
    pub fn lead_to_site(&self, before: &str) -> bool {
        let end = fold(&before[ceil_char_boundary(before, before.len().saturating_sub(MAX_BYTES))..]);
        self.visits.iter().any(|verb| self.is_near_end(&end, verb, MAX_BETWEEN)) || self.lead_to_label(before)
    }

    /// Whether the text behind a label, up to the end of its sentence or the next label, asks to choose it, or says what
    /// it is: "button", "auswählen".
    pub fn follow_label(&self, after: &str) -> bool {
        let after = fold(&after[..floor_char_boundary(after, MAX_BYTES.min(after.len()))]);
        self.verbs_behind.iter().any(|verb| self.is_near_begin(&after, verb, MAX_BEFORE_VERB))
            || self.parts.iter().any(|part| self.is_near_begin(&after, part, 0))
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

    fn has(&self, words: &[Box<str>], text: &str) -> bool {
        let text = fold(text);
        let is_named =
            |word: &str| text.match_indices(word).any(|(at, _)| self.is_whole(&text[..at], &text[at + word.len()..]));
        words.iter().any(|word| is_named(word))
    }

    fn is_near_end(&self, text: &str, cue: &str, max_words: usize) -> bool {
        text.rmatch_indices(cue).any(|(at, _)| {
            let between = &text[at + cue.len()..];
            self.is_whole(&text[..at], between) && self.is_short(between, max_words)
        })
    }

    fn is_near_begin(&self, text: &str, cue: &str, max_words: usize) -> bool {
        text.match_indices(cue).any(|(at, _)| {
            let between = &text[..at];
            self.is_whole(between, &text[at + cue.len()..]) && self.is_short(between, max_words)
        })
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

fn ceil_char_boundary(text: &str, mut at: usize) -> usize {
    while !text.is_char_boundary(at) {
        at += 1;
    }
    at
}

/// Lower case without Arabic vowel signs, which few write.
fn fold(text: &str) -> String {
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
