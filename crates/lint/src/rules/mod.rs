//! The rules, a folder a family, a file a rule. `cargo xtask new-rule FAMILY NAME` begins one; the table of rules and
//! the text of `explain` come from the files themselves (see `build.rs`). No rule imports another: what several share
//! stands in a file of its own beside them, declared private to the family or the crate.

pub(crate) mod front_matter;
pub(crate) mod identity;
pub(crate) mod labels;
pub(crate) mod links;
pub(crate) mod page;
pub(crate) mod plain;
pub(crate) mod spelling;
pub(crate) mod structure;
pub(crate) mod suppression;
pub(crate) mod tools;
pub(crate) mod translation;
pub(crate) mod unicode;
