//! Memos: what an entry records about its translation in its comments. The extracted comments (`#.`) have what the
//! source says: the place of the segment, notes, link targets. `msgmerge` takes them from the template. The
//! translator's comments (`# firstaid: …`), which every tool keeps with the translation, have the state of the
//! translation and what the last sync saw.
//!
//! Lines of any other form are kept. State in extracted comments, where earlier releases wrote it, is read too.

use super::po::Entry;
use super::seen::{SEEN, Seen};
use super::unfold::unfolded;
use crate::grade::{Change, Grade};
use crate::hash::hash;
use crate::segments::{Segment, SegmentKind};

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

/// What the comments of an entry record.
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
    /// Whether the translation was fuzzy for another reason than a change of the source. It stays fuzzy when the source
    /// goes back.
    pub is_unsure: bool,
    /// The labels of apps in the message, each with what the app shows, for translators. Those of the translator's
    /// comments: `msgmerge` would drop them from the extracted ones, for the template has none of a locale.
    pub(crate) labels: Vec<String>,
    pub(crate) seen: Seen,
    /// Extracted comments of any other form.
    other: Vec<String>,
    /// Translator's comments of any other form.
    comments: Vec<String>,
}

/// Begins the lines of a memo in the translator's comments.
const OWN: &str = "firstaid: ";

const PLACE: &str = "in: ";
const NOTE: &str = "note: ";
/// Before a state in extracted comments.
const STATE: &str = "state: ";
/// The line of [`Memo::is_unsure`].
const UNSURE: &str = "not sure";
const CHANGE: &str = "source changed: ";
const DRAFT: &str = "machine draft by ";
const REVIEWED: &str = "reviewed by ";
const LABEL: &str = "label: ";

impl Memo {
    /// Reads the memo of an entry.
    pub fn of(entry: &Entry) -> Self {
        let mut memo = Self::default();
        let is_translated = entry.is_translated();
        if is_translated {
            memo.state = State::Translated;
        }
        for line in unfolded(&entry.extracted, "#. ".len(), begins_extracted, is_whole_place) {
            let line = &*line;
            if let Some(place) = line.strip_prefix(PLACE) {
                place.clone_into(&mut memo.place);
            } else if let Some(note) = line.strip_prefix(NOTE) {
                memo.notes.push(note.to_owned());
            } else if let Some(url) = slot_line(line, memo.slots.len() + 1) {
                memo.slots.push(url.to_owned());
            } else if !memo.read_own(line.strip_prefix(STATE).unwrap_or(line), is_translated) {
                memo.other.push(line.to_owned());
            }
        }
        for line in unfolded(&entry.comments, "# ".len(), |line| own_line(line).is_some(), is_whole_own) {
            let line = &*line;
            if let Some(label) = own_line(line).and_then(|own| own.strip_prefix(LABEL)) {
                memo.labels.push(label.to_owned());
            } else if !own_line(line).is_some_and(|own| memo.read_own(own, is_translated)) {
                memo.comments.push(line.to_owned());
            }
        }
        memo
    }

    /// Reads a line about the translation. Whether it is one.
    fn read_own(&mut self, line: &str, is_translated: bool) -> bool {
        if let Some(machine) = line.strip_prefix(DRAFT) {
            if is_translated {
                self.state = State::MachineDraft(machine.to_owned());
            }
        } else if let Some(person) = line.strip_prefix(REVIEWED) {
            if is_translated {
                self.state = State::Reviewed(person.to_owned());
            }
        } else if let Some(change) = line.strip_prefix(CHANGE) {
            let (grade, reason) = change.split_once(", ").unwrap_or((change, ""));
            self.change = Grade::parse(grade).map(|grade| (grade, reason.to_owned()));
        } else if line == UNSURE {
            self.is_unsure = is_translated;
        } else {
            return self.seen.read(line);
        }
        true
    }

    /// Writes the memo into the comments of an entry.
    pub fn record(&self, entry: &mut Entry) {
        entry.extracted = self.extracted();
        entry.comments.clone_from(&self.comments);
        entry.comments.extend(self.own_lines().map(|line| format!("{OWN}{line}")));
    }

