//! The probe of a binary without the network.

use std::path::PathBuf;

use anyhow::{Result, bail};

use super::args::DomainsProbeArgs;
use crate::outcome::Outcome;

pub(super) fn run(_: &DomainsProbeArgs, _: PathBuf) -> Result<Outcome> {
    bail!("this command was built without the network; build it with `--features online`")
}
