//! One finding a page: whoever edits a page for its language reads all of it.

use std::ops::Range;

use firstaid_diagnostics::Diagnostic;
use firstaid_text::TextRange;

use crate::{PageContext, Report};

/// Maximum further places that a finding lists.
const MAX_LISTED: usize = 9;

/// A finding at the first of the places in the prose, with the next ones beside it and the number of all others.
/// `None` without a place.
pub(super) fn one_finding(
    cx: &PageContext<'_>,
    report: &Report<'_>,
    places: impl IntoIterator<Item = Range<usize>>,
    message: impl FnOnce(&str) -> String,
) -> Option<Diagnostic> {
    let mut places = places.into_iter();
    let first = places.next()?;
    let finding = report.found(cx.prose.source_range(first.clone()), message(&cx.prose.text()[first]));
    let listed: Vec<TextRange> = places.by_ref().take(MAX_LISTED).map(|place| cx.prose.source_range(place)).collect();
    let finding = finding.also(listed);
    Some(match places.count() {
        0 => finding,
        count => finding.note(format!("{count} more on this page are not listed")),
    })
}
