use std::io::Write;

use anyhow::Result;
use firstaid_lint::{RULES, RuleSet};

use crate::Outcome;

/// A line a rule: name, default severity, family, what it does.
pub(crate) fn list() -> Result<Outcome> {
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

pub(crate) fn explain(rule: &str) -> Result<Outcome> {
    RuleSet::new(&firstaid_lint::Config::default(), &[rule.to_owned()], &[])?;
    if let Some(entry) = firstaid_lint::entry(rule) {
        let mut out = anstream::stdout().lock();
        write!(out, "{}", firstaid_lint::explain(entry))?;
        out.flush()?;
    }
    Ok(Outcome::Clean)
}
