//! XLIFF 2.1, the format of translation agencies: one file element for each page, one unit for each message.
//!
//! The id of a unit is a hash of its message, so a file that comes back after weeks finds each message that has not
//! changed, and no other. Placeholders are elements that the tools of agencies protect. A unit whose placeholders
//! differ from its source, or that has anything unknown, is refused: a translation is imported as a whole or not at
//! all.

mod export;
mod import;
#[cfg(test)]
mod tests;
mod unit;

pub use export::export;
pub use import::{Translation, import};
pub use unit::State;
