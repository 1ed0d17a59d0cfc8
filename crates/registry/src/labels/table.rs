//! The labels of an app in one locale.

use std::collections::HashSet;
use std::hash::BuildHasher;

use foldhash::fast::FixedState;

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

/// The labels of an app in one locale, with tables for look-ups. A run over many locales keeps hundreds of thousands of
/// labels: the tables hold numbers, and no copies of the text.
#[derive(Clone, Debug, Default)]
pub struct Labels {
    /// Lines `key<TAB>label`.
    text: String,
    /// Where each line begins, its tab, and its end.
    lines: Vec<(u32, u32, u32)>,
    /// Lines by the hash of their [`label_form`], and by that of their key; both in order.
    by_form: Vec<(u64, u32)>,
    by_key: Vec<(u64, u32)>,
    /// The first line of each form, in order of [`Outline::letters`].
    outlines: Vec<Outline>,
    /// What stands before and behind the placeholder of each label that has one, as [`label_form`] writes it.
    open: Vec<(Box<str>, Box<str>, u32)>,
}

/// What can be said of a form before it is compared letter by letter.
#[derive(Clone, Debug)]
struct Outline {
    letters: u32,
    row: u32,
    /// See [`letter_set`].
    set: u64,
}

impl Labels {
    /// The labels of a text of lines `key<TAB>label`; lines of another form are skipped.
    pub(super) fn new(text: String) -> Self {
        let mut labels = Self::default();
        let mut forms: HashSet<Box<str>, FixedState> = HashSet::default();
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
            labels.by_form.push((hash(&form), row));
            labels.by_key.push((hash(key), row));
            if !form.contains(PLACEHOLDER) && !forms.contains(&*form) {
                let letters = form.chars().count() as u32;
                labels.outlines.push(Outline { letters, row, set: letter_set(form.chars()) });
                forms.insert(form.into());
            }
        }
        labels.by_form.sort_unstable();
        labels.by_key.sort_unstable();
        labels.outlines.sort_by_key(|outline| outline.letters);
        labels.lines.shrink_to_fit();
        labels.by_form.shrink_to_fit();
        labels.by_key.shrink_to_fit();
        labels.outlines.shrink_to_fit();
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
        let found: Vec<LabelRow<'_>> = self.rows_of_hash(&self.by_form, hash(&form)).collect();
        if found.iter().any(|row| label_form(row.label) == form) {
            return found.into_iter().filter(|row| label_form(row.label) == form).collect();
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
        self.rows_of_hash(&self.by_key, hash(key)).filter(move |row| row.key == key).map(|row| row.label)
    }

    /// The rows that a table has for a hash, in order.
    fn rows_of_hash(&self, table: &[(u64, u32)], hash: u64) -> impl Iterator<Item = LabelRow<'_>> {
        let first = table.partition_point(|&(it, _)| it < hash);
        table[first..].iter().take_while(move |&&(it, _)| it == hash).map(|&(_, row)| self.row(row))
    }

    /// The labels that are nearest to a text which is none itself, without those that have a placeholder; none if all
    /// are too far. Each label once, in order.
    pub fn nearest(&self, text: &str) -> Vec<&str> {
        let form: Vec<char> = label_form(text).chars().collect();
        if form.len() > MAX_LETTERS {
            return Vec::new();
        }
        let mut max = max_edits(form.len());
        if max == 0 {
            return Vec::new();
        }
        let set = letter_set(form.iter().copied());
        let letters_of = |outline: &Outline| outline.letters as usize;
        let first = self.outlines.partition_point(|outline| letters_of(outline) + max < form.len());
        let longest = form.len() + max;
        let of_length = self.outlines[first..].iter().take_while(|outline| letters_of(outline) <= longest);
        let mut found: Vec<u32> = Vec::new();
        for outline in of_length {
            if max == 0 || !may_be_near((set, form.len()), (outline.set, letters_of(outline)), max) {
                continue;
            }
            let letters: Vec<char> = label_form(self.row(outline.row).label).chars().collect();
            let Some(count) = edits(&form, &letters, max) else { continue };
            if count < max {
                found.clear();
                max = count;
            }
            found.push(outline.row);
        }
        let mut labels: Vec<&str> = found.into_iter().map(|row| self.row(row).label).collect();
        labels.sort_unstable();
        labels.dedup();
        labels
    }
}

fn hash(text: &str) -> u64 {
    FixedState::default().hash_one(text)
}

/// The letters of a text as bits, of which several letters may share one.
fn letter_set(letters: impl Iterator<Item = char>) -> u64 {
    letters.fold(0, |set, c| set | 1 << (u32::from(c) % u64::BITS))
}

/// Whether two texts, each known by its letters and their number, may be at most `max` edits apart: an edit adds or
/// removes one letter, or both.
fn may_be_near(one: (u64, usize), other: (u64, usize), max: usize) -> bool {
    let (only_one, only_other) = ((one.0 & !other.0).count_ones(), (other.0 & !one.0).count_ones());
    one.1.abs_diff(other.1) <= max && only_one.max(only_other) as usize <= max
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
    fn texts_with_other_letters_are_too_far() {
        let near = |one: &str, other: &str, max| {
            let known = |text: &str| (letter_set(text.chars()), text.chars().count());
            may_be_near(known(one), known(other), max)
        };
        assert!(near("file", "fill", 1) && near("file", "flie", 1) && near("file", "fil", 1));
        assert!(!near("file", "fabc", 1) && !near("file", "filename", 2) && near("file", "fabe", 2));
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
