//! The body of a page: CommonMark with GFM tables, strikethrough, task lists, footnotes and heading attributes.
//!
//! [`crate::overlay`] covers what is not Markdown; pulldown-cmark says what is what in the rest; this module turns its
//! events into blocks, tokens and pieces of prose. Structure is read off the covered text, words and targets off the
//! source; both have the same offsets.

mod attributes;
mod links;
mod lists;
mod raw;
mod words;

use firstaid_text::{TextRange, floor_char_boundary};
use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};

use crate::Locale;
use crate::anchor::{AnchorDialect, Heading, Slugger};
use crate::foreign::flatten;
use crate::overlay::{CoverKind, Overlay, overlay};
use crate::page::{Block, BlockKind, List, Page};
use crate::prose::{Piece, PieceKind};
use crate::token::{LinkStyle, Token, TokenKind};

use links::{OpenLink, definitions, style_of};
use lists::list_item;
use raw::Element;

const OPTIONS: Options = Options::ENABLE_TABLES
    .union(Options::ENABLE_FOOTNOTES)
    .union(Options::ENABLE_STRIKETHROUGH)
    .union(Options::ENABLE_TASKLISTS)
    .union(Options::ENABLE_HEADING_ATTRIBUTES)
    .union(Options::ENABLE_GFM);

/// Parses everything from the offset `body` on into `page`.
pub(crate) fn parse_body(page: &mut Page, body: u32, dialect: AnchorDialect) {
    let source = std::sync::Arc::clone(&page.source);
    let is_mdx = source.path().ends_with(".mdx");
    let overlay = overlay(source.text(), body, is_mdx);
    let text = &overlay.text[body as usize..];
    let mut events = Parser::new_ext(text, OPTIONS).into_offset_iter();
    let definitions = definitions(events.reference_definitions(), text, body);
    let mut builder = Builder {
        source: source.text(),
        text: &overlay.text,
        overlay: &overlay,
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
        elements: Vec::new(),
        anchor: None,
        foreign: Vec::new(),
    };
    for (event, range) in &mut events {
        builder.event(event, TextRange::from(range).shift(body));
    }
    builder.finish(definitions);
}

struct Builder<'p, 't> {
    source: &'t str,
    /// The source with what is not Markdown covered.
    text: &'t str,
    overlay: &'t Overlay<'t>,
    page: &'p mut Page,
    slugger: Slugger,
    /// Containers (quotes, lists, items, footnotes) around the current place.
    depth: u32,
    leaf: Option<Leaf>,
    links: Vec<OpenLink>,
    /// Open lists, as indices into the page's; none for an admonition.
    lists: Vec<Option<usize>>,
    heading: Option<OpenHeading>,
    code: Option<TextRange>,
    html: Option<TextRange>,
    /// Comments that wait for the block after them: index and depth.
    pending: Vec<(usize, u32)>,
    /// Open HTML elements, from the first that matters on.
    elements: Vec<Element>,
    /// The `<a>` that is open: its token, and where its text begins.
    anchor: Option<(usize, u32)>,
    foreign: Vec<(TextRange, Locale)>,
}

