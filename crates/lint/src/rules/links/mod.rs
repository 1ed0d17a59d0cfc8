//! Rules on links and addresses. The first modules are shared support, the others are the rules.

pub(crate) mod attributes;
mod broken_brackets;
mod covered_ranges;
mod damage;
mod for_visitor;
mod malformed;
pub(crate) mod page_path;
pub(crate) mod private_host;
mod redirectors;
mod scripted_place;
mod shown_example;
mod shown_urls;
mod unparsed_link;

pub(crate) mod bare_url;
pub(crate) mod broken_anchor;
pub(crate) mod broken_path;
pub(crate) mod dead_link;
pub(crate) mod dead_onion;
pub(crate) mod deceptive_link_text;
pub(crate) mod empty_link;
pub(crate) mod insecure_link;
pub(crate) mod lapsing_domain;
pub(crate) mod lookalike_host;
pub(crate) mod malformed_link;
pub(crate) mod missing_alt_text;
pub(crate) mod moved_link;
pub(crate) mod redirector_link;
pub(crate) mod shortened_link;
pub(crate) mod tracking_parameter;
pub(crate) mod undefined_label;
pub(crate) mod unverified_link;
pub(crate) mod vague_link_text;
