//! The patterns of each language, by a word that a sentence must have for them, and the questions that are asked.

use std::cell::LazyCell;
use std::collections::HashMap;
use std::sync::LazyLock;

use foldhash::fast::FixedState;

use super::cue::Cue;
use super::matcher::{Reader, is_one_of};
use super::pattern::{FILE, Form, Part, Pattern, Rules, parse};
use super::sentence::{Sentence, Token, TokenKind};
use crate::data;

/// Maximum tokens on either side of a name that are read: a sentence without end must not cost the square of its
/// length.
const MAX_REACH: usize = 40;

/// Letters by which words with any ending are looked up.
const STEM: usize = 2;

/// What the caller knows of a name that a sentence is asked about.
pub struct Subject<'a> {
    /// Whether a token is its present name.
    pub is_new_name: &'a dyn Fn(&Token<'_>) -> bool,
    /// Whether it is the same thing under another name today.
    pub is_renamed: bool,
    /// Whether it is a release of an operating system.
    pub is_system: bool,
    /// Whether its spelling is asked about: it may be an ordinary word.
    pub is_spelling: bool,
    /// The year in which it ended or was renamed.
    pub end_year: Option<u16>,
}

/// The rules of a language and indexes of its patterns.
struct Language {
    rules: Rules,
    all: Index<u32>,
    /// Only the patterns that are tried on pages in any language.
    foreign: Index<u32>,
}

/// Patterns, or the languages that have some, by what a sentence must have for them.
#[derive(Default)]
struct Index<T> {
    /// By a word, and by the first letters of a word with any ending.
    by_word: HashMap<Box<str>, Vec<T>, FixedState>,
    by_stem: HashMap<Box<str>, Vec<T>, FixedState>,
    /// Those that every sentence is tried with.
    always: Vec<T>,
}

static LANGUAGES: LazyLock<HashMap<&'static str, Language>> = LazyLock::new(|| {
    data::parse_each(FILE, |text| Language::new(parse(text).expect("a test reads every embedded file")))
});

impl Language {
    fn new(rules: Rules) -> Self {
        let (mut all, mut foreign) = (Index::default(), Index::default());
        for (n, pattern) in rules.patterns.iter().enumerate() {
            all.add(n as u32, pattern);
            if is_known_everywhere(pattern) {
                foreign.add(n as u32, pattern);
            }
        }
        Self { rules, all, foreign }
    }
}

/// Languages by the words and stems that a sentence must have for their foreign patterns: nearly every sentence has none,
/// and is not looked through once for each language.
static FOREIGN: LazyLock<Index<&'static str>> = LazyLock::new(|| {
    let mut foreign: Index<&'static str> = Index::default();
    for (name, language) in LANGUAGES.iter() {
        for (index, languages) in
            [(&language.foreign.by_word, &mut foreign.by_word), (&language.foreign.by_stem, &mut foreign.by_stem)]
        {
            for key in index.keys() {
                languages.entry(key.clone()).or_default().push(name);
            }
        }
        if !language.foreign.always.is_empty() {
            foreign.always.push(name);
        }
    }
    foreign
});

/// Whether a pattern is tried on pages in other languages, too: they introduce former names in the words of others,
/// as in "Tuta, früher Tutanota".
fn is_known_everywhere(pattern: &Pattern) -> bool {
    pattern.cue == Cue::Former && !pattern.needs_new_name
}

impl Index<u32> {
    fn add(&mut self, n: u32, pattern: &Pattern) {
        let keys = [&pattern.before, &pattern.after].into_iter().filter_map(|parts| keys(parts)).min_by_key(Vec::len);
        let Some(keys) = keys.filter(|keys| keys.iter().all(|form| !form.any_start)) else {
            self.always.push(n);
            return;
        };
        for form in keys {
            let stem = stem(&form.text);
            let index = if form.any_end { &mut self.by_stem } else { &mut self.by_word };
            let key = if form.any_end { stem } else { &form.text };
            index.entry(key.into()).or_default().push(n);
        }
    }
}

