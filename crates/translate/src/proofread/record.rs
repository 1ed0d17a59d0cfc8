//! What machines said of paragraphs, and what people decided: one sorted line of JSON a paragraph.

use std::collections::{BTreeMap, HashSet};
use std::fmt;

use serde::{Deserialize, Serialize};

use super::diff::word_changes;
use crate::hash::hash;
use crate::segments::squeezed;

/// A line that is no record.
#[derive(Debug, thiserror::Error)]
#[error("{path}:{line}: {reason}")]
pub struct ProofreadingError {
    pub path: String,
    /// From 1.
    pub line: usize,
    pub reason: String,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum State {
    /// A machine suggests an edit.
    Suggested,
    /// A person decided against the edit.
    Declined,
    /// A machine found nothing to correct, or nothing that could be accepted.
    Unchanged,
}

/// What is known of a paragraph.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Record {
    /// [`paragraph_id`] of the text before.
    pub paragraph: String,
    pub state: State,
    pub machine: String,
    /// The paragraph as it was sent, on one line, with slots for link targets; empty if nothing is suggested.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub before: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub after: String,
}

/// The records of a guide by paragraph.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Proofreading {
    records: BTreeMap<String, Record>,
}

/// The name of a paragraph: the 16 digits of a hash of its message with single spaces.
pub fn paragraph_id(message: &str) -> String {
    format!("{:016x}", hash(squeezed(message).as_bytes()))
}

impl Proofreading {
    /// Reads the lines of a file. Of two lines on a paragraph the one that a person decided counts: a merge of two
    /// branches may leave both.
    pub fn parse(path: &str, text: &str) -> Result<Self, ProofreadingError> {
        let mut all = Self::default();
        for (n, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
            let record: Record = serde_json::from_str(line).map_err(|error| ProofreadingError {
                path: path.to_owned(),
                line: n + 1,
                reason: error.to_string(),
            })?;
            let is_decided = |known: &Record| known.state == State::Declined;
            if !all.records.get(&record.paragraph).is_some_and(is_decided) {
                all.records.insert(record.paragraph.clone(), record);
            }
        }
        Ok(all)
    }

    pub fn is_empty(&self) -> bool {
        self.records.is_empty()
    }

    /// What is known of the paragraph with this message.
    pub fn of(&self, message: &str) -> Option<&Record> {
        self.records.get(&paragraph_id(message))
    }

    pub fn records(&self) -> impl Iterator<Item = &Record> {
        self.records.values()
    }

    /// Keeps a record of a machine, unless a person decided on the paragraph, or declined the same changes of words in
    /// an earlier text of it.
    pub fn insert(&mut self, mut record: Record) {
        if self.records.get(&record.paragraph).is_some_and(|known| known.state == State::Declined) {
            return;
        }
        if record.state == State::Suggested && self.is_declined(&record) {
            record = Record { state: State::Unchanged, before: String::new(), after: String::new(), ..record };
        }
        self.records.insert(record.paragraph.clone(), record);
    }

    /// Whether each change of words of a suggestion was declined before, with the same word before it.
    fn is_declined(&self, record: &Record) -> bool {
        let declined = self.records.values().filter(|known| known.state == State::Declined);
        let declined: HashSet<[String; 3]> = declined.flat_map(changes).collect();
        !declined.is_empty() && changes(record).iter().all(|change| declined.contains(change))
    }

    /// Declines the suggestions whose paragraph begins with an id of at least four digits. Returns their number.
    pub fn decline(&mut self, id: &str) -> usize {
        /// Minimum digits of a shortened id.
        const MIN_DIGITS: usize = 4;
        let is_named = |record: &&mut Record| {
            id.len() >= MIN_DIGITS && record.paragraph.starts_with(id) && record.state == State::Suggested
        };
        let named = self.records.values_mut().filter(is_named);
        named.map(|record| record.state = State::Declined).count()
    }

    /// Drops what machines said of paragraphs that no page has any more. Decisions of people stay.
    pub fn keep(&mut self, is_there: impl Fn(&str) -> bool) {
        self.records.retain(|id, record| record.state == State::Declined || is_there(id));
    }
}

/// Each change of words: the word before, the old words, the new words.
fn changes(record: &Record) -> Vec<[String; 3]> {
    let words = |text: &'_ str| text.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
    let (old, new) = (words(&record.before), words(&record.after));
    let plain = |words: &[String]| words.iter().map(String::as_str).collect::<Vec<_>>().join(" ");
    let (old_words, new_words): (Vec<&str>, Vec<&str>) =
        (old.iter().map(String::as_str).collect(), new.iter().map(String::as_str).collect());
    let all = word_changes(&old_words, &new_words).unwrap_or_default();
    let change = |it: super::WordChange| {
        let before = it.before.start.checked_sub(1).map_or_else(String::new, |at| old[at].clone());
        [before, plain(&old[it.before]), plain(&new[it.after])]
    };
    all.into_iter().map(change).collect()
}

/// The lines of the file, sorted by paragraph.
impl fmt::Display for Proofreading {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for record in self.records.values() {
            let line = serde_json::to_string(record).map_err(|_| fmt::Error)?;
            writeln!(f, "{line}")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn suggested(before: &str, after: &str) -> Record {
        Record {
            paragraph: paragraph_id(before),
            state: State::Suggested,
            machine: "m".to_owned(),
            before: before.to_owned(),
            after: after.to_owned(),
        }
    }

    #[test]
    fn records_are_read_as_written_in_order() {
        let mut all = Proofreading::default();
        for (before, after) in [("He use it.", "He uses it."), ("A \"b\" and and c", "A \"b\" and c")] {
            all.insert(suggested(before, after));
        }
        let text = all.to_string();
        assert_eq!(Proofreading::parse("p", &text).unwrap(), all);
        let mut lines: Vec<&str> = text.lines().collect();
        lines.sort_unstable();
        assert_eq!(lines.join("\n") + "\n", text);
        assert_eq!(all.of("He  use\nit.").map(|it| &*it.after), Some("He uses it."));
        let broken = Proofreading::parse("p", "\n{\"paragraph\":1}\n").unwrap_err().to_string();
        assert!(broken.starts_with("p:2: "), "{broken}");
    }

    #[test]
    fn what_was_declined_stays_declined() {
        let mut all = Proofreading::default();
        let first = suggested("Their is one phone.", "There is one phone.");
        all.insert(first.clone());
        assert_eq!(all.decline("xyz"), 0);
        assert_eq!(all.decline(&first.paragraph[..6]), 1);
        all.insert(first.clone());
        assert_eq!(all.of(&first.before).unwrap().state, State::Declined);
        // In another text of the paragraph, too, but not beside another change.
        all.insert(suggested("Their is one phone here.", "There is one phone here."));
        assert_eq!(all.of("Their is one phone here.").unwrap().state, State::Unchanged);
        all.insert(suggested("Their is one phone heer.", "There is one phone here."));
        assert_eq!(all.of("Their is one phone heer.").unwrap().state, State::Suggested);
        all.keep(|_| false);
        assert_eq!(all.records().count(), 1);
        let both = format!("{}{}", all, serde_json::to_string(&first).unwrap());
        assert_eq!(Proofreading::parse("p", &both).unwrap().of(&first.before).unwrap().state, State::Declined);
    }
}
