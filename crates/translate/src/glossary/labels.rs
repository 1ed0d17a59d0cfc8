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
                if is_apart && is_marked(text[..at].trim_end(), text[range.end..].trim_start()) {
                    found.push((range, shown));
                }
            }
        }
        found.sort_by_key(|(range, _)| range.start);
        found
    }
}

/// Whether a label between two texts fills its stretch, is quoted, or is part of a path.
fn is_marked(before: &str, after: &str) -> bool {
    const QUOTES: [char; 10] = ['"', '“', '”', '„', '«', '»', '‹', '›', '「', '」'];
    const ARROWS: [char; 6] = ['→', '>', '▸', '⇒', '←', '➔'];
    let begins = before.is_empty() || before.ends_with(ARROWS);
    let ends = after.is_empty() || after.starts_with(ARROWS);
    begins && ends || before.ends_with(QUOTES) && after.starts_with(QUOTES)
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
        assert_eq!(found("Open “Open” → Open all"), [(8, "Abrir"), (20, "Abrir todo")]);
        assert_eq!(found("Open the door"), []);
        assert_eq!(labels.find("n", "Open"), []);
    }
}
