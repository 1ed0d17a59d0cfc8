//! The shape of a page: its markup in order, without its words. For comparing two versions of a page.

use std::sync::Arc;

use firstaid_text::TextRange;
use pulldown_cmark::{Event, Parser, Tag};

use super::body::OPTIONS;
use crate::front_matter::split_page;
use crate::html::{HtmlItem, scan_html};
use crate::overlay::{Syntax, overlay};
use crate::page::Page;
use crate::parse::MAX_PAGE_BYTES;
use crate::scan::hex_digits;
use crate::token::{Link, LinkStyle, Token, TokenKind};

/// One piece of markup or one identity, and where it is.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Part {
    pub markup: Markup,
    pub range: TextRange,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Markup {
    /// A key of the front matter.
    Field(Box<str>),
    /// A paragraph, list, item, cell, and so on, with what else tells it from its like.
    Block(Box<str>),
    /// Emphasis, strong emphasis, strikethrough, a line break, a mark of a task.
    Inline(Box<str>),
    Link(Link),
    /// A reference to a footnote, with its label.
    Footnote(Box<str>),
    /// A code span or block, with its text.
    Code(Box<str>),
    /// Raw HTML, with its text. Comments are no part of the shape.
    Html(Box<str>),
    /// What the generator of the site reads instead of Markdown, as typed.
    Template(Box<str>),
    /// A URL typed as text.
    Url(Box<str>),
    /// An e-mail address, phone number, fingerprint, key id, onion host or anchor. Without blanks in digits.
    Identity(Box<str>),
}

impl Page {
    /// The page's markup in page order, then its links, code and identities in page order. Parses the page again.
    pub fn shape(&self) -> Vec<Part> {
        let source = Arc::clone(&self.source);
        let text = source.text();
        let mut parts = Vec::new();
        if text.len() > MAX_PAGE_BYTES {
            return parts;
        }
        for entry in self.front_matter.iter().flat_map(|front_matter| &front_matter.entries) {
            parts.push(Part {
                markup: Markup::Field(entry.key.as_ref().into()),
                range: entry.key_range.cover(entry.value.range),
            });
        }
        let (_, body) = split_page(source.path(), text, &mut Vec::new());
        let overlay = overlay(text, body, Syntax::of(source.path()));
        let events = Parser::new_ext(&overlay.text[body as usize..], OPTIONS).into_offset_iter();
        let mut comment_end = 0;
        for (event, range) in events {
            let range = TextRange::from(range).shift(body);
            if matches!(event, Event::Start(Tag::HtmlBlock)) && is_comment(&overlay.text[range]) {
                comment_end = range.end();
            }
            if range.end() > comment_end
                && let Some(markup) = markup(&event)
            {
                parts.push(Part { markup, range });
            }
        }
        for cover in &overlay.covers {
            let template = text.get(cover.range.as_usize()).unwrap_or_default();
            if !is_comment(template) {
                parts.push(Part { markup: Markup::Template(template.into()), range: cover.range });
            }
        }
        parts.extend(self.tokens.iter().map(|token| Part { markup: of_token(text, token), range: token.range }));
        parts
    }
}

fn is_comment(html: &str) -> bool {
    let items = scan_html(html.trim(), 0);
    items.iter().all(|item| matches!(item, HtmlItem::Comment(_))) && html.trim_start().starts_with("<!--")
}

/// The markup of an event; none for text, ends, and what is a token of the page.
fn markup(event: &Event<'_>) -> Option<Markup> {
    let inline = |name: &str| Some(Markup::Inline(name.into()));
    match event {
        Event::Start(Tag::Link { .. } | Tag::Image { .. }) => None,
        Event::Start(tag @ (Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::Superscript | Tag::Subscript)) => {
            Some(Markup::Inline(format!("{tag:?}").into()))
        }
        // The text of code and the id of a heading are compared as tokens and anchors.
        Event::Start(Tag::Heading { level, .. }) => Some(Markup::Block(format!("{level:?}").into())),
        Event::Start(Tag::CodeBlock(_)) => Some(Markup::Block("code".into())),
        Event::Start(tag) => Some(Markup::Block(format!("{tag:?}").into())),
        Event::FootnoteReference(label) => Some(Markup::Footnote((&**label).into())),
        Event::HardBreak => inline("line break"),
        Event::TaskListMarker(done) => inline(if *done { "done" } else { "to do" }),
        Event::Rule => Some(Markup::Block("rule".into())),
        Event::InlineHtml(html) | Event::Html(html) if !is_comment(html) => Some(Markup::Html((&**html).into())),
        _ => None,
    }
}

fn of_token(text: &str, token: &Token) -> Markup {
    match &token.kind {
        TokenKind::Link(link) => Markup::Link(link.clone()),
        TokenKind::Url(url) => Markup::Url(url.clone()),
        TokenKind::Code => Markup::Code(text[token.range].into()),
        TokenKind::Fingerprint | TokenKind::KeyId => {
            Markup::Identity(hex_digits(&text[token.range]).to_ascii_uppercase().into())
        }
        TokenKind::Email(value) | TokenKind::Phone(value) | TokenKind::Onion(value) | TokenKind::Anchor(value) => {
            Markup::Identity(value.clone())
        }
    }
}

impl Markup {
    /// Whether two pieces of markup are of one kind, whatever their text and target.
    pub fn is_like(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Link(a), Self::Link(b)) => a.style == b.style,
            (a, b) => std::mem::discriminant(a) == std::mem::discriminant(b),
        }
    }

    /// Whether two pieces of markup say the same, wherever they are.
    pub fn is_same(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Link(a), Self::Link(b)) => a.style == b.style && a.url == b.url,
            (a, b) => a == b,
        }
    }

    /// Whether it is a link through a definition, whose target follows that of the definition.
    pub fn is_reference(&self) -> bool {
        matches!(self, Self::Link(link) if link.style == LinkStyle::Reference)
    }
}

#[cfg(test)]
mod tests {
    use firstaid_text::SourceFile;

    use super::*;
    use crate::anchor::AnchorDialect;
    use crate::key::PageKey;
    use crate::locale::Locale;
    use crate::parse::parse;

    fn shape(text: &str) -> Vec<Markup> {
        let key = PageKey { locale: Locale::new("en").unwrap(), name: "a".into() };
        let page = parse(key, SourceFile::new("a.md", text), AnchorDialect::GitHub);
        page.shape().into_iter().map(|part| part.markup).collect()
    }

    #[test]
    fn words_and_comments_are_no_part_of_the_shape() {
        assert_eq!(shape("A *b* c.\n"), shape("Other *words*, here.\n"));
        assert_eq!(shape("<!-- a -->\n\nText <!-- b --> more.\n"), shape("Text more.\n"));
    }

    #[test]
    fn markup_links_and_identities_are() {
        for (one, other) in [
            ("a **b**: c\n", "a **b **: c\n"),
            ("[a b]\n\n[a b]: /x\n", "[ab]\n\n[a b]: /x\n"),
            ("a.[^b]\n\n[^b]: c\n", "a.[^B-c]\n\n[^b]: c\n"),
            ("- a\n- b\n", "- a\nb\n"),
            ("`a`\n", "`b`\n"),
            ("a@example.org\n", "b@example.org\n"),
            ("---\ntitle: a\n---\n", "---\ntitel: a\n---\n"),
            ("<b>a</b>\n", "<b>a</ b>\n"),
        ] {
            assert_ne!(shape(one), shape(other), "{one}");
        }
    }
}
