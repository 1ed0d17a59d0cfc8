use std::path::PathBuf;

use clap::Args;
use jiff::civil::Date;

/// Where the guide is, and the date.
#[derive(Args, Clone)]
pub(crate) struct GuideArgs {
    /// Folder of the guide [default: the nearest upwards with a firstaid.toml, or else this folder]
    #[arg(long, value_name = "DIR")]
    pub(crate) root: Option<PathBuf>,
    /// Configuration file [default: firstaid.toml in the root]
    #[arg(long, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,
    /// Date of the run [default: today]
    #[arg(long, value_name = "DATE")]
    pub(crate) today: Option<Date>,
}
