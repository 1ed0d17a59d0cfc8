//! From segments and their translations back to a page.

mod front_matter;
mod locale_page;
mod render;
mod scalar;
mod segment_text;
mod site;

pub(crate) use locale_page::locale_page;
pub use render::render;
pub use segment_text::is_escaped;
pub(crate) use segment_text::{Shown, in_one_block_of, shown, text_of, unmarked};
pub use site::{Retargeted, Site};
