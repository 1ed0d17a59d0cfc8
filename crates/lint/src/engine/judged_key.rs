use std::collections::HashMap;

use firstaid_content::Page;
use firstaid_diagnostics::{Diagnostic, Severity};
use firstaid_ledger::{AddressEntry, KeyKind, KeyName, KeyUse, KeyVerdict, key_verdict};
use firstaid_text::TextRange;

use crate::World;
use crate::engine::key_uses::{keys_of, pairs, registered_uses};

/// A key of a page with its verdict.
pub(crate) struct JudgedKey<'a> {
    pub(crate) key: KeyName,
    /// Its first place on the page.
    pub(crate) range: TextRange,
    /// Its other places.
    pub(crate) also: Vec<TextRange>,
    pub(crate) used: KeyUse,
    pub(crate) verdict: KeyVerdict<'a>,
}

impl JudgedKey<'_> {
    /// Completes a finding: where this was seen, the other places of the key, and no error without enough sources.
    pub(crate) fn with_evidence(&self, finding: Diagnostic) -> Diagnostic {
        let finding = finding.also(self.also.iter().copied());
        let sources: Vec<String> = self.verdict.sources.iter().map(|source| source.words()).collect();
        let finding = match &sources[..] {
            [] => finding,
            sources => finding.note(format!("seen at {}", sources.join(" and "))),
        };
        if self.verdict.confirmed { finding } else { finding.at_most(Severity::Warning) }
    }
}

/// The keys of a page of one verdict.
pub(crate) fn of_kind<'k, 'a>(
    keys: &'k [JudgedKey<'a>],
    kinds: &'static [KeyKind],
) -> impl Iterator<Item = &'k JudgedKey<'a>> {
    keys.iter().filter(|key| kinds.contains(&key.verdict.kind))
}

/// The keys of a page, each once, with their verdicts; none without a ledger of keys, at no cost.
pub(crate) fn judged_keys<'a>(world: &World<'a>, page: &Page) -> Vec<JudgedKey<'a>> {
    let Some(ledger) = world.ledger.filter(|ledger| ledger.is_of_keys()) else { return Vec::new() };
    let mut keys: Vec<(KeyName, TextRange, Vec<TextRange>)> = Vec::new();
    let mut places: HashMap<KeyName, usize> = HashMap::new();
    for (key, range) in keys_of(page) {
        if let Some(&at) = places.get(&key) {
            keys[at].2.push(range);
        } else {
            places.insert(key.clone(), keys.len());
            keys.push((key, range, Vec::new()));
        }
    }
    if keys.is_empty() {
        return Vec::new();
    }
    let mut by_key: HashMap<KeyName, KeyUse> = HashMap::new();
    let registered = world.key_uses.get_or_init(|| registered_uses(world.registry));
    for (key, ..) in &keys {
        by_key.insert(key.clone(), registered.get(key).cloned().unwrap_or_default());
    }
    for (key, address) in pairs(page) {
        by_key.entry(key).or_default().addresses.insert(address);
    }
    let judged = keys.into_iter().map(|(key, range, also)| {
        let used = by_key.remove(&key).unwrap_or_default();
        let addresses: Vec<&AddressEntry> = used.addresses.iter().filter_map(|it| ledger.address(it)).collect();
        let verdict = key_verdict(ledger.key(&key), &addresses, &used, &world.config.keys.policy, world.today);
        JudgedKey { key, range, also, used, verdict }
    });
    judged.collect()
}
