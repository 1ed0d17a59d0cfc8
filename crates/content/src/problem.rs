use firstaid_text::TextRange;

/// Why a part of a file, or all of it, was not read.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Problem {
    pub kind: ProblemKind,
    pub range: TextRange,
    pub message: String,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ProblemKind {
    /// The file was not read as a whole, so it must never be written.
    Unreadable,
    /// The front matter is not valid.
    FrontMatter,
    /// The file has marks of an unresolved merge, so it holds two texts and must never be written.
    MergeConflict,
}

impl Problem {
    pub(crate) fn front_matter(range: TextRange, message: impl Into<String>) -> Self {
        Self { kind: ProblemKind::FrontMatter, range, message: message.into() }
    }
}
