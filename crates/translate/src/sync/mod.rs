//! Sync: a source page, its catalog in a locale, and the page of that locale, brought together.
//!
//! A changed page is folded back into the catalog ([`fold`]), the catalog follows the source ([`merge`]), and the page
//! is made from both ([`crate::locale_page`]). What changed on both sides in different ways is a conflict: it is
//! shown, and neither file of that page is written. No text that a translator wrote is ever dropped.

mod fold;
mod locale;
mod merge;
mod page;

pub use fold::Conflict;
pub(crate) use fold::with_slots;
pub use locale::{LocaleSync, sync_locale};
pub use merge::merge;
pub use page::{Counts, Side, Synced, is_as_synced};
