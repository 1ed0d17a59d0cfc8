//! `cargo xtask bench [DIR…]`: the linter on 10,000 pages, in time and memory, beside other tools.

use std::ffi::OsString;
use std::iter;
use std::path::{Path, PathBuf};

use anyhow::{Result, ensure};

use super::binary;
use super::corpus::make_corpus;
use super::measure::{Measured, RUNS, TABLE_HEAD, report};
use super::peers::is_installed;
use crate::print::eprint;

const PAGES: usize = 10_000;

/// The command whose CPU time is compared with that of other checkers.
const OURS: &str = "firstaid lint --format jsonl";
const CHECKERS: [&str; 3] = ["typos", "rumdl check", "lychee --offline"];

/// `folders` hold further pages for the corpus, besides our own.
pub(super) fn run(root: &Path, folders: &[OsString]) -> Result<()> {
    let firstaid = binary::build(root, &[])?;
    let guide = root.join("target/bench/scale");
    let folders: Vec<PathBuf> = iter::once(root.join("content/en")).chain(folders.iter().map(PathBuf::from)).collect();
    let bytes = make_corpus(&guide, &folders, PAGES)?;
    eprint(&format!("{PAGES} pages, {:.1} MB; medians of {RUNS} runs that take turns\n\n", bytes as f64 / 1e6));
    eprint(TABLE_HEAD);
    let mut commands = Vec::new();
    for measured in commands_on(&firstaid, &guide) {
        if is_installed(&measured.command[0]) {
            commands.push(measured);
        } else {
            eprint(&format!("{:35} not installed\n", measured.name));
        }
    }
    let figures = report(&commands)?;
    for (Measured { name, .. }, figures) in commands.iter().zip(&figures) {
        let is_ours = name.starts_with("firstaid ");
        ensure!(!is_ours || [0.0, 1.0].contains(&figures.exit_code), "{name}: exit code {}", figures.exit_code);
    }
    let cpu = |wanted: &str| {
        commands.iter().zip(&figures).find(|(it, _)| it.name == wanted).map(|(_, figures)| figures.cpu_seconds)
    };
    eprint("\n");
    for checker in CHECKERS {
        if let (Some(ours), Some(theirs)) = (cpu(OURS), cpu(checker)) {
            eprint(&format!("{OURS} takes {:.2} of the CPU time of {checker}\n", ours / theirs));
        }
    }
    Ok(())
}

/// Our own commands and those of other tools, on the pages of a guide.
fn commands_on(firstaid: &Path, guide: &Path) -> Vec<Measured> {
    let content = guide.join("content");
    let measured = |name: &str, command: Vec<OsString>| Measured { name: name.to_owned(), command };
    let ours = |name: &str, options: &[&str]| {
        let command = [firstaid.as_os_str(), "lint".as_ref(), "--root".as_ref(), guide.as_os_str()];
        let options = options.iter().map(OsString::from);
        measured(name, command.into_iter().map(OsString::from).chain(options).collect())
    };
    let other = |name: &str, words: &[&str]| {
        measured(name, words.iter().map(OsString::from).chain([content.clone().into_os_string()]).collect())
    };
    let cat = format!("find '{}' -type f -exec cat {{}} +", content.display());
    vec![
        measured("read every byte (cat)", vec!["sh".into(), "-c".into(), cat.into()]),
        ours(OURS, &["--format", "jsonl"]),
        ours("firstaid lint --format human", &[]),
        ours("firstaid lint --threads 1", &["--format", "jsonl", "--threads", "1"]),
        other("rg -c http", &["rg", "-c", "http"]),
        other("typos", &["typos", "--format", "brief"]),
        other("rumdl check", &["rumdl", "check", "--no-cache", "--quiet"]),
        other("lychee --offline", &["lychee", "--offline", "--no-progress"]),
    ]
}
