//! An entry of a catalog: a message, its translation, and their comments.

use firstaid_text::TextRange;

use super::refusal::Refusal;

/// A message and its translation.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Entry {
    /// `# `: comments by translators.
    pub comments: Vec<String>,
    /// `#.`: comments for translators.
    pub extracted: Vec<String>,
    /// `#:`
    pub references: Vec<String>,
    /// `#,`
    pub flags: Vec<String>,
    /// `#|`: the message that was translated, if it has changed since.
    pub previous: Option<Previous>,
    /// `#~`: no page uses the message any more.
    pub obsolete: bool,
    pub context: Option<String>,
    pub id: String,
    pub plural: Option<String>,
    /// One translation without `plural`, one for each plural form with it; an empty string is no translation.
    pub strings: Vec<String>,
    pub place: Place,
    pub refusal: Refusal,
}

/// A message before it changed.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Previous {
    pub context: Option<String>,
    pub id: String,
    pub plural: Option<String>,
}

/// The place of an entry in its file; empty for an entry that was not read from a file.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Place {
    /// From the first comment to the last quote.
    pub entry: TextRange,
    /// From the first quote of `msgid` to its last.
    pub id: TextRange,
    /// From the first quote to the last of each of [`Entry::strings`].
    pub strings: Vec<TextRange>,
}

impl Entry {
    /// An entry without a translation.
    pub fn untranslated(context: Option<String>, id: String) -> Self {
        Self { context, id, strings: vec![String::new()], ..Self::default() }
    }

    pub fn has_flag(&self, flag: &str) -> bool {
        self.flags.iter().any(|have| have == flag)
    }

    /// Whether the entry has the flag `fuzzy`: a person must check the translation.
    pub fn is_fuzzy(&self) -> bool {
        self.has_flag("fuzzy")
    }

    /// Whether there is a translation, fuzzy or not, in every plural form.
    pub fn is_translated(&self) -> bool {
        !self.strings.is_empty() && self.strings.iter().all(|string| !string.is_empty())
    }

    /// The first translation; it is the only one without plural forms.
    pub fn string(&self) -> &str {
        self.strings.first().map_or("", String::as_str)
    }
}
