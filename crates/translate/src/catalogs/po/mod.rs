//! PO catalogs, as GNU gettext reads and writes them.
//!
//! A catalog keeps everything it read: comments, flags, previous messages, obsolete entries, their order. Written, it
//! is byte for byte what `msgcat` would print, so that no tool that is built on gettext shows a difference where
//! nobody changed anything. What gettext would drop and a person may have written is written all the same.

mod catalog;
mod entry;
mod fold;
mod header;
mod lexer;
mod linebreak;
mod literal;
mod locate;
mod parse;
mod plural;
mod width;
mod write;

pub use catalog::Catalog;
pub use entry::{Entry, Place, Previous};
pub use header::Header;
pub use locate::locate;
pub use parse::parse;
pub use plural::plural_forms;
