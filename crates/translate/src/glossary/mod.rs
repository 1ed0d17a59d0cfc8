//! The glossary of a guide in one locale: finds the terms in a source text, and checks that its translation uses the
//! right forms.
//!
//! It works on plain text: callers must leave out code and addresses.

mod form;
mod labels;

use std::collections::HashMap;

use firstaid_registry::GlossaryEntry;
use firstaid_text::TextRange;

use firstaid_language::words::{Word, words};

use form::{Form, ranges, together};
pub use labels::AppLabels;

/// The terms with a translation in the locale, and the terms that are not translated.
#[derive(Clone, Debug, Default)]
pub struct Glossary {
    locale: Box<str>,
    terms: Vec<Term>,
    /// Patterns of the terms in the source, by their first word; the longest come first.
    by_first_word: HashMap<Box<str>, Vec<Pattern>>,
    labels: AppLabels,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Term {
    pub source: Box<str>,
    /// The right translation; the term itself if it is not translated.
    pub translation: Box<str>,
    /// Whether it is a name or the like that is not translated.
    pub is_kept: bool,
    /// A note for translators.
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

/// A wrong translation of a term.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Misuse<'g> {
    /// The target has no right form of the term; the range is that of the term in the source.
    Missing(&'g Term, TextRange),
    /// The target has a forbidden form; the range is that of the form in the target.
    Forbidden(&'g Term, TextRange),
}

/// The folded words of a term in the source.
#[derive(Clone, Debug)]
struct Pattern {
    words: Vec<Box<str>>,
    /// Index of the term.
    term: u32,
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

    /// Adds what apps show for the labels in messages; drafts use it as it is.
    #[must_use]
    pub fn with_labels(self, labels: AppLabels) -> Self {
        Self { labels, ..self }
    }

    pub(crate) fn labels(&self) -> &AppLabels {
        &self.labels
    }

    /// The locale of the translations.
    pub fn locale(&self) -> &str {
        &self.locale
    }

    pub fn terms(&self) -> &[Term] {
        &self.terms
    }

    /// The terms in a source text, in order and without overlaps; of two with the same start, the longer one. Terms
    /// match as whole words, in the singular or the plural, and in any letter case; terms that are not translated match
    /// in their own letter case only.
    pub fn find(&self, source: &str) -> Vec<TermUse<'_>> {
        let words = words(source);
        let mut found = Vec::new();
        let mut at = 0;
        while at < words.len() {
            let patterns = self.by_first_word.get(&*words[at].folded).into_iter().flatten();
            let mut matches = patterns.filter_map(|pattern| {
                let term = &self.terms[pattern.term as usize];
                let range =
                    together(source, &words[at..], pattern.words.len(), |n, word| *word.folded == *pattern.words[n])?;
                let is_in_case = !term.is_kept || source[range].starts_with(&*term.source);
                is_in_case.then_some((TermUse { term, range }, pattern.words.len()))
            });
            if let Some((term_use, len)) = matches.next() {
                found.push(term_use);
                at += len;
            } else {
                at += 1;
            }
        }
        found
    }

    /// The wrong translations of the terms of a source text. A term is missing at most once, and only if the target has
    /// no forbidden form of it. A forbidden form inside the right form of another term does not count.
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
        let mut reported: Vec<TextRange> = Vec::new();
        misuses.retain(|it| match it {
            Misuse::Forbidden(_, range) if reported.contains(range) => false,
            Misuse::Forbidden(_, range) => {
                reported.push(*range);
                true
            }
            Misuse::Missing(..) => true,
        });
        misuses
    }
}

impl Term {
    fn new(entry: &GlossaryEntry, locale: &str) -> Option<Self> {
        let localized = entry.translation(locale);
        if localized.is_none() && !entry.do_not_translate {
            return None;
        }
        let translation = localized.map_or(&entry.term, |it| &it.term);
        let stems = localized.into_iter().flat_map(|it| &it.stems);
        let forbidden = localized.into_iter().flat_map(|it| &it.forbidden);
        let note = localized.and_then(|it| it.note.as_deref()).or(entry.note.as_deref());
        // Translations may use a name with its English plural ending.
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

    /// The ranges of right forms of the term in a target.
    pub fn right_in(&self, target: &str) -> Vec<TextRange> {
        ranges(&self.right, target, &words(target))
    }

    /// The ranges of forbidden forms of the term in a target.
    pub fn forbidden_in(&self, target: &str) -> Vec<TextRange> {
        ranges(&self.forbidden, target, &words(target))
    }

    fn is_right_in(&self, target: &str, words: &[Word<'_>]) -> bool {
        self.right.iter().any(|form| (0..words.len()).any(|at| form.at(target, &words[at..]).is_some()))
    }
}

/// The folded words of a term, in the singular and in the possible English plurals.
fn patterns(term: &str) -> Vec<Vec<Box<str>>> {
    let singular: Vec<Box<str>> = words(term).into_iter().map(|word| word.folded.into()).collect();
    let Some((last, before)) = singular.split_last() else { return Vec::new() };
    let mut lasts = vec![last.clone(), format!("{last}s").into(), format!("{last}es").into()];
    lasts.extend(last.strip_suffix('y').map(|stem| format!("{stem}ies").into()));
    lasts.into_iter().map(|last| before.iter().cloned().chain([last]).collect()).collect()
}

#[cfg(test)]
mod tests;
