//! The server as an editor sees it. One program, so that it is linked once.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

mod catalogs;
mod features;
mod fix_all;
mod folders;
mod live;
mod random_edits;
mod support;
