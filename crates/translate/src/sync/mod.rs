//! Sync: a source page, its catalog in a locale, and the page of that locale, brought together.
//!
//! A changed page is folded back into the catalog ([`fold`]), the catalog follows the source ([`merge`]), and the page
//! is made from both ([`crate::locale_page`]). What changed on both sides in different ways is a conflict: it is
//! shown, and neither file of that page is written. No text that a translator wrote is ever dropped.

mod conflict;
mod counts;
mod fold;
mod locale;
mod merge;
mod page;
mod side;

pub use conflict::Conflict;
pub use counts::Counts;
pub use locale::{LocaleSync, sync_locale};
pub use merge::merge;
pub use page::{Synced, is_as_synced};
pub use side::Side;
