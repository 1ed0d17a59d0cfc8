//! The labels of an app in one locale.

use std::collections::HashMap;

use super::form::label_form;
use super::near::{edits, max_edits};

/// Stands in a label for what the app puts there.
const PLACEHOLDER: &str = "{}";

/// Maximum words that a placeholder stands for: the name of an app, a file or a site.
const MAX_FILLED_WORDS: usize = 3;

/// Maximum letters of a text that is looked up: no label is longer, and a hostile page must not cost much.
const MAX_LETTERS: usize = 120;

/// A label and its key.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct LabelRow<'a> {
    pub key: &'a str,
    pub label: &'a str,
}

/// The labels of an app in one locale, with tables for look-ups.
#[derive(Clone, Debug, Default)]
pub struct Labels {
    /// Lines `key<TAB>label`.
    text: String,
    /// Where each line begins, its tab, and its end.
    lines: Vec<(u32, u32, u32)>,
    /// Lines by [`label_form`].
    by_form: HashMap<Box<str>, Vec<u32>, foldhash::fast::FixedState>,
    by_key: HashMap<Box<str>, Vec<u32>, foldhash::fast::FixedState>,
    /// What stands before and behind the placeholder of each label that has one, as [`label_form`] writes it.
    open: Vec<(Box<str>, Box<str>, u32)>,
}

impl Labels {
    /// The labels of a text of lines `key<TAB>label`; lines of another form are skipped.
    pub(super) fn new(text: String) -> Self {
        let mut labels = Self::default();
        for line in text.lines() {
            let Some((key, label)) = line.split_once('\t') else { continue };
            let start = (line.as_ptr() as usize - text.as_ptr() as usize) as u32;
            let row = labels.lines.len() as u32;
            labels.lines.push((start, start + key.len() as u32, start + line.len() as u32));
            let form = label_form(label);
            // What begins with a placeholder would be any text with its end.
            if let Some((before, after)) = form.split_once(PLACEHOLDER).filter(|(before, _)| !before.trim().is_empty())
            {
                labels.open.push((before.into(), after.into(), row));
            }
            labels.by_form.entry(form.into()).or_default().push(row);
            labels.by_key.entry(key.into()).or_default().push(row);
        }
        labels.text = text;
        labels
    }

    /// Every label, in the order of its file.
    pub fn rows(&self) -> impl Iterator<Item = LabelRow<'_>> {
        (0..self.lines.len()).map(|row| self.row(row as u32))
    }

    fn row(&self, row: u32) -> LabelRow<'_> {
        let (start, tab, end) = self.lines[row as usize];
        LabelRow { key: &self.text[start as usize..tab as usize], label: &self.text[tab as usize + 1..end as usize] }
    }

    /// The labels that a text is, compared by [`label_form`]; those with a placeholder only if no other is.
    pub fn find(&self, text: &str) -> Vec<LabelRow<'_>> {
        let form = label_form(text);
        if let Some(rows) = self.by_form.get(&*form) {
            return rows.iter().map(|&row| self.row(row)).collect();
        }
        if form.chars().count() > MAX_LETTERS {
            return Vec::new();
        }
        let fills = |(before, after, _): &&(Box<str>, Box<str>, u32)| {
            let filled = form.strip_prefix(&**before).and_then(|rest| rest.strip_suffix(&**after));
            filled.is_some_and(|filled| is_name(text, before, filled))
        };
        self.open.iter().filter(fills).map(|&(_, _, row)| self.row(row)).collect()
    }

    /// The labels of a key, each once.
    pub fn of_key(&self, key: &str) -> impl Iterator<Item = &str> {
        self.by_key.get(key).into_iter().flatten().map(|&row| self.row(row).label)
    }

    /// The labels that are nearest to a text which is none itself, without those that have a placeholder; none if all
    /// are too far. Each label once, in order.
    pub fn nearest(&self, text: &str) -> Vec<&str> {
        let form: Vec<char> = label_form(text).chars().collect();
        if form.len() > MAX_LETTERS {
            return Vec::new();
        }
        let mut max = max_edits(form.len());
        let mut found: Vec<u32> = Vec::new();
        for (other, rows) in &self.by_form {
            if max == 0 || other.len() > 4 * (form.len() + max) || other.contains(PLACEHOLDER) {
                continue;
            }
            let letters: Vec<char> = other.chars().collect();
            let Some(count) = edits(&form, &letters, max) else { continue };
            if count < max {
                found.clear();
                max = count;
            }
            found.extend(rows.first());
        }
        let mut labels: Vec<&str> = found.into_iter().map(|row| self.row(row).label).collect();
        labels.sort_unstable();
        labels.dedup();
        labels
    }
}

/// Whether what stands in the place of a placeholder is written as a name or a number: otherwise "Suggestions from {}"
/// would be any suggestion. `before` and `filled` are parts of the form of `text`.
fn is_name(text: &str, before: &str, filled: &str) -> bool {
    let first = text.split_whitespace().nth(before.split_whitespace().count());
    let first = first.and_then(|word| word.chars().find(|c| c.is_alphanumeric()));
    let is_capital = first.is_some_and(|c| !c.is_lowercase());
    is_capital && (1..=MAX_FILLED_WORDS).contains(&filled.split_whitespace().count())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn labels() -> Labels {
        Labels::new(
            "count\t“{}” locked\nfile\tFile\nlock.label\tLock the vault…\nopen\tOpen with {}\nquit\tExit\nquit\tQuit\n"
                .to_owned(),
        )
    }

    #[test]
    fn labels_are_found_by_form_and_placeholder() {
        let labels = labels();
        let keys = |text: &str| labels.find(text).iter().map(|row| row.key).collect::<Vec<_>>();
        assert_eq!(keys("lock the vault"), ["lock.label"]);
        assert_eq!(keys("Open with Otter"), ["open"]);
        assert_eq!(keys("Open with "), Vec::<&str>::new());
        assert_eq!(keys("Open with care"), Vec::<&str>::new());
        assert_eq!(keys("Otter locked"), Vec::<&str>::new());
        assert_eq!(labels.of_key("quit").collect::<Vec<_>>(), ["Exit", "Quit"]);
    }

    #[test]
    fn the_nearest_labels_are_those_with_the_fewest_edits() {
        let labels = labels();
        assert_eq!(labels.nearest("Lock teh vault"), ["Lock the vault…"]);
        assert_eq!(labels.nearest("Fill"), ["File"]);
        assert_eq!(labels.nearest("Lock the door"), Vec::<&str>::new());
        assert_eq!(labels.nearest(&"x".repeat(10_000)), Vec::<&str>::new());
    }
}
