//! What the tests of rules share: cases beside each rule, and damages laid on names, languages and translations.

mod cases;
mod damaged_language;
mod name_mutations;
mod random;
mod translation_mutations;

pub(crate) use cases::*;
pub(crate) use random::Random;
