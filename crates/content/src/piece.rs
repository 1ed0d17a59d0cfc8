use firstaid_text::TextRange;

/// Stands for something that is not prose. U+FFFC OBJECT REPLACEMENT CHARACTER: part of no word.
pub const OPAQUE: char = '\u{fffc}';

/// A stretch of source and the prose that it stands for. Small, because a page keeps one or two a line.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Piece {
    pub(crate) range: TextRange,
    pub(crate) kind: PieceKind,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum PieceKind {
    /// The bytes are the text.
    Verbatim,
    /// An entity or escape, which stands for this character. One that stands for several has a piece for each of them,
    /// all with the whole range.
    Decoded(char),
    /// A line end inside a block, or `<br>`.
    Space,
    /// Not prose.
    Opaque,
}
