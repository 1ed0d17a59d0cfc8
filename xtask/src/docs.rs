//! `cargo xtask docs`: the rule reference, `docs/rules/`, from the doc comments of the rules.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fmt::Write;
use std::fs;
use std::path::Path;
use std::process::ExitCode;

use anyhow::{Context, Result, bail};
use firstaid_lint::{RULES, explain};

use crate::print::eprint;

const FOLDER: &str = "docs/rules";

/// Writes the reference or, with `--check`, reports where it differs from the doc comments.
pub(crate) fn run(root: &Path, args: &[OsString]) -> Result<ExitCode> {
    let only_check = match args {
        [] => false,
        [option] if option == "--check" => true,
        _ => bail!("usage: cargo xtask docs [--check]"),
    };
    let folder = root.join(FOLDER);
    let wanted = pages();
    let stale: Vec<String> = existing(&folder)?.into_iter().filter(|name| !wanted.contains_key(name)).collect();
    let differs = |(name, text): &(&String, &String)| fs::read_to_string(folder.join(name)).ok().as_ref() != Some(text);
    let changed: Vec<(&String, &String)> = wanted.iter().filter(differs).collect();
    if only_check {
        for name in stale.iter().chain(changed.iter().map(|(name, _)| *name)) {
            eprint(&format!("{FOLDER}/{name} differs from the doc comments; run `cargo xtask docs`\n"));
        }
        return Ok(ExitCode::from(u8::from(!stale.is_empty() || !changed.is_empty())));
    }
    fs::create_dir_all(&folder).with_context(|| FOLDER.to_owned())?;
    for (name, text) in changed {
        firstaid_cli::write_atomically(&folder.join(name), text.as_bytes()).with_context(|| name.clone())?;
    }
    for name in stale {
        fs::remove_file(folder.join(&name)).with_context(|| name)?;
    }
    Ok(ExitCode::SUCCESS)
}

/// The names of the Markdown files of a folder.
fn existing(folder: &Path) -> Result<Vec<String>> {
    if !folder.is_dir() {
        return Ok(Vec::new());
    }
    let entries = fs::read_dir(folder).with_context(|| FOLDER.to_owned())?;
    let names = entries.map(|entry| Ok(entry?.file_name().to_string_lossy().into_owned()));
    let names: Vec<String> = names.collect::<Result<_>>()?;
    Ok(names.into_iter().filter(|name| name.ends_with(".md")).collect())
}

/// Name and text of each file: one per rule, and a table of all.
fn pages() -> BTreeMap<String, String> {
    let rules = RULES.iter().map(|entry| (format!("{}.md", entry.rule.name), explain(entry)));
    rules.chain([("README.md".to_owned(), table())]).collect()
}

fn table() -> String {
    let mut families: Vec<_> = RULES.iter().map(|entry| entry.family).collect();
    families.sort_unstable();
    families.dedup();
    let mut text = String::from(
        "# Rules\n\nMade by `cargo xtask docs` from the doc comments in `crates/lint/src/rules/`; \
         `cargo xtask explain RULE` prints the same. A rule that is off by default has the \
         severity in brackets where `--select` or a level in `firstaid.toml` names it or its family.\n",
    );
    for family in families {
        let _ = write!(text, "\n## {family}\n\n| rule | severity | what it does |\n| --- | --- | --- |\n");
        for entry in RULES.iter().filter(|entry| entry.family == family) {
            let name = entry.rule.name;
            let summary = entry.summary().replace('|', "\\|");
            let severity = entry.rule.severity;
            let level = if entry.off.is_some() { format!("off ({severity})") } else { severity.to_string() };
            let _ = writeln!(text, "| [`{name}`]({name}.md) | {level} | {summary} |");
        }
    }
    text
}
