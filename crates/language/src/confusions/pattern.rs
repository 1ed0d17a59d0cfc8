//! The patterns of mistakes, from the files of each language that [`Subject`] names.

use std::collections::HashMap;
use std::hash::BuildHasher;
use std::ops::Range;
use std::sync::LazyLock;

use foldhash::fast::FixedState;

use super::normal::normal;
use crate::clauses::ClauseWords;
use crate::data;
use crate::word_lists::{WordList, list};

/// Maximum tokens of a pattern.
pub(super) const MAX_TOKENS: usize = 16;

/// What the patterns of a file are about.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Subject {
    /// Words that are mixed up, have the wrong form, or are joined or parted wrongly.
    Words,
    /// Words that are repeated although the grammar repeats them elsewhere.
    Repetition,
    /// Marks between clauses.
    Marks,
    /// A denial of what is denied already: "not unusual". Only a rule that is off by default asks for them.
    DoubleNegation,
}

impl Subject {
    pub const ALL: [Self; 4] = [Self::Words, Self::Repetition, Self::Marks, Self::DoubleNegation];

    /// The file with the patterns. Each pattern is followed by indented examples in which `«…»` marks the mistake;
    /// `data/README.md` explains them.
    fn file(self) -> &'static str {
        match self {
            Self::Words => "confused-words.txt",
            Self::Repetition => "repeated-words.txt",
            Self::Marks => "clause-marks.txt",
            Self::DoubleNegation => "double-negations.txt",
        }
    }

    pub(super) fn patterns(self) -> &'static Patterns {
        static ALL: LazyLock<[Patterns; 4]> = LazyLock::new(|| Subject::ALL.map(Patterns::read));
        &ALL[self as usize]
    }

    /// The file of patterns of each language that has one.
    pub fn texts(self) -> impl Iterator<Item = (&'static str, &'static str)> {
        let file = self.file();
        data::languages_with(file).filter_map(move |language| Some((language, data::text(language, file)?)))
    }
}

/// Patterns by the word that they are tried at.
type ByTrigger = HashMap<&'static str, Vec<Tried>, FixedState>;

/// A pattern among those that are tried at a word.
#[derive(Clone, Copy, Debug)]
pub(super) struct Tried {
    /// Its index in [`Patterns::all`].
    pub(super) pattern: u32,
    /// The words that may stand before and behind the trigger: most patterns fail there.
    pub(super) before: WordSet,
    pub(super) behind: WordSet,
}

#[derive(Default)]
pub(super) struct Patterns {
    pub(super) all: Vec<Pattern>,
    /// By language and the word that a pattern is tried at, in the order of `all`.
    pub(super) by_trigger: HashMap<&'static str, ByTrigger, FixedState>,
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

/// A set of words, as [`normal`] writes them, by the hash of each: has all of them, and perhaps others.
#[derive(Clone, Copy, Debug)]
pub(super) struct WordSet(u64);

impl WordSet {
    const ALL: Self = Self(u64::MAX);

    /// The words that fit a token; all words, unless the token is a word out of a list.
    fn of(token: Option<&Token>) -> Self {
        let Some(Token::Word(forms)) = token else { return Self::ALL };
        let bits = |form: &Form| form.words().map(|word| Self::one(&normal(word)).0).reduce(|all, bit| all | bit);
        forms.iter().try_fold(0, |all, form| Some(all | bits(form)?)).map_or(Self::ALL, Self)
    }

    /// The set of one word, as [`normal`] writes it.
    pub(super) fn one(word: &str) -> Self {
        // The highest bits of a hash are the best mixed.
        Self(1 << (FixedState::default().hash_one(word) >> 58))
    }

