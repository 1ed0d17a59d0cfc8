//! Words that are spelled right and stand in the wrong place, by language: the patterns of `data/slips.txt`.
//!
//! A pattern is tried only where one of its words stands, over a few words around it; it never looks at the whole text.

use std::collections::{HashMap, HashSet};
use std::ops::Range;
use std::sync::LazyLock;

use crate::cues::begins_sentence;

/// The patterns, each followed by indented examples in which `«…»` marks what is wrong.
pub static DATA: &str = include_str!("../data/slips.txt");

static SLIPS: LazyLock<Slips> = LazyLock::new(|| Slips::parse(DATA).expect("a test reads the embedded slips"));

/// How far back a sentence is looked at, in bytes.
const SENTENCE: usize = 160;

/// Words that open a clause which `then` may answer.
const CONDITIONS: &str = "if when once unless whenever since because after as until while";

struct Slips {
    all: Vec<Slip>,
    /// By language, then by the word that a pattern is tried at.
    by_word: HashMap<&'static str, HashMap<&'static str, Vec<usize>>>,
    words: HashSet<&'static str, foldhash::fast::FixedState>,
}

#[derive(Debug)]
struct Slip {
    tokens: Vec<Token>,
    /// The token that is tried first.
    trigger: usize,
    /// The tokens that are wrong.
    wrong: Range<usize>,
    mend: Mend,
}

