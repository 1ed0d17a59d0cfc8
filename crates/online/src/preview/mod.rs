//! The preview: a server on loopback that shows the pages of a locale beside their source, and takes edits of blocks.
//!
//! [`Desk`] has the facts and writes the edits; this module only serves them. Every request passes [`door`] before
//! anything else reads it. No answer contains a script, a style or a request of another origin, and no path of a request
//! ever becomes a path of a file: a picture has an id, which the page that shows it was given.

mod answer;
mod desk;
mod door;
mod html;
mod server;
mod view;

pub use desk::{Decision, Desk, Edit, Failure, Resolution, Saved};
pub use server::Preview;
pub use view::{
    Between, Block, BlockState, Change, Choice, Conflict, ConflictSide, Finding, Home, Label, Language, Listing, Mark,
    Match, Notice, PageSummary, PageView, Part, Picture, Pictures, Shape, Summary, Term, Word,
};
