//! Translations of a guide: a page's bytes cut into segments, the catalogs that hold their translations, and the way
//! from there to the page of a locale and back.
//!
//! Whatever is no segment is copied byte for byte. This crate opens no socket, asks no clock and writes no file; it
//! must never alter an identity (a link, an address, a fingerprint) on the way, nor drop what a translator wrote.

mod glossary;
mod inline;
pub mod machine;
pub mod memory;
mod message;
mod pseudo;
mod render;
mod segment;
mod words;

pub use glossary::{Glossary, Misuse, Term, TermUse};
pub use message::{fill, slots_in};
pub use pseudo::{Pseudo, pseudo};
pub use render::render;
pub use segment::{Segment, SegmentKind, Slot, segments};
