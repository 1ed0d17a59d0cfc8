//! The statement of a person, from the command line.

use std::path::Path;

use anyhow::{Result, bail};
use clap::Args;
use firstaid_ledger::Attestation;
use jiff::civil::Date;

use crate::person::person;

/// Maximum length of a note, in bytes: every clone of the guide carries the ledger.
const MAX_NOTE: usize = 500;

/// What a person states.
#[derive(Args)]
pub(crate) struct StatementArgs {
    /// What the owner said, and how it was asked
    #[arg(long, value_name = "TEXT")]
    pub(crate) note: String,
    /// Name of the person [default: git's user.name]
    #[arg(long, value_name = "NAME")]
    pub(crate) by: Option<String>,
}

/// A statement of today. `by` is the name of the person, else git's `user.name` in `root`.
pub(crate) fn attestation(note: &str, by: Option<&str>, root: &Path, today: Date) -> Result<Attestation> {
    let note = note.trim();
    if note.is_empty() || note.len() > MAX_NOTE || note.contains(char::is_control) {
        bail!("--note: write one line of at most {MAX_NOTE} characters that says what was seen");
    }
    Ok(Attestation { on: today, by: person(by, root)?, note: note.to_owned(), of: None })
}
