//! Text that is harder to read than it need be; off by default. Shared by rules of the family: `step_sentences`,
//! `one_finding`.

mod one_finding;
mod step_sentences;

pub(crate) mod double_negation;
pub(crate) mod long_step;
pub(crate) mod several_actions;
pub(crate) mod unexplained_acronym;
