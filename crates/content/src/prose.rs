//! The words of a page as one string, with a way back to the bytes.
//!
//! Markup is left out, so that a term broken by `**` or a line end is still one term. Code, URLs, e-mail
//! addresses and fingerprints are one [`OPAQUE`] character each: they are never prose.

use std::ops::Range;

use firstaid_text::TextRange;

/// Stands for something that is not prose. U+FFFC OBJECT REPLACEMENT CHARACTER: part of no word.
pub const OPAQUE: char = '\u{fffc}';
pub(crate) const OPAQUE_STR: &str = "\u{fffc}";

/// Ends each block in [`ProseText::text`]: no term reaches over it.
const BLOCK_END: char = '\n';

/// A stretch of source and what it says.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Piece {
    pub(crate) range: TextRange,
    pub(crate) kind: PieceKind,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum PieceKind {
    /// The bytes are the text.
    Verbatim,
    /// An entity or escape: the text differs from the bytes.
    Decoded(Box<str>),
    /// A line end inside a block, or `<br>`.
    Space,
    /// Not prose.
    Opaque,
}

/// Prose of a page, block by block.
#[derive(Debug, Default)]
pub struct ProseText {
    text: String,
    /// Where each piece begins in `text`, in order.
    spans: Vec<Span>,
    /// Where each block begins in `text`, and its index in the page.
    blocks: Vec<(u32, u32)>,
}

#[derive(Debug)]
struct Span {
    at: u32,
    len: u32,
    source: TextRange,
    verbatim: bool,
}

/// A word of the prose: letters and marks, digits, and apostrophes or hyphens between them.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Word<'a> {
    pub text: &'a str,
    /// Its offset in the prose.
    pub at: usize,
}

impl ProseText {
    pub(crate) fn push_block<'a>(&mut self, index: u32, pieces: impl IntoIterator<Item = &'a Piece>, source: &str) {
        self.blocks.push((self.text.len() as u32, index));
        for piece in pieces {
            let at = self.text.len() as u32;
            match &piece.kind {
                PieceKind::Verbatim => self.text.push_str(&source[piece.range]),
                PieceKind::Decoded(text) => self.text.push_str(text),
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

    /// The bytes that a stretch of the prose comes from, markup between them included.
    ///
    /// An end that falls inside an entity or escape is widened to the whole of it.
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

    /// The stretch of prose that comes from within a source range, if any does.
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

    /// The text of each block, with its offset in the prose and its index in the page.
    pub fn blocks(&self) -> impl Iterator<Item = (usize, u32, &str)> {
        self.blocks.iter().enumerate().map(|(n, &(at, index))| {
            let end = self.blocks.get(n + 1).map_or(self.text.len(), |&(next, _)| next as usize);
            (at as usize, index, &self.text[at as usize..end - BLOCK_END.len_utf8()])
        })
    }

    /// The block that holds an offset of the prose: its offset and text.
    pub fn block_around(&self, at: usize) -> (usize, &str) {
        let n = self.blocks.partition_point(|&(start, _)| start as usize <= at).saturating_sub(1);
        let start = self.blocks.get(n).map_or(0, |&(start, _)| start as usize);
        let end = self.blocks.get(n + 1).map_or(self.text.len(), |&(next, _)| next as usize);
        (start, self.text[start..end].trim_end_matches(BLOCK_END))
    }

    /// Every word, in order (the rule of words, not Unicode's: `don't` and `e-mail` are one word each).
    pub fn words(&self) -> impl Iterator<Item = Word<'_>> {
        words(&self.text)
    }
}

pub(crate) fn words(text: &str) -> impl Iterator<Item = Word<'_>> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let start = at + text[at..].find(is_word_char)?;
        let mut end = start + proclitics(&text[start..]);
        if end > start {
            at = end;
            return Some(Word { text: &text[start..end], at: start });
        }
        loop {
            end += text.as_bytes()[end..].iter().take_while(|b| b.is_ascii_alphanumeric()).count();
            if text.as_bytes().get(end).is_some_and(|b| !b.is_ascii()) {
                let rest = &text[end..];
                end += rest.find(|c| !is_word_char(c)).unwrap_or(rest.len());
            }
            // One joiner between word characters belongs to the word.
            let mut ahead = text[end..].chars();
            match (ahead.next(), ahead.next()) {
                (Some(joiner @ ('\'' | '’' | '-' | '\u{2011}' | '\u{ad}')), Some(next)) if is_word_char(next) => {
                    end += joiner.len_utf8();
                }
                _ => break,
            }
        }
        at = end;
        Some(Word { text: &text[start..end], at: start })
    })
}

