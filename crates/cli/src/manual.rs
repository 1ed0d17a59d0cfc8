//! What packagers ship beside the binary, made of the arguments themselves: completions and manual pages.

use std::fs;
use std::io::{self, Write};
use std::path::Path;

use anyhow::{Context, Result};
use clap::CommandFactory;
use clap_complete::Shell;

use crate::Outcome;
use crate::args::Cli;

/// Prints the script that completes the command in a shell.
pub(crate) fn completions(shell: Shell) -> Result<Outcome> {
    // Into memory first: the generator cannot tell of a pipe that is closed.
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Cli::command(), "firstaid", &mut script);
    io::stdout().write_all(&script)?;
    Ok(Outcome::Clean)
}

/// Writes a page for the command and one for each of its subcommands.
pub(crate) fn pages(folder: &Path) -> Result<Outcome> {
    let shown = || folder.display().to_string();
    fs::create_dir_all(folder).with_context(shown)?;
    clap_mangen::generate_to(Cli::command(), folder).with_context(shown)?;
    Ok(Outcome::Clean)
}
