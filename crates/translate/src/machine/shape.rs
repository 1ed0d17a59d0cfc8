//! The parts of a text that a translation must keep: blocks, markup, identities, numbers.

use std::ops::Range;

use firstaid_content::{AnchorDialect, Locale, PageKey, TokenKind, parse};
use firstaid_text::{SourceFile, ascii_digit};
use pulldown_cmark::{Event, Tag, TagEnd};

use crate::segments::markup::{events, is_inline};

/// The markup of a text: blocks in order, the rest sorted.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(super) struct Shape {
    pub(super) blocks: Vec<String>,
    pub(super) links: Vec<String>,
    pub(super) code: Vec<String>,
    pub(super) html: Vec<String>,
    /// Emphasis, breaks, footnotes.
    pub(super) marks: Vec<String>,
}

impl Shape {
    pub(super) fn of(text: &str) -> Self {
        let mut shape = Self::default();
        for (event, range) in events(text) {
            match event {
                Event::Start(Tag::Link { dest_url, title, .. } | Tag::Image { dest_url, title, .. }) => {
                    shape.links.push(format!("{dest_url} {title}"));
                }
                Event::Start(tag) if is_inline(&tag) => shape.marks.push(format!("{tag:?}")),
                Event::Start(tag) => shape.blocks.push(block(text, &tag, range)),
                Event::End(TagEnd::List(_) | TagEnd::Item | TagEnd::BlockQuote(_)) => shape.blocks.push("end".into()),
                Event::Rule => shape.blocks.push("rule".into()),
                Event::Code(code) => shape.code.push(code.into_string()),
                Event::Html(html) | Event::InlineHtml(html) => shape.html.push(html.into_string()),
                Event::FootnoteReference(label) => shape.marks.push(format!("[^{label}]")),
                Event::HardBreak => shape.marks.push("break".into()),
                _ => {}
            }
        }
        for sorted in [&mut shape.links, &mut shape.code, &mut shape.html, &mut shape.marks] {
            sorted.sort_unstable();
        }
        shape
    }
}

fn block(text: &str, tag: &Tag<'_>, range: Range<usize>) -> String {
    match tag {
        // The marker of an item: `1.` and `2.` are different.
        Tag::Item => text[range].split_whitespace().next().unwrap_or_default().to_owned(),
        Tag::Heading { level, .. } => format!("{level:?}"),
        tag => format!("{tag:?}"),
    }
}

/// The URLs, mail addresses, phone numbers, fingerprints, key ids and onion hosts that the page parser finds in a text,
/// sorted.
pub(super) fn identities(text: &str) -> Vec<String> {
    // Name and language of the page do not affect its identities.
    let Some(locale) = Locale::new("en") else { return Vec::new() };
    let key = PageKey { locale, name: "text".into() };
    // Blank lines before the text keep it from being read as front matter.
    let page = parse(key, SourceFile::new("text.md", format!("\n\n{text}")), AnchorDialect::default());
    let identity = |kind: &TokenKind| match kind {
        TokenKind::Link(link) => Some(link.url.to_string()),
        TokenKind::Url(url) => Some(url.to_string()),
        TokenKind::Email(email) => Some(email.to_string()),
        TokenKind::Onion(host) => Some(host.to_string()),
        TokenKind::Phone(number) => Some(number.to_string()),
        _ => None,
    };
    let typed = |kind: &TokenKind, typed: &str| {
        matches!(kind, TokenKind::Fingerprint | TokenKind::KeyId).then(|| typed.to_owned())
    };
    let tokens = page.tokens.iter();
    let mut found: Vec<String> =
        tokens.filter_map(|it| identity(&it.kind).or_else(|| typed(&it.kind, &page.text()[it.range]))).collect();
    found.sort_unstable();
    found
}

/// The numbers of a text in Western digits, without separators between groups, sorted.
pub(super) fn numbers(text: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    let mut number = String::new();
    let characters: Vec<char> = text.chars().collect();
    for (at, &c) in characters.iter().enumerate() {
        if let Some(digit) = ascii_digit(c) {
            number.push(digit);
            continue;
        }
        let goes_on = is_grouping(c) && is_group(&characters[at + 1..]);
        if !number.is_empty() && !goes_on {
            found.push(std::mem::take(&mut number));
        }
    }
    found.extend((!number.is_empty()).then_some(number));
    found.sort_unstable();
    found
}

/// Whether exactly three digits follow.
fn is_group(after: &[char]) -> bool {
    after.iter().take_while(|c| ascii_digit(**c).is_some()).count() == 3
}

fn is_grouping(c: char) -> bool {
    matches!(c, '.' | ',' | '\'' | '’' | '\u{a0}' | '\u{202f}' | '\u{2009}' | '\u{66c}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_number_in_another_spelling_is_the_same() {
        assert_eq!(numbers("10,000 people, 24 h"), numbers("24 ч, 10\u{a0}000"));
        assert_eq!(numbers("at 10:30"), ["10", "30"]);
        assert_eq!(numbers("٢٤ ساعة"), ["24"]);
        assert_ne!(numbers("1,5"), numbers("15"));
    }

    #[test]
    fn identities_are_those_of_pages() {
        let found = identities("Mail a@example.org, see https://example.org/x or [it]({1}).");
        assert_eq!(found, ["a@example.org", "https://example.org/x", "{1}"]);
    }

    #[test]
    fn blocks_and_markup_are_the_shape() {
        let shape = Shape::of("**a** [b]({1}) `c` <d>e</d>");
        assert_eq!((shape.marks.len(), &*shape.links[0], &*shape.code[0]), (1, "{1} ", "c"));
        assert_eq!(shape.html, ["</d>", "<d>"]);
        assert_ne!(Shape::of("1. a").blocks, Shape::of("2. a").blocks);
        assert_ne!(Shape::of("a").blocks, Shape::of("# a").blocks);
    }
}
