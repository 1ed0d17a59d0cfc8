//! The domains of the report, with the verdict on each and what its registry said.

use std::collections::HashMap;

use firstaid_diagnostics::site::{DomainHealth, FileHealth, Tone, Use};
use firstaid_ledger::{DomainKind, Ledger, domain_observed, domain_verdict};
use firstaid_lint::guide_domains;

use super::keys::shown_uses;
use crate::guide::OpenGuide;

/// The domains of the shown pages, the worst first.
pub(super) fn domains(opened: &OpenGuide, ledger: Option<&Ledger>, files: &[FileHealth<'_>]) -> Vec<DomainHealth> {
    let index: HashMap<&str, usize> = files.iter().enumerate().map(|(at, file)| (file.path, at)).collect();
    let (policy, today) = (&opened.config.domains.policy, opened.today);
    let domains = guide_domains(&opened.guide);
    let health = domains.iter().filter_map(|(domain, uses)| {
        let uses: Vec<Use> = shown_uses(uses, &index).collect();
        let verdict = domain_verdict(ledger.and_then(|ledger| ledger.domain(domain)), policy, today);
        let ends = verdict.registration.and_then(|it| it.expires).filter(|_| verdict.kind == DomainKind::Expiring);
        (!uses.is_empty()).then(|| {
            let health = DomainHealth {
                domain: domain.to_string(),
                verdict: verdict.kind.as_str(),
                tone: tone(verdict.kind),
                observed: domain_observed(&verdict),
                ends: ends.map(|day| day.to_string()),
                uses,
            };
            (verdict.kind, health)
        })
    });
    let mut found: Vec<(DomainKind, DomainHealth)> = health.collect();
    // The domains of each verdict stay in order.
    found.sort_by_key(|(kind, _)| *kind);
    found.into_iter().map(|(_, domain)| domain).collect()
}

/// How good a verdict is.
const fn tone(kind: DomainKind) -> Tone {
    match kind {
        DomainKind::Unregistered | DomainKind::PendingDelete => Tone::Bad,
        DomainKind::Redemption | DomainKind::Expiring | DomainKind::Changed => Tone::Doubtful,
        DomainKind::Unknown => Tone::Unknown,
        DomainKind::Attested | DomainKind::Good => Tone::Good,
    }
}
