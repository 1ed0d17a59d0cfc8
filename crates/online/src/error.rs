use std::io;
use std::path::PathBuf;

use firstaid_ledger::LedgerError;

/// Why a probe or a machine-translation back end cannot start, or observations cannot be saved.
#[derive(Debug, thiserror::Error)]
pub enum OnlineError {
    #[error("cannot use the system's resolver: {0}")]
    Resolver(String),
    #[error("cannot set up the HTTP client: {0}")]
    Client(String),
    #[error("cannot use the translation server {url}: {why}")]
    Server { url: String, why: String },
    /// Where the key was looked for, and what is wrong with it; never the key itself.
    #[error("cannot read the key: {0}")]
    Key(String),
    #[error("not a certificate in PEM: {0}")]
    Certificate(String),
    #[error("{}: {source}", path.display())]
    Journal { path: PathBuf, source: io::Error },
    #[error("{}: another probe of this guide is running", .0.display())]
    Locked(PathBuf),
    #[error("{}: not a file that a probe wrote: remove it", .0.display())]
    NoJournal(PathBuf),
    #[error(transparent)]
    Ledger(#[from] LedgerError),
}