    /// Whether the set may have the word that is the other one; without a word, whether there may be none.
    pub(super) fn may_have(self, one: Option<Self>) -> bool {
        self.0 == u64::MAX || one.is_some_and(|one| self.0 & one.0 != 0)
    }
}

/// What to do about a mistake.
#[derive(Debug)]
pub enum Advice {
    Change {
        change: Change,
        /// Whether the change is right in every case.
        is_safe: bool,
    },
    /// Only a person can decide; a question or hint for them.
    Ask(&'static str),
}

#[derive(Debug)]
pub enum Change {
    /// This text in place of the wrong words.
    Whole(&'static str),
    /// The first ending is replaced by the second.
    Ending(&'static str, &'static str),
    /// The first text inside of the wrong words is replaced by the second.
    Inside(&'static str, &'static str),
}

impl Change {
    /// The right words in place of the wrong ones.
    pub fn of(&self, typed: &str) -> String {
        match *self {
            Self::Whole(text) => text.to_owned(),
            Self::Ending(from, to) => format!("{}{to}", typed.strip_suffix(from).unwrap_or(typed)),
            Self::Inside(from, to) => typed.replacen(from, to, 1),
        }
    }
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
    /// An apostrophe right behind a word; no quotation mark stands before that word.
    Apostrophe,
    /// A sentence begins.
    Start,
    /// A clause or the text ends.
    End,
    /// A clause or the text ends, or a word has one of the forms.
    EndOr(Vec<Form>),
    /// No condition such as `if` stands earlier in the sentence.
    Unconditional,
    /// No word of the list stands earlier in the sentence.
    Without(&'static WordList),
    /// Neither a comma nor `and` or `or` follows in the sentence.
    Last,
    /// No comma with `and`, `or` or `but` behind it follows in the sentence: this is no row of clauses.
    NoRow,
    /// Before it the sentence has a main clause.
    Clause(Clause),
}

/// A main clause before a place.
#[derive(Debug)]
pub(super) struct Clause {
    pub(super) words: ClauseWords,
    /// Prepositions and words that join parts of a clause.
    pub(super) prepositions: &'static WordList,
    /// Words that open a clause, or are prepositions.
    pub(super) prepositions_or_openers: &'static WordList,
    /// First words of sentences whose subject and verb come later: "In the end, it …".
    pub(super) leads: &'static WordList,
    /// Whether it begins behind the last comma.
    pub(super) is_simple: bool,
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
    /// A word of a list.
    Listed(&'static WordList),
    Any,
}

impl Patterns {
    fn read(subject: Subject) -> Self {
        let mut patterns = Self::default();
        for (language, text) in subject.texts() {
            patterns.add(language, subject.file(), text).expect("a test reads the embedded patterns");
        }
        patterns
    }

    /// Adds the patterns of a language's file.
    fn add(&mut self, language: &'static str, file: &str, text: &'static str) -> Result<(), String> {
        for (number, line) in text.lines().enumerate() {
            // Indented lines are examples.
            if line.is_empty() || line.starts_with(['#', ' ']) {
                continue;
            }
            let pattern = Pattern::parse(line, language)
                .ok_or_else(|| format!("data/{language}/{file}:{}: `{line}` is not a pattern", number + 1))?;
            let Token::Word(forms) = &pattern.tokens[pattern.trigger] else { continue };
            let tried = Tried {
                pattern: self.all.len() as u32,
                before: WordSet::of(pattern.trigger.checked_sub(1).map(|before| &pattern.tokens[before])),
                behind: WordSet::of(pattern.tokens.get(pattern.trigger + 1)),
            };
            for word in forms.iter().flat_map(Form::words) {
                let of_word = self.by_trigger.entry(language).or_default().entry(word).or_default();
                // A word may stand in two lists of one token.
                if of_word.last().is_none_or(|last| last.pattern != tried.pattern) {
                    of_word.push(tried);
                }
            }
            self.all.push(pattern);
        }
        Ok(())
    }
}

impl Pattern {
    fn parse(line: &'static str, language: &'static str) -> Option<Self> {
        let (pattern, advice) = line.split_once(" => ")?;
        let mut tokens = Vec::new();
        let (mut from, mut to) = (None, None);
        for part in pattern.split(' ') {
            let part = part.strip_prefix('<').inspect(|_| from = Some(tokens.len())).unwrap_or(part);
            let part = part.strip_suffix('>').inspect(|_| to = Some(tokens.len() + 1)).unwrap_or(part);
            tokens.push(Token::parse(part, language)?);
        }
        // The trigger is the token with the longest words, since long words are rare. It stands before any `UpTo`,
        // because tokens before the trigger are matched backwards, one word each.
        let fixed = tokens.iter().take_while(|token| !matches!(token, Token::UpTo(_)));
        let lengths = fixed.enumerate().filter_map(|(n, token)| Some((token.shortest()?, std::cmp::Reverse(n))));
        let (_, std::cmp::Reverse(trigger)) = lengths.max()?;
        let (wrong, advice) = (from?..to?, Advice::parse(advice));
        (tokens.len() <= MAX_TOKENS).then_some(Self { tokens, trigger, wrong, advice })
    }
}

impl Advice {
    fn parse(text: &'static str) -> Self {
        if let Some(why) = text.strip_prefix("- ") {
            return Self::Ask(why);
        }
        let (text, is_safe) = text.strip_prefix("? ").map_or((text, true), |text| (text, false));
        let change = if let Some((from, to)) = text.strip_prefix("~~").and_then(|it| it.split_once('>')) {
            Change::Inside(from, if to == "_" { " " } else { to })
        } else if let Some((from, to)) = text.strip_prefix('~').and_then(|it| it.split_once('>')) {
            Change::Ending(from, to)
        } else {
            Change::Whole(text)
        };
        Self::Change { change, is_safe }
    }
}

impl Token {
    /// Length of the shortest form in characters, if all forms are words.
    fn shortest(&self) -> Option<usize> {
        let Self::Word(forms) = self else { return None };
        let length = |form: &Form| form.words().map(|word| word.chars().count()).min();
        forms.iter().map(length).collect::<Option<Vec<_>>>()?.into_iter().min()
    }

