//! PO catalogs, as GNU gettext reads and writes them.
//!
//! A catalog keeps everything it read: comments, flags, previous messages, obsolete entries, their order. Written, it
//! is byte for byte what `msgcat` would print, so that no tool that is built on gettext shows a difference where
//! nobody changed anything. What gettext would drop and a person may have written is written all the same.

mod fold;
mod header;
mod lexer;
mod linebreak;
mod literal;
mod parse;
mod plural;
mod width;
mod write;

use firstaid_text::TextRange;

pub use header::Header;
pub use literal::locate;
pub use parse::parse;
pub use plural::plural_forms;

/// A file of messages and their translations.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Catalog {
    pub header: Header,
    /// In the order of the file, obsolete ones among them.
    pub entries: Vec<Entry>,
    /// Lines of comments after the last entry, as they are.
    pub trailing: Vec<String>,
}

/// A message and its translation.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Entry {
    /// `# `: what translators note.
    pub comments: Vec<String>,
    /// `#.`: what is noted for them.
    pub extracted: Vec<String>,
    /// `#:`
    pub references: Vec<String>,
    /// `#,`
    pub flags: Vec<String>,
    /// `#|`: the message that the translation was made for.
    pub previous: Option<Previous>,
    /// `#~`: no page uses the message any more.
    pub obsolete: bool,
    pub context: Option<String>,
    pub id: String,
    pub plural: Option<String>,
    /// One without `plural`, with it one a plural form; empty strings where there is no translation.
    pub strings: Vec<String>,
    pub place: Place,
}

/// What a message was before it changed.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Previous {
    pub context: Option<String>,
    pub id: String,
    pub plural: Option<String>,
}

/// Where an entry stands in its file; empty for one that no file had.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Place {
    /// From the first comment to the last quote.
    pub entry: TextRange,
    /// From the first quote of `msgid` to the last.
    pub id: TextRange,
    /// The same for each of [`Entry::strings`].
    pub strings: Vec<TextRange>,
}

impl Entry {
    /// An entry that waits for its translation.
    pub fn untranslated(context: Option<String>, id: String) -> Self {
        Self { context, id, strings: vec![String::new()], ..Self::default() }
    }

    pub fn has_flag(&self, flag: &str) -> bool {
        self.flags.iter().any(|have| have == flag)
    }

    /// Whether a person has to look at the translation.
    pub fn is_fuzzy(&self) -> bool {
        self.has_flag("fuzzy")
    }

    /// Whether there is a translation, fuzzy or not, in every plural form.
    pub fn is_translated(&self) -> bool {
        !self.strings.is_empty() && self.strings.iter().all(|string| !string.is_empty())
    }

    /// The first translation, which without plural forms is the only one.
    pub fn string(&self) -> &str {
        self.strings.first().map_or("", String::as_str)
    }
}

impl Catalog {
    /// The entry of a message that is in use.
    pub fn get(&self, context: Option<&str>, id: &str) -> Option<&Entry> {
        self.entries.iter().find(|entry| !entry.obsolete && entry.id == id && entry.context.as_deref() == context)
    }
}
