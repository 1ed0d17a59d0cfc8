use std::sync::LazyLock;

use firstaid_diagnostics::{RuleName, Severity};
use firstaid_text::{RangeSet, TextRange};
use regex::Regex;

use super::places::Places;
use crate::{Check, PageContext, Report, Rule};

/// ## What it does
/// Finds characters of the private-use areas, which every font draws as it likes, and the replacement character
/// (U+FFFD), which stands for a character that a program could not read; and characters that were read in the wrong
/// encoding (`donâ€™t`, `cafÃ©`).
///
/// ## Why
/// Where the font of the writer is missing, the reader sees an empty box or another sign. The logo of a system, say, is
/// shown on its own devices only.
///
/// ## Example
/// ```markdown
/// Choose System Settings from the U+F8FF menu.
/// ```
///
/// ## Use instead
/// ```markdown
/// Choose System Settings from the Apple menu.
/// ```
///
/// ## Fix
/// None: only a person knows which character was meant.
///
/// ## Not reported
/// Code, where a font of icons may be meant, and comments.
///
/// ## When not to use it
/// In a guide whose site has a font for these characters.
pub(crate) const RULE: Rule =
    Rule { name: RuleName("private-use-character"), severity: Severity::Warning, check: Check::Page(check) };

/// The character that stands for one that could not be read.
const REPLACEMENT: char = '\u{fffd}';

/// What the marks of a sentence (`’`, `“`, `–`) and Latin letters with accents become, where UTF-8 is read as Windows-1252.
static MISREAD: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?:\u{e2}\u{20ac}[\u{80}-\u{bf}\u{2013}-\u{2122}\u{152}-\u{178}]?|\u{c3}[\u{a1}-\u{aa}\u{ac}-\u{ba}\u{bc}-\u{bf}])+")
        .expect("a valid pattern")
});

fn check(cx: &PageContext<'_>, report: &mut Report<'_>) {
    let text = cx.page.text();
    misread(cx, report);
    // The first bytes of these characters in UTF-8.
    let bytes = text.as_bytes();
    if memchr::memchr2(0xee, 0xef, bytes).is_none() && memchr::memchr2(0xf3, 0xf4, bytes).is_none() {
        return;
    }
    let places = Places::new(cx);
    let comments = RangeSet::new(cx.page.comments.iter().map(|comment| comment.range));
    let is_shown = |at: u32| !places.in_code(at) && !comments.has(at);
    let mut run: Option<(TextRange, char)> = None;
    for (at, c) in text.char_indices().filter(|(_, c)| is_private(*c) || *c == REPLACEMENT) {
        let range = TextRange::from(at..at + c.len_utf8());
        match &mut run {
            Some((last, first)) if last.end() == range.start() && *first == c => *last = last.cover(range),
            _ => {
                run.take().filter(|(last, _)| is_shown(last.start())).into_iter().for_each(|it| push(report, it));
                run = Some((range, c));
            }
        }
    }
    run.filter(|(last, _)| is_shown(last.start())).into_iter().for_each(|it| push(report, it));
}

/// Reports characters that were read in the wrong encoding.
fn misread(cx: &PageContext<'_>, report: &mut Report<'_>) {
    let text = cx.prose.text();
    let bytes = text.as_bytes();
    // The first characters of all of them: `â€`, `Ã`.
    let has_hint = memchr::memmem::find(bytes, "\u{e2}\u{20ac}".as_bytes()).is_some()
        || memchr::memmem::find(bytes, "\u{c3}".as_bytes()).is_some();
    for hit in MISREAD.find_iter(if has_hint { text } else { "" }) {
        let range = cx.prose.source_range(hit.range());
        if cx.text(range) == hit.as_str() {
            let finding = report.found(range, "these characters were read in the wrong encoding");
            report.push(
                finding.help("write the character that was meant: an apostrophe, a dash, a letter with an accent"),
            );
        }
    }
}

fn push(report: &mut Report<'_>, (range, c): (TextRange, char)) {
    let code = c as u32;
    report.push(if c == REPLACEMENT {
        let finding = report.found(range, "U+FFFD stands for a character that a program could not read");
        finding.help("write the character that was meant")
    } else {
        let finding = report.found(range, format!("U+{code:04X} is private: readers without its font see a box"));
        finding.help("write the name of what it shows")
    });
}

fn is_private(c: char) -> bool {
    matches!(c, '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..='\u{ffffd}' | '\u{100000}'..='\u{10fffd}')
}

#[cfg(test)]
mod tests {
    use crate::testing::case;

    #[test]
    fn private_and_replacement_characters_are_found() {
        case("private-use-character").finds("From the «\u{f8ff}» menu, «\u{e0b0}\u{e0b0}» «\u{fffd}» it.\n");
        case("private-use-character").finds("---\ntitle: A «\u{fffd}» B\n---\n\n# «\u{f0001}»\n");
    }

    #[test]
    fn characters_in_the_wrong_encoding_are_found() {
        case("private-use-character").finds("Don«â€™»t go, caf«Ã©» «â€œ»now«â€»\n");
        case("private-use-character").locale("pt").finds("NÃO, SÃO, MANHÃ e IRMÃ: 5 € â, â 5 €.\n");
    }

    #[test]
    fn other_characters_and_code_are_fine() {
        case("private-use-character")
            .finds("\u{feff}# ﬁ ｆ 🙂 ﷺ\n\n`\u{e0b0}`\n\n```\n\u{f8ff}\n```\n\n<!-- \u{f8ff} -->\n");
    }
}
