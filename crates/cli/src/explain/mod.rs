//! `firstaid explain`.

mod args;

use std::io::Write;

use anyhow::Result;
use firstaid_lint::{Config, RuleSet, entry, explain};

pub(crate) use args::ExplainArgs;

use crate::outcome::Outcome;

/// Prints the documentation of a rule.
pub(crate) fn run(args: &ExplainArgs) -> Result<Outcome> {
    // An unknown name is an error that suggests similar names.
    RuleSet::new(&Config::default(), std::slice::from_ref(&args.rule), &[])?;
    if let Some(entry) = entry(&args.rule) {
        let mut out = anstream::stdout().lock();
        write!(out, "{}", explain(entry))?;
        out.flush()?;
    }
    Ok(Outcome::Clean)
}
