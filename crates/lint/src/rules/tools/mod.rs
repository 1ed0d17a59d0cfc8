//! Rules on tools, organisations, their hosts, and claims about them. `status` and `stale` are shared support.

pub(crate) mod stale;
mod status;

pub(crate) mod discouraged_tool;
pub(crate) mod outdated_claim;
pub(crate) mod outdated_version;
pub(crate) mod renamed_organisation;
pub(crate) mod renamed_tool;
pub(crate) mod skipped_verification;
pub(crate) mod stale_host;
pub(crate) mod stale_tool;
