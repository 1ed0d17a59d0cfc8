use std::path::PathBuf;

use clap::{Args, Subcommand};
use jiff::civil::Date;

use crate::diff_format::DiffFormat;

#[derive(Subcommand)]
pub(crate) enum IdentitiesCommand {
    /// List the identities that the changes since a commit add, remove or alter, with what the registries say of each
    Diff(DiffArgs),
    /// List the contacts of the guide's own registry that nobody has confirmed with their owners
    Contacts(ContactsArgs),
}

#[derive(Args)]
pub(crate) struct ContactsArgs {
    /// Folder of the guide
    #[arg(long, value_name = "DIR")]
    pub(crate) root: Option<PathBuf>,
    /// Configuration file [default: firstaid.toml in the root]
    #[arg(long, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,
}

#[derive(Args)]
pub(crate) struct DiffArgs {
    /// Commit or branch to compare with
    pub(crate) rev: String,
    /// Folder of the guide
    #[arg(long, value_name = "DIR")]
    pub(crate) root: Option<PathBuf>,
    /// Configuration file [default: firstaid.toml in the root]
    #[arg(long, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,
    /// File of accepted findings, if it is outside of the root
    #[arg(long, value_name = "FILE")]
    pub(crate) baseline: Option<PathBuf>,
    /// Additional folder of registries, below the root
    #[arg(long, value_name = "DIR")]
    pub(crate) data: Vec<String>,
    /// Date of the run, for what the ledger has of keys [default: today]
    #[arg(long, value_name = "DATE")]
    pub(crate) today: Option<Date>,
    #[arg(long, value_enum, default_value_t = DiffFormat::Human)]
    pub(crate) format: DiffFormat,
}
