//! The words that turn a sentence into its opposite, and whether a translation has them where its source has.
//!
//! A count is a count of negations, not of words: "no … nunca", "ne … pas" and "никогда не" deny once. What a language
//! says with a negation that others say without ("ne … que" for "only", "не менее" for "at least") is none. Where a
//! text leaves doubt, both numbers are kept, and a loss is told only if it is one by either.

mod words;

use std::ops::Range;

use words::{ADJECTIVE_LANGUAGES, ADJECTIVES, Class, Language, Phrase, language, matches};

/// What a translation did to the negations of a sentence.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Change {
    /// The source denies or forbids, the translation does not.
    Lost,
    /// The translation denies or forbids, the source does not.
    Gained,
}

/// How many negations a text surely has; `None` for a language whose words are not known.
pub fn count(in_language: &str, text: &str) -> Option<usize> {
    let words = language(in_language)?;
    let found = read(words, &tokens(words, text), &[]);
    Some(found.sure + found.denied.len())
}

/// Compares a sentence with its translation: what is denied, and "without"; `None` too for a language whose words are not known.
pub fn change(source_language: &str, source: &str, target_language: &str, target: &str) -> Option<Change> {
    let (from, to) = (language(source_language)?, language(target_language)?);
    let (source, target) = (tokens(from, source), tokens(to, target));
    if !may_deny(from, &source) && !may_deny(to, &target) {
        return None;
    }
    let (said, meant) = (read(to, &target, &source), read(from, &source, &[]));
    let denied = meant.sure + said_adjectives(&meant.denied, target_language, &target);
    if denied > said.possible + said.like.saturating_sub(meant.like) {
        return Some(Change::Lost);
    }
    let says_nothing = said.possible == 0 && said.like == 0 && !said.has_without;
    if meant.has_without && meant.possible == 0 && says_nothing {
        return Some(Change::Lost);
    }
    let affirms = from.knows_hints() && meant.possible == 0 && meant.like == 0 && !meant.has_hint;
    (affirms && said.sure > 0).then_some(Change::Gained)
}

/// Whether a sentence forbids something: "Never share …", "If you can, do not open …".
pub fn forbids(in_language: &str, text: &str) -> bool {
    let Some(words) = language(in_language) else { return false };
    let tokens = tokens(words, text);
    let is_head = |n: usize| {
        let before = n.checked_sub(1).map(|n| &tokens[n]);
        before.is_none_or(|it| it.clause != tokens[n].clause || words.before_forbid.contains(&&*it.word))
    };
    (0..tokens.len()).any(|n| is_head(n) && has(words, &tokens, n, Class::Forbid))
}

/// A word in lower case, and the clause it is in.
struct Token {
    word: String,
    clause: u32,
}

/// The negations of a text.
#[derive(Default)]
struct Negations {
    sure: usize,
    /// With those that may be none.
    possible: usize,
    /// Words that deny in their own way: without, avoid, unknown.
    like: usize,
    /// What else is denied: adjectives that languages like to replace by their opposites, as rows of [`ADJECTIVES`].
    denied: Vec<usize>,
    /// It says that something is not there.
    has_without: bool,
    /// A word is there that other languages may deny with.
    has_hint: bool,
}

/// How many of the denied adjectives a translation says, plain.
fn said_adjectives(denied: &[usize], language: &str, target: &[Token]) -> usize {
    let Some(column) = ADJECTIVE_LANGUAGES.iter().position(|it| *it == language) else { return 0 };
    let is_said = |&&row: &&usize| {
        ADJECTIVES[row][column].split(' ').any(|stem| target.iter().any(|token| matches(&token.word, stem)))
    };
    denied.iter().filter(is_said).count()
}

fn may_deny(words: &Language, tokens: &[Token]) -> bool {
    let denies = |class| matches!(class, Class::Negator | Class::Concord | Class::BoundConcord | Class::Without);
    tokens.iter().any(|token| words.beginning_with(&token.word).any(|phrase| denies(phrase.class)))
}

/// Counts the negations of a text, which translates `source`.
fn read(words: &Language, tokens: &[Token], source: &[Token]) -> Negations {
    let mut is_neutral = vec![false; tokens.len()];
    for n in 0..tokens.len() {
        for phrase in words.beginning_with(&tokens[n].word) {
            let may = match phrase.class {
                Class::Neutral => true,
                Class::When(triggers) => source.iter().any(|token| triggers.split(' ').any(|it| it == token.word)),
                _ => false,
            };
            if may && let Some(end) = phrase_at(words, tokens, n, phrase) {
                is_neutral[n..end].fill(true);
            }
        }
    }
    let mut found = Negations::default();
    for (n, is_neutral) in is_neutral.into_iter().enumerate() {
        found.has_without |= has(words, tokens, n, Class::Without);
        found.has_hint |= has(words, tokens, n, Class::Hint);
        if is_neutral {
            continue;
        }
        found.like += usize::from(has(words, tokens, n, Class::Like));
        if has(words, tokens, n, Class::Negator) {
            let partner = partner(words, tokens, n);
            found.possible += usize::from(partner != Partner::Other);
            match denied_adjective(words, tokens, n) {
                Some(adjective) => found.denied.push(adjective),
                None => found.sure += usize::from(partner == Partner::Negation),
            }
        } else if has(words, tokens, n, Class::Concord) || has(words, tokens, n, Class::BoundConcord) {
            let clause = clause_around(tokens, n);
            if clause.clone().any(|n| has(words, tokens, n, Class::Negator)) {
                found.possible += usize::from(has(words, tokens, n, Class::Coordinator));
            } else if stands_alone(words, tokens, clause, n) {
                found.sure += 1;
                found.possible += 1;
            }
        }
    }
    found
}

