use firstaid_diagnostics::{Diagnostic, RuleName, Severity};
use firstaid_ledger::{Cause, Kind, LinkUrl, fragment_is_missing};

use crate::engine::judged_link::JudgedLink;
use crate::rules::tools::stale::is_stale;
use crate::{Check, PageContext, Report, Rule};

/// ## What it does
/// Finds links to pages that are no longer there, by what the probe saw over days and weeks.
///
/// ## Why
/// Somebody in need follows the link and finds nothing, or a stranger's page. One bad evening of a server is no death:
/// a link counts as dead only after several visits on different days.
///
/// ## Example
/// ```markdown
/// [Secure your phone](https://example.org/a-page-that-is-gone)
/// ```
///
/// ## Use instead
/// ```markdown
/// [Secure your phone](https://example.org/where-it-is-now)
/// ```
///
/// ## Fix
/// None: only a person can say what to link in its place. If the page is there and only the probe is kept out, say so
/// with `links attest`.
///
/// ## Not reported
/// This is a function of the ledger, `_data/links.jsonl`, which `links probe` writes; no network is used, and a guide
/// without a ledger has no such finding. How much has to be seen is set under `links.policy` in `firstaid.toml`. A page
/// that is there but lacks the place that the link names is a warning. A server that keeps robots out is never dead.
///
/// ## When not to use it
/// In citations of pages that are known to be gone: link to an archived copy, and it is silent.
pub(crate) const RULE: Rule =
    Rule { name: RuleName("dead-link"), severity: Severity::Error, check: Check::Page(check) };

fn check(cx: &PageContext<'_>, report: &mut Report<'_>) {
    for link in cx.judged_links() {
        let finding = match death(link) {
            Some(message) => link
                .with_evidence(report.found(link.range, message))
                .help("link to where it is now, or to an archived copy"),
            None => match missing_fragment(cx, report, link) {
                Some(finding) => finding,
                None => continue,
            },
        };
        if !is_stale(cx.world.registry, link.url) {
            report.push(finding);
        }
    }
}

/// What to say of a link that the policy holds for dead.
fn death(link: &JudgedLink<'_>) -> Option<String> {
    let verdict = &link.verdict;
    if !verdict.confirmed {
        return None;
    }
    // After redirects it is another host that says no.
    let end = verdict.evidence.and_then(|it| LinkUrl::parse(it.end.as_deref()?)).map(|(end, _)| end);
    let host = end.as_ref().unwrap_or(&link.address).host();
    let status = verdict.evidence.and_then(|it| it.status);
    let cause = verdict.evidence.and_then(|it| it.cause).map(Cause::words);
    Some(match verdict.kind {
        Kind::Gone => format!("{host} answers {} to this address", status.unwrap_or(404)),
        Kind::NoSuchHost => format!("there is no host {host} any more"),
        Kind::TlsBroken => format!("browsers refuse {host}: {}", cause.unwrap_or("its certificate does not hold")),
        Kind::SoftNotFound => {
            format!("{host} no longer has this page: {}", cause.unwrap_or("it says so, with status 200"))
        }
        Kind::Unstable => match (cause, status) {
            (Some(cause), _) => format!("{host} has not worked for weeks: {cause}"),
            (None, Some(status)) => format!("{host} has answered {status} for weeks"),
            (None, None) => format!("{host} has not worked for weeks"),
        },
        _ => return None,
    })
}

fn missing_fragment(cx: &PageContext<'_>, report: &Report<'_>, link: &JudgedLink<'_>) -> Option<Diagnostic> {
    if !matches!(link.verdict.kind, Kind::Alive | Kind::Moved) {
        return None;
    }
    let fragment = link.fragment.as_deref()?;
    let other_case = fragment_is_missing(link.entry?, fragment, cx.world.today)?;
    let message = format!("the page is there, but it has no place `#{fragment}`");
    let finding = report.found(link.range, message).at_most(Severity::Warning);
    Some(link.with_evidence(match other_case {
        Some(id) => finding.help(format!("it has `#{id}`; letter case counts")),
        None => finding.help("link to the page, or to a place that it has"),
    }))
}

