//! OpenPGP keys: where they are looked up, and what a copy says of itself.
//!
//! Keys are untrusted. A copy is at most as large as the answers that a probe reads, packets and signatures are counted,
//! and it is read on a thread of its own, so that what its parser does not survive costs that copy only.

mod certificate;
mod facts;
mod lookup;
mod own_signatures;
mod wkd;

pub use certificate::{Certificate, Unreadable, read_certificates};
pub use facts::facts;
pub use lookup::{KeyLookup, KeyServers};
