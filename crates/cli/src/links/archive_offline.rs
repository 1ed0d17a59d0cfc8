//! Look-ups of copies in a binary without the network.

use std::path::PathBuf;

use anyhow::{Result, bail};

use super::args::ArchiveArgs;
use crate::network_args::NO_NETWORK;
use crate::outcome::Outcome;

pub(super) fn run(_: &ArchiveArgs, _: PathBuf) -> Result<Outcome> {
    bail!(NO_NETWORK)
}
