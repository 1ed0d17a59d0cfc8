use firstaid_content::{Block, BlockKind, TokenKind};
use firstaid_diagnostics::{Applicability, Fix, RuleName, Severity};
use firstaid_text::{Edit, TextRange};

use crate::{Check, PageContext, Report, Rule};

/// ## What it does
/// Finds lines of a paragraph that begin with a typed bullet instead of a Markdown list marker, and lines of a list
/// whose marker has no space behind it (`*Item`).
///
/// ## Why
/// Markdown does not read them as a list: all lines run together into one paragraph, and a list of steps or addresses
/// becomes a block of text.
///
/// ## Example
/// ```markdown
/// Resources:
/// • <https://jitsi.org/>
/// • <https://otr.cypherpunks.ca/>
/// ```
///
/// ## Use instead
/// ```markdown
/// Resources:
///
/// - <https://jitsi.org/>
/// - <https://otr.cypherpunks.ca/>
/// ```
///
/// ## Fix
/// Writes `-`, with a blank line above the first. Safe where every line of the paragraph begins with a bullet, else
/// unsafe. Writes the space behind a marker; unsafe.
///
/// ## Not reported
/// A dash or a middle dot at the start of a single line, because either can begin a line of wrapped text. Lines with
/// another bullet further on, such as menus (`Home • About`). A marker without its space, where the list has other
/// markers or the line is indented otherwise.
///
/// ## When not to use it
/// In poems, addresses and other text whose lines begin with a bullet on purpose.
pub(crate) const RULE: Rule =
    Rule { name: RuleName("typed-bullet"), severity: Severity::Warning, check: Check::Page(check) };

/// Characters that begin a line only as bullets.
const BULLETS: [char; 7] = ['•', '‣', '◦', '▪', '●', '■', '⁃'];
/// Characters that can begin a line of wrapped text, too.
const AMBIGUOUS: [char; 2] = ['·', '–'];

/// Maximum lines below an item that are read for markers of the same list.
const MAX_JOINED: u32 = 20;

/// A line of a paragraph.
struct Line {
    /// Before the text: spaces, and the markers of quotes.
    prefix: TextRange,
    /// The bullet, and where the text after it begins.
    bullet: Option<(char, TextRange, u32)>,
}

fn check(cx: &PageContext<'_>, report: &mut Report<'_>) {
    glued_markers(cx, report);
    for block in cx.page.blocks.iter().filter(|block| matches!(block.kind, BlockKind::Paragraph | BlockKind::Item)) {
        let text = cx.text(block.range);
        // The first bytes of all bullets in UTF-8; a search for bytes is much faster than one for characters.
        if memchr::memchr2(0xe2, 0xc2, text.as_bytes()).is_none() {
            continue;
        }
        if !text.contains(BULLETS) && !text.contains(AMBIGUOUS) {
            continue;
        }
        let mut lines = lines(cx, block);
        // The first line of an item has a list marker.
        if block.kind == BlockKind::Item && !lines.is_empty() {
            lines[0].bullet = None;
        }
        let is_whole_list = lines.iter().all(|line| line.bullet.is_some());
        let mut first = true;
        for (n, line) in lines.iter().enumerate() {
            let Some((bullet, range, text_start)) = line.bullet else { continue };
            let same = |line: Option<&Line>| line.and_then(|it| it.bullet).is_some_and(|it| it.0 == bullet);
            let in_a_row = same(n.checked_sub(1).and_then(|n| lines.get(n))) || same(lines.get(n + 1));
            if AMBIGUOUS.contains(&bullet) && !in_a_row {
                continue;
            }
            let finding = report.found(range, format!("`{bullet}` does not make a list item: the lines run together"));
            let finding = finding.help("begin the line with `-` and a space");
            // In a quote, a blank line would need a marker of its own.
            let quoted = cx.text(line.prefix).contains('>');
            let (start, mut marker) = (line.prefix.start(), format!("{}- ", cx.text(line.prefix)));
            let needs_blank_line = std::mem::take(&mut first) && n > 0;
            if needs_blank_line {
                marker.insert_str(0, cx.line_end());
            }
            let edit = Edit::replace(TextRange::new(start, text_start), marker);
            let applicability = if is_whole_list { Applicability::Safe } else { Applicability::Unsafe };
            report.push(if quoted && needs_blank_line {
                finding
            } else {
                finding.fix(Fix::new("Make it a list item", vec![edit], applicability))
            });
        }
    }
}

