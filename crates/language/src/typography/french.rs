//! The blanks that French sets before `;`, `:`, `!`, `?` and inside of `« »`.
//!
//! They are fixed, so that no line begins with the mark. Many pages have ordinary ones, some none; what a page mostly
//! does is right for it, as far as it goes.

use super::{Slip, around, is_word};

/// Narrow; before a colon and in quotation marks many set a wide one, and both are right.
const NARROW: char = '\u{202f}';
const WIDE: char = '\u{a0}';

/// What stands where a blank belongs.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Gap {
    None,
    Ordinary,
    Fixed,
}

/// A mark and the gap beside it.
struct Place {
    block: usize,
    mark: char,
    /// Where the mark begins in the block.
    at: usize,
    gap: Gap,
}

/// `is_spaced` is false where only the colon and quotation marks have blanks, as in Canada.
pub(super) fn slips(blocks: &[&str], is_spaced: bool) -> Vec<(usize, Slip)> {
    let places: Vec<Place> = blocks
        .iter()
        .enumerate()
        .flat_map(|(block, text)| places(block, text))
        .filter(|place| is_spaced || matches!(place.mark, ':' | '«' | '»'))
        .collect();
    let count = |gap| places.iter().filter(|place| place.gap == gap).count();
    let (none, ordinary, fixed) = (count(Gap::None), count(Gap::Ordinary), count(Gap::Fixed));
    places
        .iter()
        .filter_map(|place| {
            let is_wrong = match place.gap {
                Gap::None => none < ordinary + fixed,
                Gap::Ordinary => ordinary < fixed,
                Gap::Fixed => false,
            };
            is_wrong.then(|| (place.block, slip(place, blocks[place.block])))
        })
        .collect()
}

fn slip(place: &Place, text: &str) -> Slip {
    let Place { mark, at, gap, .. } = *place;
    let opens = mark == '«';
    let blank = if mark == ':' { WIDE } else { NARROW };
    let edge = if opens { at + mark.len_utf8() } else { at };
    let (from, to) = match gap {
        Gap::Ordinary if opens => (edge, edge + 1),
        Gap::Ordinary => (edge - 1, edge),
        _ => (edge, edge),
    };
    let message = match (gap, opens) {
        (Gap::Ordinary, true) => "an ordinary blank behind `«`, where the page has fixed ones".to_owned(),
        (Gap::Ordinary, false) => format!("an ordinary blank before `{mark}`, where the page has fixed ones"),
        (_, true) => "no blank behind `«`".to_owned(),
        (_, false) => format!("no blank before `{mark}`"),
    };
    debug_assert!(text.is_char_boundary(from));
    let mut slip = Slip::replace(from..to, message, blank.to_string());
    slip.range = if opens { at..to } else { from..at + mark.len_utf8() };
    slip
}

fn places(block: usize, text: &str) -> Vec<Place> {
    let mut found = Vec::new();
    for (at, mark) in text.char_indices().filter(|(_, c)| matches!(c, ';' | ':' | '!' | '?' | '«' | '»')) {
        let (before, after) = around(text, at..at + mark.len_utf8());
        // A run of marks has one blank before it; times, smileys and addresses have none.
        let (beside, beyond) = if mark == '«' { (after, before) } else { (before, after) };
        let is_mark = mark == '«' || mark == '»' || beyond.is_none_or(|c| c.is_whitespace() || ends(c));
        let gap = match beside {
            Some(NARROW | WIDE | '\u{2009}') => Gap::Fixed,
            Some(' ') => Gap::Ordinary,
            Some(c) if is_word(c) || matches!(c, ')' | '»' | '”' | '…') && mark != '»' => Gap::None,
            _ => continue,
        };
        // "Type: x" in a name, `:)`.
        let is_smiley =
            gap != Gap::None && mark != '«' && mark != '»' && after.is_some_and(|c| matches!(c, ')' | '(' | '-'));
        if is_mark && !is_smiley {
            found.push(Place { block, mark, at, gap });
        }
    }
    found
}

fn ends(c: char) -> bool {
    matches!(c, '!' | '?' | ')' | ']' | '»' | '”' | '"' | '.' | ',' | '…')
}
