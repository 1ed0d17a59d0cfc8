//! From the text of a file to a [`Page`].

mod beside_prose;
mod data;
mod found;
mod mask;
mod merge_marks;
mod sentence;

use std::sync::Arc;

use firstaid_text::{SourceFile, TextRange};

use crate::anchor::AnchorDialect;
use crate::front_matter::{FrontMatter, scalar_pieces, split_page};
use crate::key::PageKey;
use crate::markdown;
use crate::node::{Node, ScalarStyle, Value};
use crate::page::{Block, BlockKind, Page};
use crate::problem::{Problem, ProblemKind};

pub use data::{holds_text, parse_data};
use found::find_tokens;
use merge_marks::find_merge_conflict;
use sentence::{PROSE_FIELDS, is_sentence};

/// The largest page that is parsed, 4 MiB: pages have some kilobytes, and a stranger's pull request must not cost
/// gigabytes.
pub const MAX_PAGE_BYTES: usize = 4 << 20;

/// Parses a page. Never fails: what is wrong with it is in [`Page::problems`].
pub fn parse(key: PageKey, source: SourceFile, dialect: AnchorDialect) -> Page {
    parse_as(source, dialect, |_| key)
}

/// Parses a page whose key may depend on its front matter.
pub(crate) fn parse_as(
    source: SourceFile,
    dialect: AnchorDialect,
    key: impl FnOnce(Option<&FrontMatter>) -> PageKey,
) -> Page {
    let source = Arc::new(source);
    let text = source.text();
    if text.len() > MAX_PAGE_BYTES {
        let mut page = Page::empty(key(None), source);
        page.problems.push(Problem {
            kind: ProblemKind::Unreadable,
            range: TextRange::empty(0),
            message: format!("the page is larger than {} MiB and was not read", MAX_PAGE_BYTES >> 20),
        });
        return page;
    }
    let mut problems = Vec::new();
    let (front_matter, body) = split_page(source.path(), text, &mut problems);
    let mut page = Page::empty(key(front_matter.as_ref()), Arc::clone(&source));
    page.problems = problems;
    page.front_matter = front_matter;
    push_front_matter_prose(&mut page, dialect);
    markdown::parse_body(&mut page, body, dialect);
    find_tokens(&mut page);
    find_merge_conflict(&mut page);
    page.shrink_to_fit();
    page
}

/// Adds the prose of the front matter: some guides keep most of their text there.
fn push_front_matter_prose(page: &mut Page, dialect: AnchorDialect) {
    let Some(front_matter) = page.front_matter.take() else { return };
    for entry in &front_matter.entries {
        push_value(page, &entry.value, PROSE_FIELDS.contains(&&*entry.key), dialect);
    }
    page.front_matter = Some(front_matter);
}

fn push_value(page: &mut Page, node: &Node, is_prose: bool, dialect: AnchorDialect) {
    match &node.value {
        Value::Sequence(nodes) => nodes.iter().for_each(|node| push_value(page, node, false, dialect)),
        Value::Mapping(entries) => entries.iter().for_each(|entry| push_value(page, &entry.value, false, dialect)),
        Value::Scalar { text, style } => {
            let is_block = matches!(style, ScalarStyle::Literal | ScalarStyle::Folded);
            if is_block {
                markdown::parse_value(page, node.range, dialect);
            } else if is_prose || is_sentence(text) {
                let from = page.pieces.len() as u32;
                page.pieces.extend(scalar_pieces(page.source.text(), node));
                let pieces = (from, page.pieces.len() as u32);
                page.blocks.push(Block { kind: BlockKind::FrontMatter, range: node.range, pieces });
            }
        }
        Value::Alias => {}
    }
}
