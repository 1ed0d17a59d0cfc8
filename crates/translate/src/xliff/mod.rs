//! XLIFF 2.1, the format of translation agencies: a file element a page, a unit a message.
//!
//! A unit is named after its message, so that a file that comes back after weeks finds each message that is still the
//! same and no other. Placeholders are elements that an agency's tool protects; what comes back with others than the
//! source has is refused, as is anything else that is not understood: a translation is taken whole or not at all.

mod export;
mod import;
mod placeholder;

use crate::hash::hash;
use crate::po::Entry;

pub use export::export;
pub use import::{Translation, import};
pub(crate) use placeholder::{Piece, pieces};

/// The `state` of a segment.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum State {
    /// Not translated, or not so that it could be used: fuzzy.
    Initial,
    Translated,
    Reviewed,
    Final,
}

impl State {
    /// What the catalog itself says; whether a person has reviewed a translation is known elsewhere.
    pub fn of(entry: &Entry) -> Self {
        if entry.is_translated() && !entry.is_fuzzy() { Self::Translated } else { Self::Initial }
    }

    fn name(self) -> &'static str {
        match self {
            Self::Initial => "initial",
            Self::Translated => "translated",
            Self::Reviewed => "reviewed",
            Self::Final => "final",
        }
    }

    fn named(name: &str) -> Option<Self> {
        [Self::Initial, Self::Translated, Self::Reviewed, Self::Final].into_iter().find(|state| state.name() == name)
    }
}

const NAMESPACE: &str = "urn:oasis:names:tc:xliff:document:2.0";

/// A translation to make: one a message, with plural forms one a form.
struct Unit<'a> {
    id: String,
    entry: &'a Entry,
    form: usize,
}

impl<'a> Unit<'a> {
    /// The units of messages in use.
    fn all(entries: &'a [Entry]) -> impl Iterator<Item = Self> {
        let active = entries.iter().filter(|entry| !entry.obsolete);
        active.flat_map(|entry| {
            let forms = if entry.plural.is_some() { entry.strings.len().max(1) } else { 1 };
            (0..forms).map(move |form| Self { id: unit_id(entry, form), entry, form })
        })
    }

    /// What is to be translated; with plural forms, the singular for the first of several.
    fn source(&self) -> &'a str {
        match &self.entry.plural {
            Some(plural) if self.form > 0 || self.entry.strings.len() < 2 => plural,
            _ => &self.entry.id,
        }
    }

    fn target(&self) -> &'a str {
        self.entry.strings.get(self.form).map_or("", String::as_str)
    }
}

/// A name made of the message and its context: it must be the same in every version of the program.
fn unit_id(entry: &Entry, form: usize) -> String {
    let context = entry.context.as_deref().map_or(String::new(), |context| format!("{context}\u{4}"));
    let hash = hash(format!("{context}{}", entry.id).as_bytes());
    if entry.plural.is_some() { format!("u{hash:016x}.{form}") } else { format!("u{hash:016x}") }
}

#[cfg(test)]
mod tests;
