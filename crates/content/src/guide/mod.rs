//! All pages of a guide: finding one, resolving links, and keeping up with edits.

mod changes;
mod data_files;
mod index;
mod published;
mod resolve;
mod templates;
mod unread;
mod wiki;

pub use index::Guide;
pub use published::Unpublished;
pub use resolve::Resolved;
pub use templates::reads_data;
