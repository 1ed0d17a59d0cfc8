//! Sync: brings a source page, its catalog in a locale, and the page of that locale into agreement.
//!
//! Edits made in the page are folded back into the catalog ([`fold`]), the catalog is merged with the source
//! ([`merge`]), and the page is made from both ([`crate::page`]). If page and catalog were changed in different ways,
//! that is a conflict: it is reported, and neither file of that page is written. No translator's text is ever dropped.

mod conflict;
mod counts;
mod fold;
mod gaps;
mod gathered;
mod keys;
mod locale;
mod merge;
mod moves;
mod obstacle;
mod page;
mod page_texts;
mod pairing;
mod read_back;
mod refusal;
mod restored;
mod seal;
mod side;
mod similarity;

pub use conflict::Conflict;
pub use counts::Counts;
pub use locale::{LocaleSync, sync_locale};
pub use merge::merge;
pub use obstacle::Obstacle;
pub use page::{Synced, is_as_synced};
pub use seal::Seal;
pub use side::Side;
