//! The OpenPGP keys of the registry.

use firstaid_content::hex_digits;
use firstaid_mentions::identities::contacts;
use firstaid_registry::Registry;

/// Each registered key: the name of its organisation, and its hexadecimal digits in upper case without spaces.
pub(super) fn registered_keys(registry: &Registry) -> impl Iterator<Item = (&str, String)> {
    contacts(registry)
        .filter_map(|(organisation, contact)| Some((&*organisation.name, hex_digits(contact.key.as_ref()?))))
}
