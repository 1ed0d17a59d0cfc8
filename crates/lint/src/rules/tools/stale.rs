//! Whether the registries know the target of a link as gone, moved or renamed.

use firstaid_mentions::url_parts::UrlParts;
use firstaid_registry::{Host, HostStatus, Registry, Status, Tool};

/// What a registry knows of a target.
pub(crate) enum Stale<'a> {
    /// A host, or a part of it, that moved or is gone.
    Host(&'a Host),
    /// The site of a tool that is gone or renamed.
    Site(&'a Tool),
    /// The store page of such a tool.
    Package(&'a Tool),
}

/// What is known of a target, given by its parts and its host in lower case without `www.`.
pub(crate) fn stale<'a>(registry: &'a Registry, parts: &UrlParts<'_>, host: &str) -> Option<Stale<'a>> {
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

/// Whether `stale-host` has a finding on a target by what the registries know.
pub(crate) fn is_stale(registry: &Registry, url: &str) -> bool {
    let parts = UrlParts::shown(url);
    let is_web = parts.is_web() || parts.scheme.is_empty();
    let host = parts.bare_host();
    is_web && host.contains('.') && stale(registry, &parts, &host).is_some()
}
