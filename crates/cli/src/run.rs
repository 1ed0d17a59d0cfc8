use std::ffi::OsString;
use std::path::PathBuf;

use clap::{CommandFactory, Parser};

use crate::args::{Cli, Command};
use crate::error::{is_broken_pipe, print_error};
use crate::outcome::Outcome;
use crate::{
    completions, domains, explain, identities, init, keys, links, lint, manual, preview, proofread, rules, translate,
};

/// Parses and runs the command line. `root` is the folder of the guide unless `--root` names another.
pub fn run(args: impl IntoIterator<Item = OsString>, root: PathBuf) -> Outcome {
    let cli = match Cli::try_parse_from(args) {
        Ok(cli) => cli,
        Err(error) => {
            let failed = error.use_stderr();
            // If the message cannot be printed, no other message can.
            let _ = error.print();
            return if failed { Outcome::Failed } else { Outcome::Clean };
        }
    };
    let result = match cli.command {
        Command::Lint(args) => lint::run(&args, root),
        Command::Init(args) => init::run(&args, root),
        Command::Links(command) => links::run(&command, root),
        Command::Keys(command) => keys::run(&command, root),
        Command::Domains(command) => domains::run(&command, root),
        Command::Identities(command) => identities::run(&command, root),
        Command::Translate(command) => translate::run(command, root),
        Command::Preview(args) => preview::run(&args, root),
        Command::Proofread(args) => proofread::run(&args, root),
        #[cfg(feature = "report")]
        Command::Report(args) => crate::report::run(&args, root),
        #[cfg(feature = "lsp")]
        Command::Lsp(args) => crate::lsp::run(args),
        Command::Rules(args) => rules::run(&args, root),
        Command::Explain(args) => explain::run(&args),
        Command::Completions(args) => completions::run(&args, Cli::command()),
        Command::Manual(args) => manual::run(&args, Cli::command()),
    };
    result.unwrap_or_else(|error| {
        if is_broken_pipe(&error) {
            return Outcome::Clean;
        }
        print_error(&error);
        Outcome::Failed
    })
}
