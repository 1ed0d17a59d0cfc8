//! Labels that stand elsewhere in the app than a path says, or that have another name since.

use firstaid_diagnostics::Diagnostic;
use firstaid_mentions::labels::{Marked, StepLabel, marked};
use firstaid_registry::{LabelPack, label_form};

use super::finding::{named, pack, sourced, with_fix};
use crate::{PageContext, Report};

/// Maximum bytes between a former label and the present one, for the page to tell both.
const MAX_BESIDE: u32 = 200;

/// A label of a path that the label before it does not lead to.
pub(super) fn misplaced(cx: &PageContext<'_>, report: &Report<'_>, label: &StepLabel) -> Option<Diagnostic> {
    let above = cx.text(label.parent?);
    if translates_path(cx, label) {
        return None;
    }
    let LabelPack { app, .. } = pack(cx, label.pack);
    let places = pack(cx, label.pack).misplaced(&label.text, above, cx.page.key.locale.as_str());
    let message = format!("{app} has `{}` below {}, not below `{above}`", label.text, named(&places));
    (!places.is_empty()).then(|| sourced(cx, label.pack, report.found(label.range, message)))
}

/// Whether a label stands in the translation of a block that has a path: where its labels stand is for the source's
/// page to say.
fn translates_path(cx: &PageContext<'_>, label: &StepLabel) -> bool {
    let unit = cx.translation().and_then(|translation| translation.unit_at(label.range.start()));
    unit.is_some_and(|unit| {
        let source = unit.source_range();
        cx.source_step_labels().iter().any(|it| it.parent.is_some() && source.contains(it.range))
    })
}

/// A label that older versions of the app show, if the page does not tell the present one, too.
pub(super) fn renamed(cx: &PageContext<'_>, report: &Report<'_>, label: &StepLabel) -> Option<Diagnostic> {
    let StepLabel { range, ref text, pack: index, .. } = *label;
    let now = pack(cx, index).renamed(text, cx.page.key.locale.as_str());
    let LabelPack { app, version, .. } = pack(cx, index);
    let message = format!("{app} {version} shows {}; `{text}` is what older versions show", named(&now));
    let finding =
        || sourced(cx, index, report.found(range, message)).help("name both if readers may have an older one");
    (!now.is_empty() && !tells_both(cx, label)).then(|| with_fix(cx, finding(), range, &now))
}

/// Whether the page tells the present name of a label right beside a former one.
pub(super) fn tells_both(cx: &PageContext<'_>, label: &StepLabel) -> bool {
    let now = pack(cx, label.pack).renamed(&label.text, cx.page.key.locale.as_str());
    let is_beside = |other: &Marked| other.range.start().abs_diff(label.range.start()) <= MAX_BESIDE;
    let block = cx.page.blocks.iter().find(|block| block.range.contains(label.range));
    let stretches = block.map_or_else(Vec::new, |block| marked(&cx.page.text()[block.range], block.range.start()));
    let is_now = |other: &Marked| now.iter().any(|it| label_form(it) == label_form(cx.text(other.range)));
    stretches.iter().any(|other| is_beside(other) && is_now(other))
}