#[cfg(test)]
mod tests {
    use crate::testing::{Case, case};

    const PAGE: &str =
        "[a](«https://example.net/a») and [a](«https://EXAMPLE.net:443/a#x»), [b](https://example.net/b)\n";
    const NOTHING: &str = "[a](https://example.net/a) and <https://example.net/a>\n";

    fn seen(days: &[&str], class: &str) -> Case {
        let seen: Vec<String> = days.iter().map(|on| format!("{{\"on\":\"{on}\",\"class\":{class}}}")).collect();
        case("dead-link").ledger(&format!("{{\"url\":\"https://example.net/a\",\"seen\":[{}]}}", seen.join(",")))
    }

    #[test]
    fn a_link_is_dead_after_several_days() {
        seen(&["2026-11-01", "2026-11-04", "2026-11-07"], "\"gone\"").finds(PAGE);
        seen(&["2026-11-01", "2026-11-04"], "\"gone\"").finds(NOTHING);
        seen(&["2026-12-01", "2026-12-04", "2026-12-07"], "\"gone\"").finds(NOTHING);
        seen(&["2026-11-01", "2026-11-03"], "\"tls-broken\",\"cause\":\"expired\"").finds(PAGE);
        seen(&["2025-11-01", "2026-11-03"], "\"blocked\",\"status\":403").finds(NOTHING);
        case("dead-link").finds(NOTHING);
    }

    #[test]
    fn the_message_has_the_evidence() {
        let found = case("dead-link")
            .ledger(
                "{\"url\":\"https://example.net/a\",\"seen\":[{\"on\":\"2026-05-03\",\"class\":\"alive\"},\
                 {\"on\":\"2026-11-01\",\"class\":\"gone\",\"status\":410},\
                 {\"on\":\"2026-11-04\",\"class\":\"gone\",\"status\":410},\
                 {\"on\":\"2026-11-08\",\"class\":\"gone\",\"status\":410}],\
                 \"archive\":\"https://web.archive.org/web/2026/https://example.net/a\"}",
            )
            .messages("[a](https://example.net/a)\n");
        assert_eq!(
            found,
            ["example.net answers 410 to this address\n  seen 3 times from 1 November 2026 to 8 November 2026\n  \
              the page was last there on 3 May 2026\n  \
              an archived copy: https://web.archive.org/web/2026/https://example.net/a\n  \
              link to where it is now, or to an archived copy"]
        );
    }

    #[test]
    fn the_host_that_says_no_is_named() {
        let end = "\"no-such-host\",\"hops\":[301],\"end\":\"https://gone.example/\"";
        let found = seen(&["2026-11-01", "2026-11-04", "2026-11-08"], end).messages("<https://example.net/a>\n");
        assert!(found[0].starts_with("there is no host gone.example any more\n"), "{found:?}");
    }

    #[test]
    fn a_missing_fragment_is_found_where_it_is_used() {
        let ledger = "{\"url\":\"https://example.net/a\",\"seen\":[{\"on\":\"2026-11-01\",\"class\":\"alive\"}],\
                      \"fragments\":{\"x\":{\"on\":\"2026-11-01\",\"state\":\"missing\"},\
                      \"y\":{\"on\":\"2026-11-01\",\"state\":{\"other-case\":\"Y\"}},\
                      \"z\":{\"on\":\"2026-11-01\",\"state\":\"scripted\"}}}";
        case("dead-link").ledger(ledger).finds(
            "[a](https://example.net/a) [b](«https://example.net/a#x») [c](«https://example.net/a#y») \
             [d](https://example.net/a#z) [e](https://example.net/a#w)\n",
        );
    }

    #[test]
    fn a_host_that_the_registry_knows_to_be_dead_is_its_rules_finding() {
        let days = ["2026-11-01", "2026-11-04", "2026-11-08"];
        let seen = days.map(|on| format!("{{\"on\":\"{on}\",\"class\":\"no-such-host\"}}")).join(",");
        case("dead-link")
            .ledger(&format!("{{\"url\":\"https://ostel.co/\",\"seen\":[{seen}]}}"))
            .finds("<https://ostel.co/>\n");
    }
}
