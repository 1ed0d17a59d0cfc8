//! `firstaid rules`.

mod args;

use std::io::Write;
use std::path::PathBuf;

use anyhow::Result;
use firstaid_lint::{Config, Level, RULES, configured_level};
use serde_json::{Value, json};

pub(crate) use args::RulesArgs;
use args::RulesFormat;

use crate::guide::{CONFIG, guide_root, read_config};
use crate::outcome::Outcome;

pub(crate) fn run(args: &RulesArgs, root: PathBuf) -> Result<Outcome> {
    let mut out = anstream::stdout().lock();
    match args.format {
        RulesFormat::Text => print_text(&mut out)?,
        RulesFormat::Json => {
            let root = guide_root(args.root.as_deref(), args.config.as_deref(), root);
            let config = read_config(&root, args.config.as_deref())?.unwrap_or_default();
            let file = args.config.as_ref().map_or_else(|| CONFIG.to_owned(), |file| file.display().to_string());
            writeln!(out, "{:#}", Value::Array(objects(&config, &file)))?;
        }
    }
    out.flush()?;
    Ok(Outcome::Clean)
}

/// One line per rule: name, default severity, family, summary.
fn print_text(out: &mut dyn Write) -> Result<()> {
    let width = RULES.iter().map(|entry| entry.rule.name.0.len()).max().unwrap_or_default();
    for entry in RULES {
        let rule = entry.rule;
        let (severity, family) = (rule.severity.as_str(), entry.family.as_str());
        writeln!(out, "{:width$}  {severity:7}  {family:12}  {}", rule.name.0, entry.summary())?;
    }
    Ok(())
}

/// One object per rule. `reason` is `default`, or the key of the configuration that sets the level.
fn objects(config: &Config, file: &str) -> Vec<Value> {
    let object = |entry: &firstaid_lint::Entry| {
        let rule = entry.rule;
        let (level, reason) = match configured_level(config, entry) {
            Some((key, Level::Off)) => ("off", format!("rules.{key} in {file}")),
            Some((key, Level::At(severity))) => (severity.as_str(), format!("rules.{key} in {file}")),
            None => (rule.severity.as_str(), "default".to_owned()),
        };
        json!({
            "rule": rule.name.0,
            "family": entry.family.as_str(),
            "default": rule.severity.as_str(),
            "level": level,
            "reason": reason,
            "summary": entry.summary(),
        })
    };
    RULES.iter().map(object).collect()
}
