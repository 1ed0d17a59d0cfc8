use firstaid_text::{Edit, TextRange};
use serde::Serialize;

/// How far a fix can be trusted; chosen for each finding, not for each rule.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Applicability {
    /// Shown, never applied: only a person can know.
    DisplayOnly,
    /// Applied with `--unsafe-fixes`: right as a rule, but it may change what the page says.
    Unsafe,
    /// Applied with `--fix`: the page says the same as before, only right.
    Safe,
}

/// Edits that mend one diagnostic, all of them or none.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Fix {
    /// What applying it does, as an order: "Write `Gmail`".
    pub title: String,
    pub edits: Vec<Edit>,
    pub applicability: Applicability,
}

impl Fix {
    pub fn new(title: impl Into<String>, edits: Vec<Edit>, applicability: Applicability) -> Self {
        Self { title: title.into(), edits, applicability }
    }

    /// A fix that replaces one range.
    pub fn replace(range: TextRange, replacement: impl Into<String>, applicability: Applicability) -> Self {
        let replacement = replacement.into();
        let title = if replacement.is_empty() { "Remove it".to_owned() } else { format!("Write `{replacement}`") };
        Self::new(title, vec![Edit::replace(range, replacement)], applicability)
    }
}
