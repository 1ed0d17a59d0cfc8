//! Two spaces inside of sentences.

use firstaid_content::BlockKind;
use firstaid_diagnostics::{Applicability, Fix, Severity};
use firstaid_text::{Edit, TextRange};
use memchr::memmem;

use crate::{PageContext, Report};

/// Reports doubled blanks inside of sentences, all of a page in one finding.
pub(super) fn check_blanks(cx: &PageContext<'_>, report: &mut Report<'_>) {
    let text = cx.prose.text();
    let is_inside = |at: usize| {
        let mut before = text[..at].chars().rev();
        let is_word = before.next().is_some_and(|c| c.is_alphabetic() || c == ',') && before.next() != Some('\n');
        is_word && text[at + 2..].starts_with(char::is_lowercase)
    };
    let blanks = memmem::find_iter(text.as_bytes(), "  ").filter(|&at| is_inside(at));
    let mut places = blanks.map(|at| cx.prose.source_range(at..at + 2)).filter(|&range| {
        let next = cx.page.blocks.partition_point(|block| block.range.end() <= range.start());
        let kind = cx.page.blocks.get(next).map(|block| block.kind);
        cx.text(range) == "  " && matches!(kind, Some(BlockKind::Paragraph | BlockKind::Item))
    });
    let Some(first) = places.next() else { return };
    let rest: Vec<TextRange> = places.collect();
    let all = std::iter::once(first).chain(rest.iter().copied());
    let edits = all.map(|range| Edit::delete(TextRange::new(range.start() + 1, range.end()))).collect();
    let finding = report.found(first, "two spaces inside of a sentence").at_most(Severity::Info).also(rest);
    report.push(finding.fix(Fix::new("Write one space", edits, Applicability::Safe)));
}
