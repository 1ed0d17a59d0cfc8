//! Catalogs: PO files, what their comments record about a translation, and its review.

mod edit;
pub(crate) mod label_notes;
pub(crate) mod memo;
pub(crate) mod placeholders;
pub mod po;
pub(crate) mod record;
mod review;
pub(crate) mod seen;
mod unfold;

pub use edit::edit;
pub use label_notes::LabelNotes;
pub use memo::{Memo, State, is_current};
pub use record::is_pending;
pub use review::{review, review_entry};
