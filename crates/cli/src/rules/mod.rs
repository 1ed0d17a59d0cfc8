//! `firstaid rules`.

mod args;

use std::io::Write;
use std::path::PathBuf;

use anyhow::Result;
use firstaid_lint::{Config, RULES, configured_level};
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

/// One line per rule: name, default level, family, summary; for a rule that is off by default, why.
fn print_text(out: &mut dyn Write) -> Result<()> {
    let width = RULES.iter().map(|entry| entry.rule.name.0.len()).max().unwrap_or_default();
    for entry in RULES {
        let rule = entry.rule;
        let (level, family) = (entry.default_level().as_str(), entry.family.as_str());
        let off = entry.off.map(|reason| format!(" (off by default: {})", reason.trim_end_matches('.')));
        writeln!(
            out,
            "{:width$}  {level:7}  {family:12}  {}{}",
            rule.name.0,
            entry.summary(),
            off.unwrap_or_default()
        )?;
    }
    Ok(())
}

/// One object per rule. `reason` is `default`, why a rule is off by default, or the key of the configuration that sets
/// the level.
fn objects(config: &Config, file: &str) -> Vec<Value> {
    let object = |entry: &firstaid_lint::Entry| {
        let rule = entry.rule;
        let default = entry.default_level();
        let (level, reason) = match configured_level(config, entry) {
            Some((key, level)) => (level, format!("rules.{key} in {file}")),
            None => (default, entry.off.map_or_else(|| "default".to_owned(), |why| format!("off by default: {why}"))),
        };
        json!({
            "rule": rule.name.0,
            "family": entry.family.as_str(),
            "default": default.as_str(),
            "level": level.as_str(),
            "reason": reason,
            "summary": entry.summary(),
        })
    };
    RULES.iter().map(object).collect()
}
