use std::path::PathBuf;

use anyhow::{Result, bail};
use firstaid_ledger::{Attestation, DomainKind, DomainName, domain_verdict};
use firstaid_lint::guide_domains;

use super::args::DomainsAttestArgs;
use crate::attestation::attestation;
use crate::files::save_inside;
use crate::guide::{OpenGuide, ledger_path, open_guide, read_ledger};
use crate::note::note_line;
use crate::outcome::Outcome;

pub(super) fn run(args: &DomainsAttestArgs, root: PathBuf) -> Result<Outcome> {
    let OpenGuide { root, config, guide, today, .. } = open_guide(&args.guide, root)?;
    let domain = DomainName::parse(&args.domain.to_lowercase());
    let Some(domain) = domain.filter(|domain| guide_domains(&guide).contains_key(domain)) else {
        bail!("no page of the guide has a link or an address at `{}`", args.domain)
    };
    let mut ledger = read_ledger(&root, &config)?.unwrap_or_default();
    let attested = attestation(&args.statement.note, args.statement.by.as_deref(), &root, today)?;
    let policy = &config.domains.policy;
    let verdict = domain_verdict(ledger.domain(&domain), policy, today);
    // A repeated statement is on what an earlier one was on.
    let earlier = verdict.attested.filter(|_| verdict.kind == DomainKind::Attested).and_then(|it| it.of.clone());
    let of = Some(earlier.unwrap_or_else(|| verdict.subject()));
    ledger.attest_domain(&domain, Attestation { of, ..attested });
    save_inside(&root, &ledger_path(&root, &config), &ledger.to_text())?;
    note_line(&format!("{domain}: attested for {} days", policy.attestation));
    let left = domain_verdict(ledger.domain(&domain), policy, today).kind;
    if matches!(left, DomainKind::Unregistered | DomainKind::PendingDelete | DomainKind::Redemption) {
        note_line(&format!("still reported, because its registry says so: {left}"));
    }
    Ok(Outcome::Clean)
}
