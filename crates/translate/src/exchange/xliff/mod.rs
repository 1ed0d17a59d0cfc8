//! XLIFF, the format of translation agencies: versions 2.1 and 1.2. One file element for each page, one unit for each
//! message.
//!
//! The id of a unit is a hash of its message, so a file that comes back after weeks finds each message that has not
//! changed, and no other. Placeholders are elements that the tools of agencies protect. A unit whose placeholders
//! differ from its source, or that has anything unknown, is refused: a translation is imported as a whole or not at
//! all. One refused unit costs no other.

mod accept;
mod import;
mod read1;
mod read2;
#[cfg(test)]
mod tests;
mod unit;
mod write1;
mod write2;

pub use accept::{Delivery, Translation};
pub use import::import;
pub use unit::State;
pub use write1::export as export_1_2;
pub use write2::export;
