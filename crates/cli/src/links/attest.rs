use std::path::PathBuf;

use anyhow::{Result, bail};
use firstaid_ledger::LinkUrl;
use firstaid_lint::link_uses;

use super::args::AttestArgs;
use crate::attestation::attestation;
use crate::files::save_inside;
use crate::guide::{OpenGuide, ledger_path, open_guide, read_ledger};
use crate::note::note_line;
use crate::outcome::Outcome;

pub(super) fn run(args: &AttestArgs, root: PathBuf) -> Result<Outcome> {
    let OpenGuide { root, config, guide, today, .. } = open_guide(&args.guide, root)?;
    let Some((url, _)) = LinkUrl::parse(&args.url) else { bail!("`{}` is not the URL of a web page", args.url) };
    let mut ledger = read_ledger(&root, &config)?.unwrap_or_default();
    if !link_uses(&guide).any(|(used, ..)| used == url) {
        bail!("no page of the guide links to {url}");
    }
    if let Some(note) = &args.note {
        ledger.attest(&url, attestation(note, args.by.as_deref(), &root, today)?);
    }
    if let Some(archive) = &args.archive {
        let Some((copy, _)) = LinkUrl::parse(archive) else {
            bail!("--archive: `{archive}` is not the URL of a web page")
        };
        ledger.note_archive(&url, &copy);
    }
    save_inside(&root, &ledger_path(&root, &config), &ledger.to_text())?;
    match args.note {
        Some(_) => note_line(&format!("{url}: attested for {} days", config.links.policy.attestation)),
        None => note_line(&format!("{url}: archived copy recorded")),
    }
    Ok(Outcome::Clean)
}
