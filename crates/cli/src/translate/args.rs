//! The command line of `firstaid translate`.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};

use crate::args::{GuideArgs, LintArgs};

#[derive(Subcommand)]
pub(crate) enum TranslateCommand {
    /// Show how far the translations are, and what is waiting
    Status(StatusArgs),
    /// Check the pages and catalogs of one locale, source and translation side by side
    ///
    /// Exit codes as of lint.
    Check(CheckArgs),
    /// Bring sources, catalogs and translated pages together
    ///
    /// A changed source marks what it makes stale, a changed catalog makes the page, and a changed page goes back into
    /// its catalog. What was changed on both sides is shown, and its files are left alone. Exit code 1: there are
    /// such conflicts; with --dry-run, or something would be written.
    Sync(SyncArgs),
}

#[derive(Args)]
pub(crate) struct StatusArgs {
    /// Only these locales
    pub(crate) locales: Vec<String>,
    #[command(flatten)]
    pub(crate) guide: GuideArgs,
    #[arg(long, value_enum, default_value_t = StatusFormat::Human)]
    pub(crate) format: StatusFormat,
    /// Write a file for each locale into this folder, as shields.io reads it for a badge
    #[arg(long, value_name = "DIR")]
    pub(crate) badges: Option<PathBuf>,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum StatusFormat {
    /// Tables
    Human,
    /// A JSON object a page
    Jsonl,
}

#[derive(Args)]
pub(crate) struct CheckArgs {
    /// The locale, such as `es`
    #[arg(value_name = "LOCALE")]
    pub(crate) of: String,
    #[command(flatten)]
    pub(crate) lint: LintArgs,
}

#[derive(Args)]
pub(crate) struct SyncArgs {
    /// Only these locales; one that the guide has not yet begins here
    pub(crate) locales: Vec<String>,
    #[command(flatten)]
    pub(crate) guide: GuideArgs,
    /// Only this page, by its name, such as `Passwords`
    #[arg(long, value_name = "PAGE")]
    pub(crate) page: Vec<String>,
    /// Say what would be written, and write nothing
    #[arg(long)]
    pub(crate) dry_run: bool,
}
