//! Statements in loose words: phrases that stand near each other in one sentence, in any order. A statement is known by
//! a word that the caller has found already, and by groups of phrases of which each must be near.
//!
//! Classes of words that many statements share (`@safe`) are in each language's `statements.txt`.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::LazyLock;

use crate::data;
use crate::stance::{Sentence, Token};
use crate::words::words;

const FILE: &str = "statements.txt";

/// The class of the words that negate.
const NEGATION: &str = "not";

/// The class of the words before which what follows is no longer part of a statement.
const CONJUNCTION: &str = "and";

/// Maximum tokens between two parts of a statement.
const MAX_GAP: usize = 7;

/// The same for a statement whose parts belong closely together.
const MAX_CLOSE_GAP: usize = 3;

/// Maximum places of a group that are tried, those next to the known word first.
const MAX_PLACES: usize = 3;

/// Maximum tokens behind a statement in which a negation takes it back.
const MAX_TAKEN_BACK: usize = 6;

/// A statement of one language.
#[derive(Debug)]
pub struct Statement {
    /// Of each group, one phrase is near.
    groups: Vec<Vec<Phrase>>,
    /// Phrases with which a sentence states something else.
    without: Vec<Phrase>,
    max_gap: usize,
    /// Words that negate in this language; none for a statement that has a negation itself.
    negations: Vec<Phrase>,
    conjunctions: Vec<Phrase>,
}

/// Words that follow each other.
#[derive(Debug)]
struct Phrase(Vec<Form>);

#[derive(PartialEq, Debug)]
enum Form {
    Word(Box<str>),
    Beginning(Box<str>),
    Number,
}

impl Statement {
    /// `with` are groups of phrases, `without` phrases that a sentence must not have. A phrase is words in lower case,
    /// of which each may end in `*` for any ending; `#` stands for digits, `@safe` for a class of words.
    pub fn new(language: &str, with: &[Vec<String>], without: &[String], is_close: bool) -> Self {
        let groups: Vec<Vec<Phrase>> = with.iter().map(|group| phrases(language, group)).collect();
        let mut negations = class(language, NEGATION);
        if groups.iter().flatten().any(|phrase| negations.iter().any(|negation| phrase.has(negation))) {
            negations.clear();
        }
        Self {
            groups,
            without: phrases(language, without),
            max_gap: if is_close { MAX_CLOSE_GAP } else { MAX_GAP },
            negations,
            conjunctions: class(language, CONJUNCTION),
        }
    }

    /// The bytes of the statement that a sentence makes with the words at `known`, bytes of the same text.
    pub fn find(&self, sentence: &Sentence<'_>, known: &Range<usize>) -> Option<Range<usize>> {
        let tokens = &sentence.tokens;
        let first = tokens.iter().position(|token| token.range.end > known.start)?;
        let last = tokens.iter().rposition(|token| token.range.start < known.end).filter(|&last| last >= first)?;
        let key = first..last + 1;
        let mut chosen = vec![key.clone()];
        if !self.groups.is_empty() && !self.choose(&self.groups, tokens, &key, &mut chosen)
            || self.without.iter().any(|phrase| phrase.places(tokens).next().is_some())
        {
            return None;
        }
        let start = chosen.iter().map(|place| place.start).min()?;
        let end = chosen.iter().map(|place| place.end).max()?;
        let is_taken_back = is_taken_back(tokens, &(start..end), &self.negations, &self.conjunctions);
        (!is_taken_back).then(|| tokens[start].range.start..tokens[end - 1].range.end)
    }

