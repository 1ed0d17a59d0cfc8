//! The ledger: what was observed of each link, key and domain, and the verdict on it.
//!
//! A ledger file has one line of JSON for each URL, address, domain and key, sorted, so that git can compare and merge it. All functions are
//! pure, such as `verdict(entry, policy, date)`: nothing here opens a socket, reads a clock or touches a file.

mod attestation;
mod day;
mod domains;
mod drift;
mod entry;
mod keys;
mod kind;
mod ledger;
mod observation;
mod policy;
mod sighting;
mod url;
mod verdict;

pub use attestation::Attestation;
pub use day::shown_day;
pub use domains::{
    DomainEntry, DomainKind, DomainName, DomainPolicy, DomainSighting, DomainSource, DomainVerdict, Ending,
    Registration, Takeover, domain_observed, domain_verdict,
};
pub use drift::{Drift, PagePrint};
pub use entry::{Entry, FragmentSeen, FragmentState};
pub use keys::{
    Address, AddressEntry, AddressSighting, Encryption, KeyEntry, KeyFacts, KeyKind, KeyName, KeyPolicy, KeySighting,
    KeySource, KeyUse, KeyVerdict, RevocationReason, Revoked, SourceKind, address_observed, key_observed, key_verdict,
};
pub use kind::Kind;
pub use ledger::{Ledger, LedgerError, UnknownLine};
pub use observation::{Cause, Caution, Class, Observation};
pub use policy::{Policy, Threshold};
pub use sighting::{Outcome, Sighting};
pub use url::LinkUrl;
pub use verdict::{Verdict, dead_from, fragment_is_missing, next_due, verdict};

// A dependency of `url` that holds its Unicode tables; using it here pins the version with the small tables.
use idna_adapter as _;
