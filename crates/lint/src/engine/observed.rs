//! What the ledger has of a key or an address, in one line, for editors and reviewers.

use firstaid_content::{Guide, Page, TokenKind};
use firstaid_ledger::{
    Address, AddressEntry, KeyName, KeyPolicy, KeyUse, Ledger, address_observed, key_observed, key_verdict,
};
use firstaid_text::TextRange;
use jiff::civil::Date;

use crate::engine::judged_key::judged_keys;
use crate::engine::linter::Linter;

/// What was observed of a key of a guide that uses it so; `None` if no source ever answered for it.
pub fn observed_key(ledger: &Ledger, key: &KeyName, used: &KeyUse, policy: &KeyPolicy, today: Date) -> Option<String> {
    let entry = ledger.key(key);
    let addresses: Vec<&AddressEntry> = used.addresses.iter().filter_map(|it| ledger.address(it)).collect();
    key_observed(entry, &key_verdict(entry, &addresses, used, policy, today), today)
}

/// Which keys sources have for an address; `None` if no source ever answered for it.
pub fn observed_address(ledger: &Ledger, address: &str, today: Date) -> Option<String> {
    address_observed(ledger.address(&Address::parse(address)?)?, today)
}

impl Linter {
    /// What the ledger has of the key or the e-mail address at an offset of a page, and its range.
    pub fn observed_at(&self, guide: &Guide, page: &Page, offset: u32) -> Option<(String, TextRange)> {
        let ledger = self.ledger().filter(|ledger| ledger.is_of_keys())?;
        let world = self.world(guide);
        let here = |range: TextRange| range.contains(TextRange::empty(offset));
        let email = page.tokens.iter().find_map(|token| match &token.kind {
            TokenKind::Email(email) if here(token.range) => {
                Some((observed_address(ledger, email, world.today)?, token.range))
            }
            _ => None,
        });
        email.or_else(|| {
            let keys = judged_keys(&world, page);
            keys.iter().find_map(|key| {
                let range = std::iter::once(key.range).chain(key.also.iter().copied()).find(|range| here(*range))?;
                Some((key_observed(ledger.key(&key.key), &key.verdict, world.today)?, range))
            })
        })
    }
}