    /// Adds a place of each group, so that all are apart and none is too far from the next.
    fn choose(
        &self,
        groups: &[Vec<Phrase>],
        tokens: &[Token<'_>],
        key: &Range<usize>,
        chosen: &mut Vec<Range<usize>>,
    ) -> bool {
        let Some((group, rest)) = groups.split_first() else { return self.is_near(chosen) };
        let mut places: Vec<Range<usize>> = group.iter().flat_map(|phrase| phrase.places(tokens)).collect();
        // A known word of several parts ("8-character") may hold other parts of the statement.
        let apart_from = if key.len() > 1 { &chosen[1..] } else { &chosen[..] };
        places.retain(|place| apart_from.iter().all(|other| place.end <= other.start || other.end <= place.start));
        places.sort_by_key(|place| (place.start.abs_diff(key.start), std::cmp::Reverse(place.len())));
        places.truncate(MAX_PLACES);
        places.into_iter().any(|place| {
            chosen.push(place);
            let is_found = self.choose(rest, tokens, key, chosen);
            if !is_found {
                chosen.pop();
            }
            is_found
        })
    }

    fn is_near(&self, chosen: &[Range<usize>]) -> bool {
        let mut sorted = chosen.to_vec();
        sorted.sort_by_key(|place| place.start);
        sorted.windows(2).all(|pair| pair[1].start.saturating_sub(pair[0].end) <= self.max_gap)
    }
}

/// Whether a sentence takes back, by a negation, what some of its bytes state.
pub fn is_negated(language: &str, sentence: &Sentence<'_>, stated: &Range<usize>) -> bool {
    let tokens = &sentence.tokens;
    let start = tokens.partition_point(|token| token.range.end <= stated.start);
    let end = tokens.partition_point(|token| token.range.start < stated.end).max(start);
    let denial = Denial::of(language);
    is_taken_back(tokens, &(start..end), &denial.negations, &denial.conjunctions)
}

/// The words of a language that take a statement back, and those before which its clause ends.
struct Denial {
    negations: Vec<Phrase>,
    conjunctions: Vec<Phrase>,
}

impl Denial {
    fn of(language: &str) -> &'static Self {
        static NONE: Denial = Denial { negations: Vec::new(), conjunctions: Vec::new() };
        static ALL: LazyLock<HashMap<&str, Denial>> = LazyLock::new(|| {
            let of =
                |language| Denial { negations: class(language, NEGATION), conjunctions: class(language, CONJUNCTION) };
            data::languages_with(FILE).map(|language| (language, of(language))).collect()
        });
        ALL.get(language).unwrap_or(&NONE)
    }
}

/// Whether a negation stands in the clause of a statement: from the mark before it to the next mark or conjunction.
fn is_taken_back(tokens: &[Token<'_>], stated: &Range<usize>, negations: &[Phrase], conjunctions: &[Phrase]) -> bool {
    let is_mark = |token: &Token<'_>| token.word().is_none();
    let from = tokens[..stated.start].iter().rposition(is_mark).map_or(0, |mark| mark + 1);
    let behind = &tokens[stated.end..tokens.len().min(stated.end + MAX_TAKEN_BACK)];
    let is_end = |(n, token): &(usize, &Token<'_>)| {
        is_mark(token) || conjunctions.iter().any(|phrase| phrase.begins(&behind[*n..]))
    };
    let len = behind.iter().enumerate().position(|it| is_end(&it)).unwrap_or(behind.len());
    let clause = &tokens[from..stated.end + len];
    negations.iter().any(|negation| negation.places(clause).next().is_some())
}

impl Phrase {
    fn parse(text: &str) -> Self {
        let mut forms = Vec::new();
        for piece in text.split_whitespace() {
            if piece == "#" {
                forms.push(Form::Number);
                continue;
            }
            let parts = words(piece);
            let last = parts.len().saturating_sub(1);
            forms.extend(parts.into_iter().enumerate().map(|(n, word)| {
                let is_beginning = n == last && piece.ends_with('*');
                let text = word.folded.into_owned().into_boxed_str();
                if is_beginning { Form::Beginning(text) } else { Form::Word(text) }
            }));
        }
        Self(forms)
    }

    /// Whether the words of another phrase are among its own.
    fn has(&self, other: &Self) -> bool {
        self.0.windows(other.0.len().max(1)).any(|part| *part == *other.0)
    }

    /// The tokens of each place where the phrase stands.
    fn places<'s>(&'s self, tokens: &'s [Token<'_>]) -> impl Iterator<Item = Range<usize>> + 's {
        let len = self.0.len();
        (0..tokens.len()).filter(|&at| self.begins(&tokens[at..])).map(move |at| at..at + len)
    }

    /// Whether the phrase stands at the beginning of some tokens.
    fn begins(&self, tokens: &[Token<'_>]) -> bool {
        let is_long_enough = (1..=tokens.len()).contains(&self.0.len());
        is_long_enough && self.0.iter().zip(tokens).all(|(form, token)| form.is(token))
    }
}

