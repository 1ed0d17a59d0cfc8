//! `cargo xtask registry check` and `sort`: the data files of `crates/registry` and those of our own guide.

use std::ffi::OsString;
use std::fs;
use std::path::Path;
use std::process::ExitCode;

use anyhow::{Context, Result, bail};
use firstaid_registry::{PartialDate, Registry, canonical, check};

use crate::print::eprint;

/// Checks or sorts the files.
pub(crate) fn run(root: &Path, args: &[OsString]) -> Result<ExitCode> {
    let files = read(root)?;
    match args {
        [command] if command == "check" => report(&files),
        [command] if command == "sort" => sort(root, &files),
        _ => bail!("usage: cargo xtask registry check|sort"),
    }
}

/// Path below the root and text of each file, in the order in which they are loaded.
fn read(root: &Path) -> Result<Vec<(String, String)>> {
    let mut files = Vec::new();
    for folder in ["crates/registry/data", "content/_data"] {
        for file in Registry::GUIDE_FILES {
            let path = format!("{folder}/{file}");
            if root.join(&path).exists() {
                let text = fs::read_to_string(root.join(&path)).with_context(|| path.clone())?;
                files.push((path, text));
            }
        }
    }
    Ok(files)
}

fn report(files: &[(String, String)]) -> Result<ExitCode> {
    let now = jiff::Timestamp::now().to_zoned_datetime(jiff::tz::TimeZone::UTC).date();
    let today = PartialDate::parse(&now.to_string()).context("today has no date")?;
    let texts: Vec<(&str, &str)> = files.iter().map(|(path, text)| (&**path, &**text)).collect();
    let errors = check(&texts, today);
    for error in &errors {
        eprint(&format!("{error}\n"));
    }
    if errors.is_empty() {
        let registry = Registry::built_in();
        let (tools, brands) = (registry.tools.len(), registry.brands.len());
        let (organisations, hosts) = (registry.organisations.len(), registry.hosts.len());
        let (claims, keys) = (registry.claims.len(), registry.keys.len());
        eprint(&format!(
            "{tools} tools, {brands} brands, {organisations} organisations, {hosts} hosts, {claims} claims, {keys} keys: \
             sorted, no conflicts\n"
        ));
        return Ok(ExitCode::SUCCESS);
    }
    eprint("`cargo xtask registry sort` sorts entries; fix the rest by hand\n");
    Ok(ExitCode::from(1))
}

fn sort(root: &Path, files: &[(String, String)]) -> Result<ExitCode> {
    for (path, text) in files {
        let name = path.rsplit('/').next().unwrap_or(path);
        let sorted = canonical(name, text);
        if sorted != *text {
            firstaid_cli::write_atomically(&root.join(path), sorted.as_bytes()).with_context(|| path.clone())?;
            eprint(&format!("{path}: sorted\n"));
        }
    }
    Ok(ExitCode::SUCCESS)
}