impl<T: Copy + Ord> Index<T> {
    /// What the words of a sentence allow, each once.
    fn candidates(&self, tokens: &[Token<'_>]) -> Vec<T> {
        let mut found = self.always.clone();
        for word in tokens.iter().filter_map(Token::word) {
            found.extend(self.by_word.get(word).into_iter().flatten());
            found.extend(self.by_stem.get(stem(word)).into_iter().flatten());
        }
        found.sort_unstable();
        found.dedup();
        found
    }
}

fn stem(word: &str) -> &str {
    word.char_indices().nth(STEM).map_or(word, |(at, _)| &word[..at])
}

/// The words of which every match of the elements has one: those of the element with the fewest.
fn keys(parts: &[Part]) -> Option<Vec<&Form>> {
    parts.iter().filter_map(keys_of).min_by_key(Vec::len)
}

fn keys_of(part: &Part) -> Option<Vec<&Form>> {
    match part {
        Part::Word(forms) => Some(forms.iter().collect()),
        Part::Set(phrases) => {
            let each: Option<Vec<Vec<&Form>>> = phrases.iter().map(|phrase| keys(phrase)).collect();
            each.map(|each| each.into_iter().flatten().collect())
        }
        _ => None,
    }
}

/// The languages to ask: the page's, and English, since pages quote it.
fn languages(language: &str) -> impl Iterator<Item = &'static Language> {
    let own = LANGUAGES.get(language);
    let english = LANGUAGES.get("en").filter(|_| language != "en");
    own.into_iter().chain(english)
}

/// Whether there are patterns of a language.
pub fn is_understood(language: &str) -> bool {
    LANGUAGES.contains_key(language)
}

/// What a sentence says of the name at a token.
pub fn cue(language: &str, sentence: &Sentence<'_>, name: usize, subject: &Subject<'_>) -> Option<Cue> {
    let from = name.saturating_sub(MAX_REACH);
    let to = (name + 1 + MAX_REACH).min(sentence.tokens.len());
    let tokens = &sentence.tokens[from..to];
    let name = name - from;
    let others = FOREIGN.candidates(tokens).into_iter().filter(|it| *it != language && *it != "en");
    let others = others.filter_map(|it| LANGUAGES.get(it)).map(|rules| (rules, true));
    let asked = languages(language).map(|rules| (rules, false)).chain(others);
    let own = LANGUAGES.get(language);
    let found = asked.filter_map(|(language, is_foreign)| {
        let is_quoted = own.is_none_or(|own| !std::ptr::eq(own, language));
        let rules = &language.rules;
        let reader = Reader {
            tokens,
            stops: &rules.stops,
            short_stops: &rules.short_stops,
            is_new_name: subject.is_new_name,
            end_year: subject.end_year,
        };
        let is_condition = LazyCell::new(|| clause_has(tokens[..name].iter().rev(), &rules.conditions));
        let has_limit = LazyCell::new(|| clause_has(tokens[name + 1..].iter(), &rules.limits));
        let (first, last) = enumeration(tokens, name, &rules.conjunctions);
        let (starts, ends) = ([name, first], [behind_version(tokens, name), last, behind_version(tokens, last)]);
        let matches = |n: &u32| {
            let pattern = &rules.patterns[*n as usize];
            let is_asked = (!pattern.needs_new_name || subject.is_renamed)
                && (pattern.cue != Cue::Bound || subject.is_system)
                && (pattern.cue != Cue::CommonNoun || subject.is_spelling && !is_quoted)
                && !(matches!(pattern.cue, Cue::Gone | Cue::Warned) && *is_condition)
                && !(pattern.has_no_limit && *has_limit);
            is_asked
                && starts.iter().any(|&start| reader.matches(&pattern.before, start as isize - 1, -1))
                && ends.iter().any(|&end| reader.matches(&pattern.after, end as isize + 1, 1))
        };
        let index = if is_foreign { &language.foreign } else { &language.all };
        let cues = index.candidates(tokens).into_iter().filter(matches).map(|n| rules.patterns[n as usize].cue).min();
        match cues {
            None | Some(Cue::Advised) => {
                let is_history = !is_foreign && cues.is_none() && is_history(&reader, rules);
                if is_history { Some(Cue::Gone) } else { cues }
            }
            found => found,
        }
    });
    found.min()
}

/// What a heading says of the section below it, whatever its names.
pub fn heading_cue(language: &str, heading: &Sentence<'_>) -> Option<Cue> {
    languages(language).find_map(|language| {
        let reader = plain_reader(heading, &language.rules);
        let found = language.rules.headings.iter().filter(|(_, parts)| is_anywhere(&reader, parts));
        found.map(|(cue, _)| *cue).min()
    })
}

/// What the header of a table column says of the names below it, if `is_own`, or of those in other columns.
pub fn header_cue(language: &str, header: &Sentence<'_>, is_own: bool) -> Option<Cue> {
    languages(language).find_map(|language| {
        let reader = plain_reader(header, &language.rules);
        let rules = &language.rules;
        let of_column = if is_own { &rules.columns } else { &rules.beside_columns };
        let found = of_column.iter().chain(&rules.tables).filter(|(_, parts)| is_anywhere(&reader, parts));
        found.map(|(cue, _)| *cue).min()
    })
}

/// Whether a sentence that answers a question denies it.
pub fn is_denying_answer(language: &str, answer: &Sentence<'_>) -> bool {
    let first = answer.tokens.first();
    first.is_some_and(|first| languages(language).any(|language| is_one_of(first, &language.rules.denying_answers)))
}

