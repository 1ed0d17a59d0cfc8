//! Words that are shown rather than used: wrong forms in quotation marks, and words about which a sentence speaks.

use std::ops::Range;

use firstaid_language::cues::shows_wrong_forms;
use firstaid_text::floor_char_boundary;

use crate::PageContext;

/// Maximum bytes between a word and the quotation marks around it.
const MAX_QUOTE: usize = 120;

/// Maximum bytes on either side of a word in which the sentence says that it quotes something wrong.
const MAX_REACH: usize = 200;

/// Pairs of quotation marks that open and close differently.
const PAIRS: [(char, char); 4] = [('“', '”'), ('„', '“'), ('«', '»'), ('‘', '’')];

/// Whether a place of the prose stands in quotation marks, and the text around says that what it quotes is wrong:
/// a list of typos that were fixed, the subject of a phishing mail.
pub(super) fn is_wrong_on_purpose(cx: &PageContext<'_>, place: &Range<usize>) -> bool {
    let (start, block) = cx.prose.block_around(place.start);
    let place = place.start - start..(place.end - start).min(block.len());
    let (from, to) = around(block, &place, MAX_QUOTE);
    let (before, behind) = (&block[from..place.start], &block[place.end..to]);
    // "Fix the recieve typo".
    let next = behind.trim_start().split(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
    if behind.starts_with(' ') && !next.is_empty() && shows_wrong_forms(cx.language(), next) {
        return true;
    }
    let is_alone = before.ends_with('\'') && behind.starts_with('\'');
    (is_alone || is_quoted(before, behind)) && {
        let (from, to) = around(block, &place, MAX_REACH);
        shows_wrong_forms(cx.language(), &block[from..to])
    }
}

/// Whether emphasis or quotation marks stand around a place of the prose alone: the sentence speaks of the word.
pub(super) fn is_spoken_of(cx: &PageContext<'_>, place: &Range<usize>) -> bool {
    let source = cx.prose.source_range(place.clone());
    let text = cx.page.source.text();
    let before = text[..source.start() as usize].chars().next_back();
    let behind = text[source.end() as usize..].chars().next();
    let (Some(before), Some(behind)) = (before, behind) else { return false };
    let is_mark = matches!(before, '*' | '_' | '"' | '\'') && before == behind;
    is_mark || PAIRS.contains(&(before, behind))
}

fn around(block: &str, place: &Range<usize>, reach: usize) -> (usize, usize) {
    let from = floor_char_boundary(block, place.start.saturating_sub(reach));
    (from, floor_char_boundary(block, (place.end + reach).min(block.len())).max(place.end))
}

fn is_quoted(before: &str, behind: &str) -> bool {
    let is_inside = |(opening, closing): (char, char)| {
        let is_open = before.rfind(opening).is_some_and(|at| !before[at + opening.len_utf8()..].contains(closing));
        is_open && behind.contains(closing)
    };
    let straight = |text: &str| text.matches('"').count();
    straight(before) % 2 == 1 && straight(behind) > 0 || PAIRS.into_iter().any(is_inside)
}
