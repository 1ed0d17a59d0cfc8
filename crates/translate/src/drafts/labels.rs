//! Labels of apps in the messages of source pages, with what the app shows in a locale.

use firstaid_content::{Page, Word};
use firstaid_mentions::labels::step_labels;
use firstaid_mentions::names::Names;
use firstaid_registry::Registry;

use crate::glossary::AppLabels;
use crate::segments::segments;

/// The labels in the steps of source pages for which an app shows one text in a locale. A label for which it shows
/// several is left to its translator.
pub fn app_labels<'p>(pages: impl IntoIterator<Item = &'p Page>, registry: &Registry, locale: &str) -> AppLabels {
    let mut labels = AppLabels::default();
    let names = Names::new(registry);
    for page in pages {
        let (prose, source) = (page.prose(), page.key.locale.as_str());
        let mentions = || {
            let words: Vec<Word<'_>> = prose.words().collect();
            names.mentions(&prose, words.iter(), page.key.locale.language(), registry)
        };
        let found = step_labels(page, &prose, registry, mentions);
        if found.is_empty() {
            continue;
        }
        let segments = segments(page);
        for label in found {
            let [shown] = registry.labels[label.pack].translations(&label.text, source, locale)[..] else { continue };
            let place = segments.partition_point(|segment| segment.range.end() < label.range.end());
            let segment = segments.get(place).filter(|segment| segment.range.contains(label.range));
            if let Some(segment) = segment.filter(|_| is_plain(shown)) {
                let typed = page.source.slice(label.range);
                labels.add(&segment.message, typed, with_end_of(shown, typed));
            }
        }
    }
    labels
}

/// Whether Markdown shows a text as it is.
fn is_plain(text: &str) -> bool {
    !text.contains(['*', '_', '`', '[', ']', '<', '>', '{', '|', '\\'])
}

/// Without the ellipsis that the page does not write.
fn with_end_of<'t>(shown: &'t str, typed: &str) -> &'t str {
    if typed.ends_with(['…', '.']) { shown } else { shown.trim_end_matches(['…', '.']) }
}
