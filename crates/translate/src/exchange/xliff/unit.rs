//! Units of an XLIFF file and their states.

use std::borrow::Cow;

use crate::catalogs::memo::{is_state_line, person_comments};
use crate::catalogs::po::Entry;
use crate::hash::hash;

/// The `state` of a segment.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum State {
    /// Untranslated or fuzzy.
    Initial,
    Translated,
    Reviewed,
    Final,
}

impl State {
    /// The state by the flags of an entry. Whether a person has reviewed it is recorded in its memo.
    pub fn of(entry: &Entry) -> Self {
        if entry.is_translated() && !entry.is_fuzzy() { Self::Translated } else { Self::Initial }
    }

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Initial => "initial",
            Self::Translated => "translated",
            Self::Reviewed => "reviewed",
            Self::Final => "final",
        }
    }

    pub(super) fn named(name: &str) -> Option<Self> {
        [Self::Initial, Self::Translated, Self::Reviewed, Self::Final].into_iter().find(|state| state.name() == name)
    }
}

pub(super) const NAMESPACE: &str = "urn:oasis:names:tc:xliff:document:2.0";
pub(super) const NAMESPACE_1: &str = "urn:oasis:names:tc:xliff:document:1.2";
/// Category of the note that has the hash of the translation at the time of the export.
pub(super) const EXPORTED: &str = "firstaid:exported";

/// The notes of a unit, each with its category: for translators, and the hash of its translation.
pub(super) fn notes<'a>(unit: &Unit<'a>) -> Vec<(&'static str, Cow<'a, str>)> {
    let place = unit.entry.extracted.iter().filter(|line| !is_state_line(line));
    let mut notes: Vec<(&str, Cow<str>)> = place.map(|line| ("location", Cow::Borrowed(line.as_str()))).collect();
    notes.extend(person_comments(unit.entry).map(|comment| ("translator", Cow::Borrowed(comment))));
    notes.push((EXPORTED, format!("{:016x}", hash(unit.target().as_bytes())).into()));
    notes
}

/// The hash in a note of [`EXPORTED`].
pub(super) fn exported_hash(note: &str) -> Option<u64> {
    u64::from_str_radix(note.trim(), 16).ok()
}

/// A text to translate: a message, or one plural form of it.
pub(super) struct Unit<'a> {
    pub(super) id: String,
    pub(super) entry: &'a Entry,
    /// Index of the plural form; 0 without plural forms.
    pub(super) form: usize,
}

impl<'a> Unit<'a> {
    /// The units of messages in use.
    pub(super) fn all(entries: &'a [Entry]) -> impl Iterator<Item = Self> {
        let active = entries.iter().filter(|entry| !entry.obsolete);
        active.flat_map(|entry| {
            let forms = if entry.plural.is_some() { entry.strings.len().max(1) } else { 1 };
            (0..forms).map(move |form| Self { id: unit_id(entry, form), entry, form })
        })
    }

    /// The source text: with several plural forms the singular for the first form, the plural for the others.
    pub(super) fn source(&self) -> &'a str {
        match &self.entry.plural {
            Some(plural) if self.form > 0 || self.entry.strings.len() < 2 => plural,
            _ => &self.entry.id,
        }
    }

    pub(super) fn target(&self) -> &'a str {
        self.entry.strings.get(self.form).map_or("", String::as_str)
    }
}

/// The id of a unit, a hash of message and context. It must be the same in every release.
pub(super) fn unit_id(entry: &Entry, form: usize) -> String {
    let context = entry.context.as_deref().map_or(String::new(), |context| format!("{context}\u{4}"));
    let hash = hash(format!("{context}{}", entry.id).as_bytes());
    if entry.plural.is_some() { format!("u{hash:016x}.{form}") } else { format!("u{hash:016x}") }
}
