//! All pages of a guide: finding one, resolving links, and keeping up with edits.

mod changes;
mod index;
mod resolve;
mod unread;

pub use index::Guide;
pub use resolve::Resolved;
