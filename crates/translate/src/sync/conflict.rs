//! Conflicts: differences that sync cannot resolve.

use firstaid_text::TextRange;

/// A difference between a page and its catalog that only a person can resolve.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Conflict {
    /// Page and catalog were changed in different ways.
    Both { source: String, page: String, page_range: TextRange, catalog: String },
    /// The page was edited, and its source changed in a way that can harm readers, which the edit may not answer.
    /// `reason` is that of the grade.
    Unanswered { reason: &'static str, former: String, source: String, page: String, page_range: TextRange },
    /// The page has a block that the source does not have.
    Added { page_range: TextRange },
    /// The page lacks a block that its catalog has. `near` is the segment at whose place it is missing.
    Removed { source: String, near: TextRange },
    /// Page and source were changed in different ways outside of the segments: HTML, code, comments, definitions, keys
    /// of the front matter.
    Gap { page_range: TextRange, page: String, source: String },
    /// A translation that would be read back differently from the page: it makes more than one block, or none.
    Structure { source: String, translation: String },
}

impl Conflict {
    /// Whether it is a block that only page or catalog has. The page keeps what it has, so it does not keep the page
    /// from being synced.
    pub fn is_difference(&self) -> bool {
        matches!(self, Self::Added { .. } | Self::Removed { .. })
    }
}
