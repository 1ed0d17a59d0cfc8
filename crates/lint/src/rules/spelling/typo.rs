//! A typo in punctuation, and its finding.

use std::ops::Range;

use firstaid_diagnostics::{Applicability, Fix};
use firstaid_text::Edit;

use crate::{PageContext, Report};

/// A typo in punctuation, in the prose.
pub(super) struct Typo {
    pub range: Range<usize>,
    pub message: String,
    /// The range to replace, the replacement, and how safe it is. An empty range inserts at the end of the typo.
    pub fix: (Range<usize>, &'static str, Applicability),
}

/// Reports a typo, unless markup stands in it.
pub(super) fn push(cx: &PageContext<'_>, report: &mut Report<'_>, typo: Typo) {
    let (place, replacement, applicability) = typo.fix;
    let range = cx.prose.source_range(typo.range.clone());
    // With markup, an entity or a line end in between, the text may be right.
    if cx.text(range) != &cx.prose.text()[typo.range] {
        return;
    }
    let edit = if place.is_empty() {
        Edit::insert(range.end(), replacement)
    } else {
        Edit::replace(cx.prose.source_range(place), replacement)
    };
    let title = if replacement.is_empty() { "Remove it".to_owned() } else { format!("Write `{replacement}`") };
    report.push(report.found(range, typo.message).fix(Fix::new(title, vec![edit], applicability)));
}

/// The name of the comma or full stop at an offset.
pub(super) fn mark_name(text: &str, at: usize) -> &'static str {
    if text.as_bytes()[at] == b',' { "comma" } else { "full stop" }
}