#[derive(PartialEq, Eq)]
enum Partner {
    /// "ne … pas", or none is needed.
    Negation,
    /// "ne … que".
    Other,
    /// "il n'ose": may be a negation.
    None,
}

/// How far the other half of a negation may be, in words.
const REACH: usize = 10;

/// The other half of a negation that has two.
fn partner(words: &Language, tokens: &[Token], n: usize) -> Partner {
    if !words.halves.contains(&&*tokens[n].word) {
        return Partner::Negation;
    }
    let after = || tokens[n + 1..].iter().take(REACH).take_while(|it| it.clause == tokens[n].clause);
    let is = |token: &Token, list: &[&str]| list.iter().any(|pattern| matches(&token.word, pattern));
    let before = n.checked_sub(1).map(|n| &tokens[n]);
    if before.is_some_and(|it| is(it, &words.partners_before)) || after().any(|it| is(it, &words.partners)) {
        Partner::Negation
    } else if after().any(|it| is(it, &words.exceptions)) {
        Partner::Other
    } else {
        Partner::None
    }
}

fn clause_around(tokens: &[Token], n: usize) -> Range<usize> {
    let clause = tokens[n].clause;
    let start = tokens[..n].iter().rposition(|it| it.clause != clause).map_or(0, |at| at + 1);
    let end = tokens[n..].iter().position(|it| it.clause != clause).map_or(tokens.len(), |at| n + at);
    start..end
}

/// Whether a word that as a rule goes along with a negator denies by itself, in a clause that has none.
fn stands_alone(words: &Language, tokens: &[Token], clause: Range<usize>, n: usize) -> bool {
    const FEW: usize = 3;
    if has(words, tokens, n, Class::BoundConcord) {
        return clause.len() <= FEW;
    }
    n == clause.start || words.openers.contains(&&*tokens[n - 1].word)
}

/// The adjective that a negation denies, if it is one of [`ADJECTIVES`]: "is not (always) safe".
fn denied_adjective(words: &Language, tokens: &[Token], n: usize) -> Option<usize> {
    const NEAR: usize = 4;
    words.denies_adjective.iter().find(|pattern| matches(&tokens[n].word, pattern))?;
    let after = tokens[n + 1..].iter().take_while(|it| it.clause == tokens[n].clause);
    let next = after.take(NEAR).find(|it| !words.before_adjective.contains(&&*it.word))?;
    ADJECTIVES.iter().position(|row| row[0].split(' ').any(|it| it == next.word))
}

/// Whether a phrase of a class begins at the `n`-th word.
fn has(words: &Language, tokens: &[Token], n: usize, class: Class) -> bool {
    let begins = |phrase: &Phrase| phrase.class == class && phrase_at(words, tokens, n, phrase).is_some();
    words.beginning_with(&tokens[n].word).any(begins)
}

/// Where a phrase ends that begins at the `n`-th word.
fn phrase_at(words: &Language, tokens: &[Token], n: usize, phrase: &Phrase) -> Option<usize> {
    const GAP: usize = 6;
    let (mut at, mut reach) = (n, 1);
    for part in &phrase.parts {
        if *part == "…" {
            reach = GAP + 1;
            continue;
        }
        let mut rest = tokens.get(at..)?.iter().take_while(|it| it.clause == tokens[n].clause).take(reach);
        at += rest.position(|token| words.matches(&token.word, part))? + 1;
        reach = 1;
    }
    Some(at)
}

/// The words of a text.
fn tokens(words: &Language, text: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    let (mut word, mut clause) = (String::new(), 0);
    let mut end_word = |word: &mut String, clause: u32| {
        let bare = word.trim_matches(['\'', '-']);
        if !bare.is_empty() {
            tokens.push(Token { word: without_vowels(bare), clause });
        }
        word.clear();
    };
    for c in text.chars().flat_map(char::to_lowercase) {
        match c {
            '\'' | '’' if !words.splits_at_apostrophe => word.push('\''),
            '-' | '\u{2011}' => word.push('-'),
            '\u{640}' | '\u{ad}' | '\u{2060}'..='\u{2069}' | '\u{200e}' | '\u{200f}' => {}
            _ if c.is_alphanumeric() || is_vowel_sign(c) => word.push(c),
            _ => {
                end_word(&mut word, clause);
                clause += u32::from(ends_clause(c));
            }
        }
    }
    end_word(&mut word, clause);
    tokens
}

/// The vowel signs of Arabic, which are mostly left out.
fn is_vowel_sign(c: char) -> bool {
    matches!(c, '\u{64b}'..='\u{65f}' | '\u{670}')
}

/// The word as it is mostly written. One sign stays: it makes "change!" of "not".
fn without_vowels(word: &str) -> String {
    if word.contains("غيّر") { word.to_owned() } else { word.chars().filter(|&c| !is_vowel_sign(c)).collect() }
}

fn ends_clause(c: char) -> bool {
    const MARKS: &str = ".,;:!?()«»“”„\"—–،؛؟¿¡…\n";
    MARKS.contains(c)
}

#[cfg(test)]
mod tests;
