//! The only crate that opens a socket: it visits links and says what it saw, and asks machines for translations.
//!
//! A probe is polite (one connection a host, spaced, robots.txt, Retry-After), safe (each address is checked after it
//! was resolved and is the one connected to), bounded (time, hops, bytes) and resumable (a journal). What an
//! observation means is the ledger's business; what to do about it, the rules'.

mod client;
mod cookies;
mod fault;
mod guard;
mod host;
mod journal;
mod judge;
pub mod machine;
mod plan;
mod probe;
mod resolver;
mod robots;
mod settings;
mod shard;
mod signatures;
mod soft404;
mod text;
mod visit;

pub use guard::Guard;
pub use journal::{Journal, journal_path, read_journal};
pub use plan::{Job, Which, plan};
pub use probe::{Done, Outcome, run};
pub use resolver::{BoxFuture, Lookup, LookupError, Overrides, SystemResolver};
pub use robots::PRODUCT;
pub use settings::{Settings, Timeouts};
pub use shard::Shard;
pub use visit::Prober;

/// What keeps a probe or a machine from starting, or observations from being saved.
#[derive(Debug, thiserror::Error)]
pub enum OnlineError {
    #[error("the system's resolver cannot be used: {0}")]
    Resolver(String),
    #[error("no HTTP client: {0}")]
    Client(String),
    #[error("the machine at {url}: {why}")]
    Server { url: String, why: String },
    /// Where it was looked for, and what is wrong; never the key.
    #[error("no key: {0}")]
    Key(String),
    #[error("no certificate in PEM: {0}")]
    Certificate(String),
    #[error("{}: {source}", path.display())]
    Journal { path: std::path::PathBuf, source: std::io::Error },
    #[error("{}: another probe of this guide is under way", .0.display())]
    Locked(std::path::PathBuf),
    #[error(transparent)]
    Ledger(#[from] firstaid_ledger::LedgerError),
}
