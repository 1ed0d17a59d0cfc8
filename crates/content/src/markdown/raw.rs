//! Raw HTML in a page: its text is prose, its links are links, and `lang` marks text of another language.

use std::borrow::Cow;

use firstaid_text::TextRange;
use pulldown_cmark::{Event, Parser};

use super::builder::Builder;
use super::links::contact_token;
use crate::html::{HtmlItem, HtmlTag, is_inline, is_void, scan_html};
use crate::locale::Locale;
use crate::page::{BlockKind, Comment};
use crate::piece::PieceKind;
use crate::token::{Link, LinkStyle, Token, TokenKind};

impl Builder<'_, '_> {
    /// A tag or comment inside a line.
    pub(super) fn inline_html(&mut self, range: TextRange) {
        for item in scan_html(&self.text[range], range.start()) {
            match item {
                HtmlItem::Comment(range) => {
                    let index = self.page.comments.len();
                    self.page.comments.push(Comment { range, block: None });
                    if let Some(leaf) = &mut self.leaf {
                        leaf.comments.push(index);
                    }
                }
                HtmlItem::Tag(tag) => self.tag(&tag),
                HtmlItem::Text(_) => {}
            }
        }
    }

    /// A block of raw HTML: each element that is not inline has a block of its own.
    pub(super) fn close_html(&mut self, range: TextRange) {
        let comments = self.page.comments.len();
        let mut only_comments = true;
        let mut markdown_until = range.start();
        let items = scan_html(&self.text[range], range.start());
        for (n, item) in items.iter().enumerate() {
            if item.range().start() < markdown_until {
                continue;
            }
            if !self.in_markdown && self.elements.hold_markdown() && is_of_line(item) {
                only_comments = false;
                markdown_until = items[n..]
                    .iter()
                    .take_while(|it| is_of_line(it))
                    .map(|it| it.range().end())
                    .last()
                    .unwrap_or(markdown_until);
                self.markdown_in_html(TextRange::new(item.range().start(), markdown_until));
                continue;
            }
            match item {
                HtmlItem::Comment(range) => {
                    self.pending.push((self.page.comments.len(), self.depth));
                    self.page.comments.push(Comment { range: *range, block: None });
                }
                HtmlItem::Tag(tag) => {
                    only_comments = false;
                    if !is_inline(&tag.name) && &*tag.name != "br" {
                        self.close_leaf();
                        self.foreign.extend(self.elements.close_implied(tag.range.start()));
                    }
                    self.tag(tag);
                }
                HtmlItem::Text(range) => {
                    only_comments &= self.source[*range].trim().is_empty();
                    self.html_text(*range);
                }
            }
        }
        self.close_leaf();
        self.foreign.extend(self.elements.close_implied(range.end()));
        if !only_comments {
            let waiting = self.pending.iter().filter(|&&(index, depth)| depth == self.depth && index < comments);
            for &(index, _) in waiting {
                self.page.comments[index].block = Some(range);
            }
            self.pending.retain(|&(index, depth)| depth != self.depth || index >= comments);
        }
        self.push_bare_block(BlockKind::Html, range);
    }

    /// Reads the text of an element as Markdown. Its blocks are those of raw HTML.
    fn markdown_in_html(&mut self, range: TextRange) {
        let text = &self.text[range];
        let start = range.start() + (text.len() - text.trim_start().len()) as u32;
        let range = TextRange::new(start, range.end());
        self.in_markdown = true;
        self.is_raw = false;
        self.markdown(range);
        self.close_leaf();
        self.in_markdown = false;
    }

    fn html_text(&mut self, range: TextRange) {
        let text = &self.source[range];
        if text.trim().is_empty() {
            if self.leaf.is_some() {
                self.push(range, PieceKind::Space);
            }
            return;
        }
        if self.leaf.is_none() {
            let start = range.start() + (text.len() - text.trim_start().len()) as u32;
            self.open_leaf(BlockKind::Html, TextRange::empty(start));
        }
        let trimmed = self.trim_end(range);
        if let Some(leaf) = &mut self.leaf {
            leaf.range = leaf.range.cover(trimmed);
        }
        if self.elements.hold_code() {
            self.push(range, PieceKind::Opaque);
            self.page.tokens.push(Token::new(TokenKind::Code, range));
        } else {
            self.html_words(range);
        }
    }

    /// Adds text in which only entities and white space are special.
    fn html_words(&mut self, range: TextRange) {
        let text = &self.source[range];
        let base = range.start();
        let (mut at, mut from) = (0, 0);
        while let Some(found) = text.as_bytes()[at..].iter().position(|b| matches!(b, b'&' | b'\n' | b'\t')) {
            let start = at + found;
            let end = if text.as_bytes()[start] == b'&' {
                let Some((len, decoded)) = entity(&text[start..]) else {
                    at = start + 1;
                    continue;
                };
                self.words(TextRange::from(from..start).shift(base));
                let end = start + len;
                self.decoded(TextRange::from(start..end).shift(base), &decoded);
                end
            } else {
                let rest = &text[start..];
                let end = start + rest.len() - rest.trim_start_matches([' ', '\t', '\r', '\n']).len();
                let start = from + text[from..start].trim_end_matches(['\r', ' ']).len();
                self.words(TextRange::from(from..start).shift(base));
                self.push(TextRange::from(start..end).shift(base), PieceKind::Space);
                end
            };
            (at, from) = (end, end);
        }
        self.words(TextRange::from(from..text.len()).shift(base));
    }

