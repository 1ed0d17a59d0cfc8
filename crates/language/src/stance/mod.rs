//! How a sentence speaks of a name: as gone, as a parent, as a thing to leave, as advice. The cues are patterns in each
//! language's `stance.txt`, which are matched against the tokens of one sentence around the name; a word elsewhere in
//! the text decides nothing.

mod cue;
mod index;
mod matcher;
mod pattern;
mod sentence;

pub use cue::Cue;
pub use index::{Subject, cue, header_cue, heading_cue, is_denied, is_denying_answer, is_understood};
pub use sentence::{Sentence, Token, TokenKind};

#[cfg(test)]
mod tests;
