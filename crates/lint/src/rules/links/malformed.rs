//! Whether a link target is malformed, for `malformed-link` and for rules that leave such targets to it.

use std::sync::LazyLock;

use firstaid_content::Resolved;
use firstaid_mentions::url_parts::{UrlParts, looks_like_host};
use regex::Regex;

use super::damage;
use crate::PageContext;

/// An e-mail address and nothing else.
static EMAIL: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"^[\w.+%-]+@[\w-]+(?:\.[\w-]+)+$").expect("a valid pattern"));

/// `mailto:`, right or mistyped, with what may stand for its colon.
static MISTYPED_MAILTO: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^(?i:e-?mail|mail|mail?t|mai?l?to|mailo|malito|maillto)(?:\s*[:;]\s*(?://)?|//)")
        .expect("a valid pattern")
});

/// Whether a target is an e-mail address without `mailto:`.
pub(super) fn is_email(url: &str) -> bool {
    url.contains('@') && EMAIL.is_match(url)
}

/// What stands for `mailto:` before an address: `mail:`, `e-mail:`, `malito:`, `mailto//`.
pub(super) fn mistyped_mailto(url: &str) -> Option<&str> {
    let scheme = MISTYPED_MAILTO.find(url)?;
    // The letter case of a scheme does not matter.
    let is_right = url.get(..7).is_some_and(|scheme| scheme.eq_ignore_ascii_case("mailto:"));
    (!is_right && is_email(&url[scheme.end()..])).then_some(scheme.as_str())
}

/// Whether a target is one that `malformed-link` reports.
pub(super) fn is_malformed(cx: &PageContext<'_>, url: &str) -> bool {
    damage::find(url).is_some() || is_email(url) || mistyped_mailto(url).is_some() || is_host_as_path(cx, url)
}

/// Whether a relative target looks like a host (`www.eff.org`), and no file of the guide has that path.
pub(super) fn is_host_as_path(cx: &PageContext<'_>, url: &str) -> bool {
    looks_like_host(url) && cx.world.guide.resolve(cx.page, UrlParts::new(url).path) == Resolved::Nothing
}
