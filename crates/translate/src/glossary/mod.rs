//! The terms of a guide in one locale: which of them a source text uses, and whether its translation does right by
//! them.
//!
//! It sees texts, not pages: who asks leaves out code and addresses.

use std::collections::HashMap;

use firstaid_registry::GlossaryEntry;
use firstaid_text::TextRange;

use crate::words::{Word, is_joint, words};

/// The terms that a locale has a word for, and those that stay as they are.
#[derive(Clone, Debug, Default)]
pub struct Glossary {
    locale: Box<str>,
    terms: Vec<Term>,
    /// What a use of a term may look like, by its first word, longest first.
    by_first_word: HashMap<Box<str>, Vec<Pattern>>,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Term {
    pub source: Box<str>,
    /// What to write; the term itself if it stays as it is.
    pub translation: Box<str>,
    /// Whether it stays as it is.
    pub is_kept: bool,
    /// For translators.
    pub note: Option<Box<str>>,
    right: Vec<Form>,
    forbidden: Vec<Form>,
}

/// A term in a source text.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct TermUse<'g> {
    pub term: &'g Term,
    pub range: TextRange,
}

/// A translation that does not do right by a term.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Misuse<'g> {
    /// No right form is in the target; the range is that of the term in the source.
    Missing(&'g Term, TextRange),
    /// A forbidden form, by its range in the target.
    Forbidden(&'g Term, TextRange),
}

#[derive(Clone, Debug)]
struct Pattern {
    words: Vec<Box<str>>,
    term: u32,
}

/// Words that stand together.
#[derive(Clone, PartialEq, Eq, Debug)]
struct Form(Vec<FormWord>);

#[derive(Clone, PartialEq, Eq, Debug)]
struct FormWord {
    folded: Box<str>,
    /// Whether any letters may come before, and after.
    is_open: (bool, bool),
}

impl Glossary {
    pub fn new(entries: &[GlossaryEntry], locale: &str) -> Self {
        let mut glossary = Self { locale: locale.into(), ..Self::default() };
        for entry in entries {
            let Some(term) = Term::new(entry, locale) else { continue };
            for words in patterns(&entry.term) {
                let Some(first) = words.first().cloned() else { continue };
                let term = glossary.terms.len() as u32;
                glossary.by_first_word.entry(first).or_default().push(Pattern { words, term });
            }
            glossary.terms.push(term);
        }
        for patterns in glossary.by_first_word.values_mut() {
            patterns.sort_by_key(|pattern| std::cmp::Reverse(pattern.words.len()));
        }
        glossary
    }

    /// Of the translations.
    pub fn locale(&self) -> &str {
        &self.locale
    }

    pub fn terms(&self) -> &[Term] {
        &self.terms
    }

    /// The terms in a source text, in order and apart; of two that overlap, the longer one. Whole words in any letter
    /// case, those that stay as they are in their own; in the singular or the plural.
    pub fn find(&self, source: &str) -> Vec<TermUse<'_>> {
        let words = words(source);
        let mut found = Vec::new();
        let mut at = 0;
        while at < words.len() {
            let patterns = self.by_first_word.get(&*words[at].folded).into_iter().flatten();
            let mut fitting = patterns.filter_map(|pattern| {
                let term = &self.terms[pattern.term as usize];
                let range =
                    together(source, &words[at..], pattern.words.len(), |n, word| *word.folded == *pattern.words[n])?;
                let is_meant = !term.is_kept || source[range].starts_with(&*term.source);
                is_meant.then_some((TermUse { term, range }, pattern.words.len()))
            });
            if let Some((term_use, len)) = fitting.next() {
                found.push(term_use);
                at += len;
            } else {
                at += 1;
            }
        }
        found
    }

    /// What a translation does wrong with the terms of its source. A term is missing once at most, and not if a
    /// forbidden form stands in its place; a forbidden form inside the right form of another term is none.
    pub fn check(&self, source: &str, target: &str) -> Vec<Misuse<'_>> {
        let uses = self.find(source);
        if uses.is_empty() {
            return Vec::new();
        }
        let target_words = words(target);
        let right = |term: &Term| ranges(&term.right, target, &target_words);
        let all_right: Vec<TextRange> = uses.iter().flat_map(|it| right(it.term)).collect();
        let mut misuses: Vec<Misuse<'_>> = Vec::new();
        let mut seen: Vec<&Term> = Vec::new();
        for TermUse { term, range } in uses {
            if seen.contains(&term) {
                continue;
            }
            seen.push(term);
            let mut forbidden = ranges(&term.forbidden, target, &target_words);
            forbidden.retain(|it| !all_right.iter().any(|right| right.contains(*it)));
            let is_missing = forbidden.is_empty() && !term.is_right_in(target, &target_words);
            misuses.extend(forbidden.into_iter().map(|it| Misuse::Forbidden(term, it)));
            misuses.extend(is_missing.then_some(Misuse::Missing(term, range)));
        }
        // Two terms may forbid the same words.
        let mut told: Vec<TextRange> = Vec::new();
        misuses.retain(|it| match it {
            Misuse::Forbidden(_, range) if told.contains(range) => false,
            Misuse::Forbidden(_, range) => {
                told.push(*range);
                true
            }
            Misuse::Missing(..) => true,
        });
        misuses
    }
}

