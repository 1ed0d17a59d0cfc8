//! What stands in pages besides Markdown: template tags, admonitions, attribute lists, definition lists.
//!
//! A site generator removes these before or while it reads Markdown, so the Markdown parser must not see them as text.
//! Here they are covered byte for byte: the covered text is as long as the source, and every offset is the same in
//! both. What is indented below an admonition becomes the content of a list item, which is what it looks like to
//! CommonMark.
//!
//! Lines and brackets alone decide. A closing bracket must be searched for in the same block only, and no bytes twice.

mod attributes;
mod cover;
mod directives;
mod hint;
mod inline;
mod lektor;
mod line;
mod lines;
mod painter;
mod scanner;
mod syntax;
mod tags;
mod wiki;
mod wiki_directive;

pub(crate) use cover::{CoverKind, Overlay};
pub(crate) use hint::overlay;
pub(crate) use syntax::Syntax;
