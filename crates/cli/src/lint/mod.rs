//! `firstaid lint`.

mod args;
mod baseline;
mod changed_since;
mod filter;
mod fixes;
mod once;
mod output;
mod path;
mod reader;
mod report;
mod stdin;
mod watch;

use std::path::PathBuf;

use anyhow::Result;

pub(crate) use args::LintArgs;

use crate::outcome::Outcome;

pub(crate) fn run(args: &LintArgs, root: PathBuf) -> Result<Outcome> {
    stdin::check(args)?;
    if args.watch { watch::watch(args, &root) } else { once::lint_once(args, root) }
}
