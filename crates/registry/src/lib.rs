//! What the world knows of tools, brands, organisations and hosts: data in `data/*.yaml`, embedded; loading,
//! validation and look-up.
//!
//! A guide's own `_data/*.yaml` adds entries and overrides embedded entries of the same name. This crate says what is
//! known and how certain it is. Rules decide what that means for a page.

mod canonical;
mod check;
mod commands;
mod date;
mod entry;
mod error;
mod glossary;
mod labels;
mod load;
mod names;
mod plain_hosts;
mod public_suffix;
mod registry;
mod validate;

pub use canonical::canonical;
pub use check::check;
pub use commands::begins_command;
pub use date::PartialDate;
pub use entry::{
    Brand, BrandKind, Claim, Confidence, Contact, FormerName, Host, HostStatus, Key, Organisation, OutdatedVersions,
    Sense, Spelling, Status, Tool,
};
pub use error::RegistryError;
pub use glossary::{GlossaryEntry, TermTranslation};
pub use labels::{FORMER, FORMER_TABLE, FormerLabel, LabelPack, LabelRow, Labels, Platform, label_form};
pub use names::{EntryRef, Form, FormKind};
pub use plain_hosts::is_plain_host;
pub use public_suffix::{has_listed_suffix, registrable_domain};
pub use registry::Registry;
