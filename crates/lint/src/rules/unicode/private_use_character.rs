use firstaid_diagnostics::{RuleName, Severity};
use firstaid_text::{RangeSet, TextRange};

use super::places::Places;
use crate::{Check, PageContext, Report, Rule};

/// ## What it does
/// Finds characters of the private-use areas, which every font draws as it likes, and the replacement character
/// (U+FFFD), which stands for a character that a program could not read.
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

fn check(cx: &PageContext<'_>, report: &mut Report<'_>) {
    let text = cx.page.text();
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
    fn other_characters_and_code_are_fine() {
        case("private-use-character")
            .finds("\u{feff}# ﬁ ｆ 🙂 ﷺ\n\n`\u{e0b0}`\n\n```\n\u{f8ff}\n```\n\n<!-- \u{f8ff} -->\n");
    }
}
