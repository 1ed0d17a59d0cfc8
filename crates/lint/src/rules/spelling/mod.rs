//! Rules on the spelling of words and names, and on punctuation. The private modules are shared support.

mod brackets;
mod broken_address;
mod doubled_blanks;
mod fused_name;
mod glued_links;
mod identifiers;
mod misplaced_spaces;
mod mistake;
mod near_name;
mod repeated_phrase;
mod sentence_begins;
mod sentence_ends;
mod shown_form;
mod siblings;
mod surroundings;
mod typo;

pub(crate) mod brand_case;
pub(crate) mod confused_word;
pub(crate) mod inconsistent_name;
pub(crate) mod misspelled_brand;
pub(crate) mod misspelled_word;
pub(crate) mod punctuation;
pub(crate) mod repeated_word;
pub(crate) mod suggested_edit;
