use std::borrow::Cow;

use firstaid_text::TextRange;

use super::attributes::AttributeList;
use crate::token::Token;

/// A stretch that is not Markdown.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Cover {
    pub(crate) range: TextRange,
    pub(crate) kind: CoverKind,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum CoverKind {
    /// Stands for text that only the site generator knows.
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
    /// In order and apart from each other.
    pub(crate) covers: Vec<Cover>,
    /// In order.
    pub(crate) attributes: Vec<AttributeList>,
    /// Where the covered text has list markers that the source has not, in order.
    pub(crate) markers: Vec<u32>,
    /// Where headings begin that are titles of admonitions, in order.
    pub(crate) titles: Vec<u32>,
    /// Whether text from other files is included, and anchors with it.
    pub(crate) includes: bool,
    /// Links that are no Markdown.
    pub(crate) links: Vec<Token>,
}

impl<'a> Overlay<'a> {
    /// The overlay of a page that holds Markdown only.
    pub(crate) fn bare(source: &'a str) -> Self {
        Self {
            text: Cow::Borrowed(source),
            covers: Vec::new(),
            attributes: Vec::new(),
            markers: Vec::new(),
            titles: Vec::new(),
            includes: false,
            links: Vec::new(),
        }
    }

    /// The covers that share a byte with a range.
    pub(crate) fn covers_in(&self, range: TextRange) -> &[Cover] {
        if self.covers.is_empty() {
            return &[];
        }
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
