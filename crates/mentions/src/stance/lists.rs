//! The leads of lists: the line that ends in a colon above a list is read with each of its items.

use firstaid_content::{BlockKind, Page, ProseText};
use firstaid_text::TextRange;

/// Maximum lists that are looked at for the one around a block; deeper nesting has no lead.
const MAX_LISTS: usize = 32;

/// Lists with a lead, in order of the page.
pub(super) struct Leads {
    /// The range of each block of prose in the source, where it begins in the prose, and whether it ends in a colon.
    blocks: Vec<(TextRange, usize, bool)>,
    /// The range of a list, and where the block above it begins in the prose.
    lists: Vec<(TextRange, usize)>,
}

impl Leads {
    pub(super) fn new(page: &Page, prose: &ProseText) -> Self {
        let blocks: Vec<(TextRange, usize, bool)> = prose
            .blocks()
            .map(|(at, index, text)| (page.blocks[index as usize].range, at, text.trim_end().ends_with(':')))
            .collect();
        let lead_of = |list: TextRange| {
            let next = blocks.partition_point(|(range, ..)| range.start() < list.start());
            let &(_, at, is_lead) = blocks.get(next.checked_sub(1)?)?;
            is_lead.then_some((list, at))
        };
        let mut lists: Vec<(TextRange, usize)> = page.lists.iter().filter_map(|list| lead_of(list.range)).collect();
        lists.sort_by_key(|(range, _)| range.start());
        Self { blocks, lists }
    }

    /// Where the lead of the innermost list around a block begins in the prose.
    pub(super) fn of(&self, block: TextRange, kind: BlockKind) -> Option<usize> {
        if kind == BlockKind::Html {
            // A list below a tag is HTML for CommonMark.
            let next = self.blocks.partition_point(|(range, ..)| range.start() < block.start());
            return self.blocks[..next].last().filter(|(.., is_lead)| *is_lead).map(|&(_, at, _)| at);
        }
        if !matches!(kind, BlockKind::Item | BlockKind::Paragraph) {
            return None;
        }
        let next = self.lists.partition_point(|(range, _)| range.start() <= block.start());
        let near = self.lists[..next].iter().rev().take(MAX_LISTS);
        near.into_iter().find(|(range, _)| block.end() <= range.end()).map(|&(_, at)| at)
    }
}
