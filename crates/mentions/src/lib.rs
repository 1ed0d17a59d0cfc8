//! Where a page names what a registry knows: names and near misses of names, hosts, keys, addresses, claims,
//! labels of apps; and how the sentence speaks of a name.

pub mod claims;
pub mod fingerprint;
pub mod identities;
pub mod idn;
pub mod known_hosts;
pub mod labels;
pub mod locked;
pub mod names;
pub mod near_miss;
pub mod registered_keys;
mod senses;
pub mod stance;
pub mod url_parts;
pub mod word_class;
