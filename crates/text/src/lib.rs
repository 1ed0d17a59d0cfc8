//! Positions in a text and changes to it: byte ranges, the line index, edits; patterns with `*`; how alike two are.
//!
//! Every other crate speaks of places in a file in these types. Offsets are bytes of the file as it is on
//! disk, a byte-order mark included; lines and columns are derived, for people and for output formats.
//! This crate must never know what the text means.

mod boundary;
mod compose;
mod edit;
mod glob;
mod likeness;
mod line_index;
mod position;
mod range;
mod source;

pub use boundary::floor_char_boundary;
pub use compose::compose_edits;
pub use edit::{Edit, Overlap, apply_edits};
pub use glob::glob_matches;
pub use likeness::likeness;
pub use line_index::{LineColumn, LineIndex};
pub use position::{Position, PositionEncoding, PositionIndex};
pub use range::TextRange;
pub use source::{MAX_FILE_BYTES, SourceFile};
