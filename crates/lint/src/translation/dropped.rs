//! Sentences of the source that are missing in a block which is translated otherwise.

use std::ops::Range;

use firstaid_diagnostics::Diagnostic;
use firstaid_language::cues::warns;
use firstaid_translate::SegmentKind;

use super::{Sides, Translation};
use crate::{PageContext, Report};

/// A sentence of the source that a block of the page lacks.
pub(crate) struct DroppedSentence<'t> {
    sides: Sides<'t>,
    /// Bytes of the source side.
    sentence: Range<usize>,
    /// Whether it warns: "Never share it."
    pub(crate) warns: bool,
}

/// The sentences that paragraphs and list items of a page lack, the first of each block.
pub(crate) fn dropped_sentences<'t>(
    cx: &'t PageContext<'_>,
    of: &'t Translation<'_>,
) -> impl Iterator<Item = DroppedSentence<'t>> {
    let is_text = |sides: &Sides<'_>| {
        let ([source], [target]) = (sides.unit.source, sides.unit.target) else { return false };
        [source, target].into_iter().all(|it| matches!(it.kind, SegmentKind::Paragraph | SegmentKind::Item))
    };
    let enclosed = of.enclosed_units().filter_map(|unit| of.sides_of(unit, &cx.prose));
    of.sides(&cx.prose).chain(enclosed).filter(is_text).filter_map(move |sides| {
        let sentence = sides.dropped_sentences().into_iter().next()?;
        let warns = warns(of.source_language(), &sides.source[sentence.clone()]);
        of.is_plausible(sides.unit).then_some(DroppedSentence { sides, sentence, warns })
    })
}

impl DroppedSentence<'_> {
    /// The finding, at the last word of the block.
    pub(crate) fn finding(&self, report: &Report<'_>, message: &'static str) -> Diagnostic {
        let typed = self.sides.target.trim_end();
        let start = typed.rfind(char::is_whitespace).map_or(0, |at| at + 1);
        let start = (start..typed.len()).find(|&at| typed.is_char_boundary(at)).unwrap_or(0);
        let finding = report.found(self.sides.target_range(start..typed.len()), message);
        self.sides.beside(finding, self.sentence.clone())
    }
}
