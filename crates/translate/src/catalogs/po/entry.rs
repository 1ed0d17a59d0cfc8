//! An entry of a catalog: a message, its translation, and their comments.

use firstaid_text::TextRange;

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
