//! Labels of apps in the messages of source pages, with what the app shows in a locale.

use std::sync::OnceLock;

use firstaid_content::{Page, Word};
use firstaid_mentions::labels::step_labels;
use firstaid_mentions::names::Names;
use firstaid_registry::Registry;

use crate::catalogs::LabelNotes;
use crate::glossary::AppLabels;
use crate::segments::segments;

/// Finds labels in source pages for translators into a locale.
pub struct LabelFinder<'r> {
    registry: &'r Registry,
    locale: &'r str,
    /// Made when the first page names an app that labels are known of.
    names: OnceLock<Names>,
}

/// A label in a message.
struct Found<'a> {
    message: String,
    /// As the page has it.
    typed: &'a str,
    app: &'a str,
    /// The most frequent first.
    shown: Vec<&'a str>,
}

impl<'r> LabelFinder<'r> {
    pub fn new(registry: &'r Registry, locale: &'r str) -> Self {
        Self { registry, locale, names: OnceLock::new() }
    }

    /// The labels in the steps of a page for which an app shows something in the locale.
    fn find<'a>(&'a self, page: &'a Page) -> Vec<Found<'a>> {
        let (prose, source) = (page.prose(), page.key.locale.as_str());
        let mentions = || {
            let words: Vec<Word<'_>> = prose.words().collect();
            let names = self.names.get_or_init(|| Names::new(self.registry));
            names.mentions(&prose, words.iter(), page.key.locale.language(), self.registry)
        };
        let labels = step_labels(page, &prose, self.registry, mentions);
        if labels.is_empty() {
            return Vec::new();
        }
        let segments = segments(page);
        let found = labels.into_iter().filter_map(|label| {
            let pack = &self.registry.labels[label.pack];
            let shown = pack.translations(&label.text, source, self.locale);
            let place = segments.partition_point(|segment| segment.range.end() < label.range.end());
            let segment = segments.get(place).filter(|segment| segment.range.contains(label.range))?;
            let typed = page.source.slice(label.range);
            (!shown.is_empty()).then(|| Found { message: segment.message.clone(), typed, app: &pack.app, shown })
        });
        found.collect()
    }

    /// The notes for translators of a page.
    pub fn notes(&self, page: &Page) -> LabelNotes {
        let mut notes = LabelNotes::new();
        for Found { message, typed, app, shown } in self.find(page) {
            let shown: Vec<&str> = shown.into_iter().map(|label| with_end_of(label, typed)).collect();
            let note = format!("{typed} → {} ({app})", shown.join(" / "));
            let of_message = notes.entry(message).or_default();
            if !of_message.contains(&note) {
                of_message.push(note);
            }
        }
        notes
    }
}

/// The labels in the steps of source pages for which an app shows one text in a locale. A label for which it shows
/// several is left to its translator.
pub fn app_labels<'p>(pages: impl IntoIterator<Item = &'p Page>, registry: &Registry, locale: &str) -> AppLabels {
    let mut labels = AppLabels::default();
    let finder = LabelFinder::new(registry, locale);
    for page in pages {
        for Found { message, typed, shown, .. } in finder.find(page) {
            if let [shown] = shown[..]
                && is_plain(shown)
            {
                labels.add(&message, typed, with_end_of(shown, typed));
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::page;

    const HEADER: &str = "app: Otter\nplatform: desktop\nversion: '1'\nsource: made up\nlicence: CC0-1.0\ndate: 2026\n";

    #[test]
    fn each_label_of_a_step_is_noted_with_all_that_the_app_shows() {
        let mut registry = Registry::built_in();
        let files = [
            ("en.tsv", "prefs\tSettings\nmenu\tSettings\nlock\tLock…\n"),
            ("de.tsv", "prefs\tEinstellungen\nmenu\tOptionen\nlock\tSperren…\n"),
        ];
        let files = files.map(|(name, text)| (name.to_owned(), text.as_bytes().to_vec()));
        registry.add_label_pack("p/pack.yaml", HEADER, files).unwrap();
        let source = page("# Otter\n\nOpen **Settings** → **Lock**. Click **Lock**.\n\nClick **Elsewhere**.\n");
        let notes = LabelFinder::new(&registry, "de").notes(&source);
        let expected = ["Settings → Einstellungen / Optionen (Otter)", "Lock → Sperren (Otter)"].map(str::to_owned);
        assert_eq!(
            notes,
            LabelNotes::from([("Open **Settings** → **Lock**. Click **Lock**.".to_owned(), expected.into())])
        );
        assert!(LabelFinder::new(&registry, "fr").notes(&source).is_empty());
    }
}
