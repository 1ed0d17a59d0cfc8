use firstaid_diagnostics::{Applicability, Diagnostic, Fix, RuleName, Severity};
use firstaid_ledger::{Cause, Entry, Kind, LinkUrl, fragment_is_missing};

use crate::engine::judged_link::JudgedLink;
use crate::rules::links::scripted_place::is_made_by_script;
use crate::rules::tools::stale::is_stale;
use crate::{Check, PageContext, Report, Rule};

/// ## What it does
/// Finds links to pages that no longer exist, by the observations of the probe over days and weeks.
///
/// ## Why
/// A reader in need follows the link and finds nothing, or a stranger's page. A short outage of a server is not a dead
/// link: a link counts as dead only after failed visits on several days.
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
/// Links to the archived copy that the ledger has, by `links archive` or `links attest --archive`; unsafe, because only a
/// person can choose a replacement. If the page exists and only the probe is blocked, record that with `links attest`.
///
/// ## Not reported
/// The rule reads the ledger, `_data/links.jsonl`, which `links probe` writes; it uses no network, and reports nothing
/// in a guide without a ledger. `links.policy` in `firstaid.toml` sets how many observations are needed. A page without
/// the anchor of the link is only a warning. A server that blocks bots is never reported as dead.
///
/// With `--online-new` and `--changed-since`, a link that the change adds is visited before; if its page or its host does
/// not exist, that is a warning at once, because nobody ever saw it alive.
///
/// ## When not to use it
/// In citations of pages that are known to be dead: link to an archived copy, and the rule accepts it.
pub(crate) const RULE: Rule =
    Rule { name: RuleName("dead-link"), severity: Severity::Error, check: Check::Page(check) };

