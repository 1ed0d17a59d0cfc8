//! Asterisks and backticks that readers of a translation see.

use std::ops::Range;

use firstaid_diagnostics::Diagnostic;

use crate::translation::Translation;
use crate::{PageContext, Report};

/// Asterisks and backticks that readers see, in blocks whose source shows none: emphasis or code that is not closed, or
/// has a blank or another letter in the wrong place.
pub(super) fn marks_shown(cx: &PageContext<'_>, of: &Translation<'_>, report: &Report<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    if !cx.prose.text().contains(['*', '`']) {
        return found;
    }
    for sides in of.sides(&cx.prose) {
        let (there, mut here) = (shown_marks(sides.source), shown_marks(sides.target));
        here.retain(|range| cx.language() != "de" || !is_gender_star(sides.target, range.start));
        // The source has the emphasis or the code, or else the mark may be meant.
        let has_markup = of.source.source.slice(sides.unit.source_range()).contains(['*', '_', '`', '<']);
        if let Some(first) = here.first().filter(|_| has_markup && there.is_empty()) {
            let range = sides.target_range(first.clone());
            found.push(report.found(range, "a mark that readers see: this emphasis or code does not work"));
        }
    }
    found
}

/// Whether the asterisk at a place is a letter of German: "Nutzer*innen", "jede*r".
fn is_gender_star(text: &str, at: usize) -> bool {
    /// Maximum letters of the ending; "innen" is the longest.
    const MAX_ENDING: usize = 5;
    let Some(behind) = text[at..].strip_prefix('*') else { return false };
    let ending = behind.find(|c: char| !c.is_alphanumeric()).map_or(behind, |end| &behind[..end]);
    let is_ending = (1..=MAX_ENDING).contains(&ending.chars().count()) && ending.chars().all(char::is_lowercase);
    text[..at].ends_with(char::is_lowercase) && is_ending && !behind[ending.len()..].starts_with('*')
}

/// The marks of a prose text that touch a word on one side at least, each with that word.
fn shown_marks(text: &str) -> Vec<Range<usize>> {
    let is_word = |c: Option<char>| {
        c.is_some_and(|c| c.is_alphanumeric() || matches!(c, '「' | '」' | '"' | '“' | '”' | '«' | '»'))
    };
    let is_double = |at: usize| text[at..].starts_with("**");
    let mut found: Vec<Range<usize>> = Vec::new();
    for (at, mark) in text.match_indices(['*', '`']) {
        let (before, behind) = (text[..at].chars().next_back(), text[at + 1..].chars().next());
        let touches = is_word(before) || is_word(behind) || is_double(at);
        // "5*3", and the asterisk of a footnote: "word*" without another one.
        let is_formula = before.is_some_and(|c| c.is_ascii_digit()) && behind.is_some_and(|c| c.is_ascii_digit());
        if touches && !is_formula && found.last().is_none_or(|last| last.end <= at) {
            let word_end = || text[at..].find(char::is_whitespace).map_or(text.len(), |len| at + len);
            let behind = text.len() - text[at..].trim_start_matches(mark).len();
            // Up to the mark that should close it.
            let end = text[behind..].find(mark).map_or_else(word_end, |len| behind + len + mark.len());
            found.push(at..end.max(at + mark.len()));
        }
    }
    found
}
