use std::sync::Arc;

use firstaid_diagnostics::{Applicability, Diagnostic, Fix, RuleName, Severity};
use firstaid_ledger::{Cause, Kind};
use firstaid_registry::{Confidence, Host, HostStatus};
use firstaid_text::{Edit, TextRange};

use super::stale::{Stale, is_stale, stale};
use crate::engine::judged_link::JudgedLink;
use crate::rules::tools::fate::{fate, told};
use crate::{Check, PageContext, Report, Rule};
use firstaid_mentions::url_parts::UrlParts;

/// ## What it does
/// Finds links whose host, or page on it, has moved, died or fallen into other hands, and store links to apps that
/// are dead.
///
/// ## Why
/// A link to a host that its owner gave up leads to whoever registers the name next.
///
/// ## Example
/// ```markdown
/// [Download Tails](https://tails.boum.org/install/)
/// ```
///
/// ## Use instead
/// ```markdown
/// [Download Tails](https://tails.net/install/)
/// ```
///
/// ## Fix
/// Writes the new address where the old path is known to work there; unsafe, because it changes where readers are
/// sent. Otherwise the new place is shown.
///
/// ## Not reported
/// This is what the registry knows, and which domains the probe saw parked or in other hands, as the ledger of links
/// has it. Whether the very page is there, `dead-link` says.
///
/// ## When not to use it
/// In citations of what once stood there: link to an archived copy, and it is silent.
pub(crate) const RULE: Rule =
    Rule { name: RuleName("stale-host"), severity: Severity::Error, check: Check::Page(check) };

fn check(cx: &PageContext<'_>, report: &mut Report<'_>) {
    for link in cx.judged_links().iter().filter(|link| link.verdict.kind == Kind::Hijacked) {
        if !is_stale(cx.world.registry, link.url) {
            report.push(hijacked(report, link));
        }
    }
    for (url, range, _) in cx.page.targets() {
        let parts = UrlParts::shown(url);
        if !parts.is_web() && !parts.scheme.is_empty() {
            continue;
        }
        let host = parts.bare_host();
        if host.is_empty() || !host.contains('.') {
            continue;
        }
        if let Some(stale) = stale(cx.world.registry, &parts, &host) {
            report.push(describe(cx, report, &stale, &parts, url, range));
        }
    }
}

/// What a probe saw: a parked domain, or a stranger's page.
fn hijacked(report: &Report<'_>, link: &JudgedLink<'_>) -> Diagnostic {
    let evidence = link.verdict.evidence;
    let why = evidence.and_then(|it| it.cause).map_or("somebody else has it", Cause::words);
    let finding = report.found(link.range, format!("{} may be in other hands: {why}", link.address.host()));
    let finding = finding.help("take the link out, or look at the page and run `links attest` if it is the right one");
    let mark = evidence.and_then(|it| it.mark.as_deref()).map(|mark| format!("fingerprint: {mark}"));
    let end = evidence.and_then(|it| it.end.as_deref()).map(|end| format!("it ends at {end}"));
    mark.into_iter().chain(end).chain(link.evidence()).fold(finding, Diagnostic::note)
}

/// The finding on a link whose target is stale.
fn describe(
    cx: &PageContext<'_>,
    report: &Report<'_>,
    stale: &Stale<'_>,
    parts: &UrlParts<'_>,
    url: &str,
    range: TextRange,
) -> Diagnostic {
    let (tool, message) = match stale {
        Stale::Host(entry) => return moved_or_dead(cx, report, entry, parts, url, range),
        Stale::Site(tool) => {
            (tool, format!("{} is the site of {}, which {}", parts.bare_host(), tool.name, fate(tool)))
        }
        Stale::Package(tool) => (tool, format!("this store page is of {}, which {}", tool.name, fate(tool))),
    };
    // A new name is no new address.
    Diagnostic { fix: None, ..told(report.found(range, message), tool, range) }
}

