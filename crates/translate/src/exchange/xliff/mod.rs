//! XLIFF 2.1, the format of translation agencies: a file element a page, a unit a message.
//!
//! A unit is named after its message, so that a file that comes back after weeks finds each message that is still the
//! same and no other. Placeholders are elements that an agency's tool protects; what comes back with others than the
//! source has is refused, as is anything else that is not understood: a translation is taken whole or not at all.

mod export;
mod import;
#[cfg(test)]
mod tests;
mod unit;

pub use export::export;
pub use import::{Translation, import};
pub use unit::State;