    fn extracted(&self) -> Vec<String> {
        let mut lines = Vec::new();
        if !self.place.is_empty() {
            lines.push(format!("{PLACE}{}", self.place));
        }
        lines.extend(self.notes.iter().map(|note| format!("{NOTE}{note}")));
        lines.extend(
            self.slots.iter().enumerate().map(|(n, url)| format!("{{{}}} = {url}", n + 1).trim_end().to_owned()),
        );
        lines.extend(self.other.iter().cloned());
        lines
    }

    fn own_lines(&self) -> impl Iterator<Item = String> {
        let state = match &self.state {
            State::Untranslated | State::Translated => None,
            State::MachineDraft(machine) => Some(format!("{DRAFT}{machine}")),
            State::Reviewed(person) => Some(format!("{REVIEWED}{person}")),
        };
        let change = self.change.as_ref().map(|(grade, reason)| format!("{CHANGE}{}, {reason}", grade.as_str()));
        let unsure = self.is_unsure.then(|| UNSURE.to_owned());
        let labels = self.labels.iter().map(|label| format!("{LABEL}{label}"));
        labels.chain(state).chain(unsure).chain(change).chain(self.seen.lines())
    }

    /// The kind of the entry's block; `None` if another tool has dropped the comment.
    pub(crate) fn kind(&self) -> Option<SegmentKind> {
        SegmentKind::of_place(&self.place)
    }

    pub(crate) fn set_change(&mut self, change: Option<Change>) {
        self.change = change.map(|change| (change.grade, change.reason.to_owned()));
    }
}

/// Whether an extracted comment begins a line of a memo.
fn begins_extracted(line: &str) -> bool {
    [PLACE, NOTE, STATE, CHANGE, SEEN].iter().any(|start| line.starts_with(start)) || line.starts_with('{')
}

/// Whether a line is a place, which names the kind of its block last. Whether a note is whole does not show.
fn is_whole_place(line: &str) -> bool {
    line.strip_prefix(PLACE).is_some_and(|place| SegmentKind::of_place(place).is_some())
}

/// Whether a line of a memo in a translator's comment has its end. Only labels are long: they name their app last.
fn is_whole_own(line: &str) -> bool {
    own_line(line).is_some_and(|own| !own.starts_with(LABEL) || own.ends_with(')'))
}

fn slot_line(line: &str, number: usize) -> Option<&str> {
    let url = line.strip_prefix('{')?.strip_prefix(&number.to_string())?.strip_prefix("} =")?;
    if url.is_empty() { Some("") } else { url.strip_prefix(' ') }
}

/// The line of a memo in a translator's comment, without its mark.
fn own_line(comment: &str) -> Option<&str> {
    comment.trim_start().strip_prefix(OWN)
}

/// Whether an extracted comment is about the translation, as earlier releases wrote it, and not about the source.
pub(crate) fn is_state_line(extracted: &str) -> bool {
    [STATE, CHANGE, SEEN].iter().any(|start| extracted.starts_with(start))
}

/// The comments of an entry that a person wrote, without the lines of its memo.
pub(crate) fn person_comments(entry: &Entry) -> impl Iterator<Item = &str> {
    entry.comments.iter().map(String::as_str).filter(|line| own_line(line).is_none())
}

/// The lines about the translation, wherever they stand; those of the translator's comments come last and are the ones
/// that count.
pub(super) fn own_lines(entry: &Entry) -> impl Iterator<Item = &str> {
    let extracted = entry.extracted.iter().map(String::as_str);
    extracted.chain(entry.comments.iter().filter_map(|line| own_line(line)))
}

pub(super) fn has_change(entry: &Entry) -> bool {
    own_lines(entry).any(|line| line.starts_with(CHANGE))
}

/// Whether the entries in use are exactly those of the segments and none of them is stale. A cheap test that spares
/// most catalogs a [`merge`](crate::merge).
pub fn is_current(entries: &[Entry], segments: &[Segment]) -> bool {
    let in_use = entries.iter().filter(|entry| !entry.obsolete);
    let mut segments = segments.iter();
    let is_same = |entry: &Entry| segments.next().is_some_and(|segment| segment.message == entry.id);
    in_use.clone().all(is_same) && !in_use.into_iter().any(has_change) && segments.next().is_none()
}

