//! The address of a link in its own text.

use firstaid_content::{LinkStyle, Token, TokenKind};
use firstaid_text::TextRange;

use crate::PageContext;

/// The ranges in the text of a link that repeat its target `url`: a fix of the target must change them, too.
pub(super) fn shown_urls<'a>(
    cx: &'a PageContext<'_>,
    token: &'a Token,
    url: &'a str,
) -> impl Iterator<Item = TextRange> + 'a {
    let text = match token.as_link() {
        Some(link) if link.style == LinkStyle::Html => TextRange::new(token.range.end(), token.range.end() + 1),
        Some(link) => link.text,
        None => TextRange::empty(0),
    };
    let first = cx.page.tokens.partition_point(|other| other.range.start() < text.start());
    let inside = cx.page.tokens[first..].iter().take_while(move |other| other.range.start() < text.end());
    inside.filter(move |other| matches!(&other.kind, TokenKind::Url(shown) if **shown == *url)).map(|other| other.range)
}
