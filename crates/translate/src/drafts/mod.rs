//! Drafts: what fills catalogs before a person translates.

mod fill;
mod labels;
mod pseudo;

pub use fill::{Filled, fill_in, fill_pseudo, memory_of, plan_drafts};
pub use labels::{LabelFinder, app_labels};
pub use pseudo::{Pseudo, pseudo};