/// How many bytes of Arabic particles stand before a word in Latin letters, as in `وBluetooth`: they are no part of it.
fn proclitics(text: &str) -> usize {
    if !text.starts_with(|c| matches!(c, '\u{627}'..='\u{648}')) {
        return 0;
    }
    let len = text.find(|c| !matches!(c, 'و' | 'ف' | 'ب' | 'ل' | 'ك' | 'ا')).unwrap_or(text.len());
    let is_latin = text[len..].starts_with(|c: char| c.is_ascii_alphanumeric());
    if is_latin { len } else { 0 }
}

fn is_word_char(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_alphanumeric();
    }
    // The letters of our locales, without a look at the tables.
    match c {
        '\u{c0}'..='\u{24f}' => c != '×' && c != '÷',
        '\u{400}'..='\u{481}' | '\u{48a}'..='\u{52f}' | '\u{620}'..='\u{669}' => true,
        '\u{2000}'..='\u{200b}' | '\u{200e}'..='\u{206f}' | OPAQUE => false,
        _ => c.is_alphanumeric() || is_mark(c),
    }
}

/// Combining marks that words of the scripts we meet carry: accents, Arabic vowel signs, Indic signs, joiners.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{483}'..='\u{487}' | '\u{591}'..='\u{5c7}' | '\u{610}'..='\u{61a}'
        | '\u{64b}'..='\u{65f}' | '\u{670}' | '\u{6d6}'..='\u{6ed}' | '\u{900}'..='\u{903}' | '\u{93a}'..='\u{94f}'
        | '\u{200c}' | '\u{200d}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn verbatim(start: u32, end: u32) -> Piece {
        Piece { range: TextRange::new(start, end), kind: PieceKind::Verbatim }
    }

    #[test]
    fn a_term_broken_by_markup_is_one_term_and_maps_back() {
        let source = "Thunder**bird** &amp; co";
        let mut prose = ProseText::default();
        let entity = Piece { range: TextRange::new(16, 21), kind: PieceKind::Decoded("&".into()) };
        prose.push_block(0, &[verbatim(0, 7), verbatim(9, 13), verbatim(15, 16), entity, verbatim(21, 24)], source);
        assert_eq!(prose.text(), "Thunderbird & co\n");
        assert_eq!(&source[prose.source_range(0..11)], "Thunder**bird");
        assert_eq!(&source[prose.source_range(12..13)], "&amp;");
        assert_eq!(prose.prose_range(TextRange::new(9, 13)), Some(7..11));
    }

    #[test]
    fn arabic_particles_are_no_part_of_a_latin_name() {
        let found: Vec<&str> = words("على وBluetooth والiPhone وفي").map(|word| word.text).collect();
        assert_eq!(found, ["على", "و", "Bluetooth", "وال", "iPhone", "وفي"]);
    }

    #[test]
    fn words_keep_their_inner_joiners() {
        let found: Vec<&str> = words("don't use e-mail – 'Tor' на-пример ١٢ re- l’été").map(|word| word.text).collect();
        assert_eq!(found, ["don't", "use", "e-mail", "Tor", "на-пример", "١٢", "re", "l’été"]);
    }
}
