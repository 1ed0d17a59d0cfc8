//! Sentences that deny as often as their source and have lost a negation all the same.
//!
//! A count cannot tell where a language denies more often than English: "пока не" for "until", "لا … إلا" for "only", or
//! each of some things that English forbids at once.

use std::ops::Range;

use super::text::Text;
use super::words::{Class, matches};

/// Whether a negator is missing where a phrase of the language needs one, or in one of several that were in a row.
pub(super) fn is_cut(source: &Text<'_>, target: &Text<'_>) -> bool {
    lacks_its_negator(source, target) || lacks_one_of_many(source, target)
}

fn lacks_its_negator(source: &Text<'_>, target: &Text<'_>) -> bool {
    if target.needy.is_empty() {
        return false;
    }
    let clauses = target.by_clause();
    target.needy.iter().any(|&(n, class)| {
        let Some(clause) = clauses.iter().find(|clause| clause.contains(&n)) else { return false };
        let (triggers, reach) = match class {
            Class::NeedsBehind(triggers) => (triggers, n + 1..clause.end),
            // At the head of a clause it may go with the clause before.
            Class::NeedsBefore(triggers) if n > clause.start => (triggers, clause.start..n),
            _ => return false,
        };
        let (asked, barred) = triggers.split_once(" but ").unwrap_or((triggers, ""));
        source.says_any(asked) && !source.says_any(barred) && !denies(target, reach)
    })
}

fn denies(text: &Text<'_>, mut words: Range<usize>) -> bool {
    words.any(|n| {
        let classes = text.classes[n];
        classes.has(Class::Negator)
            || classes.has(Class::Like)
            || text.language.instead.iter().any(|pattern| matches(text.word(n), pattern))
    })
}

/// "Do not reset, delete, pay, or install" with one negator less than it has things, and one clause without.
fn lacks_one_of_many(source: &Text<'_>, target: &Text<'_>) -> bool {
    const MANY: usize = 3;
    const SHORT: usize = 3;
    if !source.classes.first().is_some_and(|first| first.has(Class::Forbid)) {
        return false;
    }
    let negators = |text: &Text<'_>, clause: &Range<usize>| {
        text.classes[clause.clone()].iter().filter(|it| it.has(Class::Negator)).count()
    };
    let ours = source.by_clause();
    let is_row = ours.len() >= MANY
        && ours.iter().skip(1).all(|clause| clause.len() <= SHORT && negators(source, clause) == 0)
        && ours.last().is_some_and(|last| source.word(last.start) == "or");
    if !is_row {
        return false;
    }
    let theirs: Vec<usize> = target.by_clause().iter().map(|clause| negators(target, clause)).collect();
    theirs.len() >= MANY
        && theirs.iter().filter(|&&count| count == 0).count() == 1
        && theirs.iter().sum::<usize>() + 1 == ours.len()
}
