use std::cell::LazyCell;

use firstaid_content::{LinkStyle, TokenKind};
use firstaid_diagnostics::{RuleName, Severity};
use firstaid_language::cues::shows_wrong_forms;
use firstaid_mentions::identities::stray_identities;
use firstaid_mentions::idn;
use firstaid_mentions::known_hosts::Resemblance;
use firstaid_mentions::url_parts::{UrlParts, is_template};

use super::shown_example::is_quoted;
use crate::{Check, PageContext, Report, Rule, World};

/// ## What it does
/// Finds hosts in links and e-mail addresses that can be mistaken for a known one: one letter differs, letters look the
/// same, a known host is part of a longer one, or it has the name of a service that is gone under another ending.
///
/// ## Why
/// Attackers register such names to catch people who mistype an address or do not look twice. A guide that links to one
/// does the attacker's work.
///
/// ## Example
/// ```markdown
/// [Access Now](https://www.acessnow.org/)
/// ```
///
/// ## Use instead
/// ```markdown
/// [Access Now](https://www.accessnow.org/)
/// ```
///
/// ## Fix
/// None: a person must decide which host is meant.
///
/// ## Not reported
/// Hosts that a registry has, which `stale-host` may report, and their subdomains. Every other host one character away
/// from one of the guide's own contacts is reported. In comparison with the built-in registries, names of fewer than six
/// letters, names that differ in a digit, and another top-level domain (`.net` for `.org`) that is not a typo of the
/// first are left alone. Hosts that are gone resemble nothing, but their whole name, of five letters and more, is a
/// warning under another ending. A host named by an ordinary English word is reported only if it looks the same as a
/// known one or contains it. An address in quotation marks is no link: on a page that speaks of phishing or forgeries it
/// is shown as one.
///
/// ## When not to use it
/// On pages that warn of phishing and show such hosts: mark them as code, or suppress the rule there with the reason.
pub(crate) const RULE: Rule =
    Rule { name: RuleName("lookalike-host"), severity: Severity::Error, check: Check::Page(check) };

fn check(cx: &PageContext<'_>, report: &mut Report<'_>) {
    let speaks_of_forgeries = LazyCell::new(|| shows_wrong_forms(cx.language(), cx.prose.text()));
    for token in &cx.page.tokens {
        let (address, range) = match &token.kind {
            TokenKind::Link(link) if link.style != LinkStyle::Reference => (&*link.url, link.target),
            TokenKind::Url(address) | TokenKind::Email(address) | TokenKind::Onion(address) if !token.in_link => {
                (&**address, token.range)
            }
            _ => continue,
        };
        let Some(host) = host_of(address, &token.kind).filter(|_| !is_template(address)) else { continue };
        let Some((resemblance, known)) = resembled_host(cx, &host) else { continue };
        if matches!(token.kind, TokenKind::Url(_)) && is_quoted(cx, range) && *speaks_of_forgeries {
            continue;
        }
        let message = match resemblance {
            Resemblance::Misspelling => format!("{} is one letter away from {known}", with_ascii_form(&host)),
            Resemblance::Looks => format!("{} looks like {known} but is a different host", with_ascii_form(&host)),
            Resemblance::Prefix => format!("{} contains {known} but belongs to another domain", with_ascii_form(&host)),
            Resemblance::Ending => {
                let message = format!("{} has the name of {known}, a service that is gone", with_ascii_form(&host));
                let finding = report.found(range, message).at_most(Severity::Warning);
                report.push(finding.help("remove the link, unless you know whose host it is"));
                continue;
            }
        };
        report.push(report.found(range, message).help(format!("did you mean {known}?")));
    }
    for (host, range) in stray_identities(&cx.prose, cx.world.locked) {
        let Some(known) = cx.world.locked.near(&host).filter(|known| !known.contains('@')) else { continue };
        let finding = report.found(range, format!("{} is one letter away from {known}", with_ascii_form(&host)));
        report.push(finding.help(format!("did you mean {known}?")));
    }
}

