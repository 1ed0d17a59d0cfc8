//! Web addresses joined to an e-mail address: `eff.org/info@eff.org`.

use firstaid_mentions::url_parts::{UrlParts, looks_like_host};

/// Splits a text into the web address and the e-mail address that were joined.
pub(crate) fn unfused(text: &str) -> Option<(&str, &str)> {
    let at = text.rfind('@')?;
    let start = text[..at].rfind('/')? + 1;
    let (url, email) = text.split_at(start);
    let parts = UrlParts::shown(url);
    let domain = &email[at + 1 - start..];
    let is_local = |c: char| c.is_alphanumeric() || matches!(c, '.' | '-' | '_' | '+');
    let is_email = at > start
        && text[start..at].chars().all(is_local)
        && looks_like_host(domain)
        && !domain.contains(['/', '?', '#']);
    let is_site = looks_like_host(parts.host) && (parts.is_web() || parts.scheme.is_empty()) && parts.query.is_empty();
    let is_front = parts.path.trim_matches('/').is_empty();
    let registrable = |host: &str| firstaid_registry::registrable_domain(host).map(str::to_ascii_lowercase);
    let is_list = parts.path.split('/').any(|part| part.contains("list"));
    let is_own = registrable(&parts.bare_host()).is_some_and(|own| Some(own) == registrable(&domain.to_lowercase()));
    (is_email && is_site && (is_front || is_own && !is_list)).then_some((url, email))
}
