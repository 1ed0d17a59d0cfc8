//! A page as a row of tokens.

use firstaid_content::{BlockKind, Page};
use firstaid_text::TextRange;

use super::links::{Definition, definition_in, definitions};
use crate::hash::short_hash;
use crate::page::Site;

/// A part of a page. Equal tokens of two pages stand for the same.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub(crate) enum Token {
    /// A line between segments, or the part of one, by its hash; 0 is an empty line.
    Line(u32),
    /// A segment, by a number that is the same on all pages that are compared.
    Segment(u32),
}

/// A token and its bytes in its page.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Placed {
    pub(crate) token: Token,
    pub(crate) range: TextRange,
    /// Whether it begins within a block of code or HTML, below its first line.
    pub(crate) is_inside: bool,
}

/// The tokens of a row without their places.
pub(super) fn bare(row: &[Placed]) -> Vec<Token> {
    row.iter().map(|it| it.token).collect()
}

/// Offset of the first byte below the front matter's closing line.
fn body_start(page: &Page) -> u32 {
    page.front_matter.as_ref().map_or(0, |it| it.range.end())
}

/// The tokens of a page below its front matter. `segments` are the bytes and numbers of its segments there, in page
/// order.
pub(crate) fn tokens(page: &Page, segments: &[(TextRange, u32)], site: &Site<'_>) -> Vec<Placed> {
    let definitions = definitions(page);
    let place = |target: TextRange| site.place(page, &page.text()[target]);
    let mut out = Vec::with_capacity(segments.len() * 4);
    let mut at = body_start(page);
    for &(range, number) in segments {
        push_lines(page.text(), TextRange::new(at, range.start()), &definitions, &place, &mut out);
        out.push(Placed { token: Token::Segment(number), range, is_inside: false });
        at = range.end();
    }
    push_lines(page.text(), TextRange::new(at, page.text().len() as u32), &definitions, &place, &mut out);
    mark_inside(page, &mut out);
    out
}

/// Tells which tokens begin within a block of code or HTML. Both the blocks and the tokens are in page order.
fn mark_inside(page: &Page, row: &mut [Placed]) {
    let mut row = row.iter_mut().peekable();
    for block in page.blocks.iter().filter(|it| matches!(it.kind, BlockKind::Code | BlockKind::Html)) {
        while row.next_if(|it| it.range.start() <= block.range.start()).is_some() {}
        while let Some(placed) = row.next_if(|it| it.range.start() < block.range.end()) {
            placed.is_inside = true;
        }
    }
}

/// Adds the lines of a gap. `place` is where a target leads, the same for all ways to write it, in every locale.
fn push_lines(
    text: &str,
    gap: TextRange,
    definitions: &[Definition],
    place: &dyn Fn(TextRange) -> String,
    out: &mut Vec<Placed>,
) {
    let mut at = gap.start();
    for line in text[gap].split_inclusive('\n') {
        let range = TextRange::new(at, at + line.len() as u32);
        at = range.end();
        let token = match definition_in(definitions, range) {
            Some(&Definition { target, .. }) => {
                let (before, after) = (TextRange::new(range.start(), target.start()), TextRange::new(target.end(), at));
                line_token(&format!("{}{}{}", &text[before], place(target), &text[after]))
            }
            None => line_token(line),
        };
        out.push(Placed { token, range, is_inside: false });
    }
}

fn line_token(line: &str) -> Token {
    let (text, end) = match line.strip_suffix('\n') {
        Some(text) => (text.strip_suffix('\r').unwrap_or(text), "\n"),
        None => (line, ""),
    };
    if text.trim().is_empty() && !end.is_empty() {
        return Token::Line(0);
    }
    Token::Line(short_hash(&[text.as_bytes(), end.as_bytes()]).max(1))
}
