//! What the last sync saw of an entry, and what it made of its block on the page.

use std::fmt;

/// What the page of the locale had of a translation after the last sync.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(crate) enum OnPage {
    /// The translation, or the source in place of one that is too stale.
    #[default]
    Translation,
    /// Another text in its place, because the page cannot show the translation or has a text of its own there. The hash
    /// is that of the last translation that the page had.
    Other(Option<u64>),
    /// No such block.
    Nothing,
}

/// What the last sync recorded in a memo, as hashes.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(crate) struct Seen {
    /// The translation.
    pub(crate) text: Option<u64>,
    /// The message. Another one means that a tool moved the translation to another message.
    pub(crate) message: Option<u64>,
    pub(crate) on_page: OnPage,
    /// A text of the page's own that stands in the place of the translation and is in no catalog.
    pub(crate) own: Option<u64>,
}

/// The hash of the translation, then that of the message.
pub(super) const SEEN: &str = "seen: ";
/// The hash of [`OnPage::Other`], or [`NONE`].
const OTHER: &str = "page has: ";
const NONE: &str = "no translation";
/// The line of [`OnPage::Nothing`].
const NOTHING: &str = "not on the page";
/// The hash of [`Seen::own`].
const OWN: &str = "page's own text: ";

impl Seen {
    /// Reads a line of a memo. Whether it is one of these.
    pub(super) fn read(&mut self, line: &str) -> bool {
        if let Some(hashes) = line.strip_prefix(SEEN) {
            let mut hashes = hashes.split_whitespace().map(hash);
            (self.text, self.message) = (hashes.next().flatten(), hashes.next().flatten());
        } else if let Some(other) = line.strip_prefix(OTHER) {
            self.on_page = OnPage::Other(hash(other));
        } else if let Some(own) = line.strip_prefix(OWN) {
            self.own = hash(own);
        } else if line == NOTHING {
            self.on_page = OnPage::Nothing;
        } else {
            return false;
        }
        true
    }

    /// The lines of a memo.
    pub(super) fn lines(&self) -> impl Iterator<Item = String> {
        let seen = self.text.map(|text| match self.message {
            Some(message) => format!("{SEEN}{text:016x} {message:016x}"),
            None => format!("{SEEN}{text:016x}"),
        });
        let on_page = match self.on_page {
            OnPage::Translation => None,
            OnPage::Other(None) => Some(format!("{OTHER}{NONE}")),
            OnPage::Other(Some(hash)) => Some(line(OTHER, hash)),
            OnPage::Nothing => Some(NOTHING.to_owned()),
        };
        let own = self.own.map(|hash| line(OWN, hash));
        seen.into_iter().chain(on_page).chain(own)
    }

    /// The hash of the translation that the page had after the last sync.
    pub(crate) fn shown(&self) -> Option<u64> {
        match self.on_page {
            OnPage::Translation => self.text,
            OnPage::Other(hash) => hash,
            OnPage::Nothing => None,
        }
    }
}

fn hash(word: &str) -> Option<u64> {
    u64::from_str_radix(word, 16).ok()
}

fn line(name: impl fmt::Display, hash: u64) -> String {
    format!("{name}{hash:016x}")
}
