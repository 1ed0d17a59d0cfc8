//! The probe of a binary without the network.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use anyhow::{Result, bail};
use firstaid_content::Guide;
use firstaid_ledger::{Ledger, LinkUrl};
use firstaid_lint::Config;
use jiff::civil::Date;

use super::args::ProbeArgs;
use crate::network_args::{NO_NETWORK, NetworkArgs};
use crate::outcome::Outcome;

pub(super) fn run(_: &ProbeArgs, _: PathBuf) -> Result<Outcome> {
    bail!(NO_NETWORK)
}

pub(crate) fn probe_added(
    _: &NetworkArgs,
    _: &Path,
    _: &Config,
    _: &Guide,
    _: (&HashSet<LinkUrl>, Option<&mut Ledger>),
    _: Date,
) -> Result<Ledger> {
    bail!(NO_NETWORK)
}

pub(crate) fn probe_new(_: &NetworkArgs, _: &Path, _: &Config, _: &Guide, _: Date) -> Result<Ledger> {
    bail!(NO_NETWORK)
}
