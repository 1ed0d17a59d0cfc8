//! Quotation marks: those of the language, straight ones, or English ones.

use std::ops::Range;

use super::mistake::{Mistake, around};
use super::style::QuotationMarks;

const ENGLISH_OPEN: char = '“';
const ENGLISH_CLOSE: char = '”';

/// A quotation from its first mark to its last.
struct Quotation {
    block: usize,
    open: Range<usize>,
    close: Range<usize>,
    kind: Kind,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// Both marks are those of the language.
    Own,
    /// Only the opening mark is that of the language.
    HalfOwn,
    /// `"…"`
    Straight,
    /// `“…”`
    English,
}

pub(super) fn mistakes(marks: &QuotationMarks, blocks: &[&str]) -> Vec<(usize, Mistake)> {
    let found: Vec<Quotation> = blocks.iter().enumerate().flat_map(|(n, text)| quotations(n, text, marks)).collect();
    let count = |kinds: &[Kind]| found.iter().filter(|it| kinds.contains(&it.kind)).count();
    let own = count(&[Kind::Own, Kind::HalfOwn]);
    let is_minority = |kind| own > 0 && count(&[kind]) <= own;
    let (open, close) = marks.with_blanks();
    let others = |name: &str, it: &Quotation| {
        let shown = format!("`{open}…{close}`").replace('\u{202f}', " ");
        Mistake {
            range: it.open.start..it.close.end,
            message: format!("{name} quotation marks for {shown}"),
            edits: vec![(it.open.clone(), open.clone()), (it.close.clone(), close.clone())],
            is_safe: true,
        }
    };
    let mistake = |it: &Quotation| match it.kind {
        Kind::HalfOwn => {
            let message = format!("`{open}` is closed with `{close}`");
            Some(Mistake::replace(it.close.clone(), message, close.clone()))
        }
        // A language that closes with the mark that opens in English never has the English pair.
        Kind::English if is_minority(Kind::English) || marks.close == ENGLISH_OPEN => Some(others("English", it)),
        Kind::Straight if is_minority(Kind::Straight) => Some(others("straight", it)),
        _ => None,
    };
    found.iter().filter_map(|it| Some((it.block, mistake(it)?))).collect()
}

/// The quotations of a block that are closed in it and are not inside of another.
fn quotations(block: usize, text: &str, marks: &QuotationMarks) -> Vec<Quotation> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some((open, mark)) = text[at..].char_indices().find(|(_, c)| matches!(c, '"' | '“' | '„' | '«')) {
        let open = at + open..at + open + mark.len_utf8();
        at = open.end;
        if !opens(text, &open) {
            continue;
        }
        let Some((close, closing)) = closing(&text[open.end..], mark, marks) else { continue };
        let close = open.end + close..open.end + close + closing.len_utf8();
        at = close.end;
        let kind = match (mark, closing) {
            (open, close) if open == marks.open && close == marks.close => Kind::Own,
            (open, close) if open == marks.open && marks.wrong_close.contains(&close) => Kind::HalfOwn,
            ('"', '"') => Kind::Straight,
            (ENGLISH_OPEN, ENGLISH_CLOSE) => Kind::English,
            _ => continue,
        };
        found.push(Quotation { block, open, close, kind });
    }
    found
}

/// Whether a quotation begins at a mark.
fn opens(text: &str, mark: &Range<usize>) -> bool {
    let (before, after) = around(text, mark.clone());
    let begins = before.is_none_or(|c| c.is_whitespace() || matches!(c, '(' | '[' | '—' | '–' | '/'));
    begins
        && after.is_some_and(|c| c.is_alphanumeric() || matches!(c, '\u{202f}' | '\u{a0}' | ' ' | '¿' | '¡' | '…'))
        && !(text[mark.clone()] == *"\"" && after == Some(' '))
}

/// The mark that closes a quotation behind its opening mark, with its place.
fn closing(rest: &str, open: char, marks: &QuotationMarks) -> Option<(usize, char)> {
    let closes = |c: char| match open {
        '«' => c == '»',
        '„' => matches!(c, '“' | '”' | '"'),
        '“' => matches!(c, '”' | '"') || c == '“' && marks.close == '“',
        _ => c == '"',
    };
    let mut depth = 0;
    for (at, c) in rest.char_indices() {
        if c == '«' && open == '«' {
            depth += 1;
        } else if closes(c) {
            if depth == 0 {
                return Some((at, c));
            }
            depth -= 1;
        }
    }
    None
}
