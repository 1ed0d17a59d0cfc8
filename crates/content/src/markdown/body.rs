//! The events of the Markdown parser, turned into a page.

use firstaid_text::TextRange;
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use super::builder::Builder;
use super::dedented::Dedented;
use super::foreign::flatten;
use super::links::{definitions, style_of};
use super::lists::{list_item, marker_start};
use super::open::{OpenHeading, OpenLink, OpenList};
use crate::anchor::AnchorDialect;
use crate::overlay::{CoverKind, Overlay, Syntax, overlay};
use crate::page::{BlockKind, Comment, Heading, List, Page};
use crate::piece::{Piece, PieceKind};
use crate::token::{LinkStyle, Token, TokenKind};

pub(super) const OPTIONS: Options = Options::ENABLE_TABLES
    .union(Options::ENABLE_FOOTNOTES)
    .union(Options::ENABLE_STRIKETHROUGH)
    .union(Options::ENABLE_TASKLISTS)
    .union(Options::ENABLE_HEADING_ATTRIBUTES)
    .union(Options::ENABLE_GFM);

/// Parses everything from the offset `body` on into `page`.
pub(crate) fn parse_body(page: &mut Page, body: u32, dialect: AnchorDialect) {
    let source = std::sync::Arc::clone(&page.source);
    let overlay = overlay(source.text(), body, Syntax::of(source.path()));
    let text = &overlay.text[body as usize..];
    let mut events = Parser::new_ext(text, OPTIONS).into_offset_iter();
    let definitions = definitions(events.reference_definitions(), text, body);
    let mut builder = Builder::new(source.text(), &overlay, page, dialect);
    for (event, range) in &mut events {
        builder.event(event, TextRange::from(range).shift(body));
    }
    builder.finish(definitions);
}

/// Parses a value of the front matter as Markdown, without the indentation of a block scalar, which would make code of
/// it. Its blocks have a kind of their own, so that nobody takes them for those of the body; of its links the addresses
/// are kept.
pub(crate) fn parse_value(page: &mut Page, range: TextRange, dialect: AnchorDialect) {
    let source = std::sync::Arc::clone(&page.source);
    let overlay = Overlay::bare(source.text());
    let (blocks, tokens, comments) = (page.blocks.len(), page.tokens.len(), page.comments.len());
    let mut builder = Builder::new(source.text(), &overlay, page, dialect);
    builder.value(range);
    builder.close_leaf();
    for mut block in page.blocks.split_off(blocks) {
        if block.pieces.0 < block.pieces.1 {
            block.kind = BlockKind::FrontMatterText;
            page.blocks.push(block);
        }
    }
    for token in page.tokens.split_off(tokens) {
        match token.kind {
            TokenKind::Link(link) if is_web(&link.url) && link.style != LinkStyle::Reference => {
                page.tokens.push(Token::new(TokenKind::Url(link.url), link.target));
            }
            TokenKind::Link(_) | TokenKind::Anchor(_) => {}
            _ => page.tokens.push(token),
        }
    }
    page.comments.truncate(comments);
    page.headings.clear();
    page.lists.clear();
    page.includes = false;
}

fn is_web(url: &str) -> bool {
    let scheme = url.split_once("://").map_or("", |(scheme, _)| scheme);
    scheme.eq_ignore_ascii_case("http") || scheme.eq_ignore_ascii_case("https")
}

impl Builder<'_, '_> {
    /// Reads a stretch of the text of raw HTML as Markdown.
    pub(super) fn markdown(&mut self, range: TextRange) {
        let text = self.text;
        for (event, place) in Parser::new_ext(&text[range], OPTIONS).into_offset_iter() {
            self.event(event, TextRange::from(place).shift(range.start()));
        }
    }

    /// Reads a value of the front matter as Markdown.
    fn value(&mut self, range: TextRange) {
        let value = Dedented::new(self.text, range);
        for (event, place) in Parser::new_ext(&value.text, OPTIONS).into_offset_iter() {
            self.event(event, value.in_source(TextRange::from(place)));
        }
    }

