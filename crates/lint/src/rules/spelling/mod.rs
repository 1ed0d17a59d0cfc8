//! Rules on the spelling of words and names, and on punctuation. `mistake` and `surroundings` are shared support;
//! `repeated_phrase`, `sentence_ends` and `typo` are parts of rules.

mod mistake;
mod repeated_phrase;
mod sentence_ends;
mod surroundings;
mod typo;

pub(crate) mod brand_case;
pub(crate) mod confused_word;
pub(crate) mod misspelled_brand;
pub(crate) mod misspelled_word;
pub(crate) mod punctuation;
pub(crate) mod repeated_word;
