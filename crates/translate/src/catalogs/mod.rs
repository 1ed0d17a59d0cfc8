//! Catalogs: PO files, what their comments record about a translation, and its review.

pub(crate) mod memo;
pub(crate) mod placeholders;
pub mod po;
mod review;

pub use memo::{Memo, State, is_current, is_pending};
pub use review::review;
