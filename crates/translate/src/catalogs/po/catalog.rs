//! A whole catalog.

use super::entry::Entry;
use super::header::Header;

/// A file of messages and their translations.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Catalog {
    pub header: Header,
    /// In the order of the file, obsolete ones among them.
    pub entries: Vec<Entry>,
    /// Comment lines after the last entry, unchanged.
    pub trailing: Vec<String>,
    pub style: Style,
}

/// How a file was written, where tools differ. It is written in the same way again.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Style {
    /// Long lines are not folded, as with `--no-wrap` of gettext.
    pub unwrapped: bool,
    /// Lines end in CRLF.
    pub crlf: bool,
}

impl Catalog {
    /// The entry of a message that is in use.
    pub fn get(&self, context: Option<&str>, id: &str) -> Option<&Entry> {
        self.entries.iter().find(|entry| !entry.obsolete && entry.id == id && entry.context.as_deref() == context)
    }
}
