//! From segments and their translations back to a page.

mod front_matter;
mod render;
mod scalar;
mod segment_text;
mod site;

pub(crate) use front_matter::{
    FrontMatterMerge, Recorded, SEGMENT_VALUE, ValueClash, hash_of_value, key_hashes, made_front_matter,
};
pub use render::render;
pub(crate) use render::{line_end_of, push_segment};
pub use segment_text::is_escaped;
pub(crate) use segment_text::{Shown, as_on_page, hashes, shown, shown_text, text_of, unmarked};
pub use site::{Retargeted, Site};
