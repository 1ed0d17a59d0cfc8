use std::sync::Arc;

use firstaid_content::TokenKind;
use firstaid_diagnostics::{Applicability, Diagnostic, Fix, RuleName, Severity};
use firstaid_language::stance::is_understood;
use firstaid_ledger::{Cause, Kind, Registration, Takeover, shown_day};
use firstaid_mentions::stance::Stance;
use firstaid_mentions::url_parts::UrlParts;
use firstaid_registry::{Confidence, EntryRef, Host, HostStatus, Status};
use firstaid_text::{Edit, TextRange};

use super::stale::{Stale, find_stale, is_stale};
use super::status::{status_text, with_details};
use crate::engine::judged_link::{JudgedLink, page_before_and_now};
use crate::engine::prose_hosts::prose_hosts;
use crate::{Check, PageContext, Report, Rule};

/// ## What it does
/// Finds links whose host, or a page on it, has moved, died or now belongs to somebody else, and links to the store
/// pages of dead apps; also such hosts in code, which readers copy, in addresses of e-mail, and in the text, where
/// a sentence tells readers to use them.
///
/// ## Why
/// A link to a host that its owner has given up leads to whoever registers the name next.
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
/// Writes the new address where the old path is known to work on the new host; unsafe, because it changes where readers
/// are sent. Otherwise the new host is shown.
///
/// ## Not reported
/// The rule reports what the registry knows, and domains that the ledger of links has as parked or taken over. A domain
/// that changed hands, by its registry, is a warning for a person only where another page stands since. Whether
/// the page itself still exists is checked by `dead-link`.
///
/// ## When not to use it
/// In citations of former pages: link to an archived copy, and the rule accepts it.
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
        // `dead-onion` reports the short addresses of onion services, all of which are dead.
        if host.is_empty() || !host.contains('.') || is_short_onion(&host) {
            continue;
        }
        if let Some(stale) = find_stale(cx.world.registry, &parts, &host) {
            report.push(stale_target(cx, report, &stale, &parts, url, range));
        }
    }
    in_code(cx, report);
    in_mail(cx, report);
    in_prose(cx, report);
}

/// Whether a host is an onion service of version 2.
fn is_short_onion(host: &str) -> bool {
    /// Length of its address without `.onion`.
    const LEN: usize = 16;
    host.strip_suffix(".onion").and_then(|host| host.rsplit('.').next()).is_some_and(|label| label.len() == LEN)
}

/// Reports addresses of e-mail at hosts that are dead or in unknown hands. Mail to a host that moved may still arrive.
fn in_mail(cx: &PageContext<'_>, report: &mut Report<'_>) {
    let shown = cx.page.tokens.iter().filter_map(|token| match &token.kind {
        TokenKind::Email(address) if !token.in_link => Some((&**address, token.range)),
        _ => None,
    });
    let linked = cx.page.targets().filter_map(|(url, range, _)| {
        let address = url.get(..7).filter(|scheme| scheme.eq_ignore_ascii_case("mailto:")).map(|_| &url[7..])?;
        Some((address.split('?').next().unwrap_or(address), range))
    });
    let registry = cx.world.registry;
    for (address, range) in shown.chain(linked) {
        let Some((_, host)) = address.rsplit_once('@') else { continue };
        let host = host.to_lowercase();
        let entry = registry.host(&host, "/");
        if entry.is_some_and(|it| it.status == HostStatus::Parked) {
            report.push(with_entry(
                report.found(range, format!("{host} is in the wrong hands: never write to it")),
                entry,
            ));
        } else if entry.is_some_and(|it| it.status == HostStatus::Dead) {
            report.push(with_entry(report.found(range, format!("no mail reaches {host} any more")), entry));
        } else if let Some(tool) = registry.tool_by_host(&host).filter(|tool| tool.status == Status::Dead) {
            let message = format!("{host} is the host of {}, which {}", tool.name, status_text(tool));
            report.push(Diagnostic { fix: None, ..with_details(report.found(range, message), tool, range) });
        }
    }
}

/// Adds what an entry says of its host, and lowers the severity by its confidence.
fn with_entry(finding: Diagnostic, entry: Option<&Host>) -> Diagnostic {
    let Some(entry) = entry else { return finding };
    let finding = match entry.confidence {
        Confidence::Low => finding.at_most(Severity::Info),
        Confidence::Medium => finding.at_most(Severity::Warning),
        Confidence::High => finding,
    };
    let finding = entry.note.iter().fold(finding, |finding, note| finding.note(Arc::clone(note)));
    finding.source(Arc::clone(&entry.source))
}

