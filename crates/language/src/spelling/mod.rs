//! Whether a word is spelled as its language has it, and what a misspelled one was meant to be.
//!
//! A word that nothing accepts is only suspect. The rule decides whether it is misspelled, by the words that it is
//! close to and by its place in the text.

mod correct;
mod correction;
mod edits;
mod forms;
mod known;
mod letters;
mod lexicon;
mod sorted_lines;
mod speller;

pub use correction::{Correction, Evidence};
pub use edits::{corrects, is_another_word};
pub use forms::plain;
pub(crate) use lexicon::is_common;
pub use speller::{NameWords, Speller, Spelling};
