//! Formats of other translation tools: XLIFF for agencies, TMX for translation memories.

mod apply;
mod placeholder;
pub mod tmx;
pub mod xliff;
mod xml;

pub use apply::{apply_translations, exchange_state, memory_units};
