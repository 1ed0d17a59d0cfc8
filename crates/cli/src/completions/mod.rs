//! `firstaid completions`.

mod args;

use std::io::{self, Write};

use anyhow::Result;

pub(crate) use args::CompletionsArgs;

use crate::outcome::Outcome;

/// Prints the completion script for a shell.
pub(crate) fn run(args: &CompletionsArgs, mut command: clap::Command) -> Result<Outcome> {
    // Written to memory first, because the generator panics on a closed pipe.
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut command, "firstaid", &mut script);
    io::stdout().write_all(&script)?;
    Ok(Outcome::Clean)
}
