//! What the ledger has of the keys and addresses of a change. The ledger from before the change comes first: a change
//! may bring its own evidence.

use std::collections::HashMap;

use firstaid_ledger::{KeyName, KeyPolicy, KeyUse, Ledger};
use firstaid_lint::{GuideKey, IdentityChange, observed_address, observed_key};
use firstaid_translate::IdentityKind;
use jiff::civil::Date;

pub(super) struct Observed<'a> {
    before: Option<&'a Ledger>,
    after: Option<&'a Ledger>,
    policy: &'a KeyPolicy,
    today: Date,
    uses: HashMap<KeyName, KeyUse>,
}

impl<'a> Observed<'a> {
    /// `keys` are those of the guide on both sides of the change, those of the newer side last.
    pub(super) fn new(
        before: Option<&'a Ledger>,
        after: Option<&'a Ledger>,
        keys: impl Iterator<Item = GuideKey>,
        policy: &'a KeyPolicy,
        today: Date,
    ) -> Self {
        Self { before, after, policy, today, uses: keys.map(|it| (it.key, it.used)).collect() }
    }

    /// One line on the identity that a change leaves, or removes; `None` for other kinds, and if nothing was observed.
    pub(super) fn of(&self, change: &IdentityChange) -> Option<String> {
        let value = change.after.as_deref().or(change.before.as_deref())?;
        let line = |ledger: &Ledger| match change.kind {
            IdentityKind::Fingerprint | IdentityKind::KeyId => {
                let key = KeyName::parse(value)?;
                let used = self.uses.get(&key).cloned().unwrap_or_default();
                observed_key(ledger, &key, &used, self.policy, self.today)
            }
            IdentityKind::Email => observed_address(ledger, value, self.today),
            IdentityKind::Phone | IdentityKind::Onion | IdentityKind::Host => None,
        };
        let by_change = || Some(format!("by the ledger of this change: {}", self.after.and_then(line)?));
        self.before.and_then(line).or_else(by_change)
    }
}
