//! What stands between the translated blocks of a page: code, HTML, link definitions, settings of the front matter.

use std::collections::HashSet;

use firstaid_content::Page;

use super::block::Block;

/// Minimum letters and digits of a line; one with fewer is a marker of a list or a table.
const MIN_LETTERS: usize = 3;

/// A line between two blocks: its 1-based number, and its text without blanks around it.
pub(super) type GapLine = (u32, String);

/// The lines between the blocks that say something.
pub(super) fn gap_lines(page: &Page, blocks: &[Block<'_>]) -> Vec<GapLine> {
    let starts = std::iter::once(0).chain(blocks.iter().map(|block| block.segment.range.end() as usize));
    let ends = blocks.iter().map(|block| block.segment.range.start() as usize).chain([page.text().len()]);
    let gaps = starts.zip(ends).filter(|(start, end)| start < end);
    let mut found = Vec::new();
    for (start, end) in gaps {
        let mut at = start;
        for line in page.text()[start..end].split_inclusive('\n') {
            if line.chars().filter(|c| c.is_alphanumeric()).count() >= MIN_LETTERS {
                found.push((page.source.line_column(at as u32).line, line.trim().to_owned()));
            }
            at += line.len();
        }
    }
    found
}

/// The lines that only one version has: of the old one and of the new one.
pub(super) fn only_in(old: Vec<GapLine>, new: Vec<GapLine>) -> (Vec<GapLine>, Vec<GapLine>) {
    let texts = |lines: &[GapLine]| lines.iter().map(|(_, text)| text.clone()).collect::<HashSet<_>>();
    let (in_old, in_new) = (texts(&old), texts(&new));
    let lacks = |lines: Vec<GapLine>, others: &HashSet<String>| {
        lines.into_iter().filter(|(_, text)| !others.contains(text)).collect()
    };
    (lacks(old, &in_new), lacks(new, &in_old))
}
