use std::sync::Arc;

use firstaid_text::{SourceFile, TextRange};

use crate::anchor::{AnchorDialect, Heading};
use crate::foreign::Foreign;
use crate::front_matter::{FrontMatter, ScalarPart, scalar_parts, split};
use crate::layout::PageKey;
use crate::prose::{Piece, PieceKind, ProseText};
use crate::token::{Token, TokenKind};
use crate::{Locale, Problem, ProblemKind, markdown, scan};

/// A larger page is not parsed: pages are some kilobytes, and a stranger's pull request must not cost gigabytes.
pub const MAX_PAGE_BYTES: usize = 4 << 20;

/// Front-matter values that readers see as text.
const PROSE_FIELDS: [&str; 3] = ["title", "summary", "description"];

/// A parsed page. All ranges are bytes of [`Page::source`].
#[derive(Debug)]
pub struct Page {
    pub key: PageKey,
    pub source: Arc<SourceFile>,
    pub front_matter: Option<FrontMatter>,
    /// Leaf blocks in page order.
    pub blocks: Vec<Block>,
    /// In page order; a link comes before the tokens in its text.
    pub tokens: Vec<Token>,
    pub headings: Vec<Heading>,
    pub lists: Vec<List>,
    pub comments: Vec<Comment>,
    /// Stretches that are marked as another language's, in order and apart.
    pub foreign: Vec<Foreign>,
    /// Whether text comes in from elsewhere (an include, a shortcode), which may have ids that are not known here.
    pub includes: bool,
    pub problems: Vec<Problem>,
    pub(crate) pieces: Vec<Piece>,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Block {
    pub kind: BlockKind,
    pub range: TextRange,
    /// Its prose, as indices into the page's pieces.
    pub(crate) pieces: (u32, u32),
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum BlockKind {
    /// A front-matter value that readers see.
    FrontMatter,
    Heading(u8),
    Paragraph,
    /// The text of a list item without blank lines around it.
    Item,
    TableCell,
    Code,
    Html,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct List {
    pub range: TextRange,
    pub ordered: bool,
    /// How many lists it stands in.
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
    /// Columns before the text: what the lines of a nested list must be indented by.
    pub content: u32,
}

/// An HTML comment, and the block that it stands before or in.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Comment {
    pub range: TextRange,
    pub block: Option<TextRange>,
}

/// Parses a page. Never fails: what is wrong with it is in [`Page::problems`].
pub fn parse(key: PageKey, source: SourceFile, dialect: AnchorDialect) -> Page {
    let source = Arc::new(source);
    let mut page = Page {
        key,
        source: Arc::clone(&source),
        front_matter: None,
        blocks: Vec::new(),
        tokens: Vec::new(),
        headings: Vec::new(),
        lists: Vec::new(),
        comments: Vec::new(),
        foreign: Vec::new(),
        includes: false,
        problems: Vec::new(),
        pieces: Vec::new(),
    };
    let text = source.text();
    if text.len() > MAX_PAGE_BYTES {
        page.problems.push(Problem {
            kind: ProblemKind::Unreadable,
            range: TextRange::empty(0),
            message: format!("the page is larger than {} MiB and was not read", MAX_PAGE_BYTES >> 20),
        });
        return page;
    }
    let (front_matter, body) = split(text, &mut page.problems);
    page.front_matter = front_matter;
    push_front_matter_prose(&mut page);
    markdown::parse_body(&mut page, body, dialect);
    find_tokens(&mut page);
    page
}

impl Page {
    pub fn text(&self) -> &str {
        self.source.text()
    }

    /// The page's prose, assembled from its pieces; costs a copy of the text.
    pub fn prose(&self) -> ProseText {
        let mut prose = ProseText::default();
        for (index, block) in self.blocks.iter().enumerate() {
            let (from, to) = block.pieces;
            if from < to {
                prose.push_block(index as u32, &self.pieces[from as usize..to as usize], self.text());
            }
        }
        prose
    }

    /// Every place that leads somewhere: the URL and its bytes. Reference links lead through their definition,
    /// which is listed once.
    pub fn targets(&self) -> impl Iterator<Item = (&str, TextRange, &Token)> {
        self.tokens.iter().filter_map(|token| match &token.kind {
            TokenKind::Link(link) if link.style != crate::LinkStyle::Reference => {
                Some((&*link.url, link.target, token))
            }
            TokenKind::Url(url) if !token.in_link => Some((&**url, token.range, token)),
            _ => None,
        })
    }

    /// The language that a place is marked with, if it is another one than the page's.
    pub fn foreign_at(&self, offset: u32) -> Option<&Locale> {
        let next = self.foreign.partition_point(|it| it.range.end() <= offset);
        self.foreign.get(next).filter(|it| it.range.start() <= offset).map(|it| &it.locale)
    }

    /// Whether the file was read whole; if not, it must not be written.
    pub fn is_whole(&self) -> bool {
        self.problems.iter().all(|problem| problem.kind != ProblemKind::Unreadable)
    }
}

fn push_front_matter_prose(page: &mut Page) {
    let Some(front_matter) = &page.front_matter else { return };
    for entry in front_matter.entries.iter().filter(|entry| PROSE_FIELDS.contains(&&*entry.key)) {
        let from = page.pieces.len() as u32;
        for part in scalar_parts(page.source.text(), &entry.value) {
            let (range, kind) = match part {
                ScalarPart::Verbatim(range) => (range, PieceKind::Verbatim),
                ScalarPart::Decoded(range, text) => (range, PieceKind::Decoded(text.into())),
                ScalarPart::LineBreak(range) => (range, PieceKind::Space),
            };
            page.pieces.push(Piece { range, kind });
        }
        let pieces = (from, page.pieces.len() as u32);
        page.blocks.push(Block { kind: BlockKind::FrontMatter, range: entry.value.range, pieces });
    }
}

/// Adds the tokens that stand in running text and in code, and takes them out of the prose.
fn find_tokens(page: &mut Page) {
    let mut found: Vec<Token> = Vec::new();
    let prose = page.prose();
    for (at, _, block) in prose.blocks() {
        let mut hits = scan::addresses(block);
        for more in [scan::keys(block), scan::phones(block)] {
            let before = hits.len();
            for hit in more {
                let is_apart =
                    |other: &scan::Found| hit.range.end <= other.range.start || other.range.end <= hit.range.start;
                if hits[..before].iter().all(is_apart) {
                    hits.push(hit);
                }
            }
        }
        for hit in hits {
            let range = prose.source_range(at + hit.range.start..at + hit.range.end);
            found.push(Token::new(hit.kind, range));
        }
    }
    drop(prose);
    found.sort_by_key(|token| token.range);
    let masks: Vec<TextRange> = found.iter().map(|token| token.range).collect();
    if !masks.is_empty() {
        mask(page, &masks);
    }

    let text = page.source.text();
    for token in &page.tokens {
        let (range, slice) = match &token.kind {
            TokenKind::Code => (token.range, &text[token.range]),
            TokenKind::Link(link) if link.style != crate::LinkStyle::Reference => {
                if let Some(onion) = scan::onion_in(&text[link.target]) {
                    let host = &text[link.target][onion.clone()];
                    let range = TextRange::from(onion).shift(link.target.start());
                    found.push(Token::new(TokenKind::Onion(host.into()), range));
                }
                continue;
            }
            _ => continue,
        };
        let in_code = scan::keys(slice).into_iter().map(|hit| (hit.range, hit.kind));
        found.extend(
            in_code.map(|(hit, kind)| Token {
                in_code: true,
                ..Token::new(kind, TextRange::from(hit).shift(range.start()))
            }),
        );
    }

    let mut links: Vec<TextRange> =
        page.tokens.iter().filter_map(|token| token.as_link().map(|link| link.text)).collect();
    links.sort_unstable();
    for token in &mut found {
        let before = links.partition_point(|text| text.start() <= token.range.start());
        token.in_link = links[..before].last().is_some_and(|text| text.contains(token.range));
    }
    page.tokens.append(&mut found);
    page.tokens.sort_by_key(|token| (token.range.start(), std::cmp::Reverse(token.range.end())));
}

/// Replaces the pieces under each mask by one opaque piece.
fn mask(page: &mut Page, masks: &[TextRange]) {
    let mut pieces: Vec<Piece> = Vec::with_capacity(page.pieces.len() + masks.len());
    let old = std::mem::take(&mut page.pieces);
    let mut shown = vec![false; masks.len()];
    for block in &mut page.blocks {
        let (from, to) = block.pieces;
        let start = pieces.len() as u32;
        for piece in &old[from as usize..to as usize] {
            let first = masks.partition_point(|mask| mask.end() <= piece.range.start());
            let mut at = piece.range.start();
            for (n, mask) in masks.iter().enumerate().skip(first) {
                if !mask.overlaps(piece.range) {
                    break;
                }
                if piece.kind == PieceKind::Verbatim && at < mask.start() {
                    pieces.push(Piece { range: TextRange::new(at, mask.start()), kind: PieceKind::Verbatim });
                }
                if !std::mem::replace(&mut shown[n], true) {
                    pieces.push(Piece { range: *mask, kind: PieceKind::Opaque });
                }
                at = mask.end();
            }
            if at == piece.range.start() {
                pieces.push(piece.clone());
            } else if piece.kind == PieceKind::Verbatim && at < piece.range.end() {
                pieces.push(Piece { range: TextRange::new(at, piece.range.end()), kind: PieceKind::Verbatim });
            }
        }
        block.pieces = (start, pieces.len() as u32);
    }
    page.pieces = pieces;
}
