//! The pages of the preview in HTML. They work without the script, which only reloads them and submits by keyboard.
//!
//! Templates escape all text; characters that would steer a browser or a reader are made visible.

mod block;
mod conflict;
mod conflicts;
mod edit;
mod elements;
mod lists;
mod markdown;
mod out;
mod page;
mod raw;
mod shell;
mod urls;
mod words;

pub(super) use conflicts::{Unresolved, conflicts};
pub(super) use edit::{Typed, edit};
pub(super) use lists::{home, listing, message, unsaved};
pub(super) use page::page;
pub(super) use urls::{Which, block_url, page_url, pages_url, place_url};

pub(super) const STYLE: &str = include_str!("style.css");
pub(super) const SCRIPT: &str = include_str!("script.js");
pub(super) const ICON: &str = include_str!("icon.svg");

#[cfg(test)]
mod tests;
