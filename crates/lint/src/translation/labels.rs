//! What an app shows for the labels in the steps of a source page.

use firstaid_mentions::labels::StepLabel;
use firstaid_text::TextRange;

use crate::PageContext;

/// The labels that the app shows in the page's locale for a label of the source; see
/// [`translations`](firstaid_registry::LabelPack::translations).
pub(crate) fn expected_labels<'a>(cx: &PageContext<'a>, label: &StepLabel) -> Vec<&'a str> {
    let pack = &cx.world.registry.labels[label.pack];
    pack.translations(&label.text, source_locale(cx), cx.page.key.locale.as_str())
}

/// The locale that labels are translated from.
pub(crate) fn source_locale<'a>(cx: &PageContext<'a>) -> &'a str {
    cx.source_page().map_or("en", |page| page.key.locale.as_str())
}

/// The label of an app around a place of the page, if it is what the app shows.
pub(crate) fn own_label_around(cx: &PageContext<'_>, range: TextRange) -> bool {
    let labels = cx.step_labels();
    let next = labels.partition_point(|label| label.range.end() < range.end());
    labels.get(next).is_some_and(|label| {
        label.range.contains(range)
            && cx.world.registry.labels[label.pack].shows(&label.text, cx.page.key.locale.as_str())
    })
}

/// What the app shows for the label of the source around a place; none if no label is there.
pub(crate) fn expected_around<'a>(cx: &PageContext<'a>, source: TextRange) -> Vec<&'a str> {
    let labels = cx.source_step_labels();
    let next = labels.partition_point(|label| label.range.end() < source.end());
    labels.get(next).filter(|label| label.range.contains(source)).map_or_else(Vec::new, |it| expected_labels(cx, it))
}
