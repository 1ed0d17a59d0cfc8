//! `firstaid explain`.

mod args;

use std::io::Write;

use anyhow::Result;
use firstaid_lint::{Config, RULES, RuleSet, entry, explain};

pub(crate) use args::ExplainArgs;

use crate::outcome::Outcome;

/// Prints the documentation of a rule, or the rules of a family with their summaries.
pub(crate) fn run(args: &ExplainArgs) -> Result<Outcome> {
    // An unknown name is an error that suggests similar names.
    RuleSet::new(&Config::default(), std::slice::from_ref(&args.rule), &[])?;
    let mut out = anstream::stdout().lock();
    match entry(&args.rule) {
        Some(entry) => write!(out, "{}", explain(entry))?,
        None => {
            for entry in RULES.iter().filter(|entry| entry.family.names().any(|name| name == args.rule)) {
                writeln!(out, "{}: {}", entry.rule.name.0, entry.summary())?;
            }
        }
    }
    out.flush()?;
    Ok(Outcome::Clean)
}
