//! The command line of `firstaid translate`.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};
use firstaid_translate::Side;

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
    /// Take over translations that were made elsewhere: pages without a catalog, XLIFF files
    ///
    /// What surely belongs together is current, the rest is fuzzy, and what is left over is listed with its line.
    Import(ImportArgs),
    /// Write what an agency or another tool takes: XLIFF 2.1, or TMX for a memory
    Export(ExportArgs),
    /// Record that a person has compared translations with their source
    Review(ReviewArgs),
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
    /// Which file is right where both were changed
    #[arg(long, value_enum, value_name = "FILE")]
    pub(crate) prefer: Option<SideArg>,
    /// Say what would be written, and write nothing
    #[arg(long)]
    pub(crate) dry_run: bool,
}

#[derive(Clone, Copy, ValueEnum)]
pub(crate) enum SideArg {
    /// Whatever the page says is left out of account
    Catalog,
    /// What the page says goes into the catalog
    Page,
}

impl From<SideArg> for Side {
    fn from(side: SideArg) -> Self {
        match side {
            SideArg::Catalog => Self::Catalog,
            SideArg::Page => Self::Page,
        }
    }
}

#[derive(Args)]
pub(crate) struct ImportArgs {
    /// The locale, such as `es`
    pub(crate) locale: String,
    /// XLIFF files; without any, the pages of the locale that have no catalog
    pub(crate) files: Vec<PathBuf>,
    #[command(flatten)]
    pub(crate) guide: GuideArgs,
    /// Only this page, by its name, such as `Passwords`
    #[arg(long, value_name = "PAGE")]
    pub(crate) page: Vec<String>,
    /// Make the catalogs of pages anew that have one
    #[arg(long)]
    pub(crate) again: bool,
    /// The translations were written by this machine, and no person has looked at them
    #[arg(long, value_name = "NAME")]
    pub(crate) machine: Option<String>,
    /// Say what would be taken over, and write nothing
    #[arg(long)]
    pub(crate) dry_run: bool,
}

#[derive(Args)]
pub(crate) struct ExportArgs {
    /// The locale, such as `es`
    pub(crate) locale: String,
    #[command(flatten)]
    pub(crate) guide: GuideArgs,
    #[arg(long, value_enum, default_value_t = ExportFormat::Xliff)]
    pub(crate) format: ExportFormat,
    /// Only this page, by its name, such as `Passwords`
    #[arg(long, value_name = "PAGE")]
    pub(crate) page: Vec<String>,
    /// Write to this file [default: standard output]
    #[arg(long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ExportFormat {
    /// XLIFF 2.1
    Xliff,
    /// TMX 1.4b
    Tmx,
}

#[derive(Args)]
pub(crate) struct ReviewArgs {
    /// The locale, such as `es`
    pub(crate) locale: String,
    #[command(flatten)]
    pub(crate) guide: GuideArgs,
    /// Only this page, by its name, such as `Passwords`
    #[arg(long, value_name = "PAGE")]
    pub(crate) page: Vec<String>,
    /// Who looked [default: git's user.name]
    #[arg(long, value_name = "NAME")]
    pub(crate) by: Option<String>,
}
