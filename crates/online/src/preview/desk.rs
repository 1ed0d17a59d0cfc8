//! What the server asks for.

use tokio::sync::watch;

use super::view::{Home, Listing, PageView};

/// The facts that the preview shows, and the edits that it takes. Calls may take long: the server makes them on threads
/// of their own, several at a time.
pub trait Desk: Send + Sync + 'static {
    fn home(&self) -> Result<Home, Failure>;

    fn pages(&self, locale: &str) -> Result<Listing, Failure>;

    fn page(&self, locale: &str, name: &str) -> Result<PageView, Failure>;

    /// Writes an edit of a block.
    fn save(&self, edit: &Edit) -> Result<Saved, Failure>;

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

/// What became of an edit.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Saved {
    Written,
    /// The page cannot show the text, or cannot be synced. Nothing was written.
    Refused(String),
    /// The block changed since the form was made. Nothing was written. The page as it is now has the other text.
    Conflict,
    /// The source has no such block any more. Nothing was written.
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
