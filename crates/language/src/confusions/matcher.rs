//! Whether a pattern fits the words around a place.

use std::borrow::Cow;
use std::ops::Range;

use super::pattern::{Form, Pattern, Token};
use crate::cues::begins_sentence;

/// How far back a sentence is searched for a condition, in bytes.
const CONDITION_REACH: usize = 160;

/// Words that open a clause which `then` may answer.
const CONDITIONS: &str = "if when once unless whenever since because after as until while";

/// A word by its place in a text.
pub trait Placed {
    /// Its bytes in the text.
    fn range(&self) -> Range<usize>;
}

/// A word in lower case with straight apostrophes.
pub(super) fn normal(word: &str) -> Cow<'_, str> {
    if word.bytes().all(|b| b.is_ascii_lowercase()) {
        return word.into();
    }
    if word.chars().any(char::is_uppercase) {
        with_straight_apostrophes(&word.to_lowercase()).into_owned().into()
    } else {
        with_straight_apostrophes(word)
    }
}

pub(super) fn with_straight_apostrophes(word: &str) -> Cow<'_, str> {
    if word.contains('’') { word.replace('’', "'").into() } else { word.into() }
}

/// Tries patterns on the words of a text.
pub(super) struct Matcher<'a, W> {
    pub(super) text: &'a str,
    pub(super) words: &'a [W],
}

impl<W: Placed> Matcher<'_, W> {
    /// The bytes that are wrong, if the word `n` is the pattern's trigger and all other tokens fit, too.
    pub(super) fn matched(&self, pattern: &Pattern, n: usize) -> Option<Range<usize>> {
        let mut first = n;
        let mut places = vec![None; pattern.tokens.len()];
        places[pattern.trigger] = Some(n);
        let mut has_mark = false;
        for index in (0..pattern.trigger).rev() {
            match &pattern.tokens[index] {
                Token::Word(forms) => {
                    let before = first.checked_sub(1)?;
                    if !(std::mem::take(&mut has_mark) || self.adjoins_next(before)) || !self.has_form(before, forms) {
                        return None;
                    }
                    first = before;
                    places[index] = Some(first);
                }
                Token::Not(forms) => {
                    if first
                        .checked_sub(1)
                        .is_some_and(|before| self.adjoins_next(before) && self.has_form(before, forms))
                    {
                        return None;
                    }
                }
                Token::Mark(mark) => {
                    if !self.text[..self.words[first].range().start].trim_end_matches(' ').ends_with(*mark) {
                        return None;
                    }
                    has_mark = true;
                }
                Token::Start => {
                    let at = self.words[first].range().start;
                    if !begins_sentence(&self.text[..at]) {
                        return None;
                    }
                }
                Token::Unconditional => {
                    if self.has_condition(self.words[first].range().start) {
                        return None;
                    }
                }
                Token::End | Token::UpTo(_) => return None,
            }
        }
        if !self.is_token(&pattern.tokens[pattern.trigger], n)
            || !self.rest_fits(pattern, pattern.trigger + 1, n, false, &mut places)
        {
            return None;
        }
        let from = places[pattern.wrong.start]?;
        let to = places[pattern.wrong.end - 1]?;
        Some(self.words[from].range().start..self.words[to].range().end)
    }

    /// Whether the tokens from `index` on fit what follows the word `at`.
    fn rest_fits(
        &self,
        pattern: &Pattern,
        index: usize,
        at: usize,
        has_mark: bool,
        places: &mut [Option<usize>],
    ) -> bool {
        let Some(token) = pattern.tokens.get(index) else { return true };
        let next = (at + 1 < self.words.len() && (has_mark || self.adjoins_next(at))).then_some(at + 1);
        match token {
            Token::Word(forms) => {
                let Some(next) = next.filter(|&next| self.has_form(next, forms)) else { return false };
                places[index] = Some(next);
                self.rest_fits(pattern, index + 1, next, false, places)
            }
            Token::UpTo(max) => {
                let mut at = at;
                for _ in 0..=*max {
                    if self.rest_fits(pattern, index + 1, at, false, places) {
                        return true;
                    }
                    if at + 1 >= self.words.len() || !self.adjoins_next(at) {
                        return false;
                    }
                    at += 1;
                    if self.has_form(at, &[Form::Lower("and")]) {
                        return false;
                    }
                }
                false
            }
            Token::Not(forms) => {
                !next.is_some_and(|next| self.has_form(next, forms))
                    && self.rest_fits(pattern, index + 1, at, false, places)
            }
            Token::Mark(mark) => {
                let gap = self.text[self.words[at].range().end..].trim_start_matches(' ');
                gap.starts_with(*mark) && self.rest_fits(pattern, index + 1, at, true, places)
            }
            Token::End => {
                let after = self.text[self.words[at].range().end..].trim_start_matches([' ', '"', '\'', '”', '’', '»']);
                after.is_empty() || after.starts_with(['.', '!', '?', ';', ':', ',', ')', '\n'])
            }
            Token::Start | Token::Unconditional => false,
        }
    }

    fn is_token(&self, token: &Token, n: usize) -> bool {
        matches!(token, Token::Word(forms) if self.has_form(n, forms))
    }

    fn has_form(&self, n: usize, forms: &[Form]) -> bool {
        let word = &self.text[self.words[n].range()];
        let lower = normal(word);
        forms.iter().any(|form| match form {
            Form::Lower(listed) => *listed == lower,
            Form::Exact(listed) => *listed == word,
            Form::Suffix(ending) => lower.len() > ending.len() + 1 && lower.ends_with(ending),
            Form::Capital => word.starts_with(char::is_uppercase),
            Form::Number => word.starts_with(|c: char| c.is_ascii_digit()),
            Form::Any => true,
        })
    }

    /// Whether only blanks and quotation marks stand between a word and the one behind it.
    fn adjoins_next(&self, n: usize) -> bool {
        let (one, two) = (self.words[n].range(), self.words[n + 1].range());
        let gap = &self.text[one.end..two.start];
        gap.starts_with([' ', '\u{a0}'])
            && gap.chars().all(|c| matches!(c, ' ' | '\u{a0}' | '"' | '\'' | '“' | '„' | '«' | '‘'))
    }

    /// Whether the sentence has a condition before an offset: "if it is faster then …".
    fn has_condition(&self, at: usize) -> bool {
        let before = &self.text[..at];
        let from = before.char_indices().rev().find(|(n, _)| at - n >= CONDITION_REACH).map_or(0, |(n, _)| n);
        let sentence = before[from..].rsplit(['.', '!', '?', '\n']).next().unwrap_or_default();
        sentence
            .split(|c: char| !c.is_alphanumeric())
            .any(|word| CONDITIONS.split(' ').any(|it| it.eq_ignore_ascii_case(word)))
    }
}
