//! The OpenPGP keys of the registry: those of contacts, and those that guides print to verify downloads.

use firstaid_content::hex_digits;
use firstaid_registry::{Confidence, Registry};

use crate::identities::contacts;

pub struct RegisteredKey<'a> {
    /// Name of the organisation or tool.
    pub owner: &'a str,
    /// Hexadecimal digits in upper case, without spaces.
    pub digits: String,
    pub confidence: Confidence,
}

/// Each registered key.
pub fn registered_keys(registry: &Registry) -> impl Iterator<Item = RegisteredKey<'_>> {
    let of_contacts = contacts(registry).filter_map(|(organisation, contact)| {
        let digits = hex_digits(contact.key.as_ref()?);
        Some(RegisteredKey { owner: &organisation.name, digits, confidence: Confidence::High })
    });
    let of_owners = registry.keys.iter().map(|key| RegisteredKey {
        owner: &key.owner,
        digits: hex_digits(&key.key),
        confidence: key.confidence,
    });
    of_contacts.chain(of_owners)
}