/// What a slip should have been.
#[derive(Debug)]
pub enum Mend {
    /// The text, and whether it is right in every case.
    Write(&'static str, bool),
    /// An ending for another; only where a dictionary knows the result.
    Ending(&'static str, &'static str),
    /// Only a person can tell; what to say to them.
    Ask(&'static str),
}

#[derive(Debug)]
enum Token {
    /// One word out of some.
    Word(Vec<Form>),
    /// Up to so many words, none of them `and`.
    Some(u8),
    /// No word out of some, or none at all.
    Not(Vec<Form>),
    /// What stands between two words besides blanks: a comma, a bracket, an inverted question mark.
    Mark(char),
    Start,
    End,
    Unconditional,
}

#[derive(Debug)]
enum Form {
    Lower(&'static str),
    Exact(&'static str),
    Suffix(&'static str),
    Capital,
    Number,
    Any,
}

/// A word by its place in a text.
pub trait Placed {
    /// Its bytes in the text.
    fn range(&self) -> Range<usize>;
}

/// A slip in a text.
pub struct Hit {
    pub range: Range<usize>,
    pub mend: &'static Mend,
}

/// Whether some pattern is tried at a word, given in lower case.
pub fn begin_at(word: &str) -> bool {
    SLIPS.words.contains(&*straight(word))
}

/// The slip that one of the words at `n` is part of, if any.
pub fn find(text: &str, words: &[impl Placed], n: usize, language: &str) -> Option<Hit> {
    let slips = &*SLIPS;
    let by_word = slips.by_word.get(language)?;
    let word = normal(&text[words[n].range()]);
    let scene = Scene { text, words };
    by_word.get(&*word)?.iter().find_map(|&index| {
        let slip = &slips.all[index];
        scene.matched(slip, n).map(|range| Hit { range, mend: &slip.mend })
    })
}

/// A word in lower case with straight apostrophes.
fn normal(word: &str) -> std::borrow::Cow<'_, str> {
    if word.bytes().all(|b| b.is_ascii_lowercase()) {
        return word.into();
    }
    if word.chars().any(char::is_uppercase) {
        straight(&word.to_lowercase()).into_owned().into()
    } else {
        straight(word)
    }
}

fn straight(word: &str) -> std::borrow::Cow<'_, str> {
    if word.contains('’') { word.replace('’', "'").into() } else { word.into() }
}

struct Scene<'a, W> {
    text: &'a str,
    words: &'a [W],
}

impl<W: Placed> Scene<'_, W> {
    /// What is wrong, if the slip's trigger is the word `n` and all the rest fits.
    fn matched(&self, slip: &Slip, n: usize) -> Option<Range<usize>> {
        let mut first = n;
        let mut places = vec![None; slip.tokens.len()];
        places[slip.trigger] = Some(n);
        let mut marked = false;
        for index in (0..slip.trigger).rev() {
            match &slip.tokens[index] {
                Token::Word(forms) => {
                    let before = first.checked_sub(1)?;
                    if !(std::mem::take(&mut marked) || self.joined(before)) || !self.is(before, forms) {
                        return None;
                    }
                    first = before;
                    places[index] = Some(first);
                }
                Token::Not(forms) => {
                    if first.checked_sub(1).is_some_and(|before| self.joined(before) && self.is(before, forms)) {
                        return None;
                    }
                }
                Token::Mark(mark) => {
                    if !self.text[..self.words[first].range().start].trim_end_matches(' ').ends_with(*mark) {
                        return None;
                    }
                    marked = true;
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
                Token::End | Token::Some(_) => return None,
            }
        }
        if !self.is_token(&slip.tokens[slip.trigger], n) || !self.rest(slip, slip.trigger + 1, n, false, &mut places) {
            return None;
        }
        let from = places[slip.wrong.start]?;
        let to = places[slip.wrong.end - 1]?;
        Some(self.words[from].range().start..self.words[to].range().end)
    }

    /// Whether the tokens from `index` on fit what follows the word `at`.
    fn rest(&self, slip: &Slip, index: usize, at: usize, marked: bool, places: &mut [Option<usize>]) -> bool {
        let Some(token) = slip.tokens.get(index) else { return true };
        let next = (at + 1 < self.words.len() && (marked || self.joined(at))).then_some(at + 1);
        match token {
            Token::Word(forms) => {
                let Some(next) = next.filter(|&next| self.is(next, forms)) else { return false };
                places[index] = Some(next);
                self.rest(slip, index + 1, next, false, places)
            }
            Token::Some(most) => {
                let mut at = at;
                for _ in 0..=*most {
                    if self.rest(slip, index + 1, at, false, places) {
                        return true;
                    }
                    if at + 1 >= self.words.len() || !self.joined(at) {
                        return false;
                    }
                    at += 1;
                    if self.is(at, &[Form::Lower("and")]) {
                        return false;
                    }
                }
                false
            }
            Token::Not(forms) => {
                !next.is_some_and(|next| self.is(next, forms)) && self.rest(slip, index + 1, at, false, places)
            }
            Token::Mark(mark) => {
                let gap = self.text[self.words[at].range().end..].trim_start_matches(' ');
                gap.starts_with(*mark) && self.rest(slip, index + 1, at, true, places)
            }
            Token::End => {
                let after = self.text[self.words[at].range().end..].trim_start_matches([' ', '"', '\'', '”', '’', '»']);
                after.is_empty() || after.starts_with(['.', '!', '?', ';', ':', ',', ')', '\n'])
            }
            Token::Start | Token::Unconditional => false,
        }
    }

    fn is_token(&self, token: &Token, n: usize) -> bool {
        matches!(token, Token::Word(forms) if self.is(n, forms))
    }

    fn is(&self, n: usize, forms: &[Form]) -> bool {
        let word = &self.text[self.words[n].range()];
        let lower = normal(word);
        forms.iter().any(|form| match form {
            Form::Lower(it) => *it == lower,
            Form::Exact(it) => *it == word,
            Form::Suffix(it) => lower.len() > it.len() + 1 && lower.ends_with(it),
            Form::Capital => word.starts_with(char::is_uppercase),
            Form::Number => word.starts_with(|c: char| c.is_ascii_digit()),
            Form::Any => true,
        })
    }

    /// Whether nothing but blanks and quotation marks stands between a word and the next.
    fn joined(&self, n: usize) -> bool {
        let (one, two) = (self.words[n].range(), self.words[n + 1].range());
        let gap = &self.text[one.end..two.start];
        gap.starts_with([' ', '\u{a0}'])
            && gap.chars().all(|c| matches!(c, ' ' | '\u{a0}' | '"' | '\'' | '“' | '„' | '«' | '‘'))
    }

    /// Whether the sentence up to an offset has a condition: "if it is faster then …".
    fn has_condition(&self, at: usize) -> bool {
        let before = &self.text[..at];
        let from = before.char_indices().rev().find(|(n, _)| at - n >= SENTENCE).map_or(0, |(n, _)| n);
        let sentence = before[from..].rsplit(['.', '!', '?', '\n']).next().unwrap_or_default();
        sentence
            .split(|c: char| !c.is_alphanumeric())
            .any(|word| CONDITIONS.split(' ').any(|it| it.eq_ignore_ascii_case(word)))
    }
}

impl Slips {
    /// Reads the form that the head of `data/slips.txt` explains.
    fn parse(data: &'static str) -> Result<Self, String> {
        let mut slips = Self { all: Vec::new(), by_word: HashMap::new(), words: HashSet::default() };
        let mut language = "";
        for (number, line) in data.lines().enumerate() {
            // Indented lines are examples.
            if line.is_empty() || line.starts_with(['#', ' ']) {
                continue;
            }
            if let Some(name) = line.strip_prefix('[') {
                language = name.trim_end_matches(']');
                continue;
            }
            let slip = Slip::parse(line).ok_or_else(|| format!("slips.txt:{}: `{line}` is no pattern", number + 1))?;
            let Token::Word(forms) = &slip.tokens[slip.trigger] else { continue };
            for form in forms {
                if let Form::Lower(word) | Form::Exact(word) = form {
                    slips.by_word.entry(language).or_default().entry(word).or_default().push(slips.all.len());
                    slips.words.insert(word);
                }
            }
            slips.all.push(slip);
        }
        Ok(slips)
    }
}

impl Slip {
    fn parse(line: &'static str) -> Option<Self> {
        let (pattern, mend) = line.split_once(" => ")?;
        let mut tokens = Vec::new();
        let (mut from, mut to) = (None, None);
        for part in pattern.split(' ') {
            let part = part.strip_prefix('<').inspect(|_| from = Some(tokens.len())).unwrap_or(part);
            let part = part.strip_suffix('>').inspect(|_| to = Some(tokens.len() + 1)).unwrap_or(part);
            tokens.push(Token::parse(part)?);
        }
        // The rarer the word, the less there is to try: rare words are long ones. What stands before it is matched back to
        // front, one word a token.
        let fixed = tokens.iter().take_while(|token| !matches!(token, Token::Some(_)));
        let lengths = fixed.enumerate().filter_map(|(n, token)| Some((token.shortest()?, std::cmp::Reverse(n))));
        let (_, std::cmp::Reverse(trigger)) = lengths.max()?;
        let mend = if let Some(why) = mend.strip_prefix("- ") {
            Mend::Ask(why)
        } else if let Some((from, to)) = mend.strip_prefix('~').and_then(|endings| endings.split_once('>')) {
            Mend::Ending(from, to)
        } else if let Some(text) = mend.strip_prefix("? ") {
            Mend::Write(text, false)
        } else {
            Mend::Write(mend, true)
        };
        Some(Self { tokens, trigger, wrong: from?..to?, mend })
    }
}

impl Token {
    /// The length of the shortest form, if all are plain words.
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
                (Some(most), _) => Self::Some(most.parse().ok()?),
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
    fn the_embedded_slips_are_read() {
        let slips = Slips::parse(DATA).unwrap();
        assert!(slips.all.len() > 150, "{}", slips.all.len());
        assert_eq!(Slips::parse("a b\n").err().unwrap(), "slips.txt:1: `a b` is no pattern");
    }
}
