//! The body of a page: CommonMark with GFM tables, strikethrough, task lists, footnotes and heading attributes.
//!
//! [`crate::overlay`] covers what is not Markdown, pulldown-cmark parses the rest, and this module turns its events
//! into blocks, tokens and pieces of prose. Structure is read from the covered text, words and targets from the source;
//! both have the same offsets.

mod attributes;
mod body;
mod builder;
mod dedented;
mod elements;
mod foreign;
mod links;
mod lists;
mod open;
mod raw;
mod shape;
mod trim;
mod words;

pub(crate) use body::{parse_body, parse_value};
pub use shape::{Markup, Part};
