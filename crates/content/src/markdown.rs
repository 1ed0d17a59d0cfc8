//! The body of a page: CommonMark with GFM tables, strikethrough, task lists, footnotes and heading attributes.
//!
//! pulldown-cmark says what is what; this module turns its events into blocks, tokens and pieces of prose, and
//! finds the bytes it does not tell: link targets, list markers.

use firstaid_text::TextRange;
use pulldown_cmark::{Event, HeadingLevel, LinkType, Options, Parser, Tag, TagEnd};

use crate::anchor::{AnchorDialect, Heading, Slugger};
use crate::html::{HtmlItem, scan_html};
use crate::page::{Block, BlockKind, Comment, List, ListItem, Page};
use crate::prose::{Piece, PieceKind};
use crate::token::{Link, LinkStyle, Token, TokenKind};

const OPTIONS: Options = Options::ENABLE_TABLES
    .union(Options::ENABLE_FOOTNOTES)
    .union(Options::ENABLE_STRIKETHROUGH)
    .union(Options::ENABLE_TASKLISTS)
    .union(Options::ENABLE_HEADING_ATTRIBUTES)
    .union(Options::ENABLE_GFM);

/// Parses everything from the offset `body` on into `page`.
pub(crate) fn parse_body(page: &mut Page, body: u32, dialect: AnchorDialect) {
    let source = std::sync::Arc::clone(&page.source);
    let text = &source.text()[body as usize..];
    let mut events = Parser::new_ext(text, OPTIONS).into_offset_iter();
    let definitions = definitions(events.reference_definitions(), text, body);
    let mut builder = Builder {
        text: source.text(),
        page,
        slugger: Slugger::new(dialect),
        depth: 0,
        leaf: None,
        links: Vec::new(),
        lists: Vec::new(),
        heading: None,
        code: None,
        html: None,
        pending: Vec::new(),
    };
    for (event, range) in &mut events {
        builder.event(event, TextRange::from(range).shift(body));
    }
    builder.page.tokens.extend(definitions);
}

struct Builder<'p, 't> {
    text: &'t str,
    page: &'p mut Page,
    slugger: Slugger,
    /// Containers (quotes, lists, items, footnotes) around the current place.
    depth: u32,
    leaf: Option<Leaf>,
    links: Vec<OpenLink>,
    /// Open lists, as indices into the page's.
    lists: Vec<usize>,
    heading: Option<OpenHeading>,
    code: Option<TextRange>,
    html: Option<TextRange>,
    /// Comments that wait for the block after them: index and depth.
    pending: Vec<(usize, u32)>,
}

/// A leaf block that is being read.
struct Leaf {
    kind: BlockKind,
    range: TextRange,
    pieces: u32,
    /// Comments inside it.
    comments: Vec<usize>,
}

struct OpenLink {
    style: LinkStyle,
    range: TextRange,
    url: Box<str>,
    /// Where the text inside ends, as far as it was seen.
    inner: u32,
    /// Its place among the tokens, kept free so that it comes before what is inside it.
    token: usize,
    /// `<…>`: the text is the target and no prose.
    bare: bool,
}

struct OpenHeading {
    level: u8,
    range: TextRange,
    id: Option<Box<str>>,
    text: String,
}

impl Builder<'_, '_> {
    fn event(&mut self, event: Event<'_>, range: TextRange) {
        match event {
            Event::Start(tag) => self.start(tag, range),
            Event::End(tag) => self.end(tag, range),
            Event::Text(text) => self.text(&text, range),
            Event::Code(text) => {
                self.inline(range, Some(PieceKind::Opaque));
                self.heading_text(&text);
                self.page.tokens.push(Token::new(TokenKind::Code, range));
            }
            Event::SoftBreak | Event::HardBreak => {
                self.inline(range, Some(PieceKind::Space));
                self.heading_text(" ");
            }
            Event::InlineHtml(html) => {
                let is_break = html.get(..3).is_some_and(|tag| tag.eq_ignore_ascii_case("<br"));
                self.inline(range, is_break.then_some(PieceKind::Space));
                self.html_items(range, true);
            }
            Event::Html(_) => {}
            Event::FootnoteReference(_) | Event::TaskListMarker(_) => self.inline(range, None),
            Event::InlineMath(_) | Event::DisplayMath(_) => self.inline(range, Some(PieceKind::Opaque)),
            Event::Rule => self.close_leaf(),
        }
    }

