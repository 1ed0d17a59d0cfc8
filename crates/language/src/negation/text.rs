//! A text as its words, each with its role in negations.

use std::ops::Range;

use super::class::{Class, Classes};
use super::words::{Language, Phrase};
use crate::words::is_unspaced;

/// The words of a text, their clauses and their classes.
pub(super) struct Text<'l> {
    pub(super) language: &'l Language,
    /// All words in lower case, without anything between them.
    lower: String,
    /// Bytes of each word in `lower`.
    words: Vec<Range<usize>>,
    /// Number of the clause of each word.
    pub(super) clauses: Vec<u32>,
    /// Whether a mark that ends the clause, or the end of the text, comes directly after each word.
    is_last: Vec<bool>,
    /// Classes of the phrases that begin with each word.
    pub(super) classes: Vec<Classes>,
    /// Phrases of [`Class::Neutral`], [`Class::InRelative`] and [`Class::When`], by the indices of their words.
    pub(super) neutral: Vec<(Range<usize>, Class)>,
    /// Indices of the first words of phrases of [`Class::LikeWhen`], with the English words that they need.
    pub(super) like_when: Vec<(usize, &'static str)>,
    /// The same for phrases of [`Class::OtherwiseWhen`].
    pub(super) otherwise_when: Vec<(usize, &'static str)>,
    /// Phrases of [`Class::NeedsBehind`] and [`Class::NeedsBefore`], by the index of their first word.
    pub(super) needs_negator: Vec<(usize, Class)>,
}

impl<'l> Text<'l> {
    pub(super) fn new(language: &'l Language, text: &str) -> Self {
        /// Bytes of a word and its blank, about.
        const WORD_BYTES: usize = 6;
        let words = text.len() / WORD_BYTES;
        let mut this = Self {
            language,
            lower: String::with_capacity(text.len()),
            words: Vec::with_capacity(words),
            clauses: Vec::with_capacity(words),
            is_last: Vec::with_capacity(words),
            classes: Vec::new(),
            neutral: Vec::new(),
            like_when: Vec::new(),
            otherwise_when: Vec::new(),
            needs_negator: Vec::new(),
        };
        this.split(text);
        this.classify();
        this
    }

    pub(super) fn len(&self) -> usize {
        self.words.len()
    }

    pub(super) fn word(&self, n: usize) -> &str {
        &self.lower[self.words[n].clone()]
    }

    /// Whether the text has a phrase of a class.
    pub(super) fn has(&self, class: Class) -> bool {
        self.classes.iter().any(|classes| classes.has(class))
    }

    fn split(&mut self, text: &str) {
        let (mut start, mut clause, mut has_vowels) = (0, 0, false);
        for c in text.chars() {
            match c {
                // Most letters of our languages: a fast path without the tables of Unicode.
                'a'..='z' | '0'..='9' | '-' | 'а'..='я' | '\u{620}'..='\u{63f}' | '\u{641}'..='\u{64a}' => {
                    self.lower.push(c);
                }
                'A'..='Z' => self.lower.push(c.to_ascii_lowercase()),
                '\'' | '’' if !self.language.splits_at_apostrophe => self.lower.push('\''),
                '\u{2011}' => self.lower.push('-'),
                '\u{640}' | '\u{ad}' | '\u{2060}'..='\u{2069}' | '\u{200e}' | '\u{200f}' => {}
                _ if is_vowel_sign(c) => {
                    has_vowels = true;
                    self.lower.push(c);
                }
                _ if is_unspaced(c) => {
                    self.end_word(start, clause, has_vowels, false);
                    (start, has_vowels) = (self.lower.len(), false);
                    self.lower.push(c);
                    self.end_word(start, clause, has_vowels, false);
                    start = self.lower.len();
                }
                _ if c.is_alphanumeric() => self.lower.extend(c.to_lowercase()),
                _ => {
                    self.end_word(start, clause, has_vowels, ends_clause(c));
                    (start, has_vowels) = (self.lower.len(), false);
                    clause += u32::from(ends_clause(c));
                }
            }
        }
        self.end_word(start, clause, has_vowels, true);
    }

    fn end_word(&mut self, start: usize, clause: u32, has_vowels: bool, is_last: bool) {
        // Arabic is mostly written without vowel signs. Here one sign matters: it makes "change!" of "not".
        if has_vowels && !self.lower[start..].contains("غيّر") {
            let bare: String = self.lower[start..].chars().filter(|&c| !is_vowel_sign(c)).collect();
            self.lower.truncate(start);
            self.lower.push_str(&bare);
        }
        let typed = &self.lower[start..];
        let from = start + (typed.len() - typed.trim_start_matches(['\'', '-']).len());
        let to = from + typed.trim_matches(['\'', '-']).len();
        if from < to {
            self.words.push(from..to);
            self.clauses.push(clause);
            self.is_last.push(is_last);
        }
    }

    fn classify(&mut self) {
        let mut classes = vec![Classes::default(); self.len()];
        let (mut neutral, mut like_when, mut otherwise_when) = (Vec::new(), Vec::new(), Vec::new());
        let (mut needs_negator, mut unrelated) = (Vec::new(), Vec::new());
        for (n, classes) in classes.iter_mut().enumerate() {
            if self.is_number_sign(n) {
                continue;
            }
            self.language.each_beginning_with(self.word(n), |phrase| {
                let Some(end) = self.phrase_end(n, phrase) else { return };
                match phrase.class {
                    Class::Unrelated => unrelated.push(n..end),
                    Class::Neutral | Class::InRelative | Class::When(_) => neutral.push((n..end, phrase.class)),
                    Class::LikeWhen(triggers) => like_when.push((n, triggers)),
                    Class::OtherwiseWhen(triggers) => otherwise_when.push((n, triggers)),
                    class @ (Class::NeedsBehind(_) | Class::NeedsBefore(_)) => needs_negator.push((n, class)),
                    class => classes.add(class),
                }
            });
        }
        // "不同" is "different", whatever "不" is alone.
        for range in unrelated {
            classes[range].fill(Classes::default());
        }
        (self.classes, self.neutral, self.like_when) = (classes, neutral, like_when);
        (self.otherwise_when, self.needs_negator) = (otherwise_when, needs_negator);
    }

    /// Whether a word abbreviates "number": it stands before digits.
    fn is_number_sign(&self, n: usize) -> bool {
        let is_number = |n: usize| n < self.len() && self.word(n).starts_with(|c: char| c.is_ascii_digit());
        self.language.number_signs.contains(&self.word(n)) && is_number(n + 1)
    }

    /// Whether the word `n` begins a phrase that ends its clause, and denies only what another sentence says.
    pub(super) fn is_elliptical(&self, n: usize) -> bool {
        self.language.elliptical.iter().any(|phrase| {
            let mut last = n;
            let is_phrase = phrase.split(' ').enumerate().all(|(at, part)| {
                last = n + at;
                last < self.len() && self.language.matches(self.word(last), part)
            });
            is_phrase && self.is_last[last]
        })
    }

    /// Whether the text is a single word that may abbreviate "number", or a sign for it: the head of a column.
    pub(super) fn is_lone_number_sign(&self) -> bool {
        let is_sign = |n: usize| self.language.number_signs.contains(&self.word(n));
        self.len() == 0 || self.len() == 1 && is_sign(0)
    }

    /// Whether the text has one of some words, which are separated by blanks.
    pub(super) fn has_any(&self, words: &str) -> bool {
        words.split_whitespace().any(|word| (0..self.len()).any(|n| self.word(n) == word))
    }

    /// The indices of the words of each clause, in order.
    pub(super) fn by_clause(&self) -> Vec<Range<usize>> {
        let mut found: Vec<Range<usize>> = Vec::new();
        for n in 0..self.len() {
            match found.last_mut() {
                Some(last) if self.clauses[last.start] == self.clauses[n] => last.end = n + 1,
                _ => found.push(n..n + 1),
            }
        }
        found
    }

    /// The end of a phrase whose first part matches the word `n`; `None` if its other parts do not follow.
    fn phrase_end(&self, n: usize, phrase: &Phrase) -> Option<usize> {
        /// Maximum number of words that `…` stands for.
        const GAP: usize = 6;
        let (mut at, mut reach) = (n + 1, 1);
        for part in &phrase.parts[1..] {
            if *part == "…" {
                reach = GAP + 1;
                continue;
            }
            let mut rest = (at..self.len()).take(reach).take_while(|&it| self.clauses[it] == self.clauses[n]);
            at = rest.find(|&it| self.language.matches(self.word(it), part))? + 1;
            reach = 1;
        }
        Some(at)
    }
}

/// The vowel signs of Arabic, which are mostly left out.
fn is_vowel_sign(c: char) -> bool {
    matches!(c, '\u{64b}'..='\u{65f}' | '\u{670}')
}

fn ends_clause(c: char) -> bool {
    matches!(
        c,
        '.' | ','
            | ';'
            | ':'
            | '!'
            | '?'
            | '('
            | ')'
            | '«'
            | '»'
            | '“'
            | '”'
            | '„'
            | '"'
            | '—'
            | '–'
            | '،'
            | '؛'
            | '؟'
            | '¿'
            | '¡'
            | '…'
            | '，'
            | '。'
            | '；'
            | '：'
            | '！'
            | '？'
            | '（'
            | '）'
            | '「'
            | '」'
            | '\n'
    )
}
