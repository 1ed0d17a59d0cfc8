//! The rules, one file each, and the linter that runs them.
//!
//! A lint run is a function of the guide, the registries, the configuration and one date: same input, same
//! findings, whatever the number of threads. So is the review of identities of two guides. Nothing here opens a
//! socket or asks a clock.

mod articles;
mod catalogs;
mod characters;
mod claims;
mod config;
mod context;
mod damage;
#[cfg(test)]
mod damaged_language;
mod dictionary;
mod fix;
mod identities;
mod identity_review;
mod idn;
mod judged_link;
mod known_hosts;
mod language;
mod linter;
mod locked;
mod mentions;
#[cfg(test)]
mod mutations;
mod near_miss;
mod numbers;
mod precedence;
mod rule;
mod rules;
mod sections;
mod sentences;
mod slips;
mod spelling;
mod suppression;
mod tables;
#[cfg(test)]
mod testing;
mod tools;
mod translation;
mod typography;
mod url_parts;
mod word_class;

pub use catalogs::{CatalogFile, Catalogs, catalog_key};
pub use config::{Config, ConfigError, FrontMatterConfig, Level, LinksConfig, ProbeConfig, ReportConfig};
pub use context::{PageContext, Report};
pub use firstaid_translate::IdentityKind;
pub use fix::{Fixed, FixedFile, fix_guide, fix_page};
pub use identity_review::{IdentityChange, Side, Standing, identity_changes};
pub use judged_link::link_uses;
pub use linter::{Linter, World};
pub use rule::{Check, Entry, Family, Rule, RuleSet, UnknownRule, entry, explain, rule_infos};

include!(concat!(env!("OUT_DIR"), "/rules.rs"));
