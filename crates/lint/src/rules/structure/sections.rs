//! The content between the headings of a page.

use firstaid_content::{LinkStyle, Page, TokenKind};
use firstaid_text::TextRange;

/// Whether nothing between two offsets is visible; comments, link definitions and attribute lists are not.
pub(crate) fn nothing_between(page: &Page, from: u32, to: u32) -> bool {
    let definition = |kind: &TokenKind| matches!(kind, TokenKind::Link(link) if link.style == LinkStyle::Definition);
    let between = TextRange::new(from.min(to), to);
    let first = page.comments.partition_point(|comment| comment.range.start() < between.start());
    let comments = page.comments[first..].iter().map(|comment| comment.range);
    let comments = comments.take_while(|range| range.start() < to);
    let first = page.tokens.partition_point(|token| token.range.start() < between.start());
    let tokens = page.tokens[first..].iter().take_while(|token| token.range.start() < to);
    let definitions = tokens.filter(|token| definition(&token.kind)).map(|token| token.range);
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

/// Whether a heading is used as a lead: it is a whole sentence, introduces what follows, or is a numbered step.
pub(super) fn is_lead(heading: &str) -> bool {
    let text = heading.trim().trim_end_matches(['*', '_', '"', '”', ')']);
    text.ends_with(['.', '!', ':', ';', ',', '…', '。', '！', '：', '؛', '،']) || is_numbered(text) || is_question(text)
}

/// Whether a heading is a question, which an answer must follow.
pub(super) fn is_question(heading: &str) -> bool {
    heading.trim().trim_end_matches(['*', '_', '"', '”', ')']).ends_with(['?', '？', '؟', ';'])
}

/// Whether a heading has a number of its own: `2.1 Get it`, `3) Wait`, `Step 4`.
fn is_numbered(heading: &str) -> bool {
    let mut words = heading.trim_start_matches(['*', '_', '(', '#']).split_whitespace();
    let first = words.next().unwrap_or_default();
    let number = first.trim_end_matches(['.', ')', ':', '-', '–']);
    let is_number = |text: &str| {
        text.starts_with(|c: char| c.is_numeric())
            && text.chars().all(|c| c.is_numeric() || c == '.')
            && text.len() <= 8
    };
    let counts = |word: &str| is_number(word.trim_end_matches([':', '.', ')']));
    is_number(number) && words.clone().next().is_some() || words.next().is_some_and(counts)
}
