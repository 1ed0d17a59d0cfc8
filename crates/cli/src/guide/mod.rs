//! From a folder to a guide: configuration, registries, pages, catalogs and ledger, now and at an earlier commit.

mod catalogs;
mod git;
mod layout_text;
mod ledger;
mod open;
mod past;
mod past_files;
mod proofreading;
mod read;
mod registry;
mod repository;
mod root;
mod setup;
mod unconfirmed;

pub(crate) use catalogs::{catalog_file, catalog_files, catalog_folder, catalog_paths, catalog_text};
#[cfg(feature = "online")]
pub(crate) use git::is_committed;
pub(crate) use layout_text::layout_text;
pub(crate) use ledger::{ledger_path, parse_ledger, read_ledger};
#[cfg(feature = "online")]
pub(crate) use open::open_guide_quietly;
pub(crate) use open::{OpenGuide, open_guide};
pub(crate) use past::{Past, PastGuide, past};
pub(crate) use past_files::PastFiles;
pub(crate) use proofreading::{proofreading_path, read_proofreading};
pub(crate) use read::{read_bytes_inside, read_inside, read_inside_up_to, shown};
pub(crate) use repository::path_in_repository;
pub(crate) use root::{CONFIG, guide_root, shown_paths};
pub(crate) use setup::{Setup, read_config, setup, setup_from};
pub(crate) use unconfirmed::{Unconfirmed, unconfirmed};
