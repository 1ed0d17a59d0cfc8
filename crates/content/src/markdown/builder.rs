//! A page in the making: blocks and the pieces of prose in them.

use firstaid_text::{TextRange, floor_char_boundary};

use super::elements::Elements;
use super::lists::ColumnCursor;
use super::open::{Leaf, OpenHeading, OpenLink, OpenList};
use super::trim::Trimmer;
use crate::anchor::{AnchorDialect, Slugger};
use crate::locale::Locale;
use crate::overlay::Overlay;
use crate::page::{Block, BlockKind, Page};
use crate::piece::{Piece, PieceKind};

pub(super) struct Builder<'p, 't> {
    pub(super) source: &'t str,
    /// The source with everything covered that is not Markdown.
    pub(super) text: &'t str,
    pub(super) overlay: &'t Overlay<'t>,
    pub(super) page: &'p mut Page,
    pub(super) slugger: Slugger,
    /// The number of containers (quotes, lists, items, footnotes) around the current place.
    pub(super) depth: u32,
    pub(super) leaf: Option<Leaf>,
    pub(super) links: Vec<OpenLink>,
    pub(super) lists: Vec<OpenList>,
    pub(super) columns: ColumnCursor,
    pub(super) heading: Option<OpenHeading>,
    /// Whether the current place is in a code block or in a block of raw HTML, whose text is read as a whole.
    pub(super) is_raw: bool,
    /// Whether the text of an element of raw HTML is read as Markdown.
    pub(super) in_markdown: bool,
    /// Comments that wait for the block after them: index and depth.
    pub(super) pending: Vec<(usize, u32)>,
    pub(super) elements: Elements,
    /// The open `<a>`: the index of its token, and where its text begins.
    pub(super) anchor: Option<(usize, u32)>,
    pub(super) foreign: Vec<(TextRange, Locale)>,
    source_trimmer: Trimmer,
    pub(super) text_trimmer: Trimmer,
}

impl<'p, 't> Builder<'p, 't> {
    pub(super) fn new(source: &'t str, overlay: &'t Overlay<'t>, page: &'p mut Page, dialect: AnchorDialect) -> Self {
        Self {
            source,
            text: &overlay.text,
            overlay,
            page,
            slugger: Slugger::new(dialect),
            depth: 0,
            leaf: None,
            links: Vec::new(),
            lists: Vec::new(),
            columns: ColumnCursor::default(),
            heading: None,
            is_raw: false,
            in_markdown: false,
            pending: Vec::new(),
            elements: Elements::default(),
            anchor: None,
            foreign: Vec::new(),
            source_trimmer: Trimmer::default(),
            text_trimmer: Trimmer::default(),
        }
    }

    /// Something inline: part of the open leaf, or of a new one in a tight list item.
    pub(super) fn inline(&mut self, range: TextRange) {
        let range = self.snap(range);
        if self.leaf.is_none() {
            // The text of an admonition is a paragraph, however tight.
            let is_item = self.lists.last().is_some_and(|list| list.index.is_some());
            self.open_leaf(if is_item { BlockKind::Item } else { BlockKind::Paragraph }, range);
        }
        if let Some(leaf) = &mut self.leaf {
            leaf.range = leaf.range.cover(range);
        }
        self.reach(range.end());
    }

    /// Something inline that is one piece of prose.
    pub(super) fn inline_piece(&mut self, range: TextRange, kind: PieceKind) {
        self.inline(range);
        let range = self.snap(range);
        self.page.pieces.push(Piece { range, kind });
    }

    /// Extends the content of the innermost link. A link that closes extends the one around it.
    pub(super) fn reach(&mut self, end: u32) {
        if let Some(link) = self.links.last_mut() {
            link.inner = link.inner.max(end);
        }
    }

    pub(super) fn push(&mut self, range: TextRange, kind: PieceKind) {
        if range.is_empty() {
            return;
        }
        // The parser cuts text at every special character; the parts are one piece again.
        let is_open = self.leaf.as_ref().is_some_and(|leaf| (leaf.pieces as usize) < self.page.pieces.len());
        if is_open
            && kind == PieceKind::Verbatim
            && let Some(last) = self.page.pieces.last_mut()
            && last.kind == PieceKind::Verbatim
            && last.range.end() == range.start()
        {
            last.range = last.range.cover(range);
            return;
        }
        self.page.pieces.push(Piece { range, kind });
    }

    pub(super) fn heading_text(&mut self, text: &str) {
        // The description of an image is not part of the anchor.
        if let Some(heading) = &mut self.heading
            && !self.links.last().is_some_and(|link| link.in_image)
        {
            heading.text.push_str(text);
        }
    }

    pub(super) fn open_leaf(&mut self, kind: BlockKind, range: TextRange) {
        self.close_leaf();
        self.leaf = Some(Leaf { kind, range, pieces: self.page.pieces.len() as u32, comments: Vec::new() });
    }

    pub(super) fn close_leaf(&mut self) {
        let Some(leaf) = self.leaf.take() else { return };
        self.foreign.extend(self.elements.close_inline(leaf.range.end()));
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
        self.page.blocks.push(Block { kind: leaf.kind, range: self.trim_end(range), pieces });
    }

    /// Adds a block without prose.
    pub(super) fn push_bare_block(&mut self, kind: BlockKind, range: TextRange) {
        let none = self.page.pieces.len() as u32;
        self.page.blocks.push(Block { kind, range: self.trim_end(range), pieces: (none, none) });
    }

    /// A range of the covered text, widened to whole characters of the source.
    pub(super) fn snap(&self, range: TextRange) -> TextRange {
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

    /// A range of the source without white space at its end.
    pub(super) fn trim_end(&self, range: TextRange) -> TextRange {
        self.source_trimmer.trim_end(self.source, range)
    }
}
