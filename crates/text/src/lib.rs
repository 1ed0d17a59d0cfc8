//! Positions in a text and changes to it: byte ranges and sets of them, lines and columns, edits. Also glob patterns, the
//! similarity of two texts, the digits and some letters of all scripts, differences of two rows, names in a row, and
//! compressed texts.
//!
//! All crates use these types for places in a file. Offsets are bytes of the file on disk, a byte-order mark included;
//! lines and columns are derived from them, for people and for output formats. This crate must never know what the text
//! means.

mod boundary;
mod char_count;
mod compose;
mod differences;
mod digit;
mod edit;
mod glob;
mod gzip;
mod line_index;
mod listed;
mod position;
mod range;
mod range_set;
mod script;
mod similarity;
mod source;

pub use boundary::floor_char_boundary;
pub use compose::compose_edits;
pub use differences::{differences, differences_of_numbers};
pub use digit::{ascii_digit, digit_value};
pub use edit::{Edit, Overlap, apply_edits};
pub use glob::glob_matches;
pub use gzip::gunzip;
pub use line_index::{LineColumn, LineIndex};
pub use listed::listed;
pub use position::{Position, PositionEncoding, PositionIndex};
pub use range::TextRange;
pub use range_set::RangeSet;
pub use script::is_east_asian;
pub use similarity::line_similarity;
pub use source::{MAX_FILE_BYTES, SourceFile};