/// The change behind a fuzzy entry that another tool, such as `msgmerge`, matched with a translation of another
/// message. `grade` compares the previous message with the current one. Without the previous message the grade is
/// critical: what the translation says is unknown.
pub(crate) fn moved_by_tool(entry: &Entry, memo: &Memo, grade: impl Fn(&str, &str) -> Change) -> Option<Change> {
    if memo.change.is_some() || !entry.is_fuzzy() || !entry.is_translated() {
        return None;
    }
    let is_moved = memo.seen.message.is_some_and(|seen| seen != hash(entry.id.as_bytes()));
    match &entry.previous {
        Some(previous) if previous.id != entry.id => Some(grade(&previous.id, &entry.id)),
        None if is_moved => {
            Some(Change { grade: Grade::Critical, reason: "another tool matched it with another text" })
        }
        _ => None,
    }
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
    use super::super::seen::OnPage;
    use super::*;

    fn memo() -> Memo {
        Memo {
            place: "Trust › Keys (list item)".to_owned(),
            notes: vec!["a verb".to_owned()],
            slots: vec!["x.md".to_owned(), String::new(), "https://y.org".to_owned()],
            state: State::MachineDraft("memory, 100 %".to_owned()),
            change: Some((Grade::Critical, "a number changed".to_owned())),
            is_unsure: true,
            labels: vec!["Settings → Einstellungen (Otter)".to_owned()],
            seen: Seen { text: Some(0xab), message: Some(0xcd), on_page: OnPage::Other(Some(0xef)), own: Some(0x12) },
            other: vec!["from elsewhere".to_owned()],
            comments: vec!["ask Lou".to_owned()],
        }
    }

    fn recorded(memo: &Memo) -> Entry {
        let mut entry = Entry { strings: vec!["x".to_owned()], ..Entry::default() };
        memo.record(&mut entry);
        entry
    }

    #[test]
    fn lines_that_another_tool_folded_are_one() {
        let mut entry = recorded(&memo());
        entry.extracted =
            ["in: A person who is close to me was arrested › What to do on the next (list", "item)", "note: a verb"]
                .map(str::to_owned)
                .to_vec();
        entry.comments =
            ["firstaid: label: Settings › Privacy and security → Einstellungen › Schutz", "(Otter Desktop)", "ask Lou"]
                .map(str::to_owned)
                .to_vec();
        let memo = Memo::of(&entry);
        assert_eq!(memo.place, "A person who is close to me was arrested › What to do on the next (list item)");
        assert_eq!(memo.labels, ["Settings › Privacy and security → Einstellungen › Schutz (Otter Desktop)"]);
        assert_eq!((memo.other, memo.comments), (Vec::new(), vec!["ask Lou".to_owned()]));
    }

    #[test]
    fn a_memo_reads_its_own_lines_and_keeps_others() {
        let entry = recorded(&memo());
        assert_eq!(Memo::of(&entry), memo());
        for on_page in [OnPage::Translation, OnPage::Other(None), OnPage::Nothing] {
            let seen = Seen { on_page, own: None, ..memo().seen };
            assert_eq!(Memo::of(&recorded(&Memo { seen, ..memo() })).seen, seen);
        }
        assert_eq!(person_comments(&entry).collect::<Vec<_>>(), ["ask Lou"]);
        assert!(entry.extracted.iter().chain(&entry.comments).all(|line| !line.ends_with(' ')));
    }

    #[test]
    fn the_state_survives_tools_that_rebuild_the_extracted_comments() {
        let mut entry = recorded(&memo());
        entry.extracted.clear();
        let (before, after) = (memo(), Memo::of(&entry));
        assert_eq!((after.state, after.change, after.seen), (before.state, before.change, before.seen));
        assert_eq!(after.labels, before.labels);
    }

    #[test]
    fn an_entry_without_a_translation_is_untranslated() {
        let entry = Entry { comments: vec!["firstaid: reviewed by A".to_owned()], ..Entry::default() };
        assert_eq!(Memo::of(&entry).state, State::Untranslated);
    }
}
