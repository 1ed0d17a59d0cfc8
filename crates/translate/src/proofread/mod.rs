//! Proofreading: a machine suggests edits to paragraphs, which are verified and kept until a person decides.
//!
//! An edit is small and keeps every identity, number, negation, name, link and mark of its paragraph. It is verified
//! when it comes from the machine and once more when it is shown: the file that keeps it may come from a stranger.

mod ask;
mod check;
mod diff;
mod record;

pub use ask::{Proofread, Proofreader, proofread};
pub use check::check_edit;
pub use diff::{WordChange, word_changes};
pub use record::{Proofreading, ProofreadingError, Record, State, paragraph_id};
