//! OpenPGP keys: what sources say of them and of the addresses that they are for, and the verdict.

mod entry;
mod facts;
mod kind;
mod name;
mod observed;
mod policy;
mod source;
mod verdict;

pub use entry::{AddressEntry, AddressSighting, KeyEntry, KeySighting};
pub use facts::{Encryption, KeyFacts, RevocationReason, Revoked};
pub use kind::KeyKind;
pub use name::{Address, KeyName};
pub use observed::{address_observed, key_observed};
pub use policy::KeyPolicy;
pub use source::{KeySource, SourceKind};
pub use verdict::{KeyUse, KeyVerdict, key_verdict};