/// Reports lines that continue an item and begin with the marker of its list, right before a letter.
fn glued_markers(cx: &PageContext<'_>, report: &mut Report<'_>) {
    let (text, index) = (cx.page.text(), cx.page.source.lines());
    for item in cx.page.lists.iter().flat_map(|list| &list.items) {
        let marker = cx.text(item.marker);
        let ordered = marker.trim_end_matches(['.', ')']);
        let is_number = ordered.len() < marker.len() && ordered.bytes().all(|b| b.is_ascii_digit());
        if !matches!(marker, "-" | "*" | "+") && !is_number {
            continue;
        }
        let last = index.line(item.range.end().saturating_sub(1).max(item.range.start()));
        let first = index.line(item.marker.start());
        let column = item.marker.start() - index.line_range(text, first).start();
        // A blank line ends what a line can be joined to; beyond a few lines the text is no list.
        for number in first + 1..=last.min(first + MAX_JOINED) {
            let line = index.line_range(text, number);
            let typed = &text[line];
            if typed.trim().is_empty() {
                break;
            }
            let content = typed.trim_start_matches(' ');
            let glued = if is_number {
                let digits = content.bytes().take_while(u8::is_ascii_digit).count();
                let end = &marker[marker.len() - 1..];
                content[digits..].strip_prefix(end).filter(|_| digits > 0).map(|rest| (rest, digits + 1))
            } else {
                content.strip_prefix(marker).map(|rest| (rest, marker.len()))
            };
            let Some((rest, len)) = glued.filter(|(rest, _)| rest.starts_with(char::is_uppercase)) else { continue };
            let start = line.start() + (typed.len() - content.len()) as u32;
            let range = TextRange::new(start, start + len as u32);
            // A second star makes emphasis.
            let is_emphasis = marker == "*" && rest.contains('*');
            if start - line.start() != column || is_emphasis || in_code(cx, range) {
                continue;
            }
            let finding =
                report.found(range, format!("`{}` without a space: the line runs into the item above", cx.text(range)));
            let fix = Fix::new("Write a space behind it", vec![Edit::insert(range.end(), " ")], Applicability::Unsafe);
            report.push(finding.fix(fix));
        }
    }
}

fn lines(cx: &PageContext<'_>, block: &Block) -> Vec<Line> {
    let (text, index) = (cx.page.text(), cx.page.source.lines());
    let last = block.range.end().saturating_sub(1).max(block.range.start());
    (index.line(block.range.start())..=index.line(last))
        .map(|number| {
            let line = index.line_range(text, number);
            let start = line.start().max(block.range.start());
            let typed = &text[TextRange::new(start, line.end().max(start))];
            let content = typed.trim_start_matches([' ', '\t', '>']);
            let at = start + (typed.len() - content.len()) as u32;
            let prefix = TextRange::new(line.start(), at);
            Line { prefix, bullet: bullet(content, at).filter(|(_, range, _)| !in_code(cx, *range)) }
        })
        .collect()
}

/// The bullet that a line begins with, its range, and where the text after it begins.
fn bullet(content: &str, at: u32) -> Option<(char, TextRange, u32)> {
    let bullet = content.chars().next().filter(|c| BULLETS.contains(c) || AMBIGUOUS.contains(c))?;
    let rest = &content[bullet.len_utf8()..];
    let words = rest.trim_start_matches([' ', '\t', '\u{a0}']);
    let spaced = words.len() < rest.len() || BULLETS.contains(&bullet);
    if words.trim().is_empty() || !spaced || words.contains(bullet) {
        return None;
    }
    let end = at + bullet.len_utf8() as u32;
    Some((bullet, TextRange::new(at, end), end + (rest.len() - words.len()) as u32))
}

fn in_code(cx: &PageContext<'_>, range: TextRange) -> bool {
    cx.page.tokens_at(range).any(|token| token.kind == TokenKind::Code)
}

#[cfg(test)]
mod tests {
    use firstaid_diagnostics::Applicability;

    use crate::testing::case;

    #[test]
    fn every_bullet_begins_with_a_byte_of_the_first_search() {
        let first = |c: &char| c.to_string().as_bytes()[0];
        assert!(super::BULLETS.iter().chain(&super::AMBIGUOUS).map(first).all(|byte| matches!(byte, 0xe2 | 0xc2)));
    }

    #[test]
    fn each_line_that_begins_with_a_bullet_is_found() {
        case("typed-bullet").finds("Resources:\n«•» one\n«•» two\n\n«‣» alone\n\n  «◦»glued\n\n> «▪» quoted\n");
        case("typed-bullet").finds("«–» one\n«–» two\n\ntext\n«·» one\n«·» two\n");
        case("typed-bullet").finds("- item\n  «•» below\n  «•» below\n");
    }

    #[test]
    fn markers_without_a_space_are_found_in_lists() {
        let rule = case("typed-bullet");
        rule.finds("* Doors\n«*»Windows\n* Roofs\n\n- a\n  - B\n  «-»C\n\n1. One\n«2.»Two\n");
        rule.finds("* Doors\n*Windows* are glass\n\n- Cold\n-5 degrees\n-x\n\n*Windows\n\n* a\n\n*B\n\n1. a\n1.5 B\n");
        rule.fixes(Applicability::Unsafe, "- A\n-B\n", "- A\n- B\n");
    }

    #[test]
    fn wrapped_text_menus_and_code_are_not_reported() {
        case("typed-bullet").finds("Tor\n– это сеть,\nи вот\n– ещё одна\n\n• Home • About •\n\n–\n–\n");
        case("typed-bullet").finds("- item\n* item\n\n`a\n• b`\n\n    • code\n\n– 5\n–6\n\ntext • text\n");
    }

    #[test]
    fn the_fix_makes_a_list() {
        let fix = |of, before, after| case("typed-bullet").fixes(of, before, after);
        fix(Applicability::Safe, "• one\n•\u{a0}two\n", "- one\n- two\n");
        fix(Applicability::Safe, "text:\n• one\n", "text:\n• one\n");
        fix(Applicability::Unsafe, "text:\r\n• one\r\n• two\r\n", "text:\r\n\r\n- one\r\n- two\r\n");
        fix(Applicability::Unsafe, "- a\n  • b\n  • c\n", "- a\n\n  - b\n  - c\n");
        fix(Applicability::Unsafe, "> a\n> • b\n", "> a\n> • b\n");
    }
}