    fn tag(&mut self, tag: &HtmlTag) {
        // In these, only their own end tag is one.
        let raw = self.elements.innermost().filter(|open| matches!(*open, "script" | "style"));
        if raw.is_some_and(|open| !(tag.is_end && open == &*tag.name)) {
            return;
        }
        if tag.is_end {
            if &*tag.name == "a"
                && let Some((token, from)) = self.anchor.take()
                && let TokenKind::Link(link) = &mut self.page.tokens[token].kind
            {
                link.text = TextRange::new(from, tag.range.start().max(from));
            }
            if let Some(open) = self.elements.position(&tag.name) {
                self.foreign.extend(self.elements.close_from(open, tag.range.start()));
            }
            return;
        }
        if &*tag.name == "br" && self.leaf.is_some() {
            self.push(tag.range, PieceKind::Space);
        }
        self.attributes(tag);
        let lang = tag.attribute("lang").or_else(|| tag.attribute("xml:lang"));
        let lang = lang.and_then(|lang| Locale::new(self.source[lang].trim()));
        let is_closed = is_void(&tag.name) || self.source[tag.range].ends_with("/>");
        if !is_closed {
            self.elements.open(&tag.name, tag.range.end(), lang, tag.is_markdown);
        }
    }

    fn attributes(&mut self, tag: &HtmlTag) {
        let name = &*tag.name;
        for (attribute, value) in &tag.attributes {
            let (typed, target) = self.trimmed(*value);
            match (name, &**attribute) {
                (_, "id") | ("a", "name") if !typed.is_empty() => {
                    self.page.tokens.push(Token::new(TokenKind::Anchor(typed.into()), target));
                }
                ("a" | "area", "href") | ("img" | "iframe" | "video" | "audio" | "source", "src") => {
                    let text = TextRange::empty(tag.range.end());
                    let link = Link { style: LinkStyle::Html, text, target, url: typed.replace("&amp;", "&").into() };
                    if let Some(contact) = contact_token(&link) {
                        self.page.tokens.push(contact);
                    }
                    if name == "a" {
                        self.anchor = Some((self.page.tokens.len(), tag.range.end()));
                    }
                    self.page.tokens.push(Token::new(TokenKind::Link(link), tag.range));
                }
                (_, "alt" | "title") if !typed.is_empty() && !self.elements.hold_code() => {
                    self.shown_attribute(tag, target);
                }
                _ => {}
            }
        }
    }

    /// Adds an attribute that readers see: part of the text around the tag, but separate from it.
    fn shown_attribute(&mut self, tag: &HtmlTag, value: TextRange) {
        if self.leaf.is_none() {
            self.open_leaf(BlockKind::Html, tag.range);
        }
        let after = self.page.pieces.last().map_or(0, |piece| piece.range.end()).max(tag.range.start());
        if value.start() < after {
            return;
        }
        if let Some(leaf) = &mut self.leaf {
            leaf.range = leaf.range.cover(tag.range);
        }
        // The quotes, or whatever is in their place, separate the value from the text around the tag.
        let before = (value.start() - 1).max(after);
        self.push(TextRange::new(after, before), PieceKind::Opaque);
        self.push(TextRange::new(before, value.start()), PieceKind::Space);
        self.html_words(value);
        let end = value.end().min(tag.range.end());
        let (quote, next) = ((end + 1).min(tag.range.end()), (end + 2).min(tag.range.end()));
        if self.source.is_char_boundary(quote as usize) && self.source.is_char_boundary(next as usize) {
            self.push(TextRange::new(end, quote), PieceKind::Space);
            self.push(TextRange::new(quote, next), PieceKind::Opaque);
            self.space_before_word(TextRange::new(quote, next), tag.range.end());
        }
    }

    /// The value of an attribute without the blanks around it.
    fn trimmed(&self, value: TextRange) -> (&str, TextRange) {
        let typed = &self.source[value];
        let start = value.start() + (typed.len() - typed.trim_start().len()) as u32;
        let typed = typed.trim();
        (typed, TextRange::new(start, start + typed.len() as u32))
    }
}

/// Whether a part of raw HTML may stand inside a line of text.
fn is_of_line(item: &HtmlItem) -> bool {
    match item {
        HtmlItem::Text(_) => true,
        HtmlItem::Tag(tag) => is_inline(&tag.name) || &*tag.name == "br",
        HtmlItem::Comment(_) => false,
    }
}

/// The character reference that a text begins with: its length in bytes, and the characters that it stands for.
fn entity(text: &str) -> Option<(usize, Cow<'static, str>)> {
    let end = text.bytes().take(32).position(|b| b == b';')? + 1;
    let decoded = match &text[..end] {
        "&amp;" => "&".into(),
        "&lt;" => "<".into(),
        "&gt;" => ">".into(),
        "&quot;" => "\"".into(),
        "&nbsp;" => "\u{a0}".into(),
        // The Markdown parser knows the others.
        other => Parser::new(other).find_map(|event| match event {
            Event::Text(text) if *text != *other => Some(Cow::Owned(text.into_string())),
            _ => None,
        })?,
    };
    Some((end, decoded))
}