    fn event(&mut self, event: Event<'_>, range: TextRange) {
        match event {
            Event::Start(tag) => self.start(tag, range),
            Event::End(tag) => self.end(tag, range),
            Event::Text(text) => self.text(&text, range),
            Event::Code(text) => {
                let range = self.snap(range);
                self.inline_piece(range, PieceKind::Opaque);
                self.heading_text(&text);
                self.page.tokens.push(Token::new(TokenKind::Code, range));
            }
            Event::SoftBreak | Event::HardBreak => {
                self.inline_piece(range, PieceKind::Space);
                self.heading_text(" ");
            }
            Event::InlineHtml(_) => {
                self.inline(range);
                self.inline_html(range);
            }
            Event::Html(_) => {}
            Event::FootnoteReference(_) | Event::TaskListMarker(_) => self.inline(range),
            Event::InlineMath(_) | Event::DisplayMath(_) => self.inline_piece(range, PieceKind::Opaque),
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
            return self.inline(range);
        }
        self.close_leaf();
        let range = self.snap(range);
        if !matches!(tag, Tag::HtmlBlock | Tag::TableHead | Tag::TableRow | Tag::TableCell) {
            self.attach_comments(range);
        }
        match tag {
            Tag::Paragraph if self.in_markdown => self.open_leaf(BlockKind::Html, range),
            Tag::Paragraph => self.open_leaf(BlockKind::Paragraph, range),
            Tag::TableCell => self.open_leaf(BlockKind::TableCell, range),
            // The title of an admonition is a line of text.
            Tag::Heading { .. } if self.overlay.is_title(range.start()) => self.open_leaf(BlockKind::Paragraph, range),
            Tag::Heading { level, id, .. } => {
                let level = level as u8;
                self.open_leaf(BlockKind::Heading(level), range);
                let id = id.map(|id| id.into_string().into_boxed_str());
                self.heading = Some(OpenHeading { level, range, id, text: String::new() });
            }
            Tag::CodeBlock(_) | Tag::HtmlBlock => self.is_raw = true,
            Tag::List(start) => {
                self.depth += 1;
                let depth = self.lists.last().map_or(0, |list| list.depth);
                if self.overlay.is_marker(marker_start(self.text, range)) {
                    self.lists.push(OpenList { index: None, depth });
                } else {
                    self.lists.push(OpenList { index: Some(self.page.lists.len()), depth: depth + 1 });
                    self.page.lists.push(List { range, ordered: start.is_some(), depth, items: Vec::new() });
                }
            }
            Tag::Item => {
                self.depth += 1;
                if let Some(list) = self.lists.last().and_then(|list| list.index)
                    && !self.overlay.is_marker(marker_start(self.text, range))
                {
                    let item = list_item(self.text, range, &mut self.columns, &self.text_trimmer);
                    self.page.lists[list].items.push(item);
                }
            }
            Tag::BlockQuote(_) | Tag::FootnoteDefinition(_) => self.depth += 1,
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd, range: TextRange) {
        match tag {
            TagEnd::Link | TagEnd::Image => {
                self.close_link();
                self.span_attributes(range);
            }
            TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Superscript | TagEnd::Subscript => {
                self.span_attributes(range);
            }
            TagEnd::Heading(_) => {
                self.close_leaf();
                self.close_heading();
            }
            TagEnd::CodeBlock => {
                self.is_raw = false;
                let range = self.snap(range);
                self.page.tokens.push(Token::new(TokenKind::Code, range));
                self.push_bare_block(BlockKind::Code, range);
            }
            TagEnd::HtmlBlock => {
                self.is_raw = false;
                self.close_html(self.snap(range));
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
        if self.is_raw {
            return;
        }
        self.inline(range);
        if self.links.last().is_some_and(OpenLink::is_bare) {
            return self.heading_text(decoded);
        }
        if self.elements.hold_code() {
            let range = self.snap(range);
            self.page.pieces.push(Piece { range, kind: PieceKind::Opaque });
            self.page.tokens.push(Token::new(TokenKind::Code, range));
        } else if self.text[range] == *decoded {
            self.words(range);
            return self.heading_words(range);
        } else {
            self.decoded(self.snap(range), decoded);
        }
        self.heading_text(decoded);
    }

    /// Adds text to the open heading, without what is covered in it.
    fn heading_words(&mut self, range: TextRange) {
        if self.heading.is_none() {
            return;
        }
        let mut at = range.start();
        for cover in self.overlay.covers_in(range) {
            self.heading_text(&self.text[TextRange::new(at, cover.range.start().max(at))]);
            at = cover.range.end().min(range.end());
        }
        self.heading_text(&self.text[TextRange::new(at, range.end())]);
    }

    fn close_heading(&mut self) {
        let Some(heading) = self.heading.take() else { return };
        let range = self.trim_end(heading.range);
        let typed = self.text[range].lines().next().unwrap_or_default().trim_matches(['#', ' ', '\t']);
        // The text that a template writes into a heading is part of its anchor.
        self.page.includes |= self.overlay.covers_in(range).iter().any(|cover| cover.kind == CoverKind::Opaque);
        let id = heading.id.or_else(|| self.heading_attributes(range));
        let anchor = id.unwrap_or_else(|| self.slugger.anchor(&heading.text, typed));
        self.page.headings.push(Heading { level: heading.level, range, text: heading.text.trim().into(), anchor });
    }

    /// Attaches the comments before a block, at the same depth, to it.
    fn attach_comments(&mut self, range: TextRange) {
        let depth = self.depth;
        let comments = &mut self.page.comments;
        self.pending.retain(|&(index, at)| {
            if at == depth {
                comments[index].block = Some(range);
            }
            at != depth
        });
    }

    fn finish(mut self, definitions: Vec<Token>) {
        let end = self.source.len() as u32;
        self.foreign.extend(self.elements.close_from(0, end));
        let covers = self.overlay.covers.iter().filter(|cover| cover.kind == CoverKind::Code);
        self.page.tokens.extend(covers.map(|cover| Token::new(TokenKind::Code, cover.range)));
        for token in definitions {
            self.page.tokens.push(self.uncovered(token));
        }
        self.page.tokens.extend(self.overlay.links.iter().cloned());
        self.block_attributes();
        self.mdx_comments();
        self.page.includes |= self.overlay.includes;
        self.page.foreign = flatten(self.foreign, &self.page.key.locale);
    }

    /// Adds the comments of MDX, `{/* … */}`, which are covered, to those of HTML.
    fn mdx_comments(&mut self) {
        let is_comment = |range: TextRange| self.source[range].starts_with("{/*");
        let covers = self.overlay.covers.iter().filter(|cover| cover.kind == CoverKind::Hidden);
        let ranges: Vec<TextRange> = covers.map(|cover| cover.range).filter(|range| is_comment(*range)).collect();
        if ranges.is_empty() {
            return;
        }
        for range in ranges {
            let next = self.page.blocks.partition_point(|block| block.range.end() <= range.start());
            let block = self.page.blocks.get(next).map(|block| block.range);
            self.page.comments.push(Comment { range, block });
        }
        self.page.comments.sort_by_key(|comment| comment.range);
    }

    fn leave_container(&mut self) {
        self.depth -= 1;
        let depth = self.depth;
        self.pending.retain(|&(_, at)| at <= depth);
    }
}
