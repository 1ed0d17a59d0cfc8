//! The parser on whole pages. One program, so that it is linked once.

mod formats;
mod positions;
mod prose;
