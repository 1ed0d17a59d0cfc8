//! Negations that are missing although the translation has as many as its source.
//!
//! Counting misses them where a language uses more negators than English: "пока не" for "until", "لا … إلا" for "only",
//! or one negator for each item of a row that English negates once.

use std::ops::Range;

use super::class::Class;
use super::text::Text;
use super::words::matches;

/// Whether a phrase of the translation lacks the negator that it needs, or one item of a row lacks its negator.
pub(super) fn lacks_negator(source: &Text<'_>, target: &Text<'_>) -> bool {
    a_phrase_lacks_its_negator(source, target) || an_item_lacks_its_negator(source, target)
}

fn a_phrase_lacks_its_negator(source: &Text<'_>, target: &Text<'_>) -> bool {
    if target.needs_negator.is_empty() {
        return false;
    }
    let clauses = target.by_clause();
    target.needs_negator.iter().any(|&(n, class)| {
        let Some(clause) = clauses.iter().find(|clause| clause.contains(&n)) else { return false };
        let (triggers, reach) = match class {
            Class::NeedsBehind(triggers) => (triggers, n + 1..clause.end),
            // At the head of a clause the phrase may belong to the clause before.
            Class::NeedsBefore(triggers) if n > clause.start => (triggers, clause.start..n),
            _ => return false,
        };
        let (required, excluded) = triggers.split_once(" but ").unwrap_or((triggers, ""));
        source.has_any(required) && !source.has_any(excluded) && !has_negator(target, reach)
    })
}

/// Whether the translation has nothing of what a word of the source needs: of "unless" neither "außer" nor a denial.
pub(super) fn lacks_expected((source, denied): (&Text<'_>, usize), target: &Text<'_>) -> bool {
    let has_word =
        |patterns: &[&str]| (0..target.len()).any(|n| patterns.iter().any(|pattern| matches(target.word(n), pattern)));
    target.language.expected.iter().any(|(triggers, words)| {
        source.has_any(triggers)
            && !has_word(words)
            && target.like_when.is_empty()
            && target.otherwise_when.is_empty()
            && ![Class::Like, Class::Privative, Class::Without].into_iter().any(|class| target.has(class))
            && target.denials() <= denied
    })
}

/// Whether some of the words are a negator or can replace one.
fn has_negator(text: &Text<'_>, mut words: Range<usize>) -> bool {
    words.any(|n| {
        let classes = text.classes[n];
        classes.has(Class::Negator)
            || classes.has(Class::Like)
            || text.language.instead.iter().any(|pattern| matches(text.word(n), pattern))
    })
}

/// Whether the translation of "Do not reset, delete, pay, or install" has a negator in every clause but one.
fn an_item_lacks_its_negator(source: &Text<'_>, target: &Text<'_>) -> bool {
    /// Minimum number of items of a row.
    const MIN_ITEMS: usize = 3;
    /// Maximum length of an item behind the first, in words.
    const MAX_ITEM_WORDS: usize = 3;
    if !source.classes.first().is_some_and(|first| first.has(Class::Forbid)) {
        return false;
    }
    let negators = |text: &Text<'_>, clause: &Range<usize>| {
        text.classes[clause.clone()].iter().filter(|it| it.has(Class::Negator)).count()
    };
    let items = source.by_clause();
    let is_row = items.len() >= MIN_ITEMS
        && items.iter().skip(1).all(|clause| clause.len() <= MAX_ITEM_WORDS && negators(source, clause) == 0)
        && items.last().is_some_and(|last| source.word(last.start) == "or");
    if !is_row {
        return false;
    }
    let counts: Vec<usize> = target.by_clause().iter().map(|clause| negators(target, clause)).collect();
    counts.len() >= MIN_ITEMS
        && counts.iter().filter(|&&count| count == 0).count() == 1
        && counts.iter().sum::<usize>() + 1 == items.len()
}
