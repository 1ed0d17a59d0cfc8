use std::path::PathBuf;

use clap::Args;

use crate::guide_args::GuideArgs;

#[derive(Args)]
pub(crate) struct ReportArgs {
    /// Folder to write the site into: a new or empty one, or that of an earlier report
    #[arg(value_name = "DIR")]
    pub(crate) folder: PathBuf,
    /// Show only the pages of this locale
    #[arg(long, value_name = "LOCALE")]
    pub(crate) locale: Option<String>,
    /// Also show what got better and worse since this commit
    #[arg(long, value_name = "REV")]
    pub(crate) since: Option<String>,
    /// Print no notes
    #[arg(long, short)]
    pub(crate) quiet: bool,
    #[command(flatten)]
    pub(crate) guide: GuideArgs,
}