/// Reports hosts that stand in a sentence without a link, once a page, where readers are told to go there. A host that
/// moved has to end its phrase as well: in "your example.org account" it names a kind of account.
fn in_prose(cx: &PageContext<'_>, report: &mut Report<'_>) {
    if !is_understood(cx.language()) {
        return;
    }
    let mut findings: Vec<(EntryRef, Diagnostic)> = Vec::new();
    for host in prose_hosts(cx.page, &cx.prose, cx.mentions(), cx.world.registry) {
        let Some(entry) = cx.world.registry.host_entry(host.entry) else { continue };
        let is_reported = match (entry.status, entry.confidence) {
            (_, Confidence::Low) | (HostStatus::Live, _) => false,
            (HostStatus::Dead | HostStatus::Parked, _) => true,
            (HostStatus::Moved, confidence) => confidence == Confidence::High && host.ends_phrase,
        };
        // `dead-onion` reports addresses of onion services.
        if !is_reported || host.stance != Stance::Advised || entry.host.ends_with(".onion") {
            continue;
        }
        if let Some((_, first)) = findings.iter_mut().find(|(known, _)| *known == host.entry) {
            first.also.push(host.range);
            continue;
        }
        let typed = cx.text(host.range);
        let finding = stale_host(cx, report, entry, &UrlParts::shown(typed), typed, host.range);
        findings.push((host.entry, Diagnostic { fix: None, ..finding }));
    }
    for (_, finding) in findings {
        report.push(finding);
    }
}

/// Reports hosts in code, which readers copy. What they have to write instead depends on the command, so there is no
/// fix.
fn in_code(cx: &PageContext<'_>, report: &mut Report<'_>) {
    for code in cx.page.tokens.iter().filter(|token| token.kind == TokenKind::Code) {
        let text = cx.text(code.range);
        let is_end =
            |c: char| c.is_whitespace() || matches!(c, '`' | '"' | '\'' | '<' | '>' | '=' | '(' | ')' | ',' | ';');
        for typed in text.split(is_end).filter(|typed| typed.contains('.')) {
            let parts = UrlParts::shown(typed);
            let host = parts.bare_host();
            let Some(stale) = find_stale(cx.world.registry, &parts, &host).filter(|_| host.contains('.')) else {
                continue;
            };
            // Mail to a host that moved may still arrive.
            let has_moved = matches!(&stale, Stale::Host(entry) if entry.status == HostStatus::Moved);
            if has_moved && parts.is_scheme("mailto") {
                continue;
            }
            let start = code.range.start() + (typed.as_ptr() as usize - text.as_ptr() as usize) as u32;
            let range = TextRange::from(parts.range_of(parts.host)).shift(start);
            let finding = stale_target(cx, report, &stale, &parts, typed, range);
            report.push(Diagnostic { fix: None, ..finding });
        }
    }
}

/// The finding on a link whose domain the probe found parked or with an unrelated page.
fn hijacked(report: &Report<'_>, link: &JudgedLink<'_>) -> Diagnostic {
    if let Some(takeover) = link.verdict.takeover {
        return taken_over(report, link, takeover);
    }
    let evidence = link.verdict.evidence;
    let why = evidence.and_then(|it| it.cause).map_or("somebody else controls it", Cause::words);
    let finding = report.found(link.range, format!("{} may belong to somebody else now: {why}", link.address.host()));
    let finding = finding.help("remove the link, or check the page and run `links attest` if it is the right one");
    let mark = evidence.and_then(|it| it.mark.as_deref()).map(|mark| format!("matched signature: {mark}"));
    let end = evidence.and_then(|it| it.end.as_deref()).map(|end| format!("the link redirects to {end}"));
    mark.into_iter().chain(end).chain(link.evidence()).fold(finding, Diagnostic::note)
}

/// The finding on a link whose domain changed hands and that shows another page since: for a person to look at.
fn taken_over(report: &Report<'_>, link: &JudgedLink<'_>, takeover: Takeover<'_>) -> Diagnostic {
    let why = match takeover {
        Takeover::Registered(day) => format!("its domain was registered anew on {}", shown_day(day)),
        Takeover::Changed { last, then, now } => {
            let name = |it: &Registration| it.registrar.clone().unwrap_or_default();
            let (then, now) = (name(then), name(now));
            format!(
                "its domain has another registrar and other name servers since {}: {now}, before it {then}",
                shown_day(last)
            )
        }
    };
    let message = format!("{} may belong to somebody else now: it shows another page, and {why}", link.address.host());
    let finding = report.found(link.range, message).at_most(Severity::Warning);
    let finding = finding.help("remove the link, or check the page and run `links attest` if it is the right one");
    let pages = link.verdict.drift.map(page_before_and_now);
    pages.into_iter().chain(link.evidence()).fold(finding, Diagnostic::note)
}

