use std::path::PathBuf;

use clap::Args;
use jiff::civil::Date;

#[derive(Args)]
pub(crate) struct LspArgs {
    /// Folder of the guide [default: the folder that the editor has open]
    #[arg(long, value_name = "DIR")]
    pub(crate) root: Option<PathBuf>,
    /// Configuration file [default: firstaid.toml in the root]
    #[arg(long, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,
    /// Date of the run [default: today]
    #[arg(long, value_name = "DATE")]
    pub(crate) today: Option<Date>,
    /// Accepted because editors pass it; there is no other transport
    #[arg(long, hide = true)]
    pub(crate) stdio: bool,
}
