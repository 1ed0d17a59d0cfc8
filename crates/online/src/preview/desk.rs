//! What the server asks for.

use tokio::sync::watch;

use super::view::{Choice, Home, Listing, PageView, Picture};

/// The facts that the preview shows, and the edits that it takes. Calls may take long: the server makes them on threads
/// of their own, several at a time.
pub trait Desk: Send + Sync + 'static {
    fn home(&self) -> Result<Home, Failure>;

    fn pages(&self, locale: &str) -> Result<Listing, Failure>;

    fn page(&self, locale: &str, name: &str) -> Result<PageView, Failure>;

    /// Writes an edit of a block.
    fn save(&self, edit: &Edit) -> Result<Saved, Failure>;

    /// Writes the resolution of all conflicts of a page.
    fn resolve(&self, resolution: &Resolution) -> Result<Saved, Failure>;

    /// A picture of a page that was shown, by its id in [`Pictures`](super::Pictures).
    fn picture(&self, id: &str) -> Option<Picture>;

    /// The number of changes of files so far.
    fn revision(&self) -> watch::Receiver<u64>;
}

/// An edit of a block, as a form has it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Edit {
    pub locale: String,
    pub name: String,
    /// [`Block::key`](super::Block::key)
    pub key: String,
    /// [`Block::version`](super::Block::version) when the form was made.
    pub version: String,
    pub text: String,
    /// Whether the translation stays fuzzy.
    pub is_unsure: bool,
    /// Whether the person at the desk has compared it with the source.
    pub is_reviewed: bool,
}

/// What is to become of the conflicts of a page, as a form has it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Resolution {
    pub locale: String,
    pub name: String,
    /// [`PageView::conflict_version`] when the form was made.
    pub version: String,
    pub decisions: Vec<Decision>,
}

/// What is to become of a conflict.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Decision {
    /// [`Conflict::key`](super::Conflict::key)
    pub key: String,
    /// `None` if nothing was chosen.
    pub choice: Option<Choice>,
    /// What the field for another text has.
    pub text: String,
}

/// What became of an edit or a resolution.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Saved {
    Written,
    /// The page cannot show the text, or cannot be synced. Nothing was written.
    Refused(String),
    /// The block or the conflicts changed since the form was made. Nothing was written. The page as it is now has the other text.
    Conflict,
    /// The source has no such block, or the page no conflict, any more. Nothing was written.
    Gone,
}

/// Why something cannot be shown.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Failure {
    /// There is no such locale or page.
    Unknown,
    /// The guide cannot be read, or a file cannot be written: path and cause.
    Failed(String),
}
