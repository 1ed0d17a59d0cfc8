//! Texts that must stay one paragraph in their place on a page.

use std::borrow::Cow;
use std::sync::LazyLock;

use regex::Regex;

use super::markup::is_one_paragraph;

/// A line start that may begin another block (CommonMark 0.31, chapters 4 and 5). The group is what a backslash makes
/// plain text.
static BLOCK_START: LazyLock<Regex> = LazyLock::new(|| {
    let patterns = [
        r"[0-9]{1,9}([.)])(?:[ \t]|$)",
        r"([-+*])(?:[ \t]|$)",
        r"(#)#{0,5}(?:[ \t]|$)",
        r"(>)",
        r"(```|~~~)",
        r"([-_*=])[-_*= \t]*$",
        r"(\[)[^\]]+\]:",
    ];
    Regex::new(&format!("^(?:{})", patterns.join("|"))).expect("a valid pattern")
});

/// The text as one paragraph: as it is, or with backslashes before marks at the starts of lines that would begin
/// another block ("1. Mai"). `None` if Markdown has no such way to write it.
pub(crate) fn as_one_paragraph(text: &str) -> Option<Cow<'_, str>> {
    let may_break = text.split('\n').any(|line| line.trim().is_empty() || line.starts_with([' ', '\t', '<', '|']))
        || text.split('\n').any(|line| BLOCK_START.is_match(line));
    if !may_break || is_one_paragraph(text) {
        return Some(Cow::Borrowed(text));
    }
    let escaped = escaped(text);
    is_one_paragraph(&escaped).then_some(Cow::Owned(escaped))
}

/// The text of which [`as_one_paragraph`] made this one with backslashes, save blanks at the starts of lines; `None` if
/// it made none.
pub(crate) fn without_escapes(text: &str) -> Option<String> {
    let without = |line: &str| {
        let at = line.find('\\').filter(|at| line[..*at].bytes().all(|b| b.is_ascii_digit()))?;
        let plain = format!("{}{}", &line[..at], &line[at + 1..]);
        BLOCK_START.is_match(&plain).then_some(plain)
    };
    if !text.contains('\\') {
        return None;
    }
    let lines: Vec<_> = text.split('\n').map(|line| without(line).map_or(Cow::Borrowed(line), Cow::Owned)).collect();
    let plain = lines.join("\n");
    (escaped(&plain) == text && plain != text && !is_one_paragraph(&plain)).then_some(plain)
}

fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    for (n, line) in text.split('\n').enumerate() {
        if n > 0 {
            out.push('\n');
        }
        let line = line.trim_start_matches([' ', '\t']);
        let mark = BLOCK_START.captures(line).and_then(|found| found.iter().skip(1).flatten().next());
        let at = mark.map_or(0, |mark| mark.start());
        out.push_str(&line[..at]);
        if mark.is_some() {
            out.push('\\');
        }
        out.push_str(&line[at..]);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_of_other_blocks_are_escaped() {
        for (text, expected) in [
            ("8. März ist frei.", "8\\. März ist frei."),
            ("- oder +", "\\- oder +"),
            ("# 5 ist frei", "\\# 5 ist frei"),
            ("> alle", "\\> alle"),
            ("Ja\n===", "Ja\n\\==="),
            ("[Anm]: oben", "\\[Anm]: oben"),
            ("    eingerückt", "eingerückt"),
        ] {
            assert_eq!(as_one_paragraph(text).as_deref(), Some(expected), "{text}");
            assert_eq!(without_escapes(expected).as_deref(), expected.contains('\\').then_some(text), "{expected}");
        }
    }

    #[test]
    fn texts_that_are_one_paragraph_stay_as_they_are() {
        for text in ["März", "Am 8. März", "Wir sind\n12. Klasse", "*Ja*, gern", "1.5 Liter", "-5 Grad", "a\n> b"] {
            let read = as_one_paragraph(text);
            assert!(read.as_deref() == Some(text) || text.contains('>'), "{text}: {read:?}");
        }
    }

    #[test]
    fn other_backslashes_are_no_escapes_of_marks() {
        for text in ["\\*Ja\\*", "Am 8\\. März", "\\[x]", "März", "\\-5 Grad", "C:\\tmp"] {
            assert_eq!(without_escapes(text), None, "{text}");
        }
    }

    #[test]
    fn texts_of_several_blocks_cannot_be_one() {
        assert_eq!(as_one_paragraph("Eins\n\nZwei"), None);
        assert_eq!(as_one_paragraph("<div>\nEins"), None);
    }
}
