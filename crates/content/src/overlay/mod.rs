//! What stands in pages besides Markdown: template tags, admonitions, attribute lists, definition lists.
//!
//! A site generator takes these away before or while Markdown is read, so the Markdown parser must not see them as
//! text. Here they are covered up, byte for byte: the covered text is as long as the source, and every offset is the
//! same in both. What is indented below an admonition becomes the content of a list item, which is what it looks
//! like to CommonMark. This module decides what is what by lines and brackets alone; it must never look further than
//! the block it is in for a closing bracket, and never twice over the same bytes.

mod asides;
mod attributes;
mod inline;
mod line;
mod scan;
mod tags;

use std::borrow::Cow;
use std::ops::Range;
use std::sync::LazyLock;

use firstaid_text::TextRange;
use regex::Regex;

pub(crate) use attributes::AttributeList;

/// A stretch that is not Markdown.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Cover {
    pub(crate) range: TextRange,
    pub(crate) kind: CoverKind,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum CoverKind {
    /// Stands for text that is not known here.
    Opaque,
    /// Leaves nothing on the page.
    Hidden,
    /// Code between template tags.
    Code,
}

/// The body of a page as the Markdown parser is to see it. All ranges are bytes of the file.
pub(crate) struct Overlay<'a> {
    /// The whole file, as long as the source.
    pub(crate) text: Cow<'a, str>,
    /// In order and apart.
    pub(crate) covers: Vec<Cover>,
    /// In order.
    pub(crate) attributes: Vec<AttributeList>,
    /// Where list markers stand that are none in the source, in order.
    pub(crate) markers: Vec<u32>,
    /// Where headings begin that are the titles of admonitions, in order.
    pub(crate) titles: Vec<u32>,
    /// Whether text comes in from other files, and ids with it.
    pub(crate) includes: bool,
}

impl Overlay<'_> {
    /// The covers that share a byte with a range.
    pub(crate) fn covers_in(&self, range: TextRange) -> &[Cover] {
        let first = self.covers.partition_point(|cover| cover.range.end() <= range.start());
        let rest = &self.covers[first..];
        &rest[..rest.partition_point(|cover| cover.range.start() < range.end())]
    }

    pub(crate) fn is_marker(&self, at: u32) -> bool {
        self.markers.binary_search(&at).is_ok()
    }

    pub(crate) fn is_title(&self, at: u32) -> bool {
        self.titles.binary_search(&at).is_ok()
    }
}

/// What every page has that holds any of this; most pages are passed by on one look.
static HINT: LazyLock<Regex> = LazyLock::new(|| {
    let hints = [
        "\\{\\{",
        "\\{%",
        "\\{:",
        "\\{#",
        "\\{\\.",
        "\\{/\\*",
        ":::",
        "!!!",
        "\\?\\?\\?",
        "=== +\"",
        "===[!+]",
        "\n///",
        "\n: ",
        "\n:\\t",
        "\\$\\$",
        "\n\\*\\[",
        "\\[\\[",
        "\\[!",
        "\\[TOC",
        "--8<--",
        "@include",
        "\nimport ",
    ];
    Regex::new(&hints.join("|")).expect("a valid pattern")
});

/// Covers the body of a page, which begins at the offset `body`. In MDX (`is_mdx`) braces hold expressions.
pub(crate) fn overlay(source: &str, body: u32, is_mdx: bool) -> Overlay<'_> {
    let text = &source[body as usize..];
    let has_braces = is_mdx && memchr::memchr(b'{', text.as_bytes()).is_some();
    if !has_braces && !HINT.is_match(text) {
        return Overlay {
            text: Cow::Borrowed(source),
            covers: Vec::new(),
            attributes: Vec::new(),
            markers: Vec::new(),
            titles: Vec::new(),
            includes: false,
        };
    }
    scan::scan(source, body as usize, is_mdx)
}

/// The bytes of the covered text, and what was covered.
struct Painter {
    bytes: Vec<u8>,
    covers: Vec<Cover>,
    attributes: Vec<AttributeList>,
    markers: Vec<u32>,
    titles: Vec<u32>,
    includes: bool,
}

/// Stands for a covered byte inside a line: no markup begins or ends with it.
const FILL: u8 = b',';

impl Painter {
    /// Covers a stretch; line ends stay. `range` must begin and end between characters.
    fn paint(&mut self, range: Range<usize>, fill: u8) {
        for byte in &mut self.bytes[range] {
            if !matches!(*byte, b'\n' | b'\r') {
                *byte = fill;
            }
        }
    }

    fn cover(&mut self, range: Range<usize>, fill: u8, kind: CoverKind) {
        self.paint(range.clone(), fill);
        self.covers.push(Cover { range: range.into(), kind });
    }

    fn finish(mut self) -> Overlay<'static> {
        self.covers.sort_unstable_by_key(|cover| cover.range);
        let mut apart: Vec<Cover> = Vec::with_capacity(self.covers.len());
        for cover in self.covers {
            match apart.last() {
                Some(last) if cover.range.start() < last.range.end() => {}
                _ => apart.push(cover),
            }
        }
        self.attributes.sort_unstable_by_key(|list| list.range);
        self.markers.sort_unstable();
        self.titles.sort_unstable();
        Overlay {
            // Whole characters are covered by ASCII, so this is UTF-8; if ever not, a page of nothing is safe.
            text: Cow::Owned(String::from_utf8(self.bytes).unwrap_or_default()),
            covers: apart,
            attributes: self.attributes,
            markers: self.markers,
            titles: self.titles,
            includes: self.includes,
        }
    }
}