fn check(cx: &PageContext<'_>, report: &mut Report<'_>) {
    for link in cx.judged_links() {
        let finding = match dead_message(link) {
            None if link.is_dead_at_birth() => new_finding(report, link),
            Some(message) => with_copy(cx, link, link.with_evidence(report.found(link.range, message))),
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

/// The finding of a link that a change adds and that was dead when it was visited for that.
fn new_finding(report: &Report<'_>, link: &JudgedLink<'_>) -> Diagnostic {
    let evidence = link.verdict.evidence;
    let end = evidence.and_then(|it| LinkUrl::parse(it.end.as_deref()?)).map(|(end, _)| end);
    let host = end.as_ref().unwrap_or(&link.address).host();
    let message = if link.verdict.kind == Kind::NoSuchHost {
        format!("this link is new, and its host {host} does not exist")
    } else {
        let status = evidence.and_then(|it| it.status).unwrap_or(404);
        format!("this link is new, and {host} returns status {status} for it")
    };
    let finding = link.with_evidence(report.found(link.range, message).at_most(Severity::Warning));
    finding.help("open it in a browser, and correct the address")
}

/// The finding with the recorded copy as a fix, else with where one may be: none was looked for.
fn with_copy(cx: &PageContext<'_>, link: &JudgedLink<'_>, finding: Diagnostic) -> Diagnostic {
    let finding = if let Some(copy) = link.entry.and_then(Entry::archive) {
        match copy_target(cx, link, copy) {
            Some(target) => finding.fix(Fix::replace(link.range, target, Applicability::Unsafe)),
            None => finding,
        }
    } else {
        let day = link.verdict.last_ok.map_or("*".to_owned(), |day| day.strftime("%Y%m%d").to_string());
        finding.note(format!("a copy may be at https://web.archive.org/web/{day}/{}", link.address))
    };
    finding.help("link to its new address, or to an archived copy")
}

/// The address of a recorded copy as the target of the link; `None` if the target is not typed as it is read, such as
/// with entities, or the copy is none of this page.
fn copy_target(cx: &PageContext<'_>, link: &JudgedLink<'_>, copy: &str) -> Option<String> {
    let (url, _) = LinkUrl::parse(copy)?;
    url.original()?;
    if cx.text(link.range) != link.url {
        return None;
    }
    // Parentheses may end the target of a link.
    let url = url.as_str().replace('(', "%28").replace(')', "%29");
    Some(link.fragment.as_ref().map_or(url.clone(), |fragment| format!("{url}#{fragment}")))
}

/// The message about a link that is dead by the policy; `None` if it is not.
fn dead_message(link: &JudgedLink<'_>) -> Option<String> {
    let verdict = &link.verdict;
    if !verdict.confirmed {
        return None;
    }
    // After redirects, the last host is the one that fails.
    let end = verdict.evidence.and_then(|it| LinkUrl::parse(it.end.as_deref()?)).map(|(end, _)| end);
    let host = end.as_ref().unwrap_or(&link.address).host();
    let status = verdict.evidence.and_then(|it| it.status);
    let cause = verdict.evidence.and_then(|it| it.cause).map(Cause::words);
    Some(match verdict.kind {
        Kind::Gone => format!("{host} returns status {} for this address", status.unwrap_or(404)),
        Kind::NoSuchHost => format!("the host {host} no longer exists"),
        Kind::TlsBroken => format!("browsers refuse {host}: {}", cause.unwrap_or("its certificate is not valid")),
        Kind::SoftNotFound => {
            format!(
                "{host} no longer has this page: {}",
                cause.unwrap_or("it answers with an error page and status 200")
            )
        }
        Kind::Unstable => match (cause, status) {
            (Some(cause), _) => format!("{host} has not worked for weeks: {cause}"),
            (None, Some(status)) => format!("{host} has returned status {status} for weeks"),
            (None, None) => format!("{host} has not worked for weeks"),
        },
        _ => return None,
    })
}

fn missing_fragment(cx: &PageContext<'_>, report: &Report<'_>, link: &JudgedLink<'_>) -> Option<Diagnostic> {
    if !matches!(link.verdict.kind, Kind::Alive | Kind::Moved) {
        return None;
    }
    let fragment = link.fragment.as_deref().filter(|fragment| !is_made_by_script(fragment))?;
    let other_case = fragment_is_missing(link.entry?, fragment, cx.world.today)?;
    let message = format!("the page exists, but it has no anchor `#{fragment}`");
    let finding = report.found(link.range, message).at_most(Severity::Warning);
    Some(link.with_evidence(match other_case {
        Some(id) => finding.help(format!("did you mean `#{id}`? anchors are case-sensitive")),
        None => finding.help("link to the page itself, or to an anchor that it has"),
    }))
}

#[cfg(test)]
mod tests {
    use firstaid_diagnostics::Applicability;

    use crate::testing::{Case, case};

    const PAGE: &str =
        "[a](«https://example.net/a») and [a](«https://EXAMPLE.net:443/a#x»), [b](https://example.net/b)\n";
    const NOTHING: &str = "[a](https://example.net/a) and <https://example.net/a>\n";

    fn seen(days: &[&str], class: &str) -> Case {
        let seen: Vec<String> = days.iter().map(|on| format!("{{\"on\":\"{on}\",\"class\":{class}}}")).collect();
        case("dead-link").ledger(&format!("{{\"url\":\"https://example.net/a\",\"seen\":[{}]}}", seen.join(",")))
    }

    #[test]
    fn a_link_is_dead_after_failures_on_several_days() {
        seen(&["2026-11-01", "2026-11-04", "2026-11-07"], "\"gone\"").finds(PAGE);
        seen(&["2026-11-01", "2026-11-04"], "\"gone\"").finds(NOTHING);
        seen(&["2026-12-01", "2026-12-04", "2026-12-07"], "\"gone\"").finds(NOTHING);
        seen(&["2026-11-01", "2026-11-03"], "\"tls-broken\",\"cause\":\"expired\"").finds(PAGE);
        seen(&["2025-11-01", "2026-11-03"], "\"blocked\",\"status\":403").finds(NOTHING);
        case("dead-link").finds(NOTHING);
    }

    #[test]
    fn the_finding_lists_the_evidence() {
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
            [
                "example.net returns status 410 for this address\n  seen 3 times from 1 November 2026 to 8 November 2026\n  \
              the page was last there on 3 May 2026\n  \
              an archived copy: https://web.archive.org/web/2026/https://example.net/a\n  \
              link to its new address, or to an archived copy"
            ]
        );
    }

    #[test]
    fn a_recorded_copy_is_an_unsafe_fix() {
        let gone =
            ["2026-11-01", "2026-11-04", "2026-11-08"].map(|on| format!("{{\"on\":\"{on}\",\"class\":\"gone\"}}"));
        let entry = |copy: &str| {
            let line = format!(
                "{{\"url\":\"https://example.net/a_(b)\",\"seen\":[{}],\"archive\":\"{copy}\"}}",
                gone.join(",")
            );
            case("dead-link").ledger(&line)
        };
        let copy = "https://web.archive.org/web/20260101000000/https://example.net/a_(b)";
        let page = "See [a](<https://example.net/a_(b)#c>) now\n";
        let fixed = "See [a](<https://web.archive.org/web/20260101000000/https://example.net/a_%28b%29#c>) now\n";
        entry(copy).fixes(Applicability::Safe, page, page);
        entry(copy).fixes(Applicability::Unsafe, page, fixed);
        // An address that does not say that it is a copy is shown, and never written.
        entry("https://evil.example/").fixes(Applicability::Unsafe, page, page);
    }

    #[test]
    fn the_host_that_fails_after_redirects_is_named() {
        let end = "\"no-such-host\",\"hops\":[301],\"end\":\"https://gone.example/\"";
        let found = seen(&["2026-11-01", "2026-11-04", "2026-11-08"], end).messages("<https://example.net/a>\n");
        assert!(found[0].starts_with("the host gone.example no longer exists\n"), "{found:?}");
    }

    #[test]
    fn a_missing_anchor_is_found() {
        let ledger = "{\"url\":\"https://example.net/a\",\"seen\":[{\"on\":\"2026-11-01\",\"class\":\"alive\"}],\
                      \"fragments\":{\"x\":{\"on\":\"2026-11-01\",\"state\":\"missing\"},\
                      \"y\":{\"on\":\"2026-11-01\",\"state\":{\"other-case\":\"Y\"}},\
                      \"L7\":{\"on\":\"2026-11-01\",\"state\":\"missing\"},\
                      \"z\":{\"on\":\"2026-11-01\",\"state\":\"scripted\"}}}";
        case("dead-link").ledger(ledger).finds(
            "[a](https://example.net/a) [b](«https://example.net/a#x») [c](«https://example.net/a#y») \
             [d](https://example.net/a#z) [e](https://example.net/a#w) [f](https://example.net/a#L7)\n",
        );
    }

    #[test]
    fn a_new_link_that_nobody_saw_alive_is_a_warning_at_once() {
        let entry = |path: &str, seen: &str| {
            format!(
                "{{\"url\":\"https://example.net/{path}\",\"seen\":[{{\"on\":\"2026-11-23\",\"class\":{seen}}}]}}\n"
            )
        };
        let gone = entry("a", "\"gone\",\"status\":410");
        let host = entry("b", "\"no-such-host\"");
        let others = ["\"blocked\"", "\"unstable\",\"cause\":\"time-out\"", "\"alive\"", "\"tls-broken\""];
        let others: String = others.iter().enumerate().map(|(n, it)| entry(&format!("c{n}"), it)).collect();
        let page = "[a](«https://example.net/a») [b](«https://example.net/b»), [c](https://example.net/c0) \
                    [c](https://example.net/c1) [c](https://example.net/c2) [c](https://example.net/c3) \
                    [d](https://example.net/d)\n";
        let new = [gone.clone(), host, others].concat();
        case("dead-link").new_links(&new).finds(page);
        // Known to be there some days ago: the ledger goes on to judge it.
        let was_there = "{\"url\":\"https://example.net/a\",\"seen\":[{\"on\":\"2026-11-20\",\"class\":\"alive\"},\
                         {\"on\":\"2026-11-23\",\"class\":\"gone\"}]}";
        case("dead-link").new_links(was_there).finds(NOTHING);
        let found = case("dead-link").new_links(&gone).messages("<https://example.net/a>\n");
        assert!(found[0].starts_with("this link is new, and example.net returns status 410 for it\n"), "{found:?}");
        case("dead-link").ledger(&gone).finds(NOTHING);
    }

    #[test]
    fn a_dead_host_of_the_registry_is_left_to_stale_host() {
        let days = ["2026-11-01", "2026-11-04", "2026-11-08"];
        let seen = days.map(|on| format!("{{\"on\":\"{on}\",\"class\":\"no-such-host\"}}")).join(",");
        case("dead-link")
            .ledger(&format!("{{\"url\":\"https://ostel.co/\",\"seen\":[{seen}]}}"))
            .finds("<https://ostel.co/>\n");
    }
}
