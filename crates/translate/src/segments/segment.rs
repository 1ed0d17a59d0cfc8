//! A segment: the unit of translation, cut out of a page.

use firstaid_text::TextRange;

/// A stretch of a page that is translated as one.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Segment {
    pub kind: SegmentKind,
    /// Depth of list nesting; 0 outside of lists.
    pub lists: u32,
    /// Depth of block-quote nesting; 0 outside of quotes.
    pub quotes: u32,
    /// The bytes that the translation replaces, without block markers and without the indent of the first line.
    pub range: TextRange,
    /// The text that translators see; link targets are slots such as `{1}`.
    pub message: String,
    /// Link targets in page order: the first is `{1}` in the message.
    pub slots: Vec<Slot>,
    /// Index into [`Page::headings`](firstaid_content::Page::headings) of the heading above; for a heading, the nearest
    /// one of a higher rank.
    pub under: Option<u32>,
    /// Notes for translators, from `<!-- translators: … -->` comments before the block.
    pub notes: Vec<Box<str>>,
}

/// A link target in a segment.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Slot {
    /// The bytes of the target in the page.
    pub range: TextRange,
    /// The target as typed.
    pub url: Box<str>,
}

#[derive(Clone, PartialEq, Eq, Debug, Hash)]
pub enum SegmentKind {
    /// A front-matter value, with its key.
    FrontMatter(Box<str>),
    Heading(u8),
    Paragraph,
    Item,
    Cell,
    /// Text of elements in a block of raw HTML, with the inline tags in it.
    Html,
    /// The title of a link definition, or an attribute of raw HTML that readers see.
    Title,
    /// A block of code or raw HTML that a comment marks for translation.
    Verbatim,
}

impl SegmentKind {
    /// The name used in the comments of catalogs.
    pub fn name(&self) -> &str {
        match self {
            Self::FrontMatter(key) => key,
            Self::Heading(_) => "heading",
            Self::Paragraph => "paragraph",
            Self::Item => "list item",
            Self::Cell => "table cell",
            Self::Html => "HTML text",
            Self::Title => "title",
            Self::Verbatim => "code",
        }
    }

    /// The kind as the end of a place, in the comments of catalogs.
    pub(crate) fn place(&self) -> String {
        match self {
            Self::FrontMatter(key) => format!("{FRONT_MATTER}{key}"),
            kind => kind.name().to_owned(),
        }
    }

    /// The kind of the block at a place: `front matter, title`, `list item` or `Trust › Keys (list item in a quote)`.
    pub(crate) fn of_place(place: &str) -> Option<Self> {
        if let Some(key) = place.strip_prefix(FRONT_MATTER) {
            return Some(Self::FrontMatter(key.into()));
        }
        let name = place.rsplit('(').next().unwrap_or_default().trim_end_matches(')').trim_end_matches(" in a quote");
        let kinds =
            [Self::Heading(1), Self::Paragraph, Self::Item, Self::Cell, Self::Html, Self::Title, Self::Verbatim];
        kinds.into_iter().find(|it| it.name() == name)
    }
}

/// Begins the place of a value of the front matter; its key follows.
const FRONT_MATTER: &str = "front matter, ";

/// The part of a line before `offset`.
pub(crate) fn line_before(text: &str, offset: u32) -> &str {
    let before = &text[..offset as usize];
    &before[before.rfind('\n').map_or(0, |newline| newline + 1)..]
}