    fn start(&mut self, tag: Tag<'_>, range: TextRange) {
        if let Tag::Link { link_type, dest_url, .. } = tag {
            return self.open_link(style_of(link_type), &dest_url, range);
        }
        if let Tag::Image { dest_url, .. } = tag {
            return self.open_link(LinkStyle::Image, &dest_url, range);
        }
        if matches!(tag, Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::Superscript | Tag::Subscript) {
            return self.inline(range, None);
        }
        self.close_leaf();
        if !matches!(tag, Tag::HtmlBlock | Tag::TableHead | Tag::TableRow | Tag::TableCell) {
            self.settle_comments(range);
        }
        match tag {
            Tag::Paragraph => self.open_leaf(BlockKind::Paragraph, range),
            Tag::TableCell => self.open_leaf(BlockKind::TableCell, range),
            Tag::Heading { level, id, .. } => {
                let level = heading_level(level);
                self.open_leaf(BlockKind::Heading(level), range);
                let id = id.map(|id| id.into_string().into_boxed_str());
                self.heading = Some(OpenHeading { level, range, id, text: String::new() });
            }
            Tag::CodeBlock(_) => self.code = Some(range),
            Tag::HtmlBlock => self.html = Some(range),
            Tag::List(start) => {
                self.depth += 1;
                let depth = self.lists.len() as u32;
                self.lists.push(self.page.lists.len());
                self.page.lists.push(List { range, ordered: start.is_some(), depth, items: Vec::new() });
            }
            Tag::Item => {
                self.depth += 1;
                let item = list_item(self.text, range);
                if let Some(&list) = self.lists.last() {
                    self.page.lists[list].items.push(item);
                }
            }
            Tag::BlockQuote(_) | Tag::FootnoteDefinition(_) => self.depth += 1,
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd, range: TextRange) {
        match tag {
            TagEnd::Link | TagEnd::Image => self.close_link(),
            TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Superscript | TagEnd::Subscript => {}
            TagEnd::Heading(_) => {
                self.close_leaf();
                self.close_heading();
            }
            TagEnd::CodeBlock => {
                self.code = None;
                self.page.tokens.push(Token::new(TokenKind::Code, range));
                self.push_bare_block(BlockKind::Code, range);
            }
            TagEnd::HtmlBlock => {
                self.html = None;
                self.close_html(range);
            }
            TagEnd::List(_) => {
                self.close_leaf();
                self.lists.pop();
                self.leave_container();
            }
            TagEnd::Item | TagEnd::BlockQuote(_) | TagEnd::FootnoteDefinition => {
                self.close_leaf();
                self.leave_container();
            }
            _ => self.close_leaf(),
        }
    }

    fn text(&mut self, decoded: &str, range: TextRange) {
        if self.code.is_some() || self.html.is_some() {
            return;
        }
        if self.links.last().is_some_and(|link| link.bare) {
            self.heading_text(decoded);
            return self.inline(range, None);
        }
        let kind = if &self.text[range] == decoded { PieceKind::Verbatim } else { PieceKind::Decoded(decoded.into()) };
        self.inline(range, Some(kind));
        self.heading_text(decoded);
    }

    /// Something inline: opens the leaf of a tight list item if need be, and adds a piece to the prose.
    fn inline(&mut self, range: TextRange, kind: Option<PieceKind>) {
        if self.leaf.is_none() {
            self.open_leaf(BlockKind::Item, range);
        }
        if let Some(leaf) = &mut self.leaf {
            leaf.range = leaf.range.cover(range);
        }
        for link in &mut self.links {
            link.inner = link.inner.max(range.end());
        }
        if let Some(kind) = kind {
            self.page.pieces.push(Piece { range, kind });
        }
    }

    fn heading_text(&mut self, text: &str) {
        // The text in place of an image is no part of the id.
        if let Some(heading) = &mut self.heading
            && !self.links.iter().any(|link| link.style == LinkStyle::Image)
        {
            heading.text.push_str(text);
        }
    }

    fn open_leaf(&mut self, kind: BlockKind, range: TextRange) {
        self.close_leaf();
        self.leaf = Some(Leaf { kind, range, pieces: self.page.pieces.len() as u32, comments: Vec::new() });
    }

    fn close_leaf(&mut self) {
        let Some(leaf) = self.leaf.take() else { return };
        for comment in leaf.comments {
            self.page.comments[comment].block = Some(leaf.range);
        }
        let range = trim_end(self.text, leaf.range);
        let pieces = (leaf.pieces, self.page.pieces.len() as u32);
        self.page.blocks.push(Block { kind: leaf.kind, range, pieces });
    }

    fn push_bare_block(&mut self, kind: BlockKind, range: TextRange) {
        let none = self.page.pieces.len() as u32;
        self.page.blocks.push(Block { kind, range: trim_end(self.text, range), pieces: (none, none) });
    }

    fn close_heading(&mut self) {
        let Some(heading) = self.heading.take() else { return };
        let range = trim_end(self.text, heading.range);
        let typed = self.text[range].lines().next().unwrap_or_default().trim_matches(['#', ' ', '\t']);
        let anchor = heading.id.unwrap_or_else(|| self.slugger.anchor(&heading.text, typed));
        self.page.headings.push(Heading { level: heading.level, range, text: heading.text.trim().into(), anchor });
    }

    fn open_link(&mut self, style: LinkStyle, url: &str, range: TextRange) {
        let bare = style == LinkStyle::Autolink;
        self.inline(range, bare.then_some(PieceKind::Opaque));
        let token = self.page.tokens.len();
        // Filled in when the link closes; until then an empty code token holds the place.
        self.page.tokens.push(Token::new(TokenKind::Code, range));
        let inner = range.start() + if style == LinkStyle::Image { 2 } else { 1 };
        self.links.push(OpenLink { style, range, url: url.into(), inner, token, bare });
    }

    fn close_link(&mut self) {
        let Some(open) = self.links.pop() else { return };
        let begin = open.range.start() + if open.style == LinkStyle::Image { 2 } else { 1 };
        let (text, target) = match open.style {
            LinkStyle::Autolink => {
                let inner = TextRange::new(open.range.start() + 1, open.range.end() - 1);
                (TextRange::empty(inner.start()), inner)
            }
            _ => link_parts(self.text, open.range, begin, open.inner.min(open.range.end())),
        };
        let url = if open.style == LinkStyle::Autolink { self.text[target].into() } else { open.url };
        let link = Link { style: open.style, text, target, url };
        if let Some(address) = mail_address(&link) {
            self.page.tokens.push(address);
        }
        self.page.tokens[open.token] = Token::new(TokenKind::Link(link), open.range);
    }

    fn close_html(&mut self, range: TextRange) {
        let comments = self.page.comments.len();
        self.html_items(range, false);
        let only_comments = without_comments(&self.text[range]).trim().is_empty();
        if !only_comments {
            let waiting = self.pending.iter().filter(|&&(index, depth)| depth == self.depth && index < comments);
            for &(index, _) in waiting {
                self.page.comments[index].block = Some(range);
            }
            self.pending.retain(|&(index, depth)| depth != self.depth || index >= comments);
        }
        self.push_bare_block(BlockKind::Html, range);
    }

    fn html_items(&mut self, range: TextRange, inline: bool) {
        for item in scan_html(&self.text[range], range.start()) {
            match item {
                HtmlItem::Comment(range) => {
                    let index = self.page.comments.len();
                    self.page.comments.push(Comment { range, block: None });
                    match &mut self.leaf {
                        Some(leaf) if inline => leaf.comments.push(index),
                        _ => self.pending.push((index, self.depth)),
                    }
                }
                HtmlItem::Attribute { tag, name, value, tag_range } => self.attribute(&tag, &name, value, tag_range),
            }
        }
    }

    fn attribute(&mut self, tag: &str, name: &str, value: TextRange, tag_range: TextRange) {
        let typed = self.text[value].trim();
        let start = value.start() + (self.text[value].len() - self.text[value].trim_start().len()) as u32;
        let target = TextRange::new(start, start + typed.len() as u32);
        match (tag, name) {
            (_, "id") | ("a", "name") if !typed.is_empty() => {
                self.page.tokens.push(Token::new(TokenKind::Anchor(typed.into()), target));
            }
            ("a" | "area", "href") | ("img" | "iframe" | "video" | "audio" | "source", "src") => {
                let url = typed.replace("&amp;", "&").into();
                let text = TextRange::empty(tag_range.end());
                let link = Link { style: LinkStyle::Html, text, target, url };
                if let Some(address) = mail_address(&link) {
                    self.page.tokens.push(address);
                }
                self.page.tokens.push(Token::new(TokenKind::Link(link), tag_range));
            }
            _ => {}
        }
    }

    /// A block begins: comments before it at the same depth are about it.
    fn settle_comments(&mut self, range: TextRange) {
        let depth = self.depth;
        let comments = &mut self.page.comments;
        self.pending.retain(|&(index, at)| {
            if at == depth {
                comments[index].block = Some(range);
            }
            at != depth
        });
    }

    fn leave_container(&mut self) {
        self.depth -= 1;
        let depth = self.depth;
        self.pending.retain(|&(_, at)| at <= depth);
    }
}

fn style_of(link_type: LinkType) -> LinkStyle {
    match link_type {
        LinkType::Inline => LinkStyle::Inline,
        LinkType::Autolink | LinkType::Email => LinkStyle::Autolink,
        _ => LinkStyle::Reference,
    }
}

fn heading_level(level: HeadingLevel) -> u8 {
    level as u8
}

/// The address of a `mailto:` link, as a token of its own.
fn mail_address(link: &Link) -> Option<Token> {
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

/// A link destination (CommonMark 0.31, "link destination") that starts at or after `from`.
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

fn definitions(all: &pulldown_cmark::RefDefs<'_>, text: &str, body: u32) -> Vec<Token> {
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

/// Where an item's marker and text are. `range` begins with the marker, or with blanks before it.
fn list_item(source: &str, range: TextRange) -> ListItem {
    let start = range.start() as usize;
    let line_start = source[..start].rfind('\n').map_or(0, |newline| newline + 1);
    let typed = &source[start..range.end() as usize];
    let marker_start = start + typed.len() - typed.trim_start_matches([' ', '\t']).len();
    let typed = &source[marker_start..range.end() as usize];
    let digits = typed.bytes().take_while(u8::is_ascii_digit).count();
    let marker_len = (digits + 1).min(typed.len());
    let marker = TextRange::from(marker_start..marker_start + marker_len);
    let indent = columns(source[line_start..marker_start].trim_start_matches('\u{feff}'), 0);
    let after_marker = indent + marker_len as u32;
    let line = typed[marker_len..].lines().next().unwrap_or_default();
    let blanks = line.len() - line.trim_start_matches([' ', '\t']).len();
    let after_blanks = columns(&line[..blanks], after_marker);
    // Five columns and more are one column and a code block that is indented by the rest.
    let indented_code = after_blanks - after_marker > 4;
    let content = if indented_code || line.trim().is_empty() { after_marker + 1 } else { after_blanks };
    let range = trim_end(source, TextRange::new(marker.start(), range.end()));
    ListItem { range, marker, indent, content }
}

/// The column after a text that begins at a column; a tab goes on to the next multiple of four.
fn columns(text: &str, from: u32) -> u32 {
    text.chars().fold(from, |column, c| if c == '\t' { column / 4 * 4 + 4 } else { column + 1 })
}

fn trim_end(source: &str, range: TextRange) -> TextRange {
    TextRange::new(range.start(), range.start() + source[range].trim_end().len() as u32)
}

fn without_comments(html: &str) -> String {
    let mut rest = html;
    let mut out = String::new();
    while let Some(start) = rest.find("<!--") {
        out.push_str(&rest[..start]);
        rest = rest[start..].find("-->").map_or("", |end| &rest[start + end + 3..]);
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn first_item(text: &str) -> (u32, u32) {
        let item = list_item(text, TextRange::from(0..text.len()));
        (item.indent, item.content)
    }

    #[test]
    fn items_know_the_columns_of_marker_and_text() {
        assert_eq!(first_item("- a"), (0, 2));
        assert_eq!(first_item("  10.  a"), (2, 7));
        assert_eq!(first_item("-\ta"), (0, 4));
        assert_eq!(first_item("\t- a"), (4, 6));
        assert_eq!(first_item("-      code"), (0, 2));
        assert_eq!(first_item("-   \n  a"), (0, 2));
    }

    #[test]
    fn a_byte_order_mark_is_no_column() {
        let text = "\u{feff}* a";
        let item = list_item(text, TextRange::from(3..text.len()));
        assert_eq!((item.indent, item.content), (0, 2));
    }
}
