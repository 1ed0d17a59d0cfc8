//! A page as a row of tokens.

use firstaid_content::{LinkStyle, Page};
use firstaid_text::TextRange;

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
}

/// Offset of the first byte below the front matter's closing line.
fn body_start(page: &Page) -> u32 {
    page.front_matter.as_ref().map_or(0, |it| it.range.end())
}

/// The tokens of a page below its front matter. `segments` are the bytes and numbers of its segments there, in page order.
pub(crate) fn tokens(page: &Page, segments: &[(TextRange, u32)], site: &Site<'_>) -> Vec<Placed> {
    let definitions = page.tokens.iter().filter_map(|token| {
        let link = token.as_link().filter(|link| link.style == LinkStyle::Definition)?;
        Some((link.target, site.place(page, &page.text()[link.target])))
    });
    let mut definitions: Vec<(TextRange, String)> = definitions.collect();
    definitions.sort_by_key(|(target, _)| target.start());
    let mut out = Vec::with_capacity(segments.len() * 4);
    let mut at = body_start(page);
    for &(range, number) in segments {
        push_lines(page.text(), TextRange::new(at, range.start()), &definitions, &mut out);
        out.push(Placed { token: Token::Segment(number), range });
        at = range.end();
    }
    push_lines(page.text(), TextRange::new(at, page.text().len() as u32), &definitions, &mut out);
    out
}

fn push_lines(text: &str, gap: TextRange, definitions: &[(TextRange, String)], out: &mut Vec<Placed>) {
    let mut at = gap.start();
    for line in text[gap].split_inclusive('\n') {
        let range = TextRange::new(at, at + line.len() as u32);
        at = range.end();
        // All ways to write a link to a page are the same, in every locale.
        let first = definitions.partition_point(|(target, _)| target.start() < range.start());
        let definition = definitions.get(first).filter(|(target, _)| range.contains(*target));
        let token = match definition {
            Some((target, place)) => {
                let (before, after) = (TextRange::new(range.start(), target.start()), TextRange::new(target.end(), at));
                line_token(&format!("{}{place}{}", &text[before], &text[after]))
            }
            None => line_token(line),
        };
        out.push(Placed { token, range });
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
