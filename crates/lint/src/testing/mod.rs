//! Shared by the tests of rules: the cases beside each rule, and tests that damage names, sentences and translations in
//! a known way and count how much of it the rules find.

mod cases;
mod damaged_language;
pub(crate) mod keys;
mod label_mutations;
mod language_cases;
mod name_mutations;
mod reviewed;
mod safe_fixes;
mod translation_mutations;

pub(crate) use cases::*;
pub(crate) use reviewed::Reviewed;
