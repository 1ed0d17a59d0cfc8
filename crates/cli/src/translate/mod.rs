//! `firstaid translate …`: reads and writes catalogs and pages. The translate crate decides what they contain.

mod add;
mod args;
mod catalog_folders;
mod conflicts;
mod diff;
mod draft;
mod exchange;
mod import;
#[cfg(feature = "online")]
mod machine;
mod prepared;
mod refused;
mod review;
mod status;
mod summary;
mod sync;
mod synced_page;
mod targets;
mod template;
mod terms;
mod translations;

use std::path::PathBuf;

use anyhow::Result;

pub(crate) use args::TranslateCommand;
#[cfg(feature = "online")]
pub(crate) use catalog_folders::CatalogPlaces;
#[cfg(feature = "online")]
pub(crate) use conflicts::{ConflictText, conflict_texts};
#[cfg(feature = "online")]
pub(crate) use refused::advice;
#[cfg(feature = "report")]
pub(crate) use status::locale_coverage;
#[cfg(feature = "online")]
pub(crate) use synced_page::write_page;
#[cfg(feature = "online")]
pub(crate) use targets::prepare_targets;
#[cfg(feature = "online")]
pub(crate) use translations::{Left, LocaleRun};

use crate::lint::{self, LintArgs};
use crate::outcome::Outcome;

pub(crate) fn run(command: TranslateCommand, root: PathBuf) -> Result<Outcome> {
    match command {
        TranslateCommand::Status(args) => status::run(&args, root),
        TranslateCommand::Check(args) => lint::run(&LintArgs { locale: Some(args.checked_locale), ..args.lint }, root),
        TranslateCommand::Add(args) => add::run(&args, root),
        TranslateCommand::Sync(args) => sync::run(&args, root),
        TranslateCommand::Import(args) => import::run(&args, root),
        TranslateCommand::Draft(args) => draft::run(&args, root),
        TranslateCommand::Export(args) => exchange::export(&args, root),
        TranslateCommand::Review(args) => review::run(&args, root),
        TranslateCommand::Diff(args) => diff::run(&args, root),
        TranslateCommand::Template(args) => template::run(&args, root),
    }
}
