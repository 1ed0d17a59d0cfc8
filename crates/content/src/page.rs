//! A page and its parts: types only, no parsing.

use std::sync::Arc;

use firstaid_text::{SourceFile, TextRange};

use crate::front_matter::FrontMatter;
use crate::key::PageKey;
use crate::locale::Locale;
use crate::piece::Piece;
use crate::problem::{Problem, ProblemKind};
use crate::prose::ProseText;
use crate::token::{Link, LinkStyle, Token, TokenKind};

/// A parsed page. All ranges are bytes of [`Page::source`].
#[derive(Debug)]
pub struct Page {
    pub key: PageKey,
    pub source: Arc<SourceFile>,
    pub front_matter: Option<FrontMatter>,
    /// [`ContentConfig::text_keys`](crate::ContentConfig) of its guide.
    pub text_keys: Arc<[Box<str>]>,
    /// Whether the file is YAML or JSON and the blocks are its strings: it has no Markdown around them.
    pub is_data: bool,
    /// Leaf blocks in page order.
    pub blocks: Vec<Block>,
    /// In page order; a link comes before the tokens in its text.
    pub tokens: Vec<Token>,
    pub headings: Vec<Heading>,
    pub lists: Vec<List>,
    pub comments: Vec<Comment>,
    /// Stretches marked as another language than the page's, in order and apart from each other.
    pub foreign: Vec<Foreign>,
    /// Whether the page includes text from elsewhere (an include, a shortcode), whose anchors are not known here.
    pub includes: bool,
    pub problems: Vec<Problem>,
    /// The prose of all blocks, in page order.
    pub(crate) pieces: Vec<Piece>,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Block {
    pub kind: BlockKind,
    pub range: TextRange,
    /// Its prose: from and to which index in [`Page::pieces`].
    pub(crate) pieces: (u32, u32),
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum BlockKind {
    /// A front-matter value that readers see.
    FrontMatter,
    /// A stretch of Markdown in a front-matter value of several lines.
    FrontMatterText,
    /// With its level, 1 to 6.
    Heading(u8),
    Paragraph,
    /// The text of a list item without blank lines around it.
    Item,
    TableCell,
    Code,
    Html,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Heading {
    /// 1 to 6.
    pub level: u8,
    pub range: TextRange,
    /// The text, markup resolved.
    pub text: Box<str>,
    /// The id that links lead to: unique in the page; a `{#id}` attribute wins over the text.
    pub anchor: Box<str>,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct List {
    pub range: TextRange,
    pub ordered: bool,
    /// The number of lists around it.
    pub depth: u32,
    pub items: Vec<ListItem>,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ListItem {
    /// From the marker to the end of the item.
    pub range: TextRange,
    /// `-`, `*`, `+` or `1.`.
    pub marker: TextRange,
    /// Columns before the marker.
    pub indent: u32,
    /// Columns before the text, which is how far the lines of a nested list must be indented.
    pub content: u32,
}

/// An HTML comment.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Comment {
    pub range: TextRange,
    /// The block that it stands in or before.
    pub block: Option<TextRange>,
}

/// A stretch marked as another language than the page's: by `lang` in HTML, or in an attribute list.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Foreign {
    pub range: TextRange,
    pub locale: Locale,
}

impl Page {
    /// A page without content.
    pub(crate) fn empty(key: PageKey, source: Arc<SourceFile>) -> Self {
        Self {
            key,
            source,
            front_matter: None,
            text_keys: Arc::default(),
            is_data: false,
            blocks: Vec::new(),
            tokens: Vec::new(),
            headings: Vec::new(),
            lists: Vec::new(),
            comments: Vec::new(),
            foreign: Vec::new(),
            includes: false,
            problems: Vec::new(),
            pieces: Vec::new(),
        }
    }

    pub fn text(&self) -> &str {
        self.source.text()
    }

    /// The page's prose, assembled from its pieces; costs a copy of the text.
    pub fn prose(&self) -> ProseText {
        let mut prose = ProseText::with_capacity(self.text().len(), self.pieces.len());
        for (index, block) in self.blocks.iter().enumerate() {
            let (from, to) = block.pieces;
            if from < to {
                prose.push_block(index as u32, &self.pieces[from as usize..to as usize], self.text());
            }
        }
        prose
    }

    /// Every place that leads somewhere: the URL, its range, and the token. Reference links lead through their
    /// definition, which is listed once.
    pub fn targets(&self) -> impl Iterator<Item = (&str, TextRange, &Token)> {
        self.tokens.iter().filter_map(|token| match &token.kind {
            TokenKind::Link(link) if link.style != LinkStyle::Reference => Some((&*link.url, link.target, token)),
            TokenKind::Url(url) if !token.in_link => Some((&**url, token.range, token)),
            _ => None,
        })
    }

    /// The tokens that share a byte with a range: those that begin in it in page order, and before them those around
    /// it, the innermost first.
    pub fn tokens_at(&self, range: TextRange) -> impl Iterator<Item = &Token> {
        /// Maximum tokens before a place that are looked at for one around it. A link has few others in its text.
        const MAX_BEFORE: usize = 16;
        let first = self.tokens.partition_point(|token| token.range.start() < range.start());
        let inside = self.tokens[first..].iter().take_while(move |token| token.range.start() < range.end());
        let around = self.tokens[..first].iter().rev().take(MAX_BEFORE);
        around.filter(move |token| token.range.overlaps(range)).chain(inside)
    }

    /// The innermost link with a range in its text.
    pub fn link_around(&self, range: TextRange) -> Option<&Link> {
        self.tokens_at(range).filter_map(Token::as_link).find(|link| !range.is_empty() && link.text.contains(range))
    }

    /// The language that the text at an offset is marked with, if it is not the page's.
    pub fn foreign_at(&self, offset: u32) -> Option<&Locale> {
        let next = self.foreign.partition_point(|it| it.range.end() <= offset);
        self.foreign.get(next).filter(|it| it.range.start() <= offset).map(|it| &it.locale)
    }

    /// Whether the whole file was read and is one text. If not, it must not be written.
    pub fn is_whole(&self) -> bool {
        let is_fatal = |kind| matches!(kind, ProblemKind::Unreadable | ProblemKind::MergeConflict);
        !self.problems.iter().any(|problem| is_fatal(problem.kind))
    }

    /// Whether the file has marks of an unresolved merge.
    pub fn has_merge_conflict(&self) -> bool {
        self.problems.iter().any(|problem| problem.kind == ProblemKind::MergeConflict)
    }

    /// Gives memory back that the parser reserved: a guide keeps all its pages.
    pub(crate) fn shrink_to_fit(&mut self) {
        self.blocks.shrink_to_fit();
        self.tokens.shrink_to_fit();
        self.headings.shrink_to_fit();
        self.lists.shrink_to_fit();
        for list in &mut self.lists {
            list.items.shrink_to_fit();
        }
        self.comments.shrink_to_fit();
        self.pieces.shrink_to_fit();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{AnchorDialect, parse};

    #[test]
    fn the_innermost_link_around_a_place_is_found() {
        let text = "a [b ![c d](e.png) `f` g](h) i [j](k) <https://l.org>\n";
        let key = PageKey { locale: Locale::new("en").unwrap(), name: "A".into() };
        let page = parse(key, SourceFile::new("en/A.md", text), AnchorDialect::GitHub);
        let at = |word: &str| {
            let start = text.find(word).unwrap() as u32;
            TextRange::new(start, start + word.len() as u32)
        };
        let url = |word: &str| page.link_around(at(word)).map(|link| &*link.url);
        assert_eq!(["c d", "b", " g", "j"].map(url), [Some("e.png"), Some("h"), Some("h"), Some("k")]);
        assert_eq!(["a ", " i", "h", "l.org", "g](h)"].map(url), [None; 5]);
        assert_eq!(page.tokens_at(at("`f`")).count(), 2);
    }
}
