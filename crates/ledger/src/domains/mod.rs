//! Registrations of domains: what the registry of each says by RDAP, and the verdict.

mod entry;
mod observed;
mod policy;
mod takeover;
mod verdict;

pub use entry::{DomainEntry, DomainName, DomainSighting, DomainSource, Ending, Registration};
pub use observed::domain_observed;
pub use policy::DomainPolicy;
pub use takeover::Takeover;
pub(crate) use takeover::takeover;
pub use verdict::{DomainKind, DomainVerdict, domain_verdict};