impl Form {
    fn is(&self, token: &Token<'_>) -> bool {
        token.word().is_some_and(|word| match self {
            Self::Word(text) => **text == *word,
            Self::Beginning(text) => word.starts_with(&**text),
            Self::Number => word.starts_with(|c: char| c.is_numeric()),
        })
    }
}

fn phrases(language: &str, texts: &[String]) -> Vec<Phrase> {
    let parse = |text: &String| match text.strip_prefix('@') {
        Some(name) => class(language, name),
        None => vec![Phrase::parse(text)],
    };
    texts.iter().flat_map(parse).collect()
}

/// The phrases of a class of words of a language; none if it does not have the class.
fn class(language: &str, name: &str) -> Vec<Phrase> {
    let entries = data::entries_of(language, FILE).filter(|(key, _)| *key == name);
    entries.flat_map(|(_, phrases)| phrases.map(Phrase::parse)).collect()
}

/// Whether a language has a class of words, which phrases name as `@safe`.
pub fn has_class(language: &str, name: &str) -> bool {
    data::entries_of(language, FILE).any(|(key, _)| key == name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found<'t>(with: &[&[&str]], without: &[&str], known: &str, text: &'t str) -> Option<&'t str> {
        let owned = |texts: &[&str]| texts.iter().map(|&text| text.to_owned()).collect::<Vec<_>>();
        let with: Vec<Vec<String>> = with.iter().map(|group| owned(group)).collect();
        let statement = Statement::new("en", &with, &owned(without), false);
        let sentence = Sentence::new(text, 0..text.len(), &[]);
        let at = text.find(known).unwrap();
        statement.find(&sentence, &(at..at + known.len())).map(|range| &text[range])
    }

    #[test]
    fn the_parts_of_a_statement_stand_in_any_order() {
        let with: &[&[&str]] = &[&["wash", "washing"], &["every # day*", "daily"]];
        for (text, wanted) in [
            ("Please wash your socks every 3 days.", Some("wash your socks every 3 days")),
            ("Daily washing keeps the socks fresh.", Some("Daily washing keeps the socks")),
            ("Wash the socks. ", None),
        ] {
            assert_eq!(found(with, &[], "socks", text), wanted, "{text}");
        }
    }

    #[test]
    fn the_known_word_may_hold_other_parts() {
        let with: &[&[&str]] = &[&["3"], &["clean"]];
        assert_eq!(found(with, &[], "3-day", "Socks after a 3-day walk are clean."), Some("3-day walk are clean"));
    }

    #[test]
    fn parts_far_apart_negations_and_other_words_make_another_statement() {
        let with: &[&[&str]] = &[&["wash"], &["daily"]];
        let far = "Wash the socks when you come home from one of your many long walks, as some people do daily.";
        assert_eq!(found(with, &[], "socks", far), None);
        assert_eq!(found(with, &[], "socks", "Do not wash your socks daily."), None);
        assert_eq!(found(with, &[], "socks", "Wash socks daily is not what we say."), None);
        assert_eq!(found(with, &["wool*"], "socks", "Wash your woollen socks daily."), None);
        assert_eq!(
            found(with, &["wool*"], "socks", "Wash your socks daily, never twice."),
            Some("Wash your socks daily")
        );
    }

    #[test]
    fn a_statement_may_have_a_negation_itself() {
        let with: &[&[&str]] = &[&["@not"], &["wash*"]];
        assert_eq!(found(with, &[], "socks", "My socks need washing."), None);
        assert_eq!(found(with, &[], "socks", "My socks need no washing."), Some("socks need no washing"));
    }

    #[test]
    fn every_class_is_read() {
        assert!(has_class("en", "safe") && !has_class("en", "unknown"));
        for language in data::languages_with(FILE) {
            assert!(has_class(language, NEGATION), "{language}");
        }
    }
}
