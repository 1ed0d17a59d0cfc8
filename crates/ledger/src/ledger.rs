//! The ledger file: reading, writing, merging and pruning.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use crate::entry::{Attestation, Entry, FragmentSeen};
use crate::observation::Observation;
use crate::policy::{Policy, days_between};
use crate::url::LinkUrl;

/// Maximum length of a line, in bytes. An entry has some hundred.
const MAX_LINE_BYTES: usize = 64 << 10;

/// The entries of all links.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Ledger {
    entries: BTreeMap<LinkUrl, Entry>,
    /// Lines that are no entries, such as those of a later version; written back unchanged.
    unknown: BTreeSet<String>,
}

/// A line that is no entry and is kept unchanged.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("{path}:{line}: not understood, kept as it is: {message}")]
pub struct UnknownLine {
    pub path: String,
    /// From 1.
    pub line: usize,
    pub message: String,
}

/// Why a file cannot be read as a ledger.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum LedgerError {
    #[error("{path}:{line}: an unresolved merge conflict; `links merge` joins the two sides")]
    Conflict { path: String, line: usize },
    #[error("{path}:{line}: longer than {} KiB", MAX_LINE_BYTES >> 10)]
    LongLine { path: String, line: usize },
}

impl Ledger {
    /// Reads a ledger; `path` is for messages. Lines that are no entries are kept, and returned.
    pub fn parse(path: &str, text: &str) -> Result<(Self, Vec<UnknownLine>), LedgerError> {
        let mut ledger = Self::default();
        let mut unknown = Vec::new();
        for (index, line) in text.strip_prefix('\u{feff}').unwrap_or(text).lines().enumerate() {
            let (line, number) = (line.trim(), index + 1);
            let path = || path.to_owned();
            if line.is_empty() {
                continue;
            }
            if line.len() > MAX_LINE_BYTES {
                return Err(LedgerError::LongLine { path: path(), line: number });
            }
            if ["<<<<<<<", "=======", ">>>>>>>", "|||||||"].iter().any(|marker| line.starts_with(marker)) {
                return Err(LedgerError::Conflict { path: path(), line: number });
            }
            match serde_json::from_str::<Entry>(line) {
                Ok(entry) => ledger.add(entry.canonical()),
                Err(error) => {
                    unknown.push(UnknownLine { path: path(), line: number, message: error.to_string() });
                    ledger.unknown.insert(line.to_owned());
                }
            }
        }
        Ok((ledger, unknown))
    }

    /// The canonical text: entries sorted by URL, then the unknown lines.
    ///
    /// # Panics
    /// Never: every entry can be written as JSON.
    pub fn to_text(&self) -> String {
        let mut text = String::new();
        for entry in self.entries.values() {
            text += &serde_json::to_string(entry).expect("every entry can be written as JSON");
            text.push('\n');
        }
        for line in &self.unknown {
            text += line;
            text.push('\n');
        }
        text
    }

    pub fn get(&self, url: &LinkUrl) -> Option<&Entry> {
        self.entries.get(url)
    }

    /// The entries, sorted by URL.
    pub fn entries(&self) -> impl Iterator<Item = &Entry> {
        self.entries.values()
    }

    pub fn len(&self) -> usize {
        self.entries.len()
    }

    pub fn is_empty(&self) -> bool {
        self.entries.is_empty() && self.unknown.is_empty()
    }

    /// Merges an entry with the one of the same URL.
    pub fn add(&mut self, entry: Entry) {
        let merged = match self.entries.remove(&entry.url) {
            Some(known) => known.merge(entry),
            None => entry,
        };
        self.entries.insert(merged.url.clone(), merged);
    }

    /// Adds an observation, and the state of the fragments that links name.
    pub fn observe(&mut self, url: &LinkUrl, observation: Observation, fragments: Vec<(String, FragmentSeen)>) {
        let entry = Entry::new(url.clone()).with(observation);
        self.add(fragments.into_iter().fold(entry, |entry, (fragment, seen)| entry.with_fragment(&fragment, seen)));
    }

