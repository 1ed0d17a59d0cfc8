//! The OpenPGP keys of the registry: those of contacts, and those that guides print to verify downloads.

use std::collections::{HashMap, HashSet};

use firstaid_content::hex_digits;
use firstaid_registry::{Confidence, Registry};

use crate::identities::contacts;

/// Digits of a key id (RFC 4880), short and long.
const ID_DIGITS: [usize; 2] = [8, 16];

pub struct RegisteredKey {
    /// Name of the organisation or tool.
    pub owner: Box<str>,
    /// Hexadecimal digits in upper case, without spaces.
    pub digits: String,
    pub confidence: Confidence,
}

/// All registered keys, in the order of the registry.
pub struct RegisteredKeys {
    all: Vec<RegisteredKey>,
    /// Index of the first key with these digits, or with this key id.
    by_digits: HashMap<String, usize>,
    owners: HashSet<Box<str>>,
}

impl RegisteredKeys {
    pub fn new(registry: &Registry) -> Self {
        let of_contacts = contacts(registry).filter_map(|(organisation, contact)| {
            let digits = hex_digits(contact.key.as_ref()?);
            Some(RegisteredKey { owner: (&*organisation.name).into(), digits, confidence: Confidence::High })
        });
        let of_owners = registry.keys.iter().map(|key| RegisteredKey {
            owner: (&*key.owner).into(),
            digits: hex_digits(&key.key),
            confidence: key.confidence,
        });
        let all: Vec<_> = of_contacts.chain(of_owners).collect();
        let mut by_digits = HashMap::new();
        for (n, key) in all.iter().enumerate() {
            let ids = ID_DIGITS.iter().filter_map(|digits| key.digits.get(key.digits.len().checked_sub(*digits)?..));
            for digits in std::iter::once(&*key.digits).chain(ids) {
                by_digits.entry(digits.to_owned()).or_insert(n);
            }
        }
        let owners = all.iter().map(|key| key.owner.clone()).collect();
        Self { all, by_digits, owners }
    }

    pub fn iter(&self) -> impl Iterator<Item = &RegisteredKey> {
        self.all.iter()
    }

    /// The first key with these digits as a whole, or as its id of 8 or 16 digits.
    pub fn get(&self, digits: &str) -> Option<&RegisteredKey> {
        self.by_digits.get(digits).map(|&n| &self.all[n])
    }

    /// Whether an organisation or tool of this name has a key.
    pub fn have_owner(&self, name: &str) -> bool {
        self.owners.contains(name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_found_by_its_digits_and_ids() {
        let registry = Registry::built_in();
        let keys = RegisteredKeys::new(&registry);
        let tails = "A490D0F4D311A4153E2BB7CADBB802B258ACD84F";
        for digits in [tails, &tails[24..], &tails[32..]] {
            assert_eq!(keys.get(digits).map(|key| &*key.owner), Some("Tails"), "{digits}");
        }
        assert!(keys.get(&tails[20..]).is_none() && keys.get("").is_none());
        assert!(keys.have_owner("Tails") && !keys.have_owner("tails"));
    }
}
