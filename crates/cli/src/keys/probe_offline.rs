//! The probe of a binary without OpenPGP.

use std::path::PathBuf;

use anyhow::{Result, bail};

use super::args::KeysProbeArgs;
use crate::outcome::Outcome;

pub(super) fn run(_: &KeysProbeArgs, _: PathBuf) -> Result<Outcome> {
    bail!("this command was built without look-ups of keys; build it with `--features keys`")
}