    fn parse(part: &'static str, language: &'static str) -> Option<Self> {
        let forms =
            |text: &'static str| text.split('|').map(|form| Form::parse(form, language)).collect::<Option<Vec<_>>>();
        Some(match part {
            "^" => Self::Start,
            "$" => Self::End,
            "?if" => Self::Unconditional,
            "?clause" | "?simple-clause" => Self::Clause(Clause {
                words: ClauseWords::of(language)?,
                leads: list(language, "lead")?,
                prepositions: list(language, "preposition")?,
                prepositions_or_openers: list(language, "preposition-or-opener")?,
                is_simple: part == "?simple-clause",
            }),
            "?last" => Self::Last,
            "?no-row" => Self::NoRow,
            "," | "." | ";" | "(" | ")" | "¿" => Self::Mark(part.chars().next()?),
            "'" => Self::Apostrophe,
            "*" => Self::Word(vec![Form::Any]),
            _ => match (part.strip_prefix('*'), part.strip_prefix('!'), part.strip_prefix("?without-")) {
                (Some(max), ..) => Self::UpTo(max.parse().ok()?),
                (_, Some(words), _) => Self::Not(forms(words)?),
                (.., Some(name)) => Self::Without(list(language, name)?),
                _ => match part.strip_prefix("$|") {
                    Some(words) => Self::EndOr(forms(words)?),
                    None => Self::Word(forms(part)?),
                },
            },
        })
    }
}

impl Form {
    fn parse(text: &'static str, language: &'static str) -> Option<Self> {
        Some(match text {
            "Aa" => Self::Capital,
            "#" => Self::Number,
            _ => {
                if let Some(name) = text.strip_prefix('{').and_then(|text| text.strip_suffix('}')) {
                    return list(language, name).map(Self::Listed);
                }
                text.strip_prefix('~')
                    .map(Self::Suffix)
                    .or(text.strip_prefix('=').map(Self::Exact))
                    .unwrap_or(Self::Lower(text))
            }
        })
    }

    /// The words that it stands for, in lower case save exact ones; none if there is no end of them.
    fn words(&self) -> impl Iterator<Item = &'static str> {
        let (one, list) = match self {
            Self::Lower(word) | Self::Exact(word) => (Some(*word), None),
            Self::Listed(list) => (None, Some(*list)),
            _ => (None, None),
        };
        one.into_iter().chain(list.into_iter().flatten().copied())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_embedded_patterns_are_read() {
        let count: usize = Subject::ALL.map(|subject| subject.patterns().all.len()).iter().sum();
        assert!(count > 150, "{count}");
        let error = Patterns::default().add("en", "clause-marks.txt", "a b\n").unwrap_err();
        assert_eq!(error, "data/en/clause-marks.txt:1: `a b` is not a pattern");
    }
}
