//! A translated page beside its source: what the rules of the translation family see.
//!
//! Nothing is made for a page without a source. What is made of a source page is made once for all its translations.

use std::cell::OnceCell;

use firstaid_content::Page;
use firstaid_diagnostics::Diagnostic;
use firstaid_text::TextRange;
use firstaid_translate::{Segment, segments};

/// A page of the source locale, and its segments, cut when the first of its translations asks for them.
pub(crate) struct SourcePage<'a> {
    pub(crate) page: &'a Page,
    segments: OnceCell<Vec<Segment>>,
}

/// A translated page and its source.
pub(crate) struct Translation<'a> {
    pub(crate) source: &'a Page,
    pub(crate) source_segments: &'a [Segment],
    pub(crate) segments: Vec<Segment>,
}

impl<'a> SourcePage<'a> {
    pub(crate) fn new(page: &'a Page) -> Self {
        Self { page, segments: OnceCell::new() }
    }

    fn segments(&self) -> &[Segment] {
        self.segments.get_or_init(|| segments(self.page))
    }
}

impl<'a> Translation<'a> {
    pub(crate) fn new(source: &'a SourcePage<'a>, page: &Page) -> Self {
        Self { source: source.page, source_segments: source.segments(), segments: segments(page) }
    }

    /// The finding with a place of the source beside it.
    pub(crate) fn beside(&self, finding: Diagnostic, source: TextRange) -> Diagnostic {
        finding.related(&self.source.source, source, "the source")
    }
}
