//! A translated page beside its source: what the rules of the translation family see.
//!
//! Nothing is made for a page without a source. What is made of a source page is made once for all its translations.

mod sides;

use std::cell::OnceCell;
use std::collections::HashSet;

use firstaid_content::{Page, ProseText, Word};
use firstaid_diagnostics::Diagnostic;
use firstaid_registry::EntryRef;
use firstaid_text::TextRange;
use firstaid_translate::{Pair, SURE, Segment, align, segments};

use crate::World;

pub(crate) use sides::Sides;

/// A page of the source locale; what its translations are compared with is made when the first of them asks for it.
pub(crate) struct SourcePage<'a> {
    pub(crate) page: &'a Page,
    segments: OnceCell<Vec<Segment>>,
    prose: OnceCell<ProseText>,
    names: OnceCell<HashSet<EntryRef>>,
}

/// A translated page and its source.
pub(crate) struct Translation<'a> {
    pub(crate) source: &'a Page,
    pub(crate) source_segments: &'a [Segment],
    pub(crate) segments: Vec<Segment>,
    /// In source order; each segment of both pages is in exactly one.
    pub(crate) pairs: Vec<Pair>,
    source_page: &'a SourcePage<'a>,
}

/// Segments of the source and those that translate them; none of both is empty.
#[derive(Clone, Copy)]
pub(crate) struct Unit<'t> {
    pub(crate) source: &'t [Segment],
    pub(crate) target: &'t [Segment],
}

impl<'a> SourcePage<'a> {
    pub(crate) fn new(page: &'a Page) -> Self {
        Self { page, segments: OnceCell::new(), prose: OnceCell::new(), names: OnceCell::new() }
    }

    fn segments(&self) -> &[Segment] {
        self.segments.get_or_init(|| segments(self.page))
    }
}

impl<'a> Translation<'a> {
    pub(crate) fn new(source: &'a SourcePage<'a>, page: &Page) -> Self {
        let (source_segments, segments) = (source.segments(), segments(page));
        let pairs = align(source.page, source_segments, page, &segments);
        Self { source: source.page, source_segments, segments, pairs, source_page: source }
    }

    /// What both sides have, pair by pair, in source order: those that surely belong together.
    pub(crate) fn units(&self) -> impl Iterator<Item = Unit<'_>> {
        let both = |pair: &&Pair| pair.confidence >= SURE && !pair.source.is_empty() && !pair.target.is_empty();
        self.pairs.iter().filter(both).map(|pair| Unit {
            source: &self.source_segments[pair.source.clone()],
            target: &self.segments[pair.target.clone()],
        })
    }

    /// The language that was translated from.
    pub(crate) fn source_language(&self) -> &'a str {
        self.source.key.locale.language()
    }

    /// The prose of the source.
    pub(crate) fn source_prose(&self) -> &'a ProseText {
        self.source_page.prose.get_or_init(|| self.source.prose())
    }

    /// What the source names of the registries, anywhere.
    pub(crate) fn source_names(&self, world: &World<'_>) -> &'a HashSet<EntryRef> {
        self.source_page.names.get_or_init(|| {
            let prose = self.source_prose();
            let words: Vec<Word<'_>> = prose.words().collect();
            let mentions = world.names.mentions(prose, words.iter(), self.source_language(), world.registry);
            mentions.into_iter().map(|mention| mention.entry).collect()
        })
    }

    /// The finding with a place of the source beside it.
    pub(crate) fn beside(&self, finding: Diagnostic, source: TextRange) -> Diagnostic {
        finding.related(&self.source.source, source, "the source")
    }
}
