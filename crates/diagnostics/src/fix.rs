use std::borrow::Cow;

use firstaid_text::{Edit, TextRange};
use serde::Serialize;

use crate::Text;

/// How far a fix can be trusted; chosen for each finding, not for each rule.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Applicability {
    /// Shown, never applied: only a person can decide.
    DisplayOnly,
    /// Applied with `--unsafe-fixes`: usually right, but it may change the meaning of the page.
    Unsafe,
    /// Applied with `--fix`: the page keeps its meaning.
    Safe,
}

/// Edits that fix one diagnostic; applied together or not at all.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Fix {
    /// `None` for the title that follows from the only edit.
    title: Option<Text>,
    pub edits: Vec<Edit>,
    pub applicability: Applicability,
}

impl Fix {
    /// `title` is an instruction, such as "Remove the comment".
    pub fn new(title: impl Into<Text>, edits: Vec<Edit>, applicability: Applicability) -> Self {
        Self { title: Some(title.into()), edits, applicability }
    }

    /// A fix that replaces one range, titled "Write `…`" or "Remove it".
    pub fn replace(range: TextRange, replacement: impl Into<String>, applicability: Applicability) -> Self {
        Self { title: None, edits: vec![Edit::replace(range, replacement)], applicability }
    }

    /// What applying the fix does, as an instruction: "Write `Gmail`".
    pub fn title(&self) -> Cow<'_, str> {
        match (&self.title, self.edits.first()) {
            (Some(title), _) => Cow::Borrowed(title),
            (None, Some(edit)) if !edit.replacement.is_empty() => Cow::Owned(format!("Write `{}`", edit.replacement)),
            (None, _) => Cow::Borrowed("Remove it"),
        }
    }
}
