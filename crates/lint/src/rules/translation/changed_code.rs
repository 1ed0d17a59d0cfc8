//! Code and options of commands that a translated block has no longer, each with its place in the source.

use std::collections::HashSet;

use firstaid_content::{Page, TokenKind};
use firstaid_diagnostics::Diagnostic;
use firstaid_text::TextRange;

use super::placeholders::{has_translated_names, is_mistyped, without_placeholders};
use crate::Report;
use crate::translation::{Translation, Unit};

/// A code of the source that the block lacks, or has with another letter.
pub(super) fn changed_code(
    of: &Translation<'_>,
    unit: Unit<'_>,
    report: &Report<'_>,
) -> Option<(Diagnostic, TextRange)> {
    let spans = |page: &Page, range: TextRange| -> Vec<TextRange> {
        let first = page.tokens.partition_point(|token| token.range.start() < range.start());
        let inside = page.tokens[first..].iter().take_while(|token| token.range.start() < range.end());
        inside.filter(|token| token.kind == TokenKind::Code).map(|token| token.range).collect()
    };
    let source = spans(of.source, unit.source_range());
    if source.is_empty() {
        return None;
    }
    let target = spans(of.page, unit.target_range());
    // What the reader fills in may be translated.
    let bare = |page: &Page, range: TextRange| {
        let (dictionaries, language) = (of.world.dictionaries, page.key.locale.language());
        let is_word = |word: &str| !dictionaries.has(language) || dictionaries.knows(language, &word.to_lowercase());
        without_placeholders(inner(page, range), &is_word)
    };
    let all = |page: &Page, ranges: &[TextRange]| -> HashSet<String> {
        ranges.iter().flat_map(|range| [bare(page, *range), inner(page, *range).to_owned()]).collect()
    };
    let (there, here) = (all(of.source, &source), all(of.page, &target));
    let has = |codes: &HashSet<String>, page: &Page, range: TextRange| {
        codes.contains(inner(page, range)) || codes.contains(&bare(page, range))
    };
    let is_word = |language: &str, word: &str| {
        let dictionaries = of.world.dictionaries;
        dictionaries.has(language).then(|| dictionaries.knows(language, word))
    };
    let changed = target.iter().find(|range| !has(&there, of.page, **range));
    // A word in code may be translated, but not mistyped.
    let is_kept = |code: &str| {
        let language = of.page.key.locale.language();
        is_code(code) || changed.is_some_and(|range| is_mistyped(code, inner(of.page, *range), language, &is_word))
    };
    let is_lost = |range: &&TextRange| !has(&here, of.source, **range) && is_kept(inner(of.source, **range));
    let lost = source.iter().find(is_lost)?;
    let code = inner(of.source, *lost);
    if let Some(range) = changed
        && has_translated_names(code, inner(of.page, *range), of.page.key.locale.language(), &is_word)
    {
        return None;
    }
    let (range, message) = match changed {
        Some(range) => (*range, format!("this is `{code}` in the source")),
        // A sample may stand in quotation marks, in other words.
        None if is_sample(code) => return None,
        None => (unit.target_range(), format!("`{code}` is missing")),
    };
    Some((report.found(range, message), *lost))
}

/// An option of a command, such as `--help`, that the prose of the source has and the translation does not.
pub(super) fn lost_option(
    of: &Translation<'_>,
    unit: Unit<'_>,
    report: &Report<'_>,
) -> Option<(Diagnostic, TextRange)> {
    let range = unit.source_range();
    let source = of.source.source.slice(range);
    if !source.contains("--") {
        return None;
    }
    let target = of.page.source.slice(unit.target_range());
    let lost = source.split_whitespace().find(|word| is_option(word) && !target.contains(name_of(word)))?;
    let lost = name_of(lost);
    let start = range.start() + (lost.as_ptr() as usize - source.as_ptr() as usize) as u32;
    let finding = report.found(unit.target_range(), format!("`{lost}` is missing"));
    Some((finding, TextRange::new(start, start + lost.len() as u32)))
}

fn is_option(word: &str) -> bool {
    let name = name_of(word).strip_prefix("--").unwrap_or_default();
    name.starts_with(|c: char| c.is_ascii_alphabetic())
        && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
        && !name.ends_with('-')
}

/// An option without its value and the punctuation after it.
fn name_of(word: &str) -> &str {
    let end = word.find('=').unwrap_or(word.len());
    word[..end].trim_end_matches(['.', ',', ';', ':', '!', '?', ')'])
}

/// Whether a code is a sample with placeholders, such as an address at example.org, and no command.
fn is_sample(code: &str) -> bool {
    !code.contains(' ') && (code.contains("example") || code.starts_with("your") && code.contains('@'))
}

fn inner(page: &Page, range: TextRange) -> &str {
    page.source.slice(range).trim_matches('`').trim()
}

/// Whether a code span has more than words, which a translator may translate.
fn is_code(text: &str) -> bool {
    text.contains(|c: char| c.is_ascii_digit() || "/\\._-=$@:<>|~#{}[]()&%".contains(c))
}
