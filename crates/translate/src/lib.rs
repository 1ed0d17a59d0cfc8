//! Translations of a guide: a page's bytes cut into segments, the catalogs that hold their translations, and the way
//! from there to the page of a locale and back.
//!
//! Whatever is no segment is copied byte for byte. This crate opens no socket, asks no clock and writes no file; it
//! must never alter an identity (a link, an address, a fingerprint) on the way, nor drop what a translator wrote.

mod align;
mod identity;
mod message;
mod render;
mod segment;
#[cfg(test)]
mod testing;

pub use align::{Pair, SURE, align};
pub use identity::{Identity, IdentityKind, identities, identities_by_segment};
pub use message::{fill, slots_in};
pub use render::render;
pub use segment::{Segment, SegmentKind, Slot, segments};
