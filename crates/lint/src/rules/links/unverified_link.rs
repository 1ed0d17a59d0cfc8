use firstaid_diagnostics::{RuleName, Severity};
use firstaid_ledger::{Cause, Kind, dead_from, shown_day};
use firstaid_text::TextRange;

use crate::engine::judged_link::{JudgedLink, page_before_and_now};
use crate::rules::tools::stale::is_stale;
use crate::{Check, PageContext, Report, Rule};

/// ## What it does
/// Finds links that nobody has verified: links that were never probed, links whose server blocks bots, so that only a
/// person can check them, links that failed too seldom to count as dead, and links under which another page stands than
/// before: with another text, and another title or language.
///
/// ## Why
/// A link that was never checked may be dead. This is not a defect of the page, so the finding is only an info.
///
/// ## Example
/// ```markdown
/// [A page that was linked yesterday](https://example.org/new)
/// ```
///
/// ## Use instead
/// ```sh
/// firstaid links probe --new
/// firstaid links attest https://example.org/new --note "looks right"
/// ```
///
/// ## Fix
/// None.
///
/// ## Not reported
/// All links of one kind on a page are one finding, at the first of them. Nothing is reported in a guide without a
/// ledger. Onion addresses and those in `links.exclude` of `firstaid.toml` are left alone.
///
/// ## When not to use it
/// In guides that probe only some of their links.
pub(crate) const RULE: Rule =
    Rule { name: RuleName("unverified-link"), severity: Severity::Info, check: Check::Page(check) };

fn check(cx: &PageContext<'_>, report: &mut Report<'_>) {
    let is_checkable = |link: &&JudgedLink<'_>| {
        !link.address.host().ends_with(".onion")
            && !cx.world.config.links.is_excluded(&link.address)
            && link.verdict.evidence.is_none_or(|it| it.cause != Some(Cause::Excluded))
    };
    let links_of = |kind: Kind| {
        let links = cx.judged_links().iter().filter(is_checkable);
        let mut links =
            links.filter(|link| link.verdict.kind == kind && (kind == Kind::Unverified || link.verdict.confirmed));
        let first = links.next()?;
        Some((first, links.map(|link| link.range).collect::<Vec<TextRange>>()))
    };
    if let Some((first, more)) = links_of(Kind::Unverified) {
        let message = match more.len() {
            0 => "this link was never probed".to_owned(),
            more => format!("this link and {more} more on this page were never probed"),
        };
        report.push(report.found(first.range, message).help("run `links probe --new`").also(more));
    }
    for link in cx.judged_links().iter().filter(is_checkable).filter(|link| link.is_new) {
        push_unseen(report, link);
    }
    push_suspects(cx, report, cx.judged_links().iter().filter(is_checkable));
    for link in cx.judged_links().iter().filter(is_checkable) {
        push_another_page(report, link);
    }
    if let Some((first, more)) = links_of(Kind::Blocked) {
        let host = first.address.host();
        let why = first.verdict.evidence.and_then(|it| it.cause).map_or("it blocks bots", Cause::words);
        let message = match more.len() {
            0 => format!("only a person can check this page of {host}: {why}"),
            more => format!("only a person can check this page of {host} and {more} more links: {why}"),
        };
        let finding = report.found(first.range, message).also(more);
        report.push(
            first
                .with_evidence(finding)
                .help("open it in a browser, then record the result with `links attest URL --note TEXT`"),
        );
    }
}

/// Reports a link under which another page stands than before.
fn push_another_page(report: &mut Report<'_>, link: &JudgedLink<'_>) {
    let Some(drift) = link.verdict.drift.filter(|_| link.verdict.kind == Kind::AnotherPage) else { return };
    let host = link.address.host();
    let message = format!("{host} shows another page here than on {}", shown_day(drift.was.on));
    let finding = report.found(link.range, message).note(page_before_and_now(drift));
    report.push(
        link.with_evidence(finding)
            .help("open it in a browser; if it is right, record that with `links attest URL --note TEXT`"),
    );
}

