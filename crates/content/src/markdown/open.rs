//! Parts of a page that have begun and not ended.

use firstaid_text::TextRange;

use crate::page::BlockKind;
use crate::token::LinkStyle;

/// A leaf block.
pub(super) struct Leaf {
    pub(super) kind: BlockKind,
    pub(super) range: TextRange,
    /// The index of its first piece.
    pub(super) pieces: u32,
    /// The indices of the comments inside it.
    pub(super) comments: Vec<usize>,
}

pub(super) struct OpenHeading {
    pub(super) level: u8,
    pub(super) range: TextRange,
    pub(super) id: Option<Box<str>>,
    pub(super) text: String,
}

pub(super) struct OpenLink {
    pub(super) style: LinkStyle,
    pub(super) range: TextRange,
    pub(super) url: Box<str>,
    /// Where the content that was read so far ends.
    pub(super) inner: u32,
    /// The index of its token, which is reserved so that it precedes the tokens inside.
    pub(super) token: usize,
    /// Whether it is an image or inside one.
    pub(super) in_image: bool,
}

pub(super) struct OpenList {
    /// Its index in the page; none for the content of an admonition.
    pub(super) index: Option<usize>,
    /// The number of lists open, this one included; admonitions do not count.
    pub(super) depth: u32,
}

impl OpenLink {
    /// Whether its text is its target (`<…>`) and no prose.
    pub(super) fn is_bare(&self) -> bool {
        self.style == LinkStyle::Autolink
    }
}
