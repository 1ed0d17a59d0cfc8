//! The only crate that opens a socket: it probes links, looks up keys and domains, requests machine translations, and
//! serves the preview on loopback.
//!
//! A probe is polite (one connection a host, spaced requests, robots.txt, Retry-After), safe (every address is checked
//! between resolution and connection), bounded (time, redirects, bytes) and resumable (a journal). The ledger decides
//! what an observation means, the rules what to report.

pub mod archive;
mod client;
mod cookies;
mod error;
mod fault;
mod fetch;
mod guard;
mod host;
mod issuers;
mod journal;
pub mod machine;
mod observe;
#[cfg(feature = "openpgp")]
pub mod openpgp;
mod plan;
pub mod preview;
mod probe;
mod prober;
pub mod rdap;
mod resolver;
mod retry_after;
mod robots;
mod settings;
mod shard;
mod sibling;
mod signatures;
mod site;
mod soft404;
mod text;
mod tls;
mod visit;

pub use error::OnlineError;
pub use guard::Guard;
pub use journal::{Journal, journal_path, read_journal};
pub use plan::{Job, Which, plan};
pub use probe::{Done, Outcome, run};
pub use prober::Prober;
pub use resolver::{BoxFuture, Lookup, LookupError, Overrides, SystemResolver};
pub use robots::PRODUCT;
pub use settings::{Settings, Timeouts};
pub use shard::Shard;