/// The finding on a link that an entry of the registry makes stale.
fn stale_target(
    cx: &PageContext<'_>,
    report: &Report<'_>,
    stale: &Stale<'_>,
    parts: &UrlParts<'_>,
    url: &str,
    range: TextRange,
) -> Diagnostic {
    let (tool, message) = match stale {
        Stale::Host(entry) => return stale_host(cx, report, entry, parts, url, range),
        Stale::Site(tool) => {
            (tool, format!("{} is the site of {}, which {}", parts.bare_host(), tool.name, status_text(tool)))
        }
        Stale::Package(tool) => (tool, format!("this is the store page of {}, which {}", tool.name, status_text(tool))),
    };
    // The new name of a tool is not its new address.
    Diagnostic { fix: None, ..with_details(report.found(range, message), tool, range) }
}

fn stale_host(
    cx: &PageContext<'_>,
    report: &Report<'_>,
    entry: &Host,
    parts: &UrlParts<'_>,
    url: &str,
    range: TextRange,
) -> Diagnostic {
    let when = entry.since.map(|date| format!(" {}", date.when())).unwrap_or_default();
    let subject = if entry.paths.is_empty() { entry.host.clone() } else { format!("this page of {}", entry.host) };
    let message = match (&entry.status, &entry.to) {
        (HostStatus::Moved, Some(to)) => format!("{subject} moved to {to}{when}"),
        (HostStatus::Parked, _) => format!("{subject} is in the wrong hands: never link to it"),
        _ => match entry.since {
            Some(since) => format!("{subject} has been gone since {since}"),
            None => format!("{subject} is gone"),
        },
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
        let is_verbatim = cx.text(range) == url;
        finding = if entry.keep_path && is_verbatim {
            let target = format!("{}{}", to.trim_end_matches('/'), if rest.is_empty() { "/" } else { rest });
            finding.fix(Fix::replace(range, target, Applicability::Unsafe))
        } else {
            let edits = vec![Edit::replace(range, to.as_str())];
            finding.fix(Fix::new(format!("Find the page on {to}"), edits, Applicability::DisplayOnly))
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
    fn another_page_on_a_domain_that_changed_hands_is_a_warning() {
        let print = |on: &str, title: &str, text: &str| {
            format!("{{\"on\":\"2026-{on}\",\"title\":\"{title}\",\"text\":\"{}\"}}", text.repeat(16))
        };
        let (was, now) = (print("10-01", "Help", "0"), print("11-01", "Slots", "f"));
        let seen = format!("{{\"on\":\"2026-11-01\",\"class\":\"alive\",\"page\":{now}}}");
        let drift = format!("\"drifted\":{{\"now\":{now},\"was\":{was}}}");
        let link = format!("{{\"url\":\"https://www.help.org/\",\"seen\":[{seen}],{drift}}}\n");
        let at = |on: &str, registrar: &str, server: &str| {
            let facts = format!("{{\"registrar\":\"{registrar}\",\"name_servers\":[\"{server}\"]}}");
            format!("{{\"on\":\"2026-{on}\",\"at\":\"rdap\",\"result\":{{\"found\":{facts}}}}}")
        };
        let domain = |then: &str, now: &str| {
            let registration = format!("{{\"domain\":\"help.org\",\"seen\":[{then},{now}]}}\n");
            case("stale-host").ledger(&(link.clone() + &registration))
        };
        let changed = domain(&at("10-05", "A", "ns.a"), &at("11-05", "B", "ns.b"));
        changed.finds("[a](«https://www.help.org/»)\n");
        let found = changed.run("[a](https://www.help.org/)\n").remove(0);
        assert_eq!(found.severity, firstaid_diagnostics::Severity::Warning);
        let message = "www.help.org may belong to somebody else now: it shows another page, and its domain has another \
                       registrar and other name servers since 5 October 2026: B, before it A";
        assert_eq!(&*found.message, message);
        // One source alone says nothing of a hijack.
        domain(&at("10-05", "A", "ns.b"), &at("11-05", "B", "ns.b")).finds("[a](https://www.help.org/)\n");
        case("stale-host").ledger(&link).finds("[a](https://www.help.org/)\n");
    }

    #[test]
    fn stale_hosts_paths_and_store_pages_are_found() {
        case("stale-host")
            .finds("[a](«https://tails.boum.org/x») [b](«https://www.torproject.org/docs/android.html.en»)\n");
        case("stale-host").finds("[a](«https://play.google.com/store/apps/details?id=com.csipsimple&hl=en»)\n");
        case("stale-host").finds("Ostel: «https://ostel.co/» and <«https://crypto.cat/»>\n");
    }

    #[test]
    fn a_definition_is_found_once_and_live_hosts_are_not() {
        case("stale-host").finds("[a][x] [b][x] [c](https://www.torproject.org/)\n\n[x]: «https://ostel.co/»\n");
        case("stale-host").finds("[a](https://gitlab.tails.boum.org/) [b](https://tails.net/) [c](tails.md)\n");
    }

    #[test]
    fn hosts_in_code_are_found_and_not_fixed() {
        case("stale-host")
            .finds("Set `mailto://me:word@hotmail.com`, `mailto://me:word@«ostel.co»`, or `gpg --keyserver hkp://«pool.sks-keyservers.net»`.\n");
        let page =
            "Type `git clone https://«git.tails.boum.org»/tails` and:\n\n```\nping «ostel.co»\ncurl eff.org\n```\n";
        case("stale-host").finds(&page.replace("git.tails", "tails"));
        let page = "`gpg --keyserver hkps://ostel.co --refresh`\n";
        case("stale-host").fixes(Applicability::Unsafe, page, page);
    }

    #[test]
    fn mail_to_dead_hosts_and_to_unknown_hands_is_found() {
        case("stale-host").finds("Write to «help@accesssnow.org» or [us](«mailto:a@crypto.cat?subject=x»).\n");
        case("stale-host").finds("Write to help@accessnow.org, a@tails.boum.org or [us](mailto:b@eff.org).\n");
        let lines = case("stale-host").messages("Write to help@accesssnow.org.\n");
        assert!(lines[0].contains("never write to it"), "{lines:?}");
    }

    #[test]
    fn a_host_in_a_sentence_is_found_where_readers_are_sent_there() {
        let rule = || case("stale-host");
        rule().finds("Send your key to the key server «pool.sks-keyservers.net», or use «http-keys.gnupg.net»/x1.\n");
        rule().finds("You can share large files over «zippyshare.com».\n\nOpen zippyshare.com again.\n");
        rule().finds("Create an account at «protonmail.com». Use «tails.boum.org».\n");
        rule().locale("de").finds("Senden Sie die Datei über «zippyshare.com».\n");
        rule().locale("es").finds("Suba el archivo a «zippyshare.com».\n");
        rule().locale("fr").finds("Envoyez le fichier via «zippyshare.com».\n");
        rule().locale("ru").finds("Загрузите файл на «zippyshare.com».\n");
    }

    #[test]
    fn a_host_that_a_sentence_only_names_is_left_alone() {
        let rule = || case("stale-host");
        rule().finds("The key server pool.sks-keyservers.net was shut down in 2021. Do not use zippyshare.com.\n");
        rule().finds("---\ndate: 2012-05-01\n---\nUpload photos to zippyshare.com.\n");
        rule().finds("In 2011 the group put its files on megaupload.com. Block polyfill.io in your policy.\n");
        rule().finds("The post appeared on voat.co (2015). Attackers wrote from a fake icq.com address.\n");
        rule().finds("Use keys.openpgp.org instead of sks-keyservers.net. Never upload files to zippyshare.com.\n");
        rule().finds("Use your hotmail.com account. Replace keys.gnupg.net by keys.openpgp.org.\n");
    }

    #[test]
    fn a_host_in_an_address_a_link_or_a_sentence_without_blanks_is_no_host_in_prose() {
        let rule = || case("stale-host");
        rule().finds(
            "Use a.zippyshare.com.example, [zippyshare.com](https://eff.org/), zippyshare.com_x or keys.PGP.Net.\n",
        );
    }

    #[test]
    fn the_path_is_kept_where_the_registry_says_so() {
        case("stale-host").fixes(
            Applicability::Unsafe,
            "[a](https://twitter.com/accessnow)\n",
            "[a](https://x.com/accessnow)\n",
        );
    }

    #[test]
    fn a_hijacked_domain_is_found_after_one_observation() {
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
            ["eff.net may belong to somebody else now: the domain is parked\n  \
              remove the link, or check the page and run `links attest` if it is the right one\n  \
              matched signature: sedo\n  seen on 20 November 2026"]
        );
        crate::testing::case("stale-host").ledger(&line("https://ostel.co/")).finds("<«https://ostel.co/»>\n");
    }
}