/// Reports a link that a change adds and whose server did not answer when it was visited for that.
fn push_unseen(report: &mut Report<'_>, link: &JudgedLink<'_>) {
    if link.verdict.kind != Kind::Unstable || link.verdict.confirmed {
        return;
    }
    let evidence = link.verdict.evidence;
    let why = match (evidence.and_then(|it| it.cause), evidence.and_then(|it| it.status)) {
        (Some(cause), _) => cause.words().to_owned(),
        (None, Some(status)) => format!("it returns status {status}"),
        (None, None) => "it does not answer".to_owned(),
    };
    let host = link.address.host();
    let finding = report.found(link.range, format!("this link is new, and {host} was not seen: {why}"));
    report.push(link.with_evidence(finding).help("open it in a browser"));
}

/// Reports the links that failed, if the policy does not count them as dead yet: with the day from which it may.
fn push_suspects<'a>(cx: &PageContext<'_>, report: &mut Report<'_>, links: impl Iterator<Item = &'a JudgedLink<'a>>) {
    let suspect = |link: &'a JudgedLink<'a>| {
        if link.is_dead_at_birth() {
            return None;
        }
        let from = dead_from(&link.verdict, &cx.world.config.links.policy)?;
        let host = link.address.host();
        let what = match link.verdict.kind {
            Kind::Gone => {
                let status = link.verdict.evidence.and_then(|it| it.status).unwrap_or(404);
                format!("{host} returned status {status} for this address")
            }
            Kind::NoSuchHost => format!("the host {host} was not found"),
            Kind::TlsBroken => format!("browsers would refuse {host}"),
            Kind::SoftNotFound => format!("{host} seems to have lost this page"),
            // A server that is down for a moment says nothing of its pages.
            _ => return None,
        };
        (!is_stale(cx.world.registry, link.url)).then_some((link, from, what))
    };
    let mut suspects = links.filter_map(suspect);
    let Some((first, from, what)) = suspects.next() else { return };
    let more: Vec<TextRange> = suspects.map(|(link, ..)| link.range).collect();
    let message = match more.len() {
        0 => what,
        more => format!("{what}; {more} more on this page failed"),
    };
    let day = from.strftime("%-d %B %Y");
    let help = format!("run `links probe`: it counts as dead from {day} on, if it fails again");
    report.push(first.with_evidence(report.found(first.range, message)).help(help).also(more));
}

#[cfg(test)]
mod tests {
    use crate::testing::case;

    #[test]
    fn another_page_than_before_is_for_a_person() {
        let print = |on: &str, title: &str, text: &str| {
            format!("{{\"on\":\"2026-{on}\",\"title\":\"{title}\",\"text\":\"{}\"}}", text.repeat(16))
        };
        let (was, now) = (print("10-01", "Help <all>", "0"), print("11-01", "Slots", "f"));
        let entry = |more: &str| {
            let seen = format!("{{\"on\":\"2026-11-01\",\"class\":\"alive\",\"page\":{now}}}");
            let drift = format!("\"drifted\":{{\"now\":{now},\"was\":{was}}}");
            case("unverified-link").ledger(&format!("{{\"url\":\"https://a.org/\",\"seen\":[{seen}],{drift}{more}}}"))
        };
        entry("").finds("[a](«https://a.org/»)\n");
        let messages = entry("").messages("[a](https://a.org/)\n");
        let first =
            "a.org shows another page here than on 1 October 2026\n  it was \"Help <all>\", and is \"Slots\" now\n";
        assert!(messages[0].starts_with(first), "{messages:?}");
        let attested = ",\"attested\":{\"on\":\"2026-11-02\",\"by\":\"Ann\",\"note\":\"a new site\"}";
        entry(attested).finds("[a](https://a.org/)\n");
    }

