use firstaid_content::{Block, BlockKind};
use firstaid_diagnostics::{Applicability, Fix, RuleName, Severity};
use firstaid_text::{Edit, TextRange};

use crate::{Check, PageContext, Report, Rule};

/// ## What it does
/// Finds a paragraph below a list without a blank line between them, which becomes part of the last item.
///
/// ## Why
/// The reader sees one item that runs on, and what was to be said of all items is said of the last one.
///
/// ## Example
/// ```markdown
/// - Take the card out.
/// - Lock it away.
/// Then write down who was there.
/// ```
///
/// ## Use instead
/// ```markdown
/// - Take the card out.
/// - Lock it away.
///
/// Then write down who was there.
/// ```
///
/// ## Fix
/// Writes the blank line; unsafe, because the line may continue the item on purpose.
///
/// ## Not reported
/// Lines that are indented as the text of the item is, lines that begin with a small letter, and lines that the
/// wrapping of a long item may have begun: the one above has no room for their first word.
///
/// ## When not to use it
/// In a guide that never indents the further lines of an item.
pub(crate) const RULE: Rule =
    Rule { name: RuleName("joined-paragraph"), severity: Severity::Warning, check: Check::Page(check) };

/// Minimum words of a line that is taken for the begin of a paragraph.
const MIN_WORDS: usize = 4;

fn check(cx: &PageContext<'_>, report: &mut Report<'_>) {
    let of_list =
        |block: &&Block| matches!(block.kind, BlockKind::Item | BlockKind::Paragraph | BlockKind::FrontMatterText);
    for block in cx.page.blocks.iter().filter(of_list) {
        let Some(line) = joined_line(cx, block) else { continue };
        let typed = cx.text(line);
        let start = line.start() + (typed.len() - typed.trim_start().len()) as u32;
        let range = TextRange::new(start, line.end());
        let finding = report.found(range, "without a blank line above, this is part of the list item");
        let edits = vec![Edit::insert(line.start(), cx.line_end())];
        report.push(if block.kind == BlockKind::FrontMatterText {
            finding.help("write a blank line above it")
        } else {
            finding.fix(Fix::new("Write a blank line above it", edits, Applicability::Unsafe))
        });
    }
}

/// The first line of an item's text that was to be a paragraph of its own.
fn joined_line(cx: &PageContext<'_>, block: &Block) -> Option<TextRange> {
    let (text, index) = (cx.page.text(), cx.page.source.lines());
    let (first, last) = (index.line(block.range.start()), index.line(block.range.end().saturating_sub(1)));
    if first >= last {
        return None;
    }
    let head = index.line_range(text, first);
    let column = marker_column(&text[TextRange::new(head.start(), block.range.start().max(head.start()))])?;
    let lines: Vec<TextRange> = (first..=last).map(|number| index.line_range(text, number)).collect();
    let width = lines.iter().map(|line| text[*line].chars().count()).max()?;
    let behind = text[block.range.end() as usize..].trim_start_matches(['\r', '\n', ' ']);
    let is_last = !["- ", "* ", "+ "].iter().any(|marker| behind.starts_with(marker));
    lines.windows(2).map(|pair| (pair[0], pair[1])).find_map(|(above, line)| {
        let (before, typed) = (text[above].trim_end(), &text[line]);
        let content = typed.trim_start_matches(' ');
        let indent = typed.len() - content.len();
        let first_word = content.split(' ').next().unwrap_or_default();
        let begins = content.trim_start_matches(['*', '_', '"', '“', '¿', '¡']).starts_with(char::is_uppercase)
            && content.split(' ').filter(|word| word.chars().any(char::is_alphabetic)).count() >= MIN_WORDS;
        let is_break = before.ends_with('\\') || text[above].ends_with("  ");
        let had_room = before.chars().count() + 1 + first_word.chars().count() <= width;
        let ends = before.ends_with(['.', '!', '?', ']', ')', '”', '"', '…']);
        let is_outer = indent < column && !before.ends_with([',', '-', '–', '—']);
        let rest = || text[TextRange::new(line.start(), block.range.end())].trim_end();
        // The items of the list have no full stop, but what is below the last of them is a sentence.
        let is_label = || {
            let is_closed = before.matches('[').count() == before.matches(']').count();
            before.ends_with(char::is_alphanumeric)
                && is_closed
                && above == head
                && rest().trim_end_matches(['"', '”']).ends_with('.')
        };
        let is_beside = indent == column && is_last && had_room && (ends || is_label());
        let is_asked = || is_option(&text[head]) && rest().ends_with('?');
        (begins && !is_break && (is_outer || is_beside || indent == column && is_asked())).then_some(line)
    })
}