fn moved_or_dead(
    cx: &PageContext<'_>,
    report: &Report<'_>,
    entry: &Host,
    parts: &UrlParts<'_>,
    url: &str,
    range: TextRange,
) -> Diagnostic {
    let when = entry.since.map(|date| format!(" {}", date.when())).unwrap_or_default();
    let since = entry.since.map(|date| format!(" since {date}"));
    let what = if entry.paths.is_empty() { entry.host.clone() } else { format!("this page of {}", entry.host) };
    let message = match (&entry.status, &entry.to) {
        (HostStatus::Moved, Some(to)) => format!("{what} moved to {to}{when}"),
        (HostStatus::Parked, _) => format!("{what} is in unknown hands: never link it"),
        _ => since.map_or_else(|| format!("{what} is gone"), |since| format!("{what} has been gone{since}")),
    };
    let mut finding = report.found(range, message);
    finding = match (entry.status, entry.confidence) {
        (_, Confidence::Low) => finding.at_most(Severity::Info),
        (HostStatus::Moved, _) | (_, Confidence::Medium) => finding.at_most(Severity::Warning),
        _ => finding,
    };
    if let Some(to) = &entry.to {
        let host_end = parts.range_of(parts.host).end;
        let rest = &url[host_end..];
        let typed_plainly = cx.text(range) == url;
        finding = if entry.keep_path && typed_plainly {
            let target = format!("{}{}", to.trim_end_matches('/'), if rest.is_empty() { "/" } else { rest });
            finding.fix(Fix::replace(range, target, Applicability::Unsafe))
        } else {
            let edits = vec![Edit::replace(range, to.as_str())];
            finding.fix(Fix::new(format!("Find the page under {to}"), edits, Applicability::DisplayOnly))
        };
    }
    if let Some(note) = &entry.note {
        finding = finding.note(Arc::clone(note));
    }
    finding.source(Arc::clone(&entry.source))
}

#[cfg(test)]
mod tests {
    use firstaid_diagnostics::Applicability;

    use crate::testing::case;

    #[test]
    fn hosts_paths_and_store_pages_are_found_at_their_targets() {
        case("stale-host")
            .finds("[a](«https://tails.boum.org/x») [b](«https://www.torproject.org/docs/android.html.en»)\n");
        case("stale-host").finds("[a](«https://play.google.com/store/apps/details?id=com.csipsimple&hl=en»)\n");
        case("stale-host").finds("Ostel: «https://ostel.co/» and <«https://crypto.cat/»>\n");
    }

    #[test]
    fn a_definition_is_found_once_and_living_hosts_are_not() {
        case("stale-host").finds("[a][x] [b][x] [c](https://www.torproject.org/)\n\n[x]: «https://ostel.co/»\n");
        case("stale-host").finds("[a](https://gitlab.tails.boum.org/) [b](https://tails.net/) [c](tails.md)\n");
    }

    #[test]
    fn the_path_is_kept_only_where_it_works() {
        case("stale-host").fixes(
            Applicability::Unsafe,
            "[a](https://twitter.com/accessnow)\n",
            "[a](https://x.com/accessnow)\n",
        );
    }

    #[test]
    fn a_domain_that_the_probe_saw_in_other_hands_is_found_at_once() {
        let line = |url: &str| {
            format!(
                "{{\"url\":\"{url}\",\"seen\":[{{\"on\":\"2026-11-20\",\"class\":\"hijacked\",\
                 \"cause\":\"parked\",\"mark\":\"sedo\"}}]}}"
            )
        };
        let case = case("stale-host").ledger(&line("https://eff.net/a"));
        case.finds("[a](«https://eff.net/a») [b](https://eff.net/b)\n");
        assert_eq!(
            case.messages("<https://eff.net/a>\n"),
            ["eff.net may be in other hands: the domain is parked\n  \
              take the link out, or look at the page and run `links attest` if it is the right one\n  \
              fingerprint: sedo\n  seen on 20 November 2026"]
        );
        crate::testing::case("stale-host").ledger(&line("https://ostel.co/")).finds("<«https://ostel.co/»>\n");
    }
}
