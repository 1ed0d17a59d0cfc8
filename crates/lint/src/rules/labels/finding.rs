//! What the findings on labels say and write.

use firstaid_diagnostics::{Applicability, Diagnostic, Fix};
use firstaid_registry::LabelPack;
use firstaid_text::TextRange;

use crate::PageContext;

/// Maximum labels that a message names.
const MAX_NAMED: usize = 3;

pub(super) fn pack<'a>(cx: &PageContext<'a>, index: usize) -> &'a LabelPack {
    &cx.world.registry.labels[index]
}

/// Adds where the labels of a pack come from.
pub(super) fn sourced(cx: &PageContext<'_>, index: usize, finding: Diagnostic) -> Diagnostic {
    let LabelPack { app, version, source, date, .. } = pack(cx, index);
    finding.source(format!("{app} {version}, {date}: {source}"))
}

/// Labels in backticks, joined by "or".
pub(super) fn named(labels: &[&str]) -> String {
    let quoted: Vec<String> =
        labels.iter().take(MAX_NAMED).map(|label| format!("`{}`", label.replace("{}", "…"))).collect();
    quoted.join(" or ")
}

/// Adds the fix, if there is one label to write and it is plain text in Markdown.
pub(super) fn with_fix(cx: &PageContext<'_>, finding: Diagnostic, range: TextRange, shown: &[&str]) -> Diagnostic {
    let [label] = shown else { return finding };
    let has_ellipsis = |text: &str| text.ends_with(['…', '.']);
    let typed = cx.text(range);
    let label = if has_ellipsis(typed) { label } else { label.trim_end_matches(['…', '.']) };
    if label.contains(['*', '_', '`', '[', ']', '<', '>', '"', '{', '|', '\\']) {
        return finding;
    }
    finding.fix(Fix::replace(range, label.trim(), Applicability::Unsafe))
}
