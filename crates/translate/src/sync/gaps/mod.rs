//! What stands between the segments: HTML, code, comments, definitions, list markers, blank lines.
//!
//! A page is read as a row of tokens: lines between segments, and the segments themselves ([`token`]). The catalog
//! keeps the row of the source as the last sync saw it ([`base`]). [`three_way`] joins what the source and the page
//! have changed since; [`plan`] makes a page of it.

mod base;
mod compose;
mod form;
mod input;
mod known;
mod links;
mod order;
mod placing;
mod plan;
mod three_way;
mod token;
mod upgrade;

pub(crate) use base::Base;
pub(crate) use compose::{Composed, Composing};
pub(crate) use input::PlanInput;
pub(crate) use order::{Ordered, Row, ordered};
pub(crate) use plan::{Plan, is_body, plan};
pub(crate) use upgrade::{upgraded, with_new_values};
