//! `firstaid lint`.

mod args;
mod baseline;
mod changed_since;
mod filter;
mod first_run;
mod fixes;
mod once;
mod output;
mod path;
mod reader;
mod report;
mod stdin;
mod unread_data;
mod watch;

use std::path::PathBuf;

use anyhow::Result;

pub(crate) use args::LintArgs;
pub(crate) use path::path_in_guide;

use crate::note::hide_notes;
use crate::outcome::Outcome;

pub(crate) fn run(args: &LintArgs, root: PathBuf) -> Result<Outcome> {
    stdin::check(args)?;
    if args.quiet {
        hide_notes();
    }
    let outcome = if args.watch { watch::watch(args, &root)? } else { once::lint_once(args, root)? };
    Ok(if args.exit_zero && outcome == Outcome::Findings { Outcome::Clean } else { outcome })
}
