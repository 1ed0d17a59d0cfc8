//! The preview: a server on loopback that shows the pages of a locale beside their source, and takes edits of blocks.
//!
//! [`Desk`] has the facts and writes the edits; this module only serves them. Every request passes [`door`] before
//! anything else reads it. No answer contains a script, a style or a request of another origin, and no path of a request
//! ever becomes a path of a file.

mod answer;
mod desk;
mod door;
mod html;
mod server;
mod view;

pub use desk::{Desk, Edit, Failure, Saved};
pub use server::Preview;
pub use view::{
    Block, BlockState, Change, Finding, Home, Label, Language, Listing, Match, Notice, PageSummary, PageView, Shape,
    Summary, Term, Word,
};
