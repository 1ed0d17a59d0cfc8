//! The rules, one file each, and the linter that runs them.
//!
//! A lint run is a function of the guide, the registries, the configuration and one date: same input, same
//! findings, whatever the number of threads. So is the review of identities of two guides. Nothing here opens a
//! socket or asks a clock.

mod engine;
mod identity_review;
mod judge_review;
mod rules;
#[cfg(test)]
mod testing;
mod translation;
mod translation_review;

pub use engine::catalogs::{CatalogFile, Catalogs, catalog_key};
pub use engine::config::{
    Config, ConfigError, DomainsConfig, FrontMatterConfig, KeysConfig, Level, LinksConfig, PathLevels, ProbeConfig,
    ReportConfig,
};
pub use engine::context::PageContext;
pub use engine::domain_uses::guide_domains;
pub use engine::fix::{Fixed, FixedFile, fix_guide, fix_page, proved_fixes};
pub use engine::folding::{fold_translations, name_causes};
pub use engine::judged_link::{judge_link, link_uses};
pub use engine::key_uses::{GuideKey, guide_keys};
pub use engine::linter::Linter;
pub use engine::observed::{observed_address, observed_key};
pub use engine::on_page::AppLabel;
pub use engine::renamed_headings::name_renamed_headings;
pub use engine::report::{Report, left_out};
pub use engine::review::{Review, review};
pub use engine::rule::{Check, Entry, Family, Rule, entry, explain, rule_infos};
pub use engine::rule_set::{RuleSet, UnknownRule, configured_level};
pub use engine::unconfirmed::{UnconfirmedContact, unconfirmed_contacts};
pub use engine::world::World;
pub use firstaid_translate::IdentityKind;
pub use identity_review::{IdentityChange, Side, Standing, data_identities, identity_changes};
pub use judge_review::{Change, ChangedFile, JudgeChange, Subject, judge_changes};
pub use translation_review::{TranslationChange, TranslationChangeKind, translation_changes};

include!(concat!(env!("OUT_DIR"), "/rules.rs"));
