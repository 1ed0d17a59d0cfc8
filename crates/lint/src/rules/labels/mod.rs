//! Labels of apps in steps. Shared by rules of the family: `paired`.

mod paired;

pub(crate) mod unknown_label;
