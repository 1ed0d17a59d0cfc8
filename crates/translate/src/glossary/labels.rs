//! What apps show for the labels in messages, for drafts.

use std::collections::HashMap;
use std::ops::Range;

/// Labels of apps in messages, each with what the app shows in the locale.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct AppLabels {
    by_message: HashMap<String, Vec<(String, String)>>,
}

impl AppLabels {
    /// Adds a label of a message, as typed there.
    pub fn add(&mut self, message: &str, label: &str, shown: &str) {
        let labels = self.by_message.entry(message.to_owned()).or_default();
        labels.push((label.to_owned(), shown.to_owned()));
        // The longest first, because one may be part of another.
        labels.sort_by_key(|(label, _)| usize::MAX - label.len());
    }

    /// The labels in a stretch of text of a message, in order and apart from each other. They fill the stretch, or stand
    /// between quotation marks or arrows: other words that are equal are no labels.
    pub(crate) fn find<'a>(&'a self, message: &str, text: &str) -> Vec<(Range<usize>, &'a str)> {
        let mut found: Vec<(Range<usize>, &str)> = Vec::new();
        for (label, shown) in self.by_message.get(message).into_iter().flatten() {
            for (at, label) in text.match_indices(&**label) {
                let range = at..at + label.len();
                let is_apart = found.iter().all(|(it, _)| it.end <= range.start || range.end <= it.start);
                if is_apart && is_bounded(text[..at].trim_end()) && is_bounded(text[range.end..].trim_start()) {
                    found.push((range, shown));
                }
            }
        }
        found.sort_by_key(|(range, _)| range.start);
        found
    }
}

/// Whether nothing, a quotation mark or an arrow stands beside a label.
fn is_bounded(beside: &str) -> bool {
    const MARKS: [char; 16] = ['"', '“', '”', '„', '«', '»', '‹', '›', '「', '」', '→', '>', '▸', '⇒', '←', '➔'];
    beside.is_empty() || beside.starts_with(MARKS) || beside.ends_with(MARKS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_found_where_they_are_marked() {
        let mut labels = AppLabels::default();
        labels.add("m", "Open", "Abrir");
        labels.add("m", "Open all", "Abrir todo");
        let found =
            |text: &str| labels.find("m", text).into_iter().map(|(it, shown)| (it.start, shown)).collect::<Vec<_>>();
        assert_eq!(found("Open all"), [(0, "Abrir todo")]);
        assert_eq!(found("Open “Open” → Open all"), [(8, "Abrir"), (18, "Abrir todo")]);
        assert_eq!(found("Open the door"), []);
        assert_eq!(labels.find("n", "Open"), []);
    }
}
