//! The words of a page as one string, with a way back to the bytes.
//!
//! Markup is left out, so that a term broken by `**` or a line end is still one term. Code, URLs, e-mail addresses and
//! fingerprints are one [`OPAQUE`] character each: they are never prose.

use std::ops::Range;

use firstaid_text::TextRange;

use crate::piece::{OPAQUE, Piece, PieceKind};
use crate::words::{Word, words};

/// Ends each block in [`ProseText::text`]: no term reaches over it.
const BLOCK_END: char = '\n';

/// Prose of a page, block by block.
#[derive(Debug, Default)]
pub struct ProseText {
    text: String,
    /// One for each piece, in order.
    spans: Vec<Span>,
    /// Where each block begins in `text`, and its index in the page.
    blocks: Vec<(u32, u32)>,
}

/// A piece in the prose.
#[derive(Debug)]
struct Span {
    /// Where it begins in the prose, and its length there.
    at: u32,
    len: u32,
    source: TextRange,
    /// Whether the prose is the bytes of the source.
    verbatim: bool,
}

impl ProseText {
    /// Empty prose, with capacity for a number of bytes and pieces.
    pub(crate) fn with_capacity(bytes: usize, pieces: usize) -> Self {
        Self { text: String::with_capacity(bytes), spans: Vec::with_capacity(pieces), blocks: Vec::new() }
    }

    pub(crate) fn push_block<'a>(&mut self, index: u32, pieces: impl IntoIterator<Item = &'a Piece>, source: &str) {
        self.blocks.push((self.text.len() as u32, index));
        for piece in pieces {
            let at = self.text.len() as u32;
            match piece.kind {
                PieceKind::Verbatim => self.text.push_str(&source[piece.range]),
                PieceKind::Decoded(c) => self.text.push(c),
                PieceKind::Space => self.text.push(' '),
                PieceKind::Opaque => self.text.push(OPAQUE),
            }
            let len = self.text.len() as u32 - at;
            self.spans.push(Span { at, len, source: piece.range, verbatim: piece.kind == PieceKind::Verbatim });
        }
        self.text.push(BLOCK_END);
    }

    /// All blocks, each ended by a line feed. Contains no other line feed.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The bytes of the source that a range of the prose comes from, markup between them included.
    ///
    /// An end inside an entity or escape is widened to the whole of it.
    pub fn source_range(&self, prose: Range<usize>) -> TextRange {
        let (start, end) = (prose.start as u32, prose.end as u32);
        let first = self.span_at(start);
        let from = if first.verbatim { first.source.start() + (start - first.at) } else { first.source.start() };
        if end <= start {
            return TextRange::empty(from);
        }
        let last = self.span_at(end - 1);
        let to = if last.verbatim { last.source.start() + (end - last.at) } else { last.source.end() };
        TextRange::new(from, to.max(from))
    }

    fn span_at(&self, at: u32) -> &Span {
        let next = self.spans.partition_point(|span| span.at <= at);
        let mut index = next.saturating_sub(1);
        // Empty pieces share their offset with the piece that follows.
        while index > 0 && self.spans[index].len == 0 {
            index -= 1;
        }
        &self.spans[index]
    }

    /// The range of the prose that comes from within a source range, if any does.
    pub fn prose_range(&self, source: TextRange) -> Option<Range<usize>> {
        let first = self.spans.partition_point(|span| span.source.end() <= source.start());
        let last = self.spans.partition_point(|span| span.source.start() < source.end());
        let spans = self.spans.get(first..last).filter(|spans| !spans.is_empty())?;
        let (head, tail) = (&spans[0], &spans[spans.len() - 1]);
        let skip = if head.verbatim { source.start().saturating_sub(head.source.start()) } else { 0 };
        let cut = if tail.verbatim { tail.source.end().saturating_sub(source.end()) } else { 0 };
        let range = (head.at + skip) as usize..(tail.at + tail.len - cut) as usize;
        (range.start < range.end).then_some(range)
    }

    /// Each block: its offset in the prose, its index in the page, and its text.
    pub fn blocks(&self) -> impl Iterator<Item = (usize, u32, &str)> {
        self.blocks.iter().enumerate().map(|(n, &(at, index))| {
            let end = self.blocks.get(n + 1).map_or(self.text.len(), |&(next, _)| next as usize);
            (at as usize, index, &self.text[at as usize..end - BLOCK_END.len_utf8()])
        })
    }

    /// The block around an offset of the prose: its own offset, and its text.
    pub fn block_around(&self, at: usize) -> (usize, &str) {
        let n = self.blocks.partition_point(|&(start, _)| start as usize <= at).saturating_sub(1);
        let start = self.blocks.get(n).map_or(0, |&(start, _)| start as usize);
        let end = self.blocks.get(n + 1).map_or(self.text.len(), |&(next, _)| next as usize);
        (start, self.text[start..end].trim_end_matches(BLOCK_END))
    }

    /// Every word, in order.
    pub fn words(&self) -> impl Iterator<Item = Word<'_>> {
        words(&self.text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn piece(start: u32, end: u32, kind: PieceKind) -> Piece {
        Piece { range: TextRange::new(start, end), kind }
    }

    fn verbatim(start: u32, end: u32) -> Piece {
        piece(start, end, PieceKind::Verbatim)
    }

    #[test]
    fn a_term_broken_by_markup_is_one_term_and_maps_back() {
        let source = "Thunder**bird** &amp; co";
        let mut prose = ProseText::default();
        let entity = piece(16, 21, PieceKind::Decoded('&'));
        prose.push_block(0, &[verbatim(0, 7), verbatim(9, 13), verbatim(15, 16), entity, verbatim(21, 24)], source);
        assert_eq!(prose.text(), "Thunderbird & co\n");
        assert_eq!(&source[prose.source_range(0..11)], "Thunder**bird");
        assert_eq!(&source[prose.source_range(12..13)], "&amp;");
        assert_eq!(prose.prose_range(TextRange::new(9, 13)), Some(7..11));
    }

    #[test]
    fn an_entity_of_two_characters_is_one_place_in_the_source() {
        let source = "a&acE;b";
        let mut prose = ProseText::default();
        let entity = ['∾', '\u{333}'].map(|c| piece(1, 6, PieceKind::Decoded(c)));
        prose.push_block(0, &[verbatim(0, 1), entity[0], entity[1], verbatim(6, 7)], source);
        assert_eq!(prose.text(), "a∾\u{333}b\n");
        assert_eq!([1..4, 4..6, 1..6].map(|range| prose.source_range(range)), [TextRange::new(1, 6); 3]);
        assert_eq!(prose.prose_range(TextRange::new(1, 6)), Some(1..6));
    }
}
