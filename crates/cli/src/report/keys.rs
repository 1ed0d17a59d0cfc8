//! The keys of the report, with the verdict on each and what was observed.

use std::collections::HashMap;

use firstaid_diagnostics::site::{FileHealth, KeyHealth, Tone, Use};
use firstaid_ledger::{AddressEntry, KeyKind, KeyVerdict, Ledger, key_observed, key_verdict};
use firstaid_lint::{GuideKey, guide_keys};

use crate::guide::OpenGuide;

/// The keys of the shown pages, the worst first; without `only_pages` those of the registry alone, too.
pub(super) fn keys(
    opened: &OpenGuide,
    ledger: Option<&Ledger>,
    files: &[FileHealth<'_>],
    only_pages: bool,
) -> Vec<KeyHealth> {
    let index: HashMap<&str, usize> = files.iter().enumerate().map(|(at, file)| (file.path, at)).collect();
    let keys = guide_keys(&opened.guide, &opened.registry);
    let empty = Ledger::default();
    let ledger = ledger.unwrap_or(&empty);
    let (policy, today) = (&opened.config.keys.policy, opened.today);
    let health = |it: &GuideKey| {
        let uses: Vec<Use> = shown_uses(&it.uses, &index).collect();
        if uses.is_empty() && (only_pages || !it.uses.is_empty()) {
            return None;
        }
        let entry = ledger.key(&it.key);
        let addresses: Vec<&AddressEntry> = it.used.addresses.iter().filter_map(|it| ledger.address(it)).collect();
        let verdict = key_verdict(entry, &addresses, &it.used, policy, today);
        let key = KeyHealth {
            key: it.key.to_string(),
            addresses: it.used.addresses.iter().map(ToString::to_string).collect(),
            verdict: verdict.kind.as_str(),
            tone: tone(&verdict),
            confirmed: verdict.confirmed,
            observed: key_observed(entry, &verdict, today),
            ends: verdict.ends.map(|day| day.to_string()),
            uses,
        };
        Some(((verdict.kind, !verdict.confirmed), key))
    };
    let mut found: Vec<((KeyKind, bool), KeyHealth)> = keys.iter().filter_map(health).collect();
    found.sort_by(|(rank, a), (other, b)| rank.cmp(other).then_with(|| a.key.cmp(&b.key)));
    found.into_iter().map(|(_, key)| key).collect()
}

/// The places in pages that are shown.
pub(super) fn shown_uses<'a>(
    uses: &'a [(String, u32)],
    index: &'a HashMap<&str, usize>,
) -> impl Iterator<Item = Use> + 'a {
    uses.iter().filter_map(|(path, line)| Some(Use { file: *index.get(path.as_str())?, line: *line }))
}

/// How good a verdict is.
fn tone(verdict: &KeyVerdict<'_>) -> Tone {
    match verdict.kind {
        KeyKind::Revoked | KeyKind::Replaced | KeyKind::Expired if verdict.confirmed => Tone::Bad,
        KeyKind::Revoked
        | KeyKind::Replaced
        | KeyKind::Expired
        | KeyKind::Expiring
        | KeyKind::WithoutAddress
        | KeyKind::Weak => Tone::Doubtful,
        KeyKind::Unseen | KeyKind::Unprobed => Tone::Unknown,
        KeyKind::Attested | KeyKind::Good => Tone::Good,
    }
}
