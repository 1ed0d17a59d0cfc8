//! Memos: what an entry records about its translation in its extracted comments (`#.`). A memo has the place of the
//! segment, its link targets, the state of the translation, and what the last sync saw.
//!
//! Tools that edit catalogs show these lines and do not change them. Lines of any other form are kept.

use super::po::Entry;
use crate::grade::{Change, Grade};
use crate::hash::hash;
use crate::segments::Segment;

/// The state of a translation.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub enum State {
    #[default]
    Untranslated,
    /// Made by the named machine or memory; no person has approved it yet.
    MachineDraft(String),
    Translated,
    /// The named person has compared it with the source.
    Reviewed(String),
}

/// What the extracted comments of an entry record.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Memo {
    /// The headings above the segment and the kind of its block.
    pub place: String,
    /// Notes for translators.
    pub notes: Vec<String>,
    /// Link targets of the source at the last sync; the first is `{1}`.
    pub slots: Vec<String>,
    pub state: State,
    /// How the source has changed since the translation was made, with the reason for the grade.
    pub change: Option<(Grade, String)>,
    /// Hash of the translation at the last sync.
    pub seen: Option<u64>,
    /// Lines of any other form.
    other: Vec<String>,
}

const PLACE: &str = "in: ";
const NOTE: &str = "note: ";
const STATE: &str = "state: ";
const CHANGE: &str = "source changed: ";
const SEEN: &str = "seen: ";
const DRAFT: &str = "machine draft by ";
const REVIEWED: &str = "reviewed by ";

impl Memo {
    /// Reads the memo of an entry.
    pub fn of(entry: &Entry) -> Self {
        let mut memo = Self::default();
        let is_translated = entry.is_translated();
        if is_translated {
            memo.state = State::Translated;
        }
        for line in &entry.extracted {
            if let Some(place) = line.strip_prefix(PLACE) {
                place.clone_into(&mut memo.place);
            } else if let Some(note) = line.strip_prefix(NOTE) {
                memo.notes.push(note.to_owned());
            } else if let Some(url) = slot_line(line, memo.slots.len() + 1) {
                memo.slots.push(url.to_owned());
            } else if let Some(state) = line.strip_prefix(STATE) {
                if let Some(machine) = state.strip_prefix(DRAFT).filter(|_| is_translated) {
                    memo.state = State::MachineDraft(machine.to_owned());
                } else if let Some(person) = state.strip_prefix(REVIEWED).filter(|_| is_translated) {
                    memo.state = State::Reviewed(person.to_owned());
                }
            } else if let Some(change) = line.strip_prefix(CHANGE) {
                let (grade, reason) = change.split_once(", ").unwrap_or((change, ""));
                memo.change = Grade::parse(grade).map(|grade| (grade, reason.to_owned()));
            } else if let Some(seen) = line.strip_prefix(SEEN) {
                memo.seen = u64::from_str_radix(seen, 16).ok();
            } else {
                memo.other.push(line.clone());
            }
        }
        memo
    }

    /// The extracted comments that record this memo.
    pub fn lines(&self) -> Vec<String> {
        let mut lines = vec![format!("{PLACE}{}", self.place)];
        lines.extend(self.notes.iter().map(|note| format!("{NOTE}{note}")));
        lines.extend(self.slots.iter().enumerate().map(|(n, url)| format!("{{{}}} = {url}", n + 1)));
        match &self.state {
            State::Untranslated | State::Translated => {}
            State::MachineDraft(machine) => lines.push(format!("{STATE}{DRAFT}{machine}")),
            State::Reviewed(person) => lines.push(format!("{STATE}{REVIEWED}{person}")),
        }
        lines.extend(self.change.as_ref().map(|(grade, reason)| format!("{CHANGE}{}, {reason}", grade.as_str())));
        lines.extend(self.seen.map(|seen| format!("{SEEN}{seen:016x}")));
        lines.extend(self.other.iter().cloned());
        lines
    }

    pub(crate) fn set_change(&mut self, change: Option<Change>) {
        self.change = change.map(|change| (change.grade, change.reason.to_owned()));
    }
}

fn slot_line(line: &str, number: usize) -> Option<&str> {
    line.strip_prefix('{')?.strip_prefix(&number.to_string())?.strip_prefix("} = ")
}

/// Records the translation as seen by the sync.
pub(crate) fn record_seen(entry: &mut Entry) {
    let seen = entry.is_translated().then(|| hash(entry.string().as_bytes()));
    if seen != recorded_hash(entry) {
        let mut memo = Memo::of(entry);
        memo.seen = seen;
        entry.extracted = memo.lines();
    }
}

/// [`Memo::seen`], without reading the rest of the memo.
fn recorded_hash(entry: &Entry) -> Option<u64> {
    let hash = entry.extracted.iter().find_map(|line| line.strip_prefix(SEEN))?;
    u64::from_str_radix(hash, 16).ok()
}

/// Whether a translator changed the translation since the last sync, or removed the fuzzy flag of a stale translation
/// and so confirmed it.
pub(crate) fn is_changed(entry: &Entry, memo: &Memo) -> bool {
    let is_confirmed = memo.change.is_some() && !entry.is_fuzzy();
    let seen = entry.is_translated().then(|| hash(entry.string().as_bytes()));
    is_confirmed || memo.seen != seen
}

/// Whether an entry has a change that no sync has written into the page yet. The same as [`is_changed`] for translated
/// entries in use, without reading the whole memo.
pub fn is_pending(entry: &Entry) -> bool {
    if entry.obsolete || !entry.is_translated() {
        return false;
    }
    let is_confirmed = !entry.is_fuzzy() && entry.extracted.iter().any(|line| line.starts_with(CHANGE));
    is_confirmed || recorded_hash(entry) != Some(hash(entry.string().as_bytes()))
}

/// Whether the entries in use are exactly those of the segments and none of them is stale. A cheap test that spares
/// most catalogs a [`merge`](crate::merge).
pub fn is_current(entries: &[Entry], segments: &[Segment]) -> bool {
    let in_use = entries.iter().filter(|entry| !entry.obsolete);
    let mut segments = segments.iter();
    let is_same = |entry: &Entry| segments.next().is_some_and(|segment| segment.message == entry.id);
    let is_stale = |entry: &Entry| entry.extracted.iter().any(|line| line.starts_with(CHANGE));
    in_use.clone().all(is_same) && !in_use.into_iter().any(is_stale) && segments.next().is_none()
}

/// Sets or removes the flag `fuzzy`.
pub(crate) fn set_fuzzy(entry: &mut Entry, fuzzy: bool) {
    entry.flags.retain(|flag| flag != "fuzzy");
    if fuzzy {
        entry.flags.insert(0, "fuzzy".to_owned());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_memo_reads_its_own_lines_and_keeps_others() {
        let memo = Memo {
            place: "Trust › Keys (list item)".to_owned(),
            notes: vec!["a verb".to_owned()],
            slots: vec!["x.md".to_owned(), "https://y.org".to_owned()],
            state: State::MachineDraft("memory, 100 %".to_owned()),
            change: Some((Grade::Critical, "a number changed".to_owned())),
            seen: Some(0xab),
            other: vec!["from elsewhere".to_owned()],
        };
        let entry = Entry { extracted: memo.lines(), strings: vec!["x".to_owned()], ..Entry::default() };
        assert_eq!(Memo::of(&entry), memo);
    }

    #[test]
    fn an_entry_without_a_translation_is_untranslated() {
        let entry = Entry { extracted: vec!["state: reviewed by A".to_owned()], ..Entry::default() };
        assert_eq!(Memo::of(&entry).state, State::Untranslated);
    }
}
