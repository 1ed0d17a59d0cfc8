use firstaid_content::{LinkStyle, TokenKind};
use firstaid_diagnostics::{RuleName, Severity};

use crate::{Check, PageContext, Report, Rule, World};
use firstaid_mentions::identities::stray_identities;
use firstaid_mentions::idn;
use firstaid_mentions::known_hosts::Resemblance;
use firstaid_mentions::url_parts::{UrlParts, is_template};

/// ## What it does
/// Finds hosts in links and e-mail addresses that can be taken for a known one: a letter more, less or other, letters
/// that look the same, or a known host in front of another.
///
/// ## Why
/// Such names are registered to catch those who mistype or do not look twice. A guide that sends its readers there does
/// the attacker's work.
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
/// None: it is an address, and somebody must look where it should lead.
///
/// ## Not reported
/// Compared are the hosts of the registries. With those of the guide's own contacts everything one character away is
/// found. With those of the world, names of less than six letters, names that differ in a digit, and another
/// ending (`.net` for `.org`) that is not a slip of the first are left alone. Hosts below a known one and what
/// `stale-host` tells are left alone as well.
///
/// ## When not to use it
/// On pages that warn of phishing and show such hosts: put them into code, or suppress it there with the reason.
pub(crate) const RULE: Rule =
    Rule { name: RuleName("lookalike-host"), severity: Severity::Error, check: Check::Page(check) };

fn check(cx: &PageContext<'_>, report: &mut Report<'_>) {
    for token in &cx.page.tokens {
        let (address, range) = match &token.kind {
            TokenKind::Link(link) if link.style != LinkStyle::Reference => (&*link.url, link.target),
            TokenKind::Url(address) | TokenKind::Email(address) | TokenKind::Onion(address) if !token.in_link => {
                (&**address, token.range)
            }
            _ => continue,
        };
        let Some(host) = host_of(address, &token.kind).filter(|_| !is_template(address)) else { continue };
        let Some((resemblance, known)) = resembles(cx, &host) else { continue };
        let message = match resemblance {
            Resemblance::Slip => format!("{} is one letter away from {known}", shown(&host)),
            Resemblance::Looks => format!("{} looks like {known} but is another host", shown(&host)),
            Resemblance::Prefix => format!("{} begins like {known} but belongs to somebody else", shown(&host)),
        };
        report.push(report.found(range, message).help(format!("write {known}, if that is what is meant")));
    }
    for (host, range) in stray_identities(&cx.prose, cx.world.locked) {
        let Some(known) = cx.world.locked.near(&host).filter(|known| !known.contains('@')) else { continue };
        let finding = report.found(range, format!("{} is one letter away from {known}", shown(&host)));
        report.push(finding.help(format!("write {known}, if that is what is meant")));
    }
}

/// What a host (in lower case, without `www.`) can be taken for: a host of the guide's own contacts, or one of the
/// world's.
fn resembles<'a>(cx: &PageContext<'a>, host: &str) -> Option<(Resemblance, &'a str)> {
    let World { locked, known_hosts, .. } = *cx.world;
    if known_hosts.has(host) {
        return None;
    }
    locked.near(host).map(|known| (Resemblance::Slip, known)).or_else(|| known_hosts.resembles(host))
}

/// The host of a web or mail address, in lower case and without `www.`.
pub(super) fn host_of(address: &str, kind: &TokenKind) -> Option<String> {
    let parts = if matches!(kind, TokenKind::Url(_)) { UrlParts::shown(address) } else { UrlParts::new(address) };
    let host = if matches!(kind, TokenKind::Email(_)) || parts.is_scheme("mailto") {
        let mailbox = address.split('?').next().unwrap_or_default();
        mailbox.rsplit_once('@')?.1.to_lowercase()
    } else {
        parts.bare_host().to_lowercase()
    };
    (!host.is_empty()).then(|| idn::letters(&host).into_owned())
}

/// The host, and where it has letters beyond ASCII, what is asked for: they are what makes it look like another.
fn shown(host: &str) -> String {
    idn::ascii(host).map_or_else(|| host.to_owned(), |ascii| format!("{host} ({ascii})"))
}

#[cfg(test)]
mod tests {
    use crate::testing::case;

    #[test]
    fn hosts_one_letter_away_are_found() {
        case("lookalike-host").finds("[a](«https://www.acessnow.org/help») <«https://torporject.org/»>\n");
        let messages = case("lookalike-host").messages("[a](https://acessnow.org/)\n");
        assert_eq!(
            messages,
            ["acessnow.org is one letter away from accessnow.org\n  write accessnow.org, if that is what is meant"]
        );
    }

    #[test]
    fn hosts_that_look_the_same_or_begin_the_same_are_found() {
        case("lookalike-host")
            .finds("[a](«https://\u{435}ff.org/») [b](«https://accessnow.org.example.com/») «help@t0rproject.org»\n");
        case("lookalike-host").finds("[a](«mailto:help@login.accessnow.org.evil.example»)\n");
    }

    #[test]
    fn punycode_is_read_and_shown() {
        let messages = case("lookalike-host").messages("[a](https://xn--ff-mlc.org/)\n");
        assert_eq!(
            messages[0].lines().next(),
            Some("\u{435}ff.org (xn--ff-mlc.org) looks like eff.org but is another host")
        );
    }

    #[test]
    fn known_hosts_hosts_below_them_and_other_names_are_fine() {
        case("lookalike-host").finds("[a](https://accessnow.org) [b](https://help.accessnow.org) help@accessnow.org\n");
        case("lookalike-host").finds("[a](https://epp.org) [b](https://accessnow.net) [c](https://google.com.br)\n");
        case("lookalike-host").finds("[a](https://пример.рф) [b](https://example.org) [c](accessnow.md) [d](https://web.archive.org/web/2015/https://acessnow.org)\n");
    }
}
