//! Labels of apps in steps. `moved` and `paired` are parts of the rule, `finding` serves both.

mod finding;
mod moved;
mod paired;

pub(crate) mod unknown_label;
