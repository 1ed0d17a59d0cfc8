//! The links of the report, with the verdict on each and its history in the ledger.

use std::collections::{BTreeMap, HashMap};

use firstaid_diagnostics::site::{FileHealth, LinkHealth, Seen, Tone, Use};
use firstaid_ledger::{Entry, Kind, Ledger, LinkUrl, Observation, Verdict, dead_from, next_due};
use firstaid_lint::{judge_link, link_uses};
use firstaid_registry::registrable_domain;

use crate::guide::OpenGuide;
use crate::links::describe;

/// The links of the shown pages, the worst first; also sets the links of each page.
pub(super) fn links(opened: &OpenGuide, ledger: Option<&Ledger>, files: &mut [FileHealth<'_>]) -> Vec<LinkHealth> {
    let index: HashMap<&str, usize> = files.iter().enumerate().map(|(at, file)| (file.path, at)).collect();
    let mut uses: BTreeMap<LinkUrl, Vec<Use>> = BTreeMap::new();
    for (url, _, page, line) in link_uses(&opened.guide) {
        if let Some(&file) = index.get(page.source.path()) {
            uses.entry(url).or_default().push(Use { file, line });
        }
    }
    let (policy, today) = (&opened.config.links.policy, opened.today);
    let mut links: Vec<((Kind, bool), LinkHealth)> = Vec::with_capacity(uses.len());
    for (url, uses) in uses {
        let entry = ledger.and_then(|ledger| ledger.get(&url));
        let found = judge_link(ledger, &url, entry, &opened.config, today);
        let link = LinkHealth {
            site: site(&url),
            verdict: found.kind.as_str(),
            tone: tone(&found),
            is_safe: found.kind != Kind::Hijacked,
            confirmed: found.confirmed,
            dead_from: dead_from(&found, policy).map(|day| day.to_string()),
            seen: entry.map(|entry| entry.seen().iter().rev().map(seen).collect()).unwrap_or_default(),
            attested: entry.and_then(Entry::attested).map(|it| format!("by {} on {}: {}", it.by, it.on, it.note)),
            archive: entry.and_then(Entry::archive).map(str::to_owned),
            due: entry.and_then(|entry| next_due(entry, policy, today)).map(|day| day.to_string()),
            uses,
            organisation: None,
            url: url.as_str().to_owned(),
        };
        links.push(((found.kind, !found.confirmed), link));
    }
    // The URLs of each verdict stay in order.
    links.sort_by_key(|(rank, _)| *rank);
    let links: Vec<LinkHealth> = links.into_iter().map(|(_, link)| link).collect();
    for (at, link) in links.iter().enumerate() {
        for place in &link.uses {
            let of_file = &mut files[place.file].links;
            if of_file.last() != Some(&at) {
                of_file.push(at);
            }
        }
    }
    links
}

/// How good a verdict is.
pub(super) fn tone(verdict: &Verdict<'_>) -> Tone {
    match verdict.kind {
        Kind::Hijacked => Tone::Bad,
        Kind::Gone | Kind::NoSuchHost | Kind::TlsBroken | Kind::SoftNotFound | Kind::Unstable if verdict.confirmed => {
            Tone::Bad
        }
        Kind::Gone
        | Kind::NoSuchHost
        | Kind::TlsBroken
        | Kind::SoftNotFound
        | Kind::Unstable
        | Kind::Moved
        | Kind::AnotherPage => Tone::Doubtful,
        Kind::Blocked if verdict.confirmed => Tone::Doubtful,
        Kind::Blocked | Kind::Unverified => Tone::Unknown,
        Kind::Attested | Kind::Alive => Tone::Good,
    }
}

fn site(url: &LinkUrl) -> String {
    registrable_domain(url.host()).unwrap_or(url.host()).to_owned()
}

fn seen(it: &Observation) -> Seen {
    Seen { on: it.on.to_string(), class: it.class.as_str(), detail: describe(it) }
}
