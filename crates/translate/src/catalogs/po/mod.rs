//! PO catalogs, as GNU gettext reads and writes them.
//!
//! A catalog keeps everything that was read: comments, flags, previous messages, obsolete entries, their order. The
//! written file equals the output of `msgcat` byte for byte, so that tools built on gettext show no differences where
//! nobody changed anything. Only what gettext would drop although a person may have written it is written as well.

mod catalog;
mod comments;
mod decode;
mod entry;
mod fold;
mod header;
mod lexer;
mod line_ends;
mod linebreak;
mod literal;
mod locate;
mod parse;
mod plural;
mod read;
mod refusal;
mod width;
mod write;

pub use catalog::{Catalog, Style};
pub use entry::{Entry, Place, Previous};
pub use header::Header;
pub use locate::locate;
pub use parse::parse;
pub use plural::plural_forms;
pub use read::read;
pub use refusal::{Reason, Refusal};
