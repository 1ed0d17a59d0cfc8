//! The `firstaid` command: arguments, progress, exit codes; nothing else.
//!
//! A library, so that `cargo xtask` runs the same command in its own process.

mod args;
mod catalogs;
mod files;
mod git;
mod identities;
mod links;
mod lint;
#[cfg(feature = "lsp")]
mod lsp;
mod manual;
mod past;
mod person;
mod progress;
mod repository;
mod rules;
mod setup;
mod translate;

use std::ffi::OsString;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;

use args::{Cli, Command};
pub use files::write_atomically;

/// What a run came to; see [`Outcome::exit_code`].
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Outcome {
    Clean,
    /// Findings at or above `--fail-on`.
    Findings,
    /// Nothing, or not everything, could be done.
    Failed,
}

impl Outcome {
    /// 0 clean, 1 findings, 2 could not run.
    pub fn exit_code(self) -> ExitCode {
        ExitCode::from(match self {
            Self::Clean => 0,
            Self::Findings => 1,
            Self::Failed => 2,
        })
    }
}

/// Runs the command line. `root` is where the guide is unless `--root` says otherwise.
pub fn run(args: impl IntoIterator<Item = OsString>, root: PathBuf) -> Outcome {
    let cli = match Cli::try_parse_from(args) {
        Ok(cli) => cli,
        Err(error) => {
            let failed = error.use_stderr();
            // Nothing can be said when even this cannot be printed.
            let _ = error.print();
            return if failed { Outcome::Failed } else { Outcome::Clean };
        }
    };
    let result = match cli.command {
        Command::Lint(args) => lint::run(&args, root),
        Command::Links(command) => links::run(&command, root),
        Command::Identities(command) => identities::run(&command, root),
        Command::Translate(command) => translate::run(command, root),
        #[cfg(feature = "lsp")]
        Command::Lsp(args) => lsp::run(args),
        Command::Rules => rules::list(),
        Command::Explain { rule } => rules::explain(&rule),
        Command::Completions { shell } => manual::completions(shell),
        Command::Manual { folder } => manual::pages(&folder),
    };
    result.unwrap_or_else(|error| {
        if is_broken_pipe(&error) {
            return Outcome::Clean;
        }
        tell(&error);
        Outcome::Failed
    })
}

/// Says on standard error what kept a command from being done.
pub(crate) fn tell(error: &anyhow::Error) {
    anstream::eprintln!("error: {}", firstaid_diagnostics::visible_line(&format!("{error:#}")));
}

/// Whoever read our output has seen enough: `firstaid lint | head` is no error.
pub(crate) fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error.chain().any(|cause| {
        cause.downcast_ref::<std::io::Error>().is_some_and(|io| io.kind() == std::io::ErrorKind::BrokenPipe)
    })
}
