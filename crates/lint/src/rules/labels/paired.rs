//! The labels of a translated page that stand for labels of its source.

use firstaid_mentions::labels::{Marked, StepLabel, marked};
use firstaid_registry::label_form;
use firstaid_text::TextRange;

use crate::PageContext;
use crate::translation::labels::expected_labels;

/// A label of the source, and the marked stretch of the page that stands for it.
pub(super) struct PairedLabel<'a> {
    pub(super) source: &'a StepLabel,
    pub(super) target: TextRange,
}

/// The labels of the source's steps with the stretches of the page that stand for them. Only in blocks that belong
/// together and have as many marked stretches as the source; and the order of a sentence may differ between languages,
/// so that stretches which are a label of the source go first.
pub(super) fn paired_labels<'a>(cx: &'a PageContext<'_>) -> Vec<PairedLabel<'a>> {
    let labels = cx.source_step_labels();
    let Some(translation) = cx.translation().filter(|_| !labels.is_empty()) else { return Vec::new() };
    let mut pairs = Vec::new();
    for unit in translation.units() {
        let (there, here) = (unit.source_range(), unit.target_range());
        let first = labels.partition_point(|label| label.range.start() < there.start());
        let within = labels[first..].iter().take_while(|label| label.range.end() <= there.end()).collect::<Vec<_>>();
        if within.is_empty() {
            continue;
        }
        let in_source = stretches(translation.source.text(), there);
        let in_page = stretches(cx.page.text(), here);
        if in_source.len() == in_page.len() {
            pairs.extend(in_order(cx, &within, &in_source, &in_page));
        }
    }
    pairs
}

fn stretches(text: &str, range: TextRange) -> Vec<Marked> {
    marked(&text[range], range.start())
}

/// The pairs of one block.
fn in_order<'a>(
    cx: &PageContext<'_>,
    labels: &[&'a StepLabel],
    in_source: &[Marked],
    in_page: &[Marked],
) -> Vec<PairedLabel<'a>> {
    let at = |label: &StepLabel| in_source.iter().position(|it| it.range == label.range);
    let mut free: Vec<usize> = (0..in_page.len()).collect();
    let mut left: Vec<(&StepLabel, usize)> = labels.iter().filter_map(|label| Some((*label, at(label)?))).collect();
    // Stretches that already are the app's label, wherever they stand, and their labels.
    left.retain(|(label, _)| {
        let is_it = |n: &&usize| is_translation(cx, label, &cx.page.text()[in_page[**n].range]);
        let Some(found) = free.iter().find(is_it).copied() else { return true };
        free.retain(|&n| n != found);
        false
    });
    let pair = |(source, n): (&'a StepLabel, usize)| {
        let target = in_page[n].range;
        free.contains(&n).then_some(PairedLabel { source, target })
    };
    left.into_iter().filter_map(pair).collect()
}

fn is_translation(cx: &PageContext<'_>, label: &StepLabel, text: &str) -> bool {
    let form = label_form(text);
    expected_labels(cx, label).iter().any(|it| label_form(it) == form)
}
