//! The blanks that French sets before `;`, `:`, `!`, `?` and inside of `« »`.
//!
//! They are no-break blanks, so that no line begins with the mark. Many pages have ordinary blanks, some none; a place
//! without a blank is wrong where most of its page has one. Which blank it is, readers do not see.

use super::mistake::{Mistake, around, is_word};
use super::style::style;

/// Narrow no-break blank. Before a colon and in quotation marks many set [`WIDE`], and both are right.
const NARROW: char = '\u{202f}';

/// No-break blank.
const WIDE: char = '\u{a0}';

/// The blank at a mark.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Gap {
    None,
    Ordinary,
    NoBreak,
}

/// A mark and the gap beside it.
struct Place {
    block: usize,
    mark: char,
    /// Start of the mark in the block.
    at: usize,
    gap: Gap,
}

/// The mistakes of all blocks. `is_spaced` is false where only the colon and quotation marks have blanks, as in Canada.
pub(super) fn mistakes(blocks: &[&str], is_spaced: bool) -> Vec<(usize, Mistake)> {
    let places: Vec<Place> = blocks
        .iter()
        .enumerate()
        .flat_map(|(block, text)| places(block, text))
        .filter(|place| is_spaced || matches!(place.mark, ':' | '«' | '»'))
        .collect();
    let count = |gap| places.iter().filter(|place| place.gap == gap).count();
    let (none, ordinary, fixed) = (count(Gap::None), count(Gap::Ordinary), count(Gap::NoBreak));
    places
        .iter()
        .filter_map(|place| {
            let is_wrong = match place.gap {
                Gap::None => none < ordinary + fixed,
                // Nobody sees which blank it is.
                Gap::Ordinary | Gap::NoBreak => false,
            };
            is_wrong.then(|| (place.block, mistake(place, blocks[place.block])))
        })
        .collect()
}

fn mistake(place: &Place, text: &str) -> Mistake {
    let Place { mark, at, .. } = *place;
    let opens = mark == '«';
    let blank = if mark == ':' { WIDE } else { NARROW };
    let edge = if opens { at + mark.len_utf8() } else { at };
    let message = if opens { "no blank behind `«`".to_owned() } else { format!("no blank before `{mark}`") };
    debug_assert!(text.is_char_boundary(edge));
    let mut mistake = Mistake::replace(edge..edge, message, blank.to_string());
    mistake.range = at..at + mark.len_utf8();
    mistake
}

fn places(block: usize, text: &str) -> Vec<Place> {
    let mut found = Vec::new();
    for (at, mark) in text.char_indices().filter(|(_, c)| matches!(c, ';' | ':' | '!' | '?' | '«' | '»')) {
        let (before, after) = around(text, at..at + mark.len_utf8());
        // A run of marks has one blank before it; times, emoticons and addresses have none.
        let (beside, beyond) = if mark == '«' { (after, before) } else { (before, after) };
        let is_mark = mark == '«' || mark == '»' || beyond.is_none_or(|c| c.is_whitespace() || ends(c));
        let gap = match beside {
            Some(NARROW | WIDE | '\u{2009}') => Gap::NoBreak,
            Some(' ') => Gap::Ordinary,
            Some(c) if is_word(c) || matches!(c, ')' | '»' | '”' | '…') && mark != '»' => Gap::None,
            _ => continue,
        };
        // `:)`
        let is_emoticon =
            gap != Gap::None && mark != '«' && mark != '»' && after.is_some_and(|c| matches!(c, ')' | '(' | '-'));
        let is_part = mark == ':' && (is_named_with_colon(&text[..at]) || is_between_numbers(text, at));
        if is_mark && !is_emoticon && !is_part {
            found.push(Place { block, mark, at, gap });
        }
    }
    found
}

/// Whether the colon behind a text belongs to it: `C:` names a drive, `http:` a scheme. "Plan B:" names none.
fn is_named_with_colon(before: &str) -> bool {
    const SCHEMES: [&str; 7] = ["ftp", "http", "https", "mailto", "sip", "tel", "xmpp"];
    let (front, word) = last_word(before);
    let is_letter = word.len() == 1 && word.starts_with(|c: char| c.is_ascii_uppercase());
    // At the beginning of a block it counts: "Q: où ?".
    let names_drive = || {
        let before = last_word(front.trim_end()).1.to_lowercase();
        !front.trim().is_empty() && !style("fr").before_letters.contains(&&*before)
    };
    SCHEMES.contains(&word) || is_letter && names_drive()
}

/// Whether the colon at a place has a number on both sides: `1: 1` is a ratio more often than a step and what follows.
fn is_between_numbers(text: &str, at: usize) -> bool {
    let is_digit = |c: char| c.is_ascii_digit();
    text[..at].ends_with(is_digit) && text[at + 1..].trim_start().starts_with(is_digit)
}

/// The word at the end of a text, and what stands before it.
fn last_word(text: &str) -> (&str, &str) {
    text.split_at(text.trim_end_matches(is_word).len())
}

fn ends(c: char) -> bool {
    matches!(c, '!' | '?' | ')' | ']' | '»' | '”' | '"' | '.' | ',' | '…')
}
