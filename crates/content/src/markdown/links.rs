//! The parts of links that the Markdown parser does not tell: where text and target are.

use firstaid_text::TextRange;

use super::trim_end;
use crate::token::{Link, LinkStyle, Token, TokenKind};

/// The address of a `mailto:` link, as a token of its own.
pub(super) fn mail_address(link: &Link) -> Option<Token> {
    let autolink = link.style == LinkStyle::Autolink && link.url.contains('@') && !link.url.contains(':');
    let skip =
        if autolink { 0 } else { link.url.get(..7).filter(|scheme| scheme.eq_ignore_ascii_case("mailto:"))?.len() };
    let address = link.url[skip..].split('?').next().filter(|address| address.contains('@'))?;
    // Where an entity or backslash is in the way, the whole target stands for the address.
    let plain = link.target.len() as usize == link.url.len();
    let start = link.target.start() + skip as u32;
    let range = if plain { TextRange::new(start, start + address.len() as u32) } else { link.target };
    Some(Token { in_link: true, ..Token::new(TokenKind::Email(address.into()), range) })
}

/// The text and target of a link with brackets; `inner` is where its parsed content ends. The target of a
/// reference is empty.
pub(super) fn link_parts(source: &str, range: TextRange, begin: u32, inner: u32) -> (TextRange, TextRange) {
    let rest = &source[TextRange::new(inner, range.end())];
    let close = inner + rest.find(']').unwrap_or(0) as u32;
    let text = TextRange::new(begin, close.max(begin));
    let after = &source[TextRange::new(close, range.end())];
    if !after.starts_with("](") {
        return (text, TextRange::empty(range.end()));
    }
    (text, destination(source, close + 2, range.end()))
}

/// A link destination (CommonMark 0.31, "link destination") that starts at or after `from`.
pub(super) fn destination(source: &str, from: u32, end: u32) -> TextRange {
    let typed = &source[TextRange::new(from, end)];
    let blank = typed.len() - typed.trim_start().len();
    let start = from + blank as u32;
    let typed = &typed[blank..];
    if let Some(inner) = typed.strip_prefix('<') {
        let mut escaped = false;
        let len = inner.find(|c| {
            let closes = !escaped && c == '>';
            escaped = !escaped && c == '\\';
            closes
        });
        return TextRange::new(start + 1, start + 1 + len.unwrap_or(inner.len()) as u32);
    }
    let (mut depth, mut escaped, mut len) = (0_u32, false, typed.len());
    for (at, c) in typed.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '(' => depth += 1,
            ')' if depth == 0 => {
                len = at;
                break;
            }
            ')' => depth -= 1,
            c if c.is_ascii_whitespace() => {
                len = at;
                break;
            }
            _ => {}
        }
    }
    TextRange::new(start, start + len as u32)
}

pub(super) fn definitions(all: &pulldown_cmark::RefDefs<'_>, text: &str, body: u32) -> Vec<Token> {
    let mut tokens: Vec<Token> = all
        .iter()
        .filter_map(|(_, definition)| {
            let range = TextRange::from(definition.span.clone());
            let colon = text[range].find("]:")? as u32;
            let target = destination(text, range.start() + colon + 2, range.end()).shift(body);
            let range = trim_end(text, range).shift(body);
            let text = TextRange::empty(target.start());
            let link = Link { style: LinkStyle::Definition, text, target, url: (&*definition.dest).into() };
            Some(Token::new(TokenKind::Link(link), range))
        })
        .collect();
    tokens.sort_by_key(|token| token.range);
    tokens
}
