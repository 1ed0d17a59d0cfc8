//! `firstaid manual`.

mod args;

use std::fs;

use anyhow::{Context, Result};

pub(crate) use args::ManualArgs;

use crate::outcome::Outcome;

/// Writes a manual page for the command and one for each subcommand.
pub(crate) fn run(args: &ManualArgs, command: clap::Command) -> Result<Outcome> {
    let shown = || args.folder.display().to_string();
    fs::create_dir_all(&args.folder).with_context(shown)?;
    clap_mangen::generate_to(command, &args.folder).with_context(shown)?;
    Ok(Outcome::Clean)
}