impl Term {
    fn new(entry: &GlossaryEntry, locale: &str) -> Option<Self> {
        let given = entry.translation(locale);
        if given.is_none() && !entry.do_not_translate {
            return None;
        }
        let translation = given.map_or(&entry.term, |it| &it.term);
        let stems = given.into_iter().flat_map(|it| &it.stems);
        let forbidden = given.into_iter().flat_map(|it| &it.forbidden);
        let note = given.and_then(|it| it.note.as_deref()).or(entry.note.as_deref());
        // A name may be in the plural in any language.
        let plurals = patterns(&entry.term).into_iter().filter(|_| entry.do_not_translate).map(Form::closed);
        let right = std::iter::once(translation).chain(stems).map(|form| Form::new(form));
        Some(Self {
            source: entry.term.as_str().into(),
            translation: translation.as_str().into(),
            is_kept: entry.do_not_translate,
            note: note.map(Into::into),
            right: right.chain(plurals).collect(),
            forbidden: forbidden.map(|form| Form::new(form)).collect(),
        })
    }

    /// Where a target has the term in a right form.
    pub fn right_in(&self, target: &str) -> Vec<TextRange> {
        ranges(&self.right, target, &words(target))
    }

    /// Where a target has forbidden forms of the term.
    pub fn forbidden_in(&self, target: &str) -> Vec<TextRange> {
        ranges(&self.forbidden, target, &words(target))
    }

    fn is_right_in(&self, target: &str, words: &[Word<'_>]) -> bool {
        self.right.iter().any(|form| (0..words.len()).any(|at| form.at(target, &words[at..]).is_some()))
    }
}

impl Form {
    fn new(form: &str) -> Self {
        let mut parts = Vec::new();
        for part in form.split_whitespace() {
            let open_before = part.starts_with('*');
            let found = words(part);
            let last = found.len().saturating_sub(1);
            parts.extend(found.into_iter().enumerate().map(|(n, word)| FormWord {
                folded: word.folded.into(),
                is_open: (n == 0 && open_before, n == last && part.ends_with('*')),
            }));
        }
        Self(parts)
    }

    fn closed(words: Vec<Box<str>>) -> Self {
        Self(words.into_iter().map(|folded| FormWord { folded, is_open: (false, false) }).collect())
    }

    /// Where the form stands, if the words begin with it.
    fn at(&self, text: &str, words: &[Word<'_>]) -> Option<TextRange> {
        together(text, words, self.0.len(), |n, word| self.0[n].fits(&word.folded))
    }
}

impl FormWord {
    fn fits(&self, word: &str) -> bool {
        match self.is_open {
            (false, false) => word == &*self.folded,
            (false, true) => word.starts_with(&*self.folded),
            (true, false) => word.ends_with(&*self.folded),
            (true, true) => word.contains(&*self.folded),
        }
    }
}

/// The range of the first `len` words if each of them fits and they stand together.
fn together(text: &str, words: &[Word<'_>], len: usize, fits: impl Fn(usize, &Word<'_>) -> bool) -> Option<TextRange> {
    let words = words.get(..len).filter(|words| !words.is_empty())?;
    let all_fit = words.iter().enumerate().all(|(n, word)| fits(n, word));
    let are_joined = || words.windows(2).all(|pair| is_joint(&text[pair[0].range.end..pair[1].range.start]));
    (all_fit && are_joined()).then(|| TextRange::new(words[0].range.start as u32, words[len - 1].range.end as u32))
}

/// Where forms stand in a text, in order and apart; of two at one place, the longer one.
fn ranges(forms: &[Form], text: &str, words: &[Word<'_>]) -> Vec<TextRange> {
    let mut found: Vec<TextRange> =
        (0..words.len()).flat_map(|at| forms.iter().filter_map(move |form| form.at(text, &words[at..]))).collect();
    found.sort_unstable_by_key(|range| (range.start(), std::cmp::Reverse(range.end())));
    let mut end = 0;
    found.retain(|range| {
        let is_apart = range.start() >= end;
        end = if is_apart { range.end() } else { end };
        is_apart
    });
    found
}

/// The words of a term, and with the last of them in the plural.
fn patterns(term: &str) -> Vec<Vec<Box<str>>> {
    let singular: Vec<Box<str>> = words(term).into_iter().map(|word| word.folded.into()).collect();
    let Some((last, before)) = singular.split_last() else { return Vec::new() };
    let mut lasts = vec![last.clone(), format!("{last}s").into(), format!("{last}es").into()];
    lasts.extend(last.strip_suffix('y').map(|stem| format!("{stem}ies").into()));
    lasts.into_iter().map(|last| before.iter().cloned().chain([last]).collect()).collect()
}

#[cfg(test)]
mod tests;
