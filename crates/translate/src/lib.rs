//! Translations of a guide: pages are cut into segments, catalogs hold the translations of segments, and the page of a
//! locale is rendered from both.
//!
//! Bytes outside of segments are copied unchanged. This crate opens no socket, reads no clock and writes no file. It
//! must never alter an identity (a link, an address, a fingerprint), nor drop a translator's text.

mod align;
mod catalogs;
mod config;
mod doubts;
mod drafts;
mod error;
mod exchange;
mod glossary;
mod grade;
mod hash;
mod identity;
mod import;
pub mod machine;
pub mod memory;
mod page;
pub mod proofread;
mod segments;
mod sync;
#[cfg(test)]
mod testing;
mod writing;

pub use align::{Landmarks, Pair, SURE, align, align_by};
pub use catalogs::{LabelNotes, Memo, State, edit, is_current, is_pending, po, review, review_entry};
pub use config::{Stale, TranslationConfig};
pub use drafts::{Filled, LabelFinder, Pseudo, app_labels, fill_in, fill_pseudo, memory_of, plan_drafts, pseudo};
pub use error::{CatalogError, Problem};
pub use exchange::{
    Applied, Clash, ClashReason, apply_memory, apply_translations, exchange_state, is_same_language, memory_units, tbx,
    tmx, xliff,
};
pub use glossary::{AppLabels, Glossary, Misuse, Term, TermUse};
pub use grade::{Change, Grade, grade};
pub use identity::{Identity, IdentityKind, identities, identities_beside_prose, identities_by_segment};
pub use import::{Imported, Remark, import};
pub use page::{Retargeted, Site, is_escaped, render};
pub use segments::{Segment, SegmentKind, Slot, fill, segments, slots_in, squeezed};
pub use sync::{Conflict, Counts, LocaleSync, Obstacle, Seal, Side, Synced, is_as_synced, merge, sync_locale};
pub use writing::is_right_to_left;
