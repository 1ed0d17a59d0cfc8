use std::path::PathBuf;

use clap::Args;

#[derive(Args)]
pub(crate) struct InitArgs {
    /// Folder of the guide [default: this folder]
    #[arg(long, value_name = "DIR")]
    pub(crate) root: Option<PathBuf>,
    /// Change nothing; say whether the configuration still fits the tree
    #[arg(long)]
    pub(crate) check: bool,
}
