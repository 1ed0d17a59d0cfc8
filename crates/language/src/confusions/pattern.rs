//! The patterns of confused words, from each language's `confused-words.txt`.

use std::collections::{HashMap, HashSet};
use std::ops::Range;
use std::sync::LazyLock;

use crate::data;

/// Patterns, each followed by indented examples in which `«…»` marks the mistake. `data/README.md` explains them.
const FILE: &str = "confused-words.txt";

pub(super) static PATTERNS: LazyLock<Patterns> = LazyLock::new(|| {
    let mut patterns = Patterns::default();
    for (language, text) in texts() {
        patterns.add(language, text).expect("a test reads the embedded patterns");
    }
    patterns
});

#[derive(Default)]
pub(super) struct Patterns {
    pub(super) all: Vec<Pattern>,
    /// Indices into `all`, by language and the word that a pattern is tried at.
    pub(super) by_trigger: HashMap<&'static str, HashMap<&'static str, Vec<usize>>>,
    /// The triggers of all languages.
    pub(super) triggers: HashSet<&'static str, foldhash::fast::FixedState>,
}

#[derive(Debug)]
pub(super) struct Pattern {
    pub(super) tokens: Vec<Token>,
    /// Index of the token that is tried first; it lists words.
    pub(super) trigger: usize,
    /// Indices of the tokens that are wrong.
    pub(super) wrong: Range<usize>,
    pub(super) advice: Advice,
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
pub(super) enum Token {
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
    /// No condition such as `if` stands earlier in the sentence.
    Unconditional,
}

#[derive(Debug)]
pub(super) enum Form {
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

/// The file of patterns of each language that has one.
pub fn texts() -> impl Iterator<Item = (&'static str, &'static str)> {
    data::languages_with(FILE).filter_map(|language| Some((language, data::text(language, FILE)?)))
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
        // The trigger is the token with the longest words, since long words are rare. It stands before any `UpTo`,
        // because tokens before the trigger are matched backwards, one word each.
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