/// A leaf block that is being read.
struct Leaf {
    kind: BlockKind,
    range: TextRange,
    pieces: u32,
    /// Comments inside it.
    comments: Vec<usize>,
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
                let range = self.snap(range);
                self.inline(range, Some(PieceKind::Opaque));
                self.heading_text(&text);
                self.page.tokens.push(Token::new(TokenKind::Code, range));
            }
            Event::SoftBreak | Event::HardBreak => {
                self.inline(range, Some(PieceKind::Space));
                self.heading_text(" ");
            }
            Event::InlineHtml(_) => {
                self.inline(range, None);
                self.inline_html(range);
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
        let range = self.snap(range);
        if !matches!(tag, Tag::HtmlBlock | Tag::TableHead | Tag::TableRow | Tag::TableCell) {
            self.settle_comments(range);
        }
        match tag {
            Tag::Paragraph => self.open_leaf(BlockKind::Paragraph, range),
            Tag::TableCell => self.open_leaf(BlockKind::TableCell, range),
            // The title of an admonition is a line of text.
            Tag::Heading { .. } if self.overlay.is_title(range.start()) => self.open_leaf(BlockKind::Paragraph, range),
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
                let is_aside = self.overlay.is_marker(list_item(self.text, range).marker.start());
                let depth = self.lists.iter().flatten().count() as u32;
                self.lists.push((!is_aside).then_some(self.page.lists.len()));
                if !is_aside {
                    self.page.lists.push(List { range, ordered: start.is_some(), depth, items: Vec::new() });
                }
            }
            Tag::Item => {
                self.depth += 1;
                let item = list_item(self.text, range);
                if let Some(&Some(list)) = self.lists.last()
                    && !self.overlay.is_marker(item.marker.start())
                {
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
                self.code = None;
                let range = self.snap(range);
                self.page.tokens.push(Token::new(TokenKind::Code, range));
                self.push_bare_block(BlockKind::Code, range);
            }
            TagEnd::HtmlBlock => {
                self.html = None;
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
        if self.code.is_some() || self.html.is_some() {
            return;
        }
        if self.links.last().is_some_and(|link| link.bare) {
            self.heading_text(decoded);
            return self.inline(range, None);
        }
        if self.in_code_element() {
            self.inline(range, Some(PieceKind::Opaque));
            self.page.tokens.push(Token::new(TokenKind::Code, self.snap(range)));
        } else if self.text[range] == *decoded {
            self.inline(range, None);
            self.words(range);
            return self.heading_words(range);
        } else {
            self.inline(range, Some(PieceKind::Decoded(decoded.into())));
        }
        self.heading_text(decoded);
    }

    /// Something inline: opens the leaf of a tight list item if need be, and adds a piece to the prose.
    fn inline(&mut self, range: TextRange, kind: Option<PieceKind>) {
        let range = self.snap(range);
        if self.leaf.is_none() {
            // The text of an admonition is a paragraph, however tight.
            let in_aside = matches!(self.lists.last(), Some(None) | None);
            self.open_leaf(if in_aside { BlockKind::Paragraph } else { BlockKind::Item }, range);
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

    /// Text of a heading without what is covered in it.
    fn heading_words(&mut self, range: TextRange) {
        let mut at = range.start();
        for cover in self.overlay.covers_in(range) {
            self.heading_text(&self.text[TextRange::new(at, cover.range.start().max(at))]);
            at = cover.range.end().min(range.end());
        }
        self.heading_text(&self.text[TextRange::new(at, range.end())]);
    }

    fn open_leaf(&mut self, kind: BlockKind, range: TextRange) {
        self.close_leaf();
        self.leaf = Some(Leaf { kind, range, pieces: self.page.pieces.len() as u32, comments: Vec::new() });
    }

    fn close_leaf(&mut self) {
        let Some(leaf) = self.leaf.take() else { return };
        self.close_inline_elements(leaf.range.end());
        for comment in leaf.comments {
            self.page.comments[comment].block = Some(leaf.range);
        }
        let mut range = leaf.range;
        let pieces = (leaf.pieces, self.page.pieces.len() as u32);
        if self.overlay.is_title(range.start()) {
            let title = &self.page.pieces[leaf.pieces as usize..];
            let Some((first, last)) = title.first().zip(title.last()) else { return };
            range = first.range.cover(last.range);
        }
        self.page.blocks.push(Block { kind: leaf.kind, range: trim_end(self.source, range), pieces });
    }

    fn push_bare_block(&mut self, kind: BlockKind, range: TextRange) {
        let none = self.page.pieces.len() as u32;
        self.page.blocks.push(Block { kind, range: trim_end(self.source, range), pieces: (none, none) });
    }

    fn close_heading(&mut self) {
        let Some(heading) = self.heading.take() else { return };
        let range = trim_end(self.source, heading.range);
        let typed = self.text[range].lines().next().unwrap_or_default().trim_matches(['#', ' ', '\t']);
        // What a template puts into a heading is in its id, too.
        self.page.includes |= self.overlay.covers_in(range).iter().any(|cover| cover.kind == CoverKind::Opaque);
        let id = heading.id.or_else(|| self.heading_attributes(range));
        let anchor = id.unwrap_or_else(|| self.slugger.anchor(&heading.text, typed));
        self.page.headings.push(Heading { level: heading.level, range, text: heading.text.trim().into(), anchor });
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

    fn finish(mut self, definitions: Vec<Token>) {
        let end = self.source.len() as u32;
        self.close_elements(0, end);
        let covers = self.overlay.covers.iter().filter(|cover| cover.kind == CoverKind::Code);
        self.page.tokens.extend(covers.map(|cover| Token::new(TokenKind::Code, cover.range)));
        for token in definitions {
            self.page.tokens.push(self.uncovered(token));
        }
        self.block_attributes();
        self.page.includes |= self.overlay.includes;
        self.page.foreign = flatten(self.foreign, &self.page.key.locale);
    }

    /// A range of the covered text, widened to whole characters of the source.
    fn snap(&self, range: TextRange) -> TextRange {
        if self.overlay.covers.is_empty() {
            return range;
        }
        let start = floor_char_boundary(self.source, range.start() as usize);
        let mut end = range.end() as usize;
        while !self.source.is_char_boundary(end) {
            end += 1;
        }
        TextRange::from(start..end)
    }

    fn leave_container(&mut self) {
        self.depth -= 1;
        let depth = self.depth;
        self.pending.retain(|&(_, at)| at <= depth);
    }
}

fn heading_level(level: HeadingLevel) -> u8 {
    level as u8
}

fn trim_end(source: &str, range: TextRange) -> TextRange {
    TextRange::new(range.start(), range.start() + source[range].trim_end().len() as u32)
}