/// Whether a sentence denies what it states, or says that it was true once.
pub fn is_denied(language: &str, sentence: &Sentence<'_>) -> bool {
    languages(language).any(|language| {
        let reader = plain_reader(sentence, &language.rules);
        language.rules.denials.iter().any(|parts| is_anywhere(&reader, parts))
    })
}

fn plain_reader<'s, 't>(sentence: &'s Sentence<'t>, rules: &'s Rules) -> Reader<'s, 't> {
    let tokens = &sentence.tokens[..sentence.tokens.len().min(2 * MAX_REACH)];
    Reader { tokens, stops: &rules.stops, short_stops: &rules.short_stops, is_new_name: &|_| false, end_year: None }
}

/// Whether a sentence tells what happened: in a year before the end of the tool, or in the past tense throughout.
fn is_history(reader: &Reader<'_, '_>, rules: &Rules) -> bool {
    is_in_a_year(reader, rules) || is_told(reader, rules)
}

fn is_told(reader: &Reader<'_, '_>, rules: &Rules) -> bool {
    rules.told.iter().any(|parts| is_anywhere(reader, parts))
        && !reader.tokens.iter().any(|token| is_one_of(token, &rules.not_told))
}

fn is_in_a_year(reader: &Reader<'_, '_>, rules: &Rules) -> bool {
    reader.end_year.is_some()
        && rules.dated.iter().any(|parts| is_anywhere(reader, parts))
        && reader.tokens.iter().any(|token| is_one_of(token, &rules.past_tense))
}

fn is_anywhere(reader: &Reader<'_, '_>, parts: &[Part]) -> bool {
    let (from_start, parts) = match parts {
        [Part::Edge, parts @ ..] => (true, parts),
        parts => (false, parts),
    };
    let starts = 0..if from_start { 1 } else { reader.tokens.len() };
    starts.into_iter().any(|at| reader.matches(parts, at as isize, 1))
}

/// The first and the last token of the enumeration that a name is an item of: "Skype, ICQ and Wickr Me".
fn enumeration(tokens: &[Token<'_>], name: usize, conjunctions: &[Form]) -> (usize, usize) {
    let is_conjunction = |at: usize| tokens.get(at).is_some_and(|token| is_one_of(token, conjunctions));
    let is_separator =
        |at: usize| tokens.get(at).is_some_and(|token| token.is_mark(',') || token.is_mark('/')) || is_conjunction(at);
    let is_name = |at: usize| tokens.get(at).is_some_and(|token| token.kind == TokenKind::Name);
    // The first word of a sentence has a capital in any case.
    let is_capitalized =
        |at: usize| at > 0 && tokens.get(at).is_some_and(|token| token.is_capitalized) && !is_conjunction(at);
    let mut has_conjunction = false;
    let (mut first, mut last) = (name, name);
    while first >= 2 && is_separator(first - 1) {
        let separators = (1..=2).take_while(|by| first > *by && is_separator(first - by)).count();
        let item = first - separators - 1;
        if !is_name(item) && !is_capitalized(item) {
            break;
        }
        has_conjunction |= (1..=separators).any(|by| is_conjunction(first - by));
        first = item;
        while !is_name(item) && first > 1 && is_capitalized(first - 1) {
            first -= 1;
        }
    }
    while is_separator(last + 1) {
        let separators = (1..=2).take_while(|by| is_separator(last + by)).count();
        let item = last + separators + 1;
        if !is_name(item) && !is_capitalized(item) {
            break;
        }
        has_conjunction |= (1..=separators).any(|by| is_conjunction(last + by));
        last = item;
        while !is_name(item) && is_capitalized(last + 1) {
            last += 1;
        }
    }
    // Behind a colon, a list needs no conjunction.
    let is_after_colon = first > 0 && tokens[first - 1].is_mark(':');
    if has_conjunction || is_after_colon { (first, last) } else { (name, name) }
}

/// Whether one of the words stands between a name and the end of its clause, which a mark sets.
fn clause_has<'a, 't: 'a>(tokens: impl Iterator<Item = &'a Token<'t>>, forms: &[Form]) -> bool {
    let is_mark = |token: &&Token<'_>| matches!(token.kind, TokenKind::Mark(_));
    tokens.take_while(|token| !is_mark(token)).any(|token| is_one_of(token, forms))
}

/// The last token of a name with its version: "`TrueCrypt` 7.1a".
fn behind_version(tokens: &[Token<'_>], name: usize) -> usize {
    let is_version =
        |token: &&Token<'_>| token.word().is_some_and(|word| word.starts_with(|c: char| c.is_ascii_digit()));
    name + tokens[name + 1..].iter().take(4).take_while(is_version).count()
}
