//! Shared by rules of the family: `fate`.

pub(crate) mod fate;
pub(crate) mod stale;

pub(crate) mod discouraged_tool;
pub(crate) mod outdated_claim;
pub(crate) mod renamed_organisation;
pub(crate) mod renamed_tool;
pub(crate) mod stale_host;
pub(crate) mod stale_tool;
