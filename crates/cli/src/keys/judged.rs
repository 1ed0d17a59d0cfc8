//! The keys of a guide with their verdicts, and how they are shown.

use firstaid_ledger::{AddressEntry, KeyFacts, KeyKind, KeyName, KeyPolicy, KeyVerdict, Ledger, key_verdict};
use firstaid_lint::GuideKey;
use jiff::civil::Date;

pub(super) struct Judged<'a> {
    pub(super) key: &'a GuideKey,
    pub(super) verdict: KeyVerdict<'a>,
}

/// The keys with their verdicts, the worst first.
pub(super) fn judged<'a>(keys: &'a [GuideKey], ledger: &'a Ledger, policy: &KeyPolicy, today: Date) -> Vec<Judged<'a>> {
    let mut all: Vec<Judged<'a>> = keys
        .iter()
        .map(|key| {
            let entries: Vec<&AddressEntry> = key.used.addresses.iter().filter_map(|it| ledger.address(it)).collect();
            Judged { key, verdict: key_verdict(ledger.key(&key.key), &entries, &key.used, policy, today) }
        })
        .collect();
    all.sort_by(|a, b| {
        let rank = |it: &Judged<'_>| (it.verdict.kind, !it.verdict.confirmed);
        rank(a).cmp(&rank(b)).then_with(|| a.key.key.cmp(&b.key.key))
    });
    all
}

impl Judged<'_> {
    /// `expired, confirmed: 6CE6… (on 2026-11-01; wkd:one.org; content/en/Page.md:3 and 2 more)`
    pub(super) fn line(&self) -> String {
        let confirmed = if self.verdict.confirmed && self.is_finding() { ", confirmed" } else { "" };
        let sources: Vec<String> = self.verdict.sources.iter().map(ToString::to_string).collect();
        let parts = [self.what(), sources.join(", "), self.place()];
        let parts: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
        format!("{}{confirmed}: {} ({})", self.verdict.kind.as_str(), self.key.key, parts.join("; "))
    }

    /// Whether a person has to look at the key.
    pub(super) fn is_finding(&self) -> bool {
        !matches!(self.verdict.kind, KeyKind::Good | KeyKind::Attested | KeyKind::Unprobed)
    }

    fn what(&self) -> String {
        let verdict = &self.verdict;
        match (verdict.revoked, verdict.ends, verdict.instead, &verdict.missing) {
            (Some(revoked), ..) => format!("on {}, {}", revoked.on, revoked.reason.words()),
            (_, Some(ends), ..) if verdict.is_encryption => format!("encryption to it on {ends}"),
            (_, Some(ends), ..) => format!("on {ends}"),
            (.., Some((address, keys)), _) => {
                let keys: Vec<&str> = keys.iter().map(KeyName::as_str).collect();
                format!("for {address} by {}", keys.join(", "))
            }
            (.., Some(missing)) => format!("no user id for {missing}"),
            _ if verdict.kind == KeyKind::Weak => verdict.facts.and_then(KeyFacts::weakness).unwrap_or_default(),
            _ => String::new(),
        }
    }

    /// The first place in the pages, and how many more there are.
    fn place(&self) -> String {
        let Some((path, line)) = self.key.uses.first() else { return "in the registry only".to_owned() };
        let more = self.key.uses.len() - 1;
        if more > 0 { format!("{path}:{line} and {more} more") } else { format!("{path}:{line}") }
    }
}
