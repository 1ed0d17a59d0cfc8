//! Whether a link target is malformed: asked by `malformed-link`, and by rules that have nothing to add to it.

use std::sync::LazyLock;

use firstaid_content::Resolved;
use firstaid_mentions::url_parts::{UrlParts, looks_like_host};
use regex::Regex;

use super::damage;
use crate::PageContext;

/// An e-mail address and nothing else.
pub(super) static ADDRESS: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"^[\w.+%-]+@[\w-]+(\.[\w-]+)+$").expect("a valid pattern"));

/// Whether a target is one that `malformed-link` reports.
pub(super) fn is_malformed(cx: &PageContext<'_>, url: &str) -> bool {
    damage::of(url).is_some() || ADDRESS.is_match(url) || leads_to_host_as_file(cx, url)
}

/// Whether a relative target is the name of a host, and nothing of the guide has that name.
pub(super) fn leads_to_host_as_file(cx: &PageContext<'_>, url: &str) -> bool {
    looks_like_host(url) && cx.world.guide.resolve(cx.page, UrlParts::new(url).path) == Resolved::Nothing
}
