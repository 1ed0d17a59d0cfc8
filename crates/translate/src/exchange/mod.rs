//! Formats of other translation tools: XLIFF for agencies, TMX for translation memories, TBX for glossaries.

mod apply;
mod language;
mod placeholder;
pub mod tbx;
pub mod tmx;
pub mod xliff;
mod xml;

pub use apply::{Applied, Clash, ClashReason, apply_memory, apply_translations, exchange_state, memory_units};
pub use language::is_same_language;
