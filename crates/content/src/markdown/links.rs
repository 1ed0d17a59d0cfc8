//! Links, and where their text and target are, which the Markdown parser does not say.

use firstaid_text::TextRange;
use pulldown_cmark::LinkType;

use super::builder::Builder;
use super::open::OpenLink;
use super::trim::trim_end;
use crate::piece::PieceKind;
use crate::scan;
use crate::token::{Link, LinkStyle, Token, TokenKind};

impl Builder<'_, '_> {
    pub(super) fn open_link(&mut self, style: LinkStyle, url: &str, range: TextRange) {
        let range = self.snap(range);
        if style == LinkStyle::Autolink {
            self.inline_piece(range, PieceKind::Opaque);
        } else {
            self.inline(range);
        }
        let token = self.page.tokens.len();
        // A placeholder until the link closes.
        self.page.tokens.push(Token::new(TokenKind::Code, range));
        let inner = range.start() + if style == LinkStyle::Image { 2 } else { 1 };
        let in_image = style == LinkStyle::Image || self.links.last().is_some_and(|around| around.in_image);
        self.links.push(OpenLink { style, range, url: url.into(), inner, token, in_image });
    }

    pub(super) fn close_link(&mut self) {
        let Some(open) = self.links.pop() else { return };
        self.reach(open.inner);
        let begin = open.range.start() + if open.style == LinkStyle::Image { 2 } else { 1 };
        let (text, target) = match open.style {
            LinkStyle::Autolink => {
                let inner = TextRange::new(open.range.start() + 1, open.range.end() - 1);
                (TextRange::empty(inner.start()), inner)
            }
            _ => link_parts(self.text, open.range, begin, open.inner.min(open.range.end())),
        };
        let is_covered = !self.overlay.covers_in(target).is_empty();
        let as_typed = open.style == LinkStyle::Autolink || is_covered;
        let url = if as_typed { self.source[target].into() } else { open.url };
        let link = Link { style: open.style, text, target, url };
        if let Some(contact) = contact_token(&link) {
            self.page.tokens.push(contact);
        }
        self.page.tokens[open.token] = Token::new(TokenKind::Link(link), open.range);
    }

    /// The token of a link definition: its URL is the target as typed where that is covered.
    pub(super) fn uncovered(&self, token: Token) -> Token {
        match token.kind {
            TokenKind::Link(link) if !self.overlay.covers_in(link.target).is_empty() => {
                let url = self.source[link.target].into();
                Token { kind: TokenKind::Link(Link { url, ..link }), ..token }
            }
            kind => Token { kind, ..token },
        }
    }
}

pub(super) fn style_of(link_type: LinkType) -> LinkStyle {
    match link_type {
        LinkType::Inline => LinkStyle::Inline,
        LinkType::Autolink | LinkType::Email => LinkStyle::Autolink,
        _ => LinkStyle::Reference,
    }
}

/// The address of a `mailto:` link or the number of a `tel:` link, as a token of its own.
pub(super) fn contact_token(link: &Link) -> Option<Token> {
    if let Some(phone) = scan::phone_in(&link.url) {
        return Some(Token { in_link: true, ..Token::new(TokenKind::Phone(phone.into()), link.target) });
    }
    let autolink = link.style == LinkStyle::Autolink && link.url.contains('@') && !link.url.contains(':');
    let skip =
        if autolink { 0 } else { link.url.get(..7).filter(|scheme| scheme.eq_ignore_ascii_case("mailto:"))?.len() };
    let address = link.url[skip..].split('?').next().filter(|address| address.contains('@'))?;
    // With an entity or backslash in it, the whole target stands for the address.
    let is_plain = link.target.len() as usize == link.url.len();
    let start = link.target.start() + skip as u32;
    let range = if is_plain { TextRange::new(start, start + address.len() as u32) } else { link.target };
    Some(Token { in_link: true, ..Token::new(TokenKind::Email(address.into()), range) })
}

/// The text and target of a link with brackets. Its text begins at `begin`, its parsed content ends at `inner`. The
/// target of a reference is empty.
fn link_parts(source: &str, range: TextRange, begin: u32, inner: u32) -> (TextRange, TextRange) {
    let rest = &source[TextRange::new(inner, range.end())];
    let close = inner + rest.find(']').unwrap_or(0) as u32;
    let text = TextRange::new(begin, close.max(begin));
    let after = &source[TextRange::new(close, range.end())];
    if !after.starts_with("](") {
        return (text, TextRange::empty(range.end()));
    }
    (text, destination(source, close + 2, range.end()))
}

/// The link destination (CommonMark 0.31, "link destination") that starts at or after `from`.
fn destination(source: &str, from: u32, end: u32) -> TextRange {
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
    let (mut depth, mut escaped) = (0_u32, false);
    let len = typed.bytes().position(|byte| {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'(' => depth += 1,
            b')' if depth == 0 => return true,
            b')' => depth -= 1,
            _ => return byte.is_ascii_whitespace(),
        }
        false
    });
    let len = len.unwrap_or(typed.len());
    TextRange::new(start, start + len as u32)
}

/// The definitions of a body that lies at `body` in the file, in order.
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
