//! Whether the registries list the target of a link as dead, moved or renamed.

use firstaid_mentions::url_parts::UrlParts;
use firstaid_registry::{Host, HostStatus, Registry, Status, Tool};

/// The registry entry that makes a target stale.
pub(crate) enum Stale<'a> {
    /// A host, or some of its paths, that moved or is dead.
    Host(&'a Host),
    /// The site of a tool that is dead, unmaintained or renamed.
    Site(&'a Tool),
    /// The store page of such a tool.
    Package(&'a Tool),
}

/// The entry that makes a target stale. `host` is the host of the target in lower case, without `www.`.
pub(crate) fn find_stale<'a>(registry: &'a Registry, parts: &UrlParts<'_>, host: &str) -> Option<Stale<'a>> {
    if let Some(entry) = registry.host(host, parts.full_path()).filter(|entry| entry.status != HostStatus::Live) {
        return Some(Stale::Host(entry));
    }
    if let Some(tool) = registry.tool_by_host(host).filter(|tool| tool.status >= Status::Renamed) {
        return Some(Stale::Site(tool));
    }
    let package = parts.parameters().find(|(name, ..)| *name == "id").map(|(_, value, _)| value).or_else(|| {
        let on_f_droid = host == "f-droid.org" && parts.path.contains("/packages/");
        on_f_droid.then(|| parts.path.trim_end_matches('/').rsplit('/').next()).flatten()
    });
    let tool = package.and_then(|id| registry.tool_by_package(id)).filter(|tool| tool.status >= Status::Renamed)?;
    Some(Stale::Package(tool))
}

/// Whether the registries make a target stale, so that `stale-host` reports it.
pub(crate) fn is_stale(registry: &Registry, url: &str) -> bool {
    let parts = UrlParts::shown(url);
    let is_web = parts.is_web() || parts.scheme.is_empty();
    let host = parts.bare_host();
    is_web && host.contains('.') && find_stale(registry, &parts, &host).is_some()
}
