use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result, bail};
use firstaid_ledger::{Attestation, LinkUrl};
use firstaid_lint::link_uses;

use super::args::AttestArgs;
use super::{Opened, ledger_path, open, read_ledger};
use crate::Outcome;
use crate::files::write_atomically;
use crate::lint::note_line;
use crate::person::person;

/// The longest note: it stays in the ledger.
const MAX_NOTE: usize = 500;

pub(super) fn run(args: &AttestArgs, root: PathBuf) -> Result<Outcome> {
    let Opened { root, config, guide, today } = open(&args.guide, root)?;
    let Some((url, _)) = LinkUrl::parse(&args.url) else { bail!("`{}` is no address of a web page", args.url) };
    let mut ledger = read_ledger(&root, &config)?.unwrap_or_default();
    if !link_uses(&guide).any(|(used, ..)| used == url) {
        bail!("no page of the guide links to {url}");
    }
    if let Some(note) = &args.note {
        let note = note.trim();
        if note.is_empty() || note.len() > MAX_NOTE || note.contains(char::is_control) {
            bail!("--note: write one line of at most {MAX_NOTE} characters that says what was seen");
        }
        let by = person(args.by.as_deref(), &root)?;
        ledger.attest(&url, Attestation { on: today, by, note: note.to_owned(), of: None });
    }
    if let Some(archive) = &args.archive {
        let Some((copy, _)) = LinkUrl::parse(archive) else {
            bail!("--archive: `{archive}` is no address of a web page")
        };
        ledger.note_archive(&url, &copy);
    }
    let path = ledger_path(&root, &config);
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).with_context(|| folder.display().to_string())?;
    }
    write_atomically(&path, ledger.to_text().as_bytes()).with_context(|| path.display().to_string())?;
    match args.note {
        Some(_) => note_line(&format!("{url}: attested for {} days", config.links.policy.attestation)),
        None => note_line(&format!("{url}: its copy is noted")),
    }
    Ok(Outcome::Clean)
}
