//! The prose of segments and their translations, with the way back to the bytes of both pages.

use std::ops::Range;

use firstaid_content::ProseText;
use firstaid_diagnostics::Diagnostic;
use firstaid_text::TextRange;
use firstaid_translate::Segment;

use super::{Translation, Unit};

/// The prose of both sides of a unit; neither is empty.
pub(crate) struct Sides<'t> {
    pub(crate) unit: Unit<'t>,
    pub(crate) source: &'t str,
    pub(crate) target: &'t str,
    translation: &'t Translation<'t>,
    target_prose: &'t ProseText,
    source_at: usize,
    target_at: usize,
}

impl Translation<'_> {
    /// The certain units with their prose; `prose` is the prose of this page.
    pub(crate) fn sides<'t>(&'t self, prose: &'t ProseText) -> impl Iterator<Item = Sides<'t>> {
        self.sure_units().filter_map(move |unit| {
            let source = self.source_prose().prose_range(around(unit.source))?;
            let target = prose.prose_range(around(unit.target))?;
            Some(Sides {
                unit,
                source: &self.source_prose().text()[source.clone()],
                target: &prose.text()[target.clone()],
                translation: self,
                target_prose: prose,
                source_at: source.start,
                target_at: target.start,
            })
        })
    }
}

impl Sides<'_> {
    /// Runs `find`, a comparison of negations, unless it found nothing in the same texts before.
    pub(crate) fn unless_known_faithful<T>(&self, find: impl FnOnce() -> Option<T>) -> Option<T> {
        let Translation { source_page, pairs, page, .. } = self.translation;
        let segments = pairs[self.unit.pair].source.clone();
        source_page.unless_known_faithful(segments, (page.key.locale.language(), self.target), find)
    }

    /// The bytes of the page of a range of [`Sides::target`].
    pub(crate) fn target_range(&self, target: Range<usize>) -> TextRange {
        self.target_prose.source_range(self.target_at + target.start..self.target_at + target.end)
    }

    /// Adds a range of [`Sides::source`] to a finding.
    pub(crate) fn beside(&self, finding: Diagnostic, source: Range<usize>) -> Diagnostic {
        let range = self.source_at + source.start..self.source_at + source.end;
        self.translation.beside(finding, self.translation.source_prose().source_range(range))
    }
}

fn around(segments: &[Segment]) -> TextRange {
    let (first, last) = (&segments[0], &segments[segments.len() - 1]);
    TextRange::new(first.range.start(), last.range.end())
}
