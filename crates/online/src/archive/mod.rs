//! Copies of pages in web archives: where one is, and asking for a new one.

mod answers;
mod copy;
mod lookup;
mod save;

pub use copy::PageCopy;
pub use lookup::{ArchiveLookup, Archives};
pub use save::save;
