//! The content between the headings of a page.

use firstaid_content::{LinkStyle, Page, TokenKind};
use firstaid_text::TextRange;

/// Whether nothing between two offsets is visible; comments, link definitions and attribute lists are not.
pub(crate) fn nothing_between(page: &Page, from: u32, to: u32) -> bool {
    let definition = |kind: &TokenKind| matches!(kind, TokenKind::Link(link) if link.style == LinkStyle::Definition);
    let comments = page.comments.iter().map(|comment| comment.range);
    let definitions = page.tokens.iter().filter(|token| definition(&token.kind)).map(|token| token.range);
    let between = TextRange::new(from.min(to), to);
    let mut hidden: Vec<TextRange> = comments.chain(definitions).filter(|range| between.contains(*range)).collect();
    hidden.sort_unstable();
    let mut at = between.start();
    for range in hidden {
        if range.start() >= at {
            if !is_blank(&page.text()[TextRange::new(at, range.start())]) {
                return false;
            }
            at = range.end();
        }
    }
    is_blank(&page.text()[TextRange::new(at, to)])
}

fn is_blank(text: &str) -> bool {
    text.lines().map(str::trim).all(|line| line.is_empty() || line.starts_with("{:") && line.ends_with('}'))
}

/// The words of a heading, in lower case, without punctuation.
pub(crate) fn words_of(heading: &str) -> Vec<String> {
    let words = heading.split(|c: char| !c.is_alphanumeric() && c != '\'' && c != '’');
    words.filter(|word| !word.is_empty()).map(str::to_lowercase).collect()
}
