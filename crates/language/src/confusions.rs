//! Words that are spelled right and stand in the wrong place: the patterns of each language's `confused-words.txt`.
//!
//! A pattern is tried only where one of its words stands, on a few words around it; no pattern scans the whole text.

use std::collections::{HashMap, HashSet};
use std::ops::Range;
use std::sync::LazyLock;

use crate::cues::begins_sentence;
use crate::data;

/// Patterns, each followed by indented examples in which `«…»` marks the mistake. `data/README.md` explains them.
const FILE: &str = "confused-words.txt";

static PATTERNS: LazyLock<Patterns> = LazyLock::new(|| {
    let mut patterns = Patterns::default();
    for (language, text) in texts() {
        patterns.add(language, text).expect("a test reads the embedded patterns");
    }
    patterns
});

/// How far back a sentence is searched for a condition, in bytes.
const CONDITION_REACH: usize = 160;

/// Words that open a clause which `then` may answer.
const CONDITIONS: &str = "if when once unless whenever since because after as until while";

#[derive(Default)]
struct Patterns {
    all: Vec<Pattern>,
    /// Indices into `all`, by language and the word that a pattern is tried at.
    by_trigger: HashMap<&'static str, HashMap<&'static str, Vec<usize>>>,
    /// The triggers of all languages.
    triggers: HashSet<&'static str, foldhash::fast::FixedState>,
}

#[derive(Debug)]
struct Pattern {
    tokens: Vec<Token>,
    /// Index of the token that is tried first; it lists words.
    trigger: usize,
    /// Indices of the tokens that are wrong.
    wrong: Range<usize>,
    advice: Advice,
}

