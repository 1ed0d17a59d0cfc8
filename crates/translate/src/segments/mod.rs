//! Segments: the parts of a page that are translated, the messages that translators see for them, and what in a
//! message must stay as it is.

mod cut;
pub(crate) mod markup;
pub(crate) mod message;
mod segment;
mod slots;

pub use cut::segments;
pub use message::{fill, slots_in};
pub(crate) use segment::line_before;
pub use segment::{Segment, SegmentKind, Slot};
pub(crate) use slots::with_slots;