/// The known host that a host can be mistaken for: one of the guide's own contacts, or else one of the registries.
/// `host` is in lower case, without `www.`.
fn resembled_host<'a>(cx: &PageContext<'a>, host: &str) -> Option<(Resemblance, &'a str)> {
    let World { locked, known_hosts, dictionaries, .. } = *cx.world;
    if known_hosts.has(host) {
        return None;
    }
    let is_word = |name: &str| dictionaries.knows("en", name);
    let of_registry = || {
        known_hosts.resembles(host).filter(|(resemblance, _)| {
            // A host that is named by an ordinary word (proxy.org) does not imitate one that is a letter away.
            let may_be_chance = matches!(resemblance, Resemblance::Misspelling | Resemblance::Ending);
            !may_be_chance || !host.split('.').rev().nth(1).is_some_and(is_word)
        })
    };
    locked.near(host).map(|known| (Resemblance::Misspelling, known)).or_else(of_registry)
}

/// The host of a web or e-mail address, in lower case, without `www.`, and decoded from Punycode.
fn host_of(address: &str, kind: &TokenKind) -> Option<String> {
    let parts = if matches!(kind, TokenKind::Url(_)) { UrlParts::shown(address) } else { UrlParts::new(address) };
    let host = if matches!(kind, TokenKind::Email(_)) || parts.is_scheme("mailto") {
        let mailbox = address.split('?').next().unwrap_or_default();
        mailbox.rsplit_once('@')?.1.to_lowercase()
    } else {
        parts.bare_host().to_lowercase()
    };
    (!host.is_empty()).then(|| idn::letters(&host).into_owned())
}

/// The host, followed by its Punycode form if it has letters beyond ASCII.
fn with_ascii_form(host: &str) -> String {
    idn::ascii(host).map_or_else(|| host.to_owned(), |ascii| format!("{host} ({ascii})"))
}

#[cfg(test)]
mod tests {
    use crate::testing::case;

    #[test]
    fn hosts_one_letter_away_are_found() {
        case("lookalike-host").finds("[a](«https://www.acessnow.org/help») <«https://torporject.org/»>\n");
        let messages = case("lookalike-host").messages("[a](https://acessnow.org/)\n");
        assert_eq!(messages, ["acessnow.org is one letter away from accessnow.org\n  did you mean accessnow.org?"]);
    }

    #[test]
    fn hosts_that_look_like_or_contain_a_known_host_are_found() {
        case("lookalike-host")
            .finds("[a](«https://\u{435}ff.org/») [b](«https://accessnow.org.example.com/») «help@t0rproject.org»\n");
        case("lookalike-host").finds("[a](«mailto:help@login.accessnow.org.evil.example»)\n");
    }

    #[test]
    fn the_name_of_a_dead_service_under_another_ending_is_found() {
        case("lookalike-host")
            .finds("[a](«https://ostel.me/users/sign_up») [b](https://ostel.co/) [c](https://hostel.me)\n");
        case("lookalike-host").finds("[a](https://pocket.example) [b](https://signal.net)\n");
    }

    #[test]
    fn punycode_is_decoded_and_shown() {
        let messages = case("lookalike-host").messages("[a](https://xn--ff-mlc.org/)\n");
        assert_eq!(
            messages[0].lines().next(),
            Some("\u{435}ff.org (xn--ff-mlc.org) looks like eff.org but is a different host")
        );
    }

    #[test]
    fn a_quoted_address_on_a_page_on_forgeries_is_shown_as_one() {
        let page = "A fake page looks the same.\n\nPeople who type “www.acessnow.org” see your copy.\n";
        case("lookalike-host").finds(page);
        case("lookalike-host").finds("People who type “«www.acessnow.org»” get help.\n");
        case("lookalike-host").finds("A fake page looks the same. [Get help](«https://www.acessnow.org»)\n");
    }

    #[test]
    fn known_hosts_their_subdomains_and_other_names_are_fine() {
        case("lookalike-host").finds("[a](https://accessnow.org) [b](https://help.accessnow.org) help@accessnow.org\n");
        case("lookalike-host").finds("[a](https://epp.org) [b](https://accessnow.net) [c](https://google.com.br)\n");
        case("lookalike-host").finds("[a](https://пример.рф) [b](https://example.org) [c](accessnow.md) [d](https://web.archive.org/web/2015/https://acessnow.org)\n");
    }
}
