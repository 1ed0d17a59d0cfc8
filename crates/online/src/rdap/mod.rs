//! Registrations of domains by RDAP (RFC 9083): where the registry of a top-level domain is, and what it says.

mod answer;
mod bootstrap;
mod lookup;

pub use bootstrap::{Bootstrap, BootstrapError};
pub use lookup::DomainLookup;
