//! The `firstaid` command: arguments, progress, exit codes; nothing else.
//!
//! A library, so that `cargo xtask` runs the same command in its own process. Each command has a folder; what several
//! commands share is in files beside the folders, and whatever opens a guide is in `guide`.

mod args;
mod attestation;
mod date;
mod diff_format;
mod error;
mod files;
mod guide;
mod guide_args;
mod leftovers;
mod machine_access;
mod markdown_table;
#[cfg(feature = "online")]
mod network;
mod network_args;
mod note;
mod outcome;
#[cfg(any(feature = "online", feature = "report"))]
mod page_title;
mod past_findings;
mod person;
mod progress;
mod run;
mod watching;

mod completions;
mod domains;
mod explain;
mod identities;
mod init;
mod keys;
mod links;
mod lint;
#[cfg(feature = "lsp")]
mod lsp;
mod manual;
mod preview;
mod proofread;
#[cfg(feature = "report")]
mod report;
mod rules;
mod translate;

pub use files::write_atomically;
pub use outcome::Outcome;
pub use run::run;