/// What to do about a confused word.
#[derive(Debug)]
pub enum Advice {
    /// Write this text instead; `true` if that is right in every case.
    Write(&'static str, bool),
    /// Replace the first ending by the second, which is right in every case.
    Ending(&'static str, &'static str),
    /// Only a person can decide; a question or hint for them.
    Ask(&'static str),
}

#[derive(Debug)]
enum Token {
    /// A word that has one of the forms.
    Word(Vec<Form>),
    /// Up to that many words, none of them `and`.
    UpTo(u8),
    /// No word that has one of the forms; the text may end here.
    Not(Vec<Form>),
    /// A mark between two words: a comma, a bracket, an inverted question mark.
    Mark(char),
    /// A sentence begins.
    Start,
    /// A clause or the text ends.
    End,
    /// None of [`CONDITIONS`] stands earlier in the sentence.
    Unconditional,
}

#[derive(Debug)]
enum Form {
    /// The word in any case.
    Lower(&'static str),
    /// The word in this very case.
    Exact(&'static str),
    /// A word with this ending, at least two bytes longer.
    Suffix(&'static str),
    /// A word that begins with a capital.
    Capital,
    /// A word that begins with a digit.
    Number,
    Any,
}

/// A word by its place in a text.
pub trait Placed {
    /// Its bytes in the text.
    fn range(&self) -> Range<usize>;
}

/// A confused word, or several, in a text.
pub struct Confusion {
    pub range: Range<usize>,
    pub advice: &'static Advice,
}

/// The file of patterns of each language that has one.
pub fn texts() -> impl Iterator<Item = (&'static str, &'static str)> {
    data::languages_with(FILE).filter_map(|language| Some((language, data::text(language, FILE)?)))
}

/// Whether a pattern of any language is tried at a word, given in lower case.
pub fn is_trigger(word: &str) -> bool {
    PATTERNS.triggers.contains(&*with_straight_apostrophes(word))
}

/// The first pattern of a language that is triggered by the word with index `n` and fits the words around it.
pub fn find(text: &str, words: &[impl Placed], n: usize, language: &str) -> Option<Confusion> {
    let by_trigger = PATTERNS.by_trigger.get(language)?;
    let word = normal(&text[words[n].range()]);
    let matcher = Matcher { text, words };
    by_trigger.get(&*word)?.iter().find_map(|&index| {
        let pattern = &PATTERNS.all[index];
        matcher.matched(pattern, n).map(|range| Confusion { range, advice: &pattern.advice })
    })
}

/// A word in lower case with straight apostrophes.
fn normal(word: &str) -> std::borrow::Cow<'_, str> {
    if word.bytes().all(|b| b.is_ascii_lowercase()) {
        return word.into();
    }
    if word.chars().any(char::is_uppercase) {
        with_straight_apostrophes(&word.to_lowercase()).into_owned().into()
    } else {
        with_straight_apostrophes(word)
    }
}

fn with_straight_apostrophes(word: &str) -> std::borrow::Cow<'_, str> {
    if word.contains('’') { word.replace('’', "'").into() } else { word.into() }
}

/// Tries patterns on the words of a text.
struct Matcher<'a, W> {
    text: &'a str,
    words: &'a [W],
}

impl<W: Placed> Matcher<'_, W> {
    /// The bytes that are wrong, if the word `n` is the pattern's trigger and all other tokens fit, too.
    fn matched(&self, pattern: &Pattern, n: usize) -> Option<Range<usize>> {
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

impl Patterns {
    /// Adds the patterns of a language's file.
    fn add(&mut self, language: &'static str, text: &'static str) -> Result<(), String> {
        for (number, line) in text.lines().enumerate() {
            // Indented lines are examples.
            if line.is_empty() || line.starts_with(['#', ' ']) {
                continue;
            }
            let pattern = Pattern::parse(line)
                .ok_or_else(|| format!("{language}/{FILE}:{}: `{line}` is not a pattern", number + 1))?;
            let Token::Word(forms) = &pattern.tokens[pattern.trigger] else { continue };
            for form in forms {
                if let Form::Lower(word) | Form::Exact(word) = form {
                    self.by_trigger.entry(language).or_default().entry(word).or_default().push(self.all.len());
                    self.triggers.insert(word);
                }
            }
            self.all.push(pattern);
        }
        Ok(())
    }
}

impl Pattern {
    fn parse(line: &'static str) -> Option<Self> {
        let (pattern, advice) = line.split_once(" => ")?;
        let mut tokens = Vec::new();
        let (mut from, mut to) = (None, None);
        for part in pattern.split(' ') {
            let part = part.strip_prefix('<').inspect(|_| from = Some(tokens.len())).unwrap_or(part);
            let part = part.strip_suffix('>').inspect(|_| to = Some(tokens.len() + 1)).unwrap_or(part);
            tokens.push(Token::parse(part)?);
        }
        // The trigger is the token with the longest words, since long words are rare. It stands before any `UpTo`, because
        // tokens before the trigger are matched backwards, one word each.
        let fixed = tokens.iter().take_while(|token| !matches!(token, Token::UpTo(_)));
        let lengths = fixed.enumerate().filter_map(|(n, token)| Some((token.shortest()?, std::cmp::Reverse(n))));
        let (_, std::cmp::Reverse(trigger)) = lengths.max()?;
        let advice = if let Some(why) = advice.strip_prefix("- ") {
            Advice::Ask(why)
        } else if let Some((from, to)) = advice.strip_prefix('~').and_then(|endings| endings.split_once('>')) {
            Advice::Ending(from, to)
        } else if let Some(text) = advice.strip_prefix("? ") {
            Advice::Write(text, false)
        } else {
            Advice::Write(advice, true)
        };
        Some(Self { tokens, trigger, wrong: from?..to?, advice })
    }
}

impl Token {
    /// Length of the shortest form in characters, if all forms are words.
    fn shortest(&self) -> Option<usize> {
        let Self::Word(forms) = self else { return None };
        let length = |form: &Form| match form {
            Form::Lower(word) | Form::Exact(word) => Some(word.chars().count()),
            _ => None,
        };
        forms.iter().map(length).collect::<Option<Vec<_>>>()?.into_iter().min()
    }

    fn parse(part: &'static str) -> Option<Self> {
        let forms = |text: &'static str| text.split('|').map(Form::parse).collect();
        Some(match part {
            "^" => Self::Start,
            "$" => Self::End,
            "?if" => Self::Unconditional,
            "," | "(" | "¿" => Self::Mark(part.chars().next()?),
            "*" => Self::Word(vec![Form::Any]),
            _ => match (part.strip_prefix('*'), part.strip_prefix('!')) {
                (Some(max), _) => Self::UpTo(max.parse().ok()?),
                (_, Some(words)) => Self::Not(forms(words)),
                _ => Self::Word(forms(part)),
            },
        })
    }
}

impl Form {
    fn parse(text: &'static str) -> Self {
        match text {
            "Aa" => Self::Capital,
            "#" => Self::Number,
            _ => text
                .strip_prefix('~')
                .map(Self::Suffix)
                .or(text.strip_prefix('=').map(Self::Exact))
                .unwrap_or(Self::Lower(text)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_embedded_patterns_are_read() {
        let count = PATTERNS.all.len();
        assert!(count > 150, "{count}");
        let error = Patterns::default().add("en", "a b\n").unwrap_err();
        assert_eq!(error, "en/confused-words.txt:1: `a b` is not a pattern");
    }
}
