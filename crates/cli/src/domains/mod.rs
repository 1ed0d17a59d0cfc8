//! `firstaid domains …`.

mod args;
mod attest;
#[cfg(feature = "online")]
mod probe;
#[cfg(not(feature = "online"))]
mod probe_offline;
mod status;

use std::path::PathBuf;

use anyhow::Result;

pub(crate) use args::DomainsCommand;

use crate::outcome::Outcome;
#[cfg(not(feature = "online"))]
use probe_offline as probe;

pub(crate) fn run(command: &DomainsCommand, root: PathBuf) -> Result<Outcome> {
    match command {
        DomainsCommand::Probe(args) => probe::run(args, root),
        DomainsCommand::Status(args) => status::run(args, root),
        DomainsCommand::Attest(args) => attest::run(args, root),
    }
}
