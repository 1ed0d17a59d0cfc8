use std::path::PathBuf;

use anyhow::Result;
use firstaid_ledger::Attestation;
use firstaid_lint::guide_keys;

use super::args::KeysAttestArgs;
use super::judged::judged;
use super::named::named_key;
use crate::attestation::attestation;
use crate::files::save_inside;
use crate::guide::{OpenGuide, ledger_path, open_guide, read_ledger};
use crate::note::note_line;
use crate::outcome::Outcome;

pub(super) fn run(args: &KeysAttestArgs, root: PathBuf) -> Result<Outcome> {
    let OpenGuide { root, config, registry, guide, today } = open_guide(&args.guide, root)?;
    let mut keys = guide_keys(&guide, &registry);
    let key = named_key(&args.key, &keys)?;
    keys.retain(|it| it.key == key);
    let mut ledger = read_ledger(&root, &config)?.unwrap_or_default();
    let attested = attestation(&args.statement.note, args.statement.by.as_deref(), &root, today)?;
    let policy = &config.keys.policy;
    // A repeated statement is on what an earlier one was on: its verdict is `attested`.
    let of = judged(&keys, &ledger, policy, today).first().map(|it| match it.verdict.attested {
        Some(earlier) if !it.is_finding() => earlier.of.clone().unwrap_or_else(|| it.verdict.subject()),
        _ => it.verdict.subject(),
    });
    ledger.attest_key(&key, Attestation { of, ..attested });
    save_inside(&root, &ledger_path(&root, &config), &ledger.to_text())?;
    note_line(&format!("{key}: attested for {} days", policy.attestation));
    let left = judged(&keys, &ledger, policy, today);
    if let Some(left) = left.first().filter(|it| it.is_finding()) {
        note_line(&format!("still reported, because the key itself says so: {}", left.line()));
    }
    Ok(Outcome::Clean)
}
