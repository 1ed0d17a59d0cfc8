use std::collections::HashMap;

use firstaid_content::{Block, BlockKind};
use firstaid_diagnostics::{RuleName, Severity};
use firstaid_text::TextRange;
use foldhash::fast::FixedState;

use crate::{Check, PageContext, Report, Rule};

/// ## What it does
/// Finds a paragraph that stands twice in one section, word for word.
///
/// ## Why
/// A paragraph was moved and its old place not deleted, or it was pasted twice. Readers wonder which step they missed,
/// and the next editor mends one of the two.
///
/// ## Example
/// ```markdown
/// Turn the phone off before the meeting begins, and leave it in another room until all have gone.
///
/// Agree who writes down what was said.
///
/// Turn the phone off before the meeting begins, and leave it in another room until all have gone.
/// ```
///
/// ## Use instead
/// ```markdown
/// Turn the phone off before the meeting begins, and leave it in another room until all have gone.
///
/// Agree who writes down what was said.
/// ```
///
/// ## Fix
/// None: only a person knows where the paragraph belongs.
///
/// ## Not reported
/// Paragraphs of less than twelve words; the same paragraph below two headings, in two fields of the front matter,
/// tabs, boxes, quotations or tables, which have parallel texts by design; notes and captions that begin in bold or
/// italics; what has a template tag or a line of HTML between; filler text ("Lorem ipsum").
///
/// ## When not to use it
/// On pages of verse, or of prayers and pledges.
pub(crate) const RULE: Rule =
    Rule { name: RuleName("repeated-paragraph"), severity: Severity::Warning, check: Check::Page(check) };

/// Minimum words of a paragraph that nobody writes twice by chance.
const MIN_WORDS: usize = 12;

fn check(cx: &PageContext<'_>, report: &mut Report<'_>) {
    let mut seen: HashMap<Vec<&str>, TextRange, FixedState> = HashMap::default();
    for block in cx.page.blocks.iter().filter(|block| is_paragraph(block)) {
        let text = cx.text(block.range);
        if is_item(cx, block) {
            continue;
        }
        let words: Vec<&str> = text.split_whitespace().collect();
        if count(&words) < MIN_WORDS || text.starts_with(['*', '_', '<', '|', '[']) || is_filler(&words) {
            continue;
        }
        let Some(first) = seen.insert(words, block.range).filter(|first| is_same_section(cx, *first, block.range))
        else {
            continue;
        };
        let line = cx.line(first.start());
        let finding = report.found(block.range, format!("this paragraph repeats the one on line {line}"));
        report.push(finding.help("delete one of the two"));
    }
}

fn is_paragraph(block: &Block) -> bool {
    matches!(block.kind, BlockKind::Paragraph | BlockKind::FrontMatterText)
}

/// Whether the marker of a list stands before a text: a form asks the same below several answers.
fn is_item(cx: &PageContext<'_>, block: &Block) -> bool {
    let start = block.range.start() as usize;
    !cx.page.text()[..start].rsplit('\n').next().unwrap_or_default().trim().is_empty()
}

/// The words of a paragraph, marks and numbers aside.
fn count(words: &[&str]) -> usize {
    words.iter().filter(|word| word.chars().any(char::is_alphabetic)).count()
}

fn is_filler(words: &[&str]) -> bool {
    words[0].eq_ignore_ascii_case("lorem")
}

/// Whether neither a heading nor the edge of a box, a tab, a field or the like stands between two paragraphs.
fn is_same_section(cx: &PageContext<'_>, first: TextRange, second: TextRange) -> bool {
    const EDGES: [&str; 10] = ["#", "<", "{%", "{{", ":::", "===", "!!!", "???", ">", "|"];
    let between = TextRange::new(first.end(), second.start().max(first.end()));
    let headings = cx.page.headings.iter().any(|heading| between.overlaps(heading.range));
    let is_edge = |line: &str| {
        let typed = line.trim();
        let is_lead = typed.len() > 4 && typed.starts_with("**") && typed.ends_with("**");
        let is_field =
            line.starts_with(|c: char| c.is_ascii_alphabetic()) && line.trim_end().ends_with([':', '|', '>', '-']);
        is_lead || is_field && is_in_front_matter(cx, first) || EDGES.iter().any(|edge| typed.starts_with(edge))
    };
    !headings && !cx.text(between).lines().any(is_edge)
}

fn is_in_front_matter(cx: &PageContext<'_>, range: TextRange) -> bool {
    let block = cx.page.blocks.iter().find(|block| block.range == range);
    block.is_some_and(|block| block.kind == BlockKind::FrontMatterText)
}

#[cfg(test)]
mod tests {
    use crate::testing::case;

    const TEXT: &str = "Leave the key with a friend who lives near, and tell nobody else where it is.";

    fn finds(page: &str) {
        case("repeated-paragraph").finds(&page.replace("TEXT", TEXT));
    }

    #[test]
    fn a_paragraph_twice_in_a_section_is_found() {
        finds("# Keys\n\nTEXT\n\nWrite down when.\n\n«TEXT»\n");
        finds(
            "TEXT\n\n- One\n- Two\n\n«Leave the key with a friend\nwho lives near, and tell nobody else where it is.»\n",
        );
        finds("---\nsteps: |\n  TEXT\n\n  More.\n\n  «TEXT»\n---\n");
    }

    #[test]
    fn parallel_texts_are_fine() {
        finds("## Home\n\nTEXT\n\n## Office\n\nTEXT\n");
        finds("=== \"Home\"\n\nTEXT\n\n=== \"Office\"\n\nTEXT\n");
        finds("<div markdown>\n\nTEXT\n\n</div>\n\n<div markdown>\n\nTEXT\n\n</div>\n");
        finds("**Home**\n\nTEXT\n\n**Office**\n\nTEXT\n");
        finds("---\nhome: |\n  TEXT\noffice: |\n  TEXT\n---\n");
        finds("{% tab %}\n\nTEXT\n\n{% tab %}\n\nTEXT\n");
    }

    #[test]
    fn short_labelled_and_filler_paragraphs_are_fine() {
        finds("Leave the key with a friend.\n\nSee it.\n\nLeave the key with a friend.\n");
        finds("---\nsteps: |\n  * Ann\n    * TEXT\n  * Ben\n    * TEXT\n---\n");
        finds("*Note:* TEXT\n\nSee it.\n\n*Note:* TEXT\n");
        finds("Lorem TEXT\n\nSee it.\n\nLorem TEXT\n");
    }
}
