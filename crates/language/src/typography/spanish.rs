//! `¿` and `¡`, which open what `?` and `!` close.

use super::mistake::{Mistake, around, in_each, is_word};
use crate::sentences::sentences;

pub(super) fn mistakes(blocks: &[&str]) -> Vec<(usize, Mistake)> {
    in_each(blocks, |block| {
        let marks = [('¿', '?'), ('¡', '!')].into_iter();
        marks.flat_map(|(opening, closing)| unopened(block, opening, closing)).collect()
    })
}

fn unopened(block: &str, opening: char, closing: char) -> Vec<Mistake> {
    let mut found = Vec::new();
    for (at, _) in block.match_indices(closing) {
        let since = block[..at].rfind(['?', '!']).map_or(0, |last| last + 1);
        let (before, after) = around(block, at..at + 1);
        let closes = before.is_some_and(|c| is_word(c) || matches!(c, ')' | '»' | '”' | '"' | '…'));
        // "Yahoo! y otros"
        let goes_on = block[at + 1..].trim_start().starts_with(char::is_lowercase);
        let ends = after.is_none_or(|c| !c.is_alphanumeric() && c != '=') && !goes_on;
        if !closes || !ends || block[since..at].contains(['¿', '¡']) || is_quoted(&block[..at], &block[at + 1..]) {
            continue;
        }
        let Some(sentence) = sentences(block).into_iter().find(|it| it.contains(&at)) else { continue };
        if block[sentence.start..at].contains(['¿', '¡']) || is_of_name(&block[sentence.start..at], closing) {
            continue;
        }
        // Too short for a sentence: a name, or a mark that stands alone.
        if block[sentence.start..at].split_whitespace().count() < 2 {
            continue;
        }
        found.push(Mistake {
            message: format!("`{closing}` without its `{opening}`"),
            edits: vec![(sentence.start..sentence.start, opening.to_string())],
            range: sentence,
            // The mark may belong further inside: "Si es así, ¿qué haces?".
            is_safe: false,
        });
    }
    found
}

/// Whether the mark is the last one inside of quotation marks: the sentence only quotes a question.
fn is_quoted(before: &str, behind: &str) -> bool {
    const PAIRS: [(char, char); 5] = [('"', '"'), ('“', '”'), ('«', '»'), ('\'', '\''), ('‘', '’')];
    PAIRS.iter().any(|(open, close)| {
        behind.starts_with(*close) && before.rfind(*open).is_some_and(|at| !before[..at].trim().is_empty())
    })
}

/// Whether an exclamation mark belongs to a name: behind a capitalised word inside of the sentence, "Yahoo!".
fn is_of_name(before: &str, closing: char) -> bool {
    let word = before.rsplit(char::is_whitespace).next().unwrap_or_default();
    closing == '!' && word.len() < before.len() && word.starts_with(char::is_uppercase)
}
