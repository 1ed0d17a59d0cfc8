//! Translations of a guide: a page's bytes cut into segments, the catalogs that hold their translations, and the way
//! from there to the page of a locale and back.
//!
//! Whatever is no segment is copied byte for byte. This crate opens no socket, asks no clock and writes no file; it
//! must never alter an identity (a link, an address, a fingerprint) on the way, nor drop what a translator wrote.

mod align;
mod config;
mod error;
mod exchange;
mod glossary;
mod grade;
mod hash;
mod identity;
mod import;
mod inline;
mod locale_page;
pub mod machine;
mod memo;
pub mod memory;
mod message;
pub mod po;
mod prefill;
mod pseudo;
mod render;
mod review;
mod segment;
mod site;
mod sync;
#[cfg(test)]
mod testing;
pub mod tmx;
pub mod xliff;
mod xml;

pub use align::{Landmarks, Pair, SURE, align, align_by};
pub use config::{Stale, TranslationConfig};
pub use error::{CatalogError, Problem};
pub use exchange::{exchange_state, memory_units, take_back};
pub use glossary::{Glossary, Misuse, Term, TermUse};
pub use grade::{Change, Grade, grade};
pub use identity::{Identity, IdentityKind, identities, identities_by_segment};
pub use import::{Imported, Remark, import};
pub use locale_page::is_right_to_left;
pub use memo::{Memo, State, is_current, is_pending};
pub use message::{fill, slots_in};
pub use prefill::{Filled, fill_in, fill_pseudo, memory_of, plan_drafts};
pub use pseudo::{Pseudo, pseudo};
pub use render::render;
pub use review::review;
pub use segment::{Segment, SegmentKind, Slot, segments};
pub use site::{Retargeted, Site};
pub use sync::{Conflict, Counts, LocaleSync, Side, Synced, is_as_synced, merge, sync_locale};
