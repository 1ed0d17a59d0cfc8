//! The preview of a binary without the network.

use std::path::PathBuf;

use anyhow::{Result, bail};

use super::args::PreviewArgs;
use crate::network_args::NO_NETWORK;
use crate::outcome::Outcome;

pub(super) fn run(_: &PreviewArgs, _: PathBuf) -> Result<Outcome> {
    bail!(NO_NETWORK)
}
