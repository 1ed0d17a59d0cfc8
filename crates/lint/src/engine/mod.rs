//! Runs rules over a guide: the data that rules may read, precedence and suppression of findings, applying fixes. Knows
//! rules by name only for precedence and for data files, and those of suppressions and catalogs, which it runs itself.

pub(crate) mod catalogs;
pub(crate) mod commands;
pub(crate) mod config;
pub(crate) mod context;
pub(crate) mod data_rules;
pub(crate) mod domain_uses;
pub(crate) mod fix;
pub(crate) mod folding;
pub(crate) mod guard;
pub(crate) mod headings;
pub(crate) mod identifiers;
pub(crate) mod judged_key;
pub(crate) mod judged_link;
pub(crate) mod key_uses;
pub(crate) mod linter;
pub(crate) mod observed;
pub(crate) mod on_page;
pub(crate) mod precedence;
pub(crate) mod prose_hosts;
pub(crate) mod refused;
pub(crate) mod registrable;
pub(crate) mod renamed_headings;
pub(crate) mod report;
pub(crate) mod review;
pub(crate) mod rule;
pub(crate) mod rule_set;
pub(crate) mod suppression;
pub(crate) mod unconfirmed;
pub(crate) mod unseen;
pub(crate) mod world;
