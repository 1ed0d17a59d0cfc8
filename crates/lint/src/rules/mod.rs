//! One file a rule. `cargo xtask new-rule NAME` makes one and adds its line here; the table of rules and the text of
//! `explain` come from the files themselves (see `build.rs`).

pub(crate) mod bare_url;
pub(crate) mod brand_case;
pub(crate) mod broken_anchor;
pub(crate) mod broken_path;
pub(crate) mod deceptive_link_text;
pub(crate) mod discouraged_tool;
pub(crate) mod fingerprint_format;
pub(crate) mod flat_sublist;
pub(crate) mod heading_increment;
pub(crate) mod heading_without_space;
pub(crate) mod insecure_link;
pub(crate) mod invalid_field;
pub(crate) mod invalid_fingerprint;
pub(crate) mod language_mismatch;
pub(crate) mod malformed_link;
pub(crate) mod missing_field;
pub(crate) mod misspelled_brand;
pub(crate) mod permalink_mismatch;
pub(crate) mod placeholder_text;
pub(crate) mod redirector_link;
pub(crate) mod renamed_organisation;
pub(crate) mod renamed_tool;
pub(crate) mod short_key_id;
pub(crate) mod stale_host;
pub(crate) mod stale_tool;
pub(crate) mod suppression_without_reason;
pub(crate) mod tracking_parameter;
pub(crate) mod unknown_field;
pub(crate) mod unreadable_page;
pub(crate) mod unused_suppression;
