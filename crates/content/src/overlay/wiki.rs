//! ikiwiki's links, `[[text|page#anchor]]`, and directives, `[[!img lock.png alt="A lock"]]`.

use std::ops::Range;

use firstaid_text::TextRange;

use super::cover::CoverKind;
use super::line::line_end;
use super::painter::FILL;
use super::scanner::Scanner;
use super::wiki_directive::{Directive, Param, directive_at};
use crate::token::{Link, LinkStyle, Token, TokenKind};

/// Longest link, in bytes; the end is not searched for beyond.
const MAX_LINK: usize = 1024;

/// Parameters whose values readers see.
const TEXTS: [&str; 9] = ["alt", "caption", "content", "desc", "description", "else", "text", "then", "title"];

/// Directives that leave nothing where they stand.
const HIDDEN: [&str; 9] =
    ["comment", "edittemplate", "meta", "pagetemplate", "sidebar", "tag", "templatebody", "toc", "trail"];

/// Directives that bring anchors or text from elsewhere.
const INCLUDES: [&str; 4] = ["inline", "pagetemplate", "template", "toc"];

impl Scanner<'_> {
    /// Covers the link or directive that begins at `at`, if there is one. Returns its range, or where to go on. `start`
    /// and `stop` are where the text of the line begins and ends.
    pub(super) fn wiki(&mut self, at: usize, start: usize, stop: usize) -> Result<Range<usize>, usize> {
        let rest = &self.source[at..];
        if rest.starts_with("[[!") {
            return self.wiki_directive(at, start, stop);
        }
        if rest.starts_with("[[") { self.wiki_link(at) } else { Err(at + 1) }
    }

    fn wiki_link(&mut self, at: usize) -> Result<Range<usize>, usize> {
        let from = at + 2;
        let bytes = self.source.as_bytes();
        let window = &bytes[from..self.block_end(at).clamp(from, from.saturating_add(MAX_LINK))];
        let close = window.iter().position(|b| matches!(b, b'[' | b']')).map(|len| from + len).ok_or(from)?;
        let inner = &self.source[from..close];
        let (text, target) = inner.rsplit_once('|').map_or((None, inner), |(text, page)| (Some(text), page));
        let is_text = text.is_none_or(|text| !text.is_empty() && !text.contains('|'));
        if !bytes[close..].starts_with(b"]]") || target.is_empty() || target.contains(['\n', '\r']) || !is_text {
            return Err(from);
        }
        let page = TextRange::from(close - target.len()..close);
        let text = TextRange::from(from..from + text.map_or(0, str::len));
        self.painter.links.push(link(TextRange::from(at..close + 2), text, page, target));
        if text.is_empty() {
            self.painter.cover(at..close + 2, FILL, CoverKind::Opaque);
            return Err(close + 2);
        }
        self.painter.cover(at..from, FILL, CoverKind::Hidden);
        self.painter.cover(text.end() as usize..close + 2, FILL, CoverKind::Hidden);
        Err(from)
    }

    fn wiki_directive(&mut self, at: usize, start: usize, stop: usize) -> Result<Range<usize>, usize> {
        if self.patience == 0 {
            return Err(at + 3);
        }
        let directive = directive_at(self.source, at).map_err(|read| {
            self.patience = self.patience.saturating_sub(read - at);
            at + 3
        })?;
        self.painter.includes |= INCLUDES.contains(&directive.name);
        self.links_of(at, &directive);
        let kind = if HIDDEN.contains(&directive.name) { CoverKind::Hidden } else { CoverKind::Opaque };
        let texts = || directive.params.iter().filter(|it| TEXTS.contains(&it.key) && !it.value.is_empty());
        let Some(first) = texts().next() else {
            self.painter.cover(at..directive.end, FILL, kind);
            return Ok(at..directive.end);
        };
        let value = first.value.clone();
        if at == start && directive.end == stop && !self.is_html && texts().count() == 1 {
            // A heading that is the title of nothing is a paragraph of its own.
            self.painter.cover(at..value.start, b' ', CoverKind::Hidden);
            self.painter.cover(value.end..stop, b' ', CoverKind::Hidden);
            self.painter.bytes[at] = b'#';
            self.painter.titles.push(at as u32);
            return Err(value.start);
        }
        let mut from = at;
        for text in texts() {
            self.cover_lines_of(from..text.value.start, kind);
            from = text.value.end;
        }
        self.cover_lines_of(from..directive.end, CoverKind::Hidden);
        Err(value.start)
    }

    /// The pages and pictures that a directive names.
    fn links_of(&mut self, at: usize, directive: &Directive<'_>) {
        let is_picture = |it: &&Param<'_>| directive.name == "img" && it.key.is_empty();
        let picture = directive.params.iter().find(is_picture);
        let linked = directive.params.iter().filter(|it| directive.name == "img" && it.key == "link");
        for param in picture.into_iter().chain(linked) {
            let target = &self.source[param.value.clone()];
            let is_none = target.trim().is_empty() || param.key == "link" && target == "no";
            if !is_none && !target.contains(['\n', '\r']) {
                let page = TextRange::from(param.value.clone());
                let whole = TextRange::from(at..directive.end);
                self.painter.links.push(link(whole, TextRange::empty(page.start()), page, target));
            }
        }
    }

    /// Covers a stretch; what is a whole line of it becomes an empty one.
    fn cover_lines_of(&mut self, range: Range<usize>, kind: CoverKind) {
        if range.is_empty() {
            return;
        }
        self.painter.cover(range.clone(), FILL, kind);
        if self.is_html {
            return;
        }
        // Only what touches the stretch is read: a line may be long, and have many of them.
        let is_blank = |c: char| matches!(c, ' ' | '\t' | '\r');
        let before = self.source[..range.start].trim_end_matches(is_blank);
        let behind = self.source[range.end..].trim_start_matches(is_blank);
        let begins_line = before.is_empty() || before.ends_with('\n');
        let ends_line = behind.is_empty() || behind.starts_with('\n');
        let mut at = range.start;
        while at < range.end {
            let end = line_end(&self.source[..range.end], at);
            let is_whole = (at > range.start || begins_line)
                && (end < range.end || ends_line || self.source[..end].ends_with('\n'));
            if is_whole {
                self.painter.paint(at..end, b' ');
            }
            at = end;
        }
    }
}

/// A link; to a page of the wiki its URL is in brackets, for it is looked up in another way than a path.
fn link(range: TextRange, text: TextRange, target: TextRange, typed: &str) -> Token {
    let is_outside = typed.contains("://") || typed.starts_with("mailto:");
    let url = if is_outside { typed.into() } else { format!("[[{typed}]]").into() };
    Token::new(TokenKind::Link(Link { style: LinkStyle::Wiki, text, target, url }), range)
}