/// Whether a line begins with a box to tick. A question below it is the next one of a form.
fn is_option(line: &str) -> bool {
    let item = line.trim_start_matches(' ').trim_start_matches(['-', '*', '+']).trim_start_matches(' ');
    ["[ ]", "[x]", "[X]"].iter().any(|tick| item.starts_with(tick))
}

/// The column of the marker before the text of an item, if that is all that is before it.
fn marker_column(before: &str) -> Option<usize> {
    let marker = before.trim_start_matches(' ');
    let ticks = ["[ ] ", "[x] ", "[X] "];
    let marker = ticks.iter().find_map(|tick| marker.strip_suffix(tick)).unwrap_or(marker);
    let digits = marker.bytes().take_while(u8::is_ascii_digit).count();
    let rest =
        if digits > 0 { marker[digits..].strip_prefix(['.', ')'])? } else { marker.strip_prefix(['-', '*', '+'])? };
    (rest.starts_with([' ', '\t']) && rest.trim().is_empty())
        .then_some(before.len() - before.trim_start_matches(' ').len())
}

#[cfg(test)]
mod tests {
    use firstaid_diagnostics::Applicability::Unsafe;

    use crate::testing::case;

    #[test]
    fn a_paragraph_that_joins_the_last_item_is_found() {
        let rule = case("joined-paragraph");
        rule.finds("- One.\n- Two.\n«Then write down who was there.»\n\nText\n");
        rule.finds(
            "---\nnote: |\n  - One thing\n  - Two things\n  «The last of them keeps you from a long search.»\n---\n",
        );
        rule.finds("---\nnote: |\n  Bring along:\n    * One thing\n    * Two things\n  «The last of them keeps you from it.»\nx: y\n---\n");
        rule.finds("- One thing\n- Two things\n«The last of them keeps you from a long search.»\n");
        rule.finds("- One thing\n- See [the long list of keys\nThat you need to have](a.md), second part.\n");
        rule.finds("- One thing\n- Two things and a\nKey of the door of the house\n");
        rule.finds("1. a\n   - One thing\n   - Two things\n«Both of them must go.»\n");
        rule.finds("---\nsteps: |\n  * One.\n    * Two [a](b)\n  «Both of them must go.»\n\n  More.\n---\n");
        rule.fixes(
            Unsafe,
            "- One.\n- Two.\nThen write who was there.\n",
            "- One.\n- Two.\n\nThen write who was there.\n",
        );
    }

    #[test]
    fn a_question_of_a_form_below_the_answers_of_another_is_found() {
        let rule = case("joined-paragraph");
        rule.finds(
            "---\nsteps: |\n  Is it open?\n  - [ ] Yes\n  - [ ] No\n  «If no, who has the key?»\n\n  - [ ] Ann\n---\n",
        );
        rule.finds("- [ ] Yes\n- [ ] No\n«If no, who has the key to it?»\n- [ ] Ann\n");
        rule.finds("- [ ] Ask who has the key,\n  and wait: is it Ann?\n- [ ] Is it there\n  on Monday?\n");
    }

    #[test]
    fn a_marker_without_its_space_is_one_finding() {
        let page = "* Close all of the doors.\n* Lock them.\n«*Windows on the ground floor too.»\n";
        case("joined-paragraph").finds(page);
        let both = case("joined-paragraph").also_rule("typed-bullet");
        both.finds("* Close all of the doors.\n* Lock them.\n«*»Windows on the ground floor too.\n");
    }

    #[test]
    fn wrapped_items_are_fine() {
        for page in [
            "- One is here.\n  Then write down who was there.\n- Two\nand three are in this line.\n",
            "- One is a long line that was wrapped where it ends.\nThen the next line begins here, and it is as long too.\n",
            "- One.\nThen write down who was there.\n- Two.\n",
            "- One.\\\nThen write down who was there.\n\n- One.  \nThen write down who was there.\n\n- One.\nSee it.\n",
        ] {
            case("joined-paragraph").finds(page);
        }
    }
}
