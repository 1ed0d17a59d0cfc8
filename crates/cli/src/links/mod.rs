//! `firstaid links …`.

#[cfg(feature = "online")]
mod archive;
#[cfg(not(feature = "online"))]
mod archive_offline;
mod args;
mod attest;
#[cfg(any(feature = "online", feature = "report"))]
mod describe;
mod merge;
#[cfg(feature = "online")]
mod probe;
#[cfg(not(feature = "online"))]
mod probe_offline;
mod status;

use std::path::PathBuf;

use anyhow::Result;

pub(crate) use args::LinksCommand;
#[cfg(feature = "report")]
pub(crate) use describe::describe;
pub(crate) use probe::{probe_added, probe_new};

use crate::outcome::Outcome;
#[cfg(not(feature = "online"))]
use archive_offline as archive;
#[cfg(not(feature = "online"))]
use probe_offline as probe;

pub(crate) fn run(command: &LinksCommand, root: PathBuf) -> Result<Outcome> {
    match command {
        LinksCommand::Probe(args) => probe::run(args, root),
        LinksCommand::Status(args) => status::run(args, root),
        LinksCommand::Merge(args) => merge::run(args, root),
        LinksCommand::Attest(args) => attest::run(args, root),
        LinksCommand::Archive(args) => archive::run(args, root),
    }
}