    #[test]
    fn unprobed_links_of_a_page_are_one_finding() {
        let page = "[a](«https://example.net/a») [b](https://example.net/b) [c](x.md) <mailto:a@example.net>\n";
        case("unverified-link").ledger("{\"url\":\"https://example.net/c\"}").finds(page);
        case("unverified-link").finds(&page.replace(['«', '»'], ""));
    }

    #[test]
    fn a_new_link_whose_server_does_not_answer_is_told() {
        let entry = |class: &str| {
            format!("{{\"url\":\"https://example.net/a\",\"seen\":[{{\"on\":\"2026-11-23\",\"class\":{class}}}]}}")
        };
        for class in ["\"unstable\",\"cause\":\"time-out\"", "\"unreachable\"", "\"blocked\"", "\"tls-broken\""] {
            case("unverified-link")
                .new_links(&entry(class))
                .finds("[a](«https://example.net/a») <https://example.net/b>\n");
        }
        for class in ["\"alive\"", "\"gone\"", "\"no-such-host\""] {
            case("unverified-link").new_links(&entry(class)).finds("[a](https://example.net/a)\n");
        }
        case("unverified-link").ledger(&entry("\"unstable\"")).finds("[a](https://example.net/a)\n");
    }

    #[test]
    fn a_blocked_page_is_found_until_a_person_attests_it() {
        let line = |more: &str| {
            format!(
                "{{\"url\":\"https://example.net/a\",\"seen\":[{{\"on\":\"2026-11-20\",\"class\":\"blocked\",\
                 \"status\":403}}]{more}}}"
            )
        };
        case("unverified-link").ledger(&line("")).finds("[a](«https://example.net/a»)\n");
        let attested = ",\"attested\":{\"on\":\"2026-11-21\",\"by\":\"Ann\",\"note\":\"fine\"}";
        case("unverified-link").ledger(&line(attested)).finds("[a](https://example.net/a)\n");
        let old = ",\"attested\":{\"on\":\"2026-01-21\",\"by\":\"Ann\",\"note\":\"fine\",\"of\":\"blocked\"}";
        case("unverified-link").ledger(&line(old)).finds("[a](«https://example.net/a»)\n");
    }

    #[test]
    fn a_link_that_failed_is_found_until_it_counts_as_dead() {
        let line = |url: &str, days: &[&str], class: &str| {
            let seen: Vec<String> =
                days.iter().map(|on| format!("{{\"on\":\"{on}\",\"class\":\"{class}\"}}")).collect();
            format!("{{\"url\":\"https://{url}\",\"seen\":[{}]}}\n", seen.join(","))
        };
        let page = "[a](«https://example.net/a») [b](https://example.net/b)\n";
        let plain = page.replace(['«', '»'], "");
        let rule = |lines: String| case("unverified-link").ledger(&lines);
        let alive = line("example.net/b", &["2026-11-01"], "alive");
        let once = line("example.net/a", &["2026-11-01"], "gone") + &alive;
        rule(once.clone()).finds(page);
        let message = rule(once).messages(&plain).remove(0);
        assert!(message.contains("status 404") && message.contains("from 7 November 2026 on"), "{message}");
        let both =
            line("example.net/a", &["2026-11-01"], "gone") + &line("example.net/b", &["2026-11-02"], "no-such-host");
        assert!(rule(both).messages(&plain)[0].contains("; 1 more on this page failed"));
        let dead = line("example.net/a", &["2026-11-01", "2026-11-04", "2026-11-07"], "gone") + &alive;
        rule(dead).finds(&plain);
        rule(line("example.net/a", &["2026-11-01"], "unstable") + &alive).finds(&plain);
    }

    #[test]
    fn excluded_links_and_onions_are_left_alone() {
        case("unverified-link").config("[links]\nexclude = [\"https://example.net/*\"]\n").ledger("").finds(
            "[a](https://example.net/a) <http://2gzyxa5ihm7nsggfxnu52rck2vv4rvmdlkiu3zzui5du4xyclen53wid.onion/>\n",
        );
    }
}
