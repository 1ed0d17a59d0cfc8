//! Segments: the parts of a page that are translated, the messages that translators see for them, and what in a
//! message must stay as it is.

mod cut;
mod front_matter;
mod html;
mod language;
pub(crate) mod markup;
pub(crate) mod message;
mod one_block;
mod segment;
mod slots;
mod source_text;
mod task;
mod title;

pub use cut::segments;
pub(crate) use language::has_language;
pub(crate) use markup::is_one_paragraph;
pub use message::{fill, slots_in, squeezed};
pub(crate) use one_block::{as_one_paragraph, without_escapes};
pub(crate) use segment::line_before;
pub use segment::{Segment, SegmentKind, Slot};
pub(crate) use slots::with_slots;
pub(crate) use source_text::is_source_text;
pub(crate) use task::without_task_mark;
pub(crate) use title::{escape_title, unescape_title};
