use std::path::PathBuf;

use clap::Args;

#[derive(Args)]
pub(crate) struct ManualArgs {
    /// Folder to write them to
    pub(crate) folder: PathBuf,
}
