//! Quotation marks: those of the language, or of another one.

use std::ops::Range;

use super::Slip;

/// How a language sets a quotation, and what it has for others on the same page.
struct Style {
    open: &'static str,
    close: &'static str,
}

fn style(language: &str) -> Option<Style> {
    Some(match language {
        "de" => Style { open: "„", close: "“" },
        "ru" => Style { open: "«", close: "»" },
        "fr" => Style { open: "«\u{202f}", close: "\u{202f}»" },
        _ => return None,
    })
}

/// A quotation from its first mark to its last.
struct Quotation {
    block: usize,
    open: Range<usize>,
    close: Range<usize>,
    kind: Kind,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// As the language has it.
    Own,
    /// Opened right and closed with another mark.
    HalfOwn,
    /// `"…"`
    Straight,
    /// `“…”`
    English,
}

pub(super) fn slips(language: &str, blocks: &[&str]) -> Vec<(usize, Slip)> {
    let Some(style) = style(language) else { return Vec::new() };
    let found: Vec<Quotation> = blocks.iter().enumerate().flat_map(|(n, text)| quotations(n, text, language)).collect();
    let count = |kinds: &[Kind]| found.iter().filter(|it| kinds.contains(&it.kind)).count();
    let own = count(&[Kind::Own, Kind::HalfOwn]);
    let is_minority = |kind| own > 0 && count(&[kind]) <= own;
    let slip = |it: &Quotation| {
        let range = it.open.start..it.close.end;
        let edits = vec![(it.open.clone(), style.open.to_owned()), (it.close.clone(), style.close.to_owned())];
        let shown = format!("`{}…{}`", style.open, style.close).replace('\u{202f}', " ");
        match it.kind {
            Kind::HalfOwn => Some(Slip::replace(
                it.close.clone(),
                format!("`{}` is closed with `{}`", style.open, style.close),
                style.close,
            )),
            Kind::English if is_minority(Kind::English) || language == "de" => {
                Some(Slip { range, message: format!("English quotation marks for {shown}"), edits, is_safe: true })
            }
            Kind::Straight if is_minority(Kind::Straight) => {
                Some(Slip { range, message: format!("straight quotation marks for {shown}"), edits, is_safe: true })
            }
            _ => None,
        }
    };
    found.iter().filter_map(|it| Some((it.block, slip(it)?))).collect()
}

/// The outer quotations of a block that close in it.
fn quotations(block: usize, text: &str, language: &str) -> Vec<Quotation> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some((open, mark)) = text[at..].char_indices().find(|(_, c)| matches!(c, '"' | '“' | '„' | '«')) {
        let open = at + open..at + open + mark.len_utf8();
        at = open.end;
        if !opens(text, &open) {
            continue;
        }
        let Some((close, closing)) = closing(&text[open.end..], mark, language) else { continue };
        let close = open.end + close..open.end + close + closing.len_utf8();
        at = close.end;
        let kind = match (language, mark, closing) {
            ("de", '„', '“') | ("ru" | "fr", '«', '»') => Kind::Own,
            ("de", '„', '"' | '”') => Kind::HalfOwn,
            (_, '"', '"') => Kind::Straight,
            (_, '“', '”') => Kind::English,
            _ => continue,
        };
        found.push(Quotation { block, open, close, kind });
    }
    found
}

fn opens(text: &str, mark: &Range<usize>) -> bool {
    let (before, after) = super::around(text, mark.clone());
    let begins = before.is_none_or(|c| c.is_whitespace() || matches!(c, '(' | '[' | '—' | '–' | '/'));
    begins
        && after.is_some_and(|c| c.is_alphanumeric() || matches!(c, '\u{202f}' | '\u{a0}' | ' ' | '¿' | '¡' | '…'))
        && !(text[mark.clone()] == *"\"" && after == Some(' '))
}

/// The mark that closes a quotation, and where.
fn closing(rest: &str, open: char, language: &str) -> Option<(usize, char)> {
    let closes = |c: char| match open {
        '«' => c == '»',
        '„' => matches!(c, '“' | '”' | '"'),
        '“' => matches!(c, '”' | '"') || c == '“' && language == "de",
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
