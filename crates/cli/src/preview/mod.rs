//! `firstaid preview`: a translator's desk in the browser. The online crate serves it; here are the guide that it shows
//! and the files that it writes.

mod args;
#[cfg(feature = "online")]
mod at_work;
#[cfg(feature = "online")]
mod between;
#[cfg(feature = "online")]
mod blocks;
#[cfg(feature = "online")]
mod conflicts;
#[cfg(feature = "online")]
mod desk;
#[cfg(feature = "online")]
mod edit;
#[cfg(feature = "online")]
mod findings;
#[cfg(feature = "online")]
mod hints;
#[cfg(not(feature = "online"))]
mod offline;
#[cfg(feature = "online")]
mod page;
#[cfg(feature = "online")]
mod pairs;
#[cfg(feature = "online")]
mod pictures;
#[cfg(feature = "online")]
mod resolve;
#[cfg(feature = "online")]
mod serve;
#[cfg(feature = "online")]
mod shapes;
#[cfg(feature = "online")]
mod snapshot;
#[cfg(feature = "online")]
mod watch;

use std::path::PathBuf;

use anyhow::Result;

pub(crate) use args::PreviewArgs;

use crate::outcome::Outcome;
#[cfg(not(feature = "online"))]
use offline as serve;

pub(crate) fn run(args: &PreviewArgs, root: PathBuf) -> Result<Outcome> {
    serve::run(args, root)
}