    /// Adds an attestation; its `of` is set from the last failed observation.
    pub fn attest(&mut self, url: &LinkUrl, attested: Attestation) {
        let of = self.get(url).and_then(|entry| entry.seen().iter().rev().find(|it| !it.class.is_ok()));
        let of = of.map(Observation::subject).or_else(|| {
            // A repeated attestation has the same subject as the one before.
            self.get(url).and_then(|entry| entry.attested()?.of.clone())
        });
        self.add(Entry::new(url.clone()).with_attestation(Attestation { of, ..attested }));
    }

    /// Adds the URL of an archived copy.
    pub fn note_archive(&mut self, url: &LinkUrl, copy: &LinkUrl) {
        self.add(Entry::new(url.clone()).with_archive(copy.as_str()));
    }

    /// Joins two ledgers; the order makes no difference.
    #[must_use]
    pub fn merge(mut self, other: Self) -> Self {
        for entry in other.entries.into_values() {
            self.add(entry);
        }
        self.unknown.extend(other.unknown);
        self
    }

    /// Records the day since which each URL is unused, and drops those unused for longer than the policy allows.
    pub fn prune(&mut self, is_used: &dyn Fn(&LinkUrl) -> bool, policy: &Policy, today: Date) {
        self.entries.retain(|url, entry| {
            if is_used(url) {
                entry.unused = None;
                return true;
            }
            let since = *entry.unused.get_or_insert(today);
            days_between(since, today) <= i64::from(policy.keep_unused)
        });
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::observation::Class;

    fn url(text: &str) -> LinkUrl {
        LinkUrl::parse(text).unwrap().0
    }

    #[test]
    fn the_text_has_one_line_for_each_url_in_order() {
        let mut ledger = Ledger::default();
        let mut moved = Observation::new(date(2026, 11, 23), Class::Moved);
        (moved.status, moved.hops, moved.to) = (Some(200), vec![301], Some("https://b.org/".to_owned()));
        ledger.observe(&url("https://b.org/x"), moved, Vec::new());
        ledger.observe(&url("https://a.org/"), Observation::new(date(2026, 11, 23), Class::Gone), Vec::new());
        assert_eq!(
            ledger.to_text(),
            "{\"url\":\"https://a.org/\",\"seen\":[{\"on\":\"2026-11-23\",\"class\":\"gone\"}]}\n\
             {\"url\":\"https://b.org/x\",\"seen\":[{\"on\":\"2026-11-23\",\"class\":\"moved\",\"status\":200,\
             \"hops\":[301],\"to\":\"https://b.org/\"}]}\n"
        );
    }

    #[test]
    fn unknown_lines_are_kept() {
        let text = "{\"url\":\"https://a.org/\",\"seen\":[]}\nnoise\n{\"url\":\"https://b.org/\",\"mood\":1}\n";
        let (ledger, unknown) = Ledger::parse("l", text).unwrap();
        assert_eq!(unknown.iter().map(|it| it.line).collect::<Vec<_>>(), [2, 3]);
        assert_eq!(ledger.to_text(), "{\"url\":\"https://a.org/\"}\nnoise\n{\"url\":\"https://b.org/\",\"mood\":1}\n");
    }

    #[test]
    fn conflicts_and_overlong_lines_are_errors_with_their_line() {
        let error = |text: &str| Ledger::parse("l.jsonl", text).unwrap_err().to_string();
        assert!(error("\n<<<<<<< ours\n").starts_with("l.jsonl:2: an unresolved merge conflict"));
        assert_eq!(error(&"x".repeat(MAX_LINE_BYTES + 1)), "l.jsonl:1: longer than 64 KiB");
    }

    #[test]
    fn an_unused_url_is_dropped_after_a_while() {
        let mut ledger = Ledger::default();
        let (used, unused) = (url("https://a.org/"), url("https://b.org/"));
        for url in [&used, &unused] {
            ledger.observe(url, Observation::new(date(2026, 1, 1), Class::Alive), Vec::new());
        }
        let is_used = |url: &LinkUrl| url.host() == "a.org";
        ledger.prune(&is_used, &Policy::default(), date(2026, 1, 2));
        ledger.prune(&is_used, &Policy::default(), date(2026, 4, 2));
        assert_eq!(ledger.get(&unused).unwrap().unused(), Some(date(2026, 1, 2)));
        ledger.prune(&is_used, &Policy::default(), date(2026, 4, 3));
        assert_eq!((ledger.get(&unused), ledger.len()), (None, 1));
    }
}
