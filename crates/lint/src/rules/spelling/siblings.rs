//! Which blocks are items of one list, in the body and in the Markdown of the front matter.

use firstaid_content::{BlockKind, List};

use crate::PageContext;

/// A block of the prose: its index in the page, where it begins in the prose, and its text.
pub(super) type Sibling<'a> = (u32, usize, &'a str);

/// The first blocks of the items of each list.
pub(super) fn lists<'a>(cx: &PageContext<'_>, blocks: &[Sibling<'a>]) -> Vec<Vec<Sibling<'a>>> {
    let in_body = cx.page.lists.iter().map(|list| first_blocks(cx, list, blocks));
    in_body.chain(lists_of_fields(cx, blocks)).filter(|list| list.len() > 1).collect()
}

/// The first block of each item of a list.
fn first_blocks<'a>(cx: &PageContext<'_>, list: &List, blocks: &[Sibling<'a>]) -> Vec<Sibling<'a>> {
    let start = |index: u32| cx.page.blocks[index as usize].range.start();
    let first = |from: u32, to: u32| {
        let n = blocks.partition_point(|&(index, ..)| start(index) < from);
        blocks.get(n).filter(|&&(index, ..)| start(index) < to).copied()
    };
    list.items.iter().filter_map(|item| first(item.marker.end(), item.range.end())).collect()
}

/// The items of lists in the front matter, whose lists the page does not keep: blocks behind a marker in one column,
/// with nothing of a smaller column between them.
fn lists_of_fields<'a>(cx: &PageContext<'_>, blocks: &[Sibling<'a>]) -> Vec<Vec<Sibling<'a>>> {
    let text = cx.page.text();
    let mut found = Vec::new();
    let mut open: Vec<(usize, Vec<Sibling<'a>>)> = Vec::new();
    let mut last_end = 0;
    let fields = blocks.iter().filter(|(index, ..)| cx.page.blocks[*index as usize].kind == BlockKind::FrontMatterText);
    for &sibling in fields {
        let range = cx.page.blocks[sibling.0 as usize].range;
        let start = range.start() as usize;
        let line = text[..start].rfind('\n').map_or(0, |at| at + 1);
        // A key at the begin of a line begins another field.
        let between = text.get(last_end..line).unwrap_or_default();
        if between.split('\n').skip(1).any(|line| line.starts_with(char::is_alphabetic)) {
            found.extend(open.drain(..).map(|(_, list)| list));
        }
        last_end = range.end() as usize;
        let (column, is_item) = column_of_marker(&text[line..start]);
        while let Some((at, _)) = open.last()
            && (*at > column || *at == column && !is_item)
        {
            found.extend(open.pop().map(|(_, list)| list));
        }
        match open.last_mut() {
            Some((at, list)) if *at == column => list.push(sibling),
            _ if is_item => open.push((column, vec![sibling])),
            _ => {}
        }
    }
    found.extend(open.into_iter().map(|(_, list)| list));
    found
}

/// Whether a block is an answer to be ticked: `- [ ] Never`.
pub(super) fn is_answer(cx: &PageContext<'_>, index: u32) -> bool {
    let start = cx.page.blocks[index as usize].range.start() as usize;
    let text = cx.page.text();
    let line = text[..start].rfind('\n').map_or(0, |at| at + 1);
    let typed = text[line..].trim_start_matches([' ', '-', '*', '+']);
    ["[ ]", "[x]", "[X]"].iter().any(|mark| typed.starts_with(mark))
}

/// Whether a block of the front matter is an item above a list of its own.
pub(super) fn leads_a_list(cx: &PageContext<'_>, index: u32) -> bool {
    let (page, text) = (cx.page, cx.page.text());
    let column = |index: u32| {
        let block = page.blocks.get(index as usize).filter(|block| block.kind == BlockKind::FrontMatterText)?;
        let start = block.range.start() as usize;
        let line = text[..start].rfind('\n').map_or(0, |at| at + 1);
        Some(column_of_marker(&text[line..start]))
    };
    let (Some((one, _)), Some((two, is_item))) = (column(index), column(index + 1)) else { return false };
    is_item && two > one
}

/// The column at which the marker before a block, or the block itself, stands, and whether there is a marker.
fn column_of_marker(before: &str) -> (usize, bool) {
    let marker = before.trim_start_matches(' ');
    let digits = marker.bytes().take_while(u8::is_ascii_digit).count();
    let rest =
        if digits > 0 { marker[digits..].strip_prefix(['.', ')']) } else { marker.strip_prefix(['-', '*', '+']) };
    let is_marker = rest.is_some_and(|rest| rest.starts_with([' ', '\t']) && rest.trim().is_empty());
    (before.len() - marker.len(), is_marker)
}
