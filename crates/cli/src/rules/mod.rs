//! `firstaid rules`.

use std::io::Write;

use anyhow::Result;
use firstaid_lint::RULES;

use crate::outcome::Outcome;

/// Prints one line per rule: name, default severity, family, summary.
pub(crate) fn run() -> Result<Outcome> {
    let mut out = anstream::stdout().lock();
    let width = RULES.iter().map(|entry| entry.rule.name.0.len()).max().unwrap_or_default();
    for entry in RULES {
        let rule = entry.rule;
        let (severity, family) = (rule.severity.as_str(), entry.family.to_string());
        writeln!(out, "{:width$}  {severity:7}  {family:12}  {}", rule.name.0, entry.summary())?;
    }
    out.flush()?;
    Ok(Outcome::Clean)
}
