//! `firstaid keys …`.

mod args;
mod attest;
mod judged;
mod named;
#[cfg(feature = "keys")]
mod probe;
#[cfg(not(feature = "keys"))]
mod probe_offline;
mod status;

use std::path::PathBuf;

use anyhow::Result;

pub(crate) use args::KeysCommand;

use crate::outcome::Outcome;
#[cfg(not(feature = "keys"))]
use probe_offline as probe;

pub(crate) fn run(command: &KeysCommand, root: PathBuf) -> Result<Outcome> {
    match command {
        KeysCommand::Probe(args) => probe::run(args, root),
        KeysCommand::Status(args) => status::run(args, root),
        KeysCommand::Attest(args) => attest::run(args, root),
    }
}
