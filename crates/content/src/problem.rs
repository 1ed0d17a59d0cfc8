use firstaid_text::TextRange;

/// Something about a file that kept it from being understood in full.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Problem {
    pub kind: ProblemKind,
    pub range: TextRange,
    pub message: String,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ProblemKind {
    /// The file could not be read whole; what is known of it must never be written back.
    Unreadable,
    /// The front matter is not the YAML it should be.
    FrontMatter,
}

impl Problem {
    pub(crate) fn front_matter(range: TextRange, message: impl Into<String>) -> Self {
        Self { kind: ProblemKind::FrontMatter, range, message: message.into() }
    }
}
