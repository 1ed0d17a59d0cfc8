use firstaid_content::{LinkStyle, Token, TokenKind};
use firstaid_diagnostics::{Applicability, Fix, RuleName, Severity};
use firstaid_ledger::Kind;
use firstaid_mentions::url_parts::{UrlParts, is_template};
use firstaid_registry::is_plain_host;
use firstaid_text::{Edit, TextRange};

use super::malformed::is_malformed;
use super::private_host::is_private;
use super::shown_example::{is_shown_example, is_shown_hidden};
use super::shown_urls::shown_urls;
use crate::{Check, PageContext, Report, Rule};

/// ## What it does
/// Finds links and addresses that begin with `http://`.
///
/// ## Why
/// Anyone between the reader and the site can see the page, and can replace it or a download on it. This is done to
/// people under surveillance.
///
/// ## Example
/// ```markdown
/// [Gpg4win](http://www.gpg4win.org/)
/// ```
///
/// ## Use instead
/// ```markdown
/// [Gpg4win](https://www.gpg4win.org/)
/// ```
///
/// ## Fix
/// Writes `https`, also where the link text shows the address. Safe for hosts that are known to support it or to
/// redirect to it; otherwise unsafe. An address with a port has no fix.
///
/// ## Not reported
/// Onion services are encrypted by Tor and are left alone. So are `localhost`, private addresses, names that are
/// reserved for examples, addresses in parentheses that call them an example ("(like `http://is.gd`)"), and hosts that
/// must be plain: pages by which a network's login page is found, and routers.
///
/// ## When not to use it
/// For hosts that are known to have no certificate: suppress the finding with that reason, and check again in a year.
pub(crate) const RULE: Rule =
    Rule { name: RuleName("insecure-link"), severity: Severity::Warning, check: Check::Page(check) };

fn check(cx: &PageContext<'_>, report: &mut Report<'_>) {
    let mut after_tag: Option<(u32, &str)> = None;
    for (url, range, token) in cx.page.targets() {
        // In `<a href="X">X</a>` the fix of the target includes the address in the text.
        let is_text_of_tag = after_tag.is_some_and(|(end, target)| token.range.start() == end && url == target);
        after_tag = is_html(token).then_some((token.range.end(), url));
        let parts = UrlParts::new(url);
        let skip = is_text_of_tag || !parts.is_scheme("http") || parts.host.is_empty() || is_template(url);
        let host = parts.bare_host();
        if skip || is_shown(cx, token, range) || is_private(&host) || is_plain_host(&host) || is_malformed(cx, url) {
            continue;
        }
        let finding = report.found(range, format!("the link to {host} is not encrypted"));
        let has_port = url[parts.range_of(parts.host).end..].starts_with(':');
        let edits: Vec<Edit> = std::iter::once(range)
            .chain(shown_urls(cx, token, url))
            .filter(|place| cx.text(*place).get(..4).is_some_and(|scheme| scheme.eq_ignore_ascii_case("http")))
            .map(|place| Edit::replace(TextRange::new(place.start(), place.start() + 4), "https"))
            .collect();
        report.push(if has_port || edits.is_empty() {
            finding.help("check whether the site supports `https://`")
        } else {
            let is_certain = cx.world.registry.speaks_https(&host) || redirects_to_https(cx, range);
            let applicability = if is_certain { Applicability::Safe } else { Applicability::Unsafe };
            finding.fix(Fix::new("Write `https://`", edits, applicability))
        });
    }
}

/// Whether an address in prose is shown rather than linked to.
fn is_shown(cx: &PageContext<'_>, token: &Token, range: TextRange) -> bool {
    matches!(token.kind, TokenKind::Url(_)) && (is_shown_example(cx, range) || is_shown_hidden(cx, range))
}

/// Whether the server redirects to the same address with `https`, by the ledger.
fn redirects_to_https(cx: &PageContext<'_>, range: TextRange) -> bool {
    let mut links = cx.judged_links().iter().filter(|link| link.range == range);
    links.any(|link| link.verdict.kind == Kind::Moved && link.verdict.confirmed && link.moves_to_https())
}

fn is_html(token: &Token) -> bool {
    token.as_link().is_some_and(|link| link.style == LinkStyle::Html)
}

#[cfg(test)]
mod tests {
    use firstaid_diagnostics::Applicability::{Safe, Unsafe};

    use crate::testing::case;

    #[test]
    fn unencrypted_addresses_of_every_kind_are_found() {
        case("insecure-link").finds("[a](«http://cpj.org/x») <«http://cpj.org/»> <a href=\"«http://cpj.org»\">b</a>\n");
        case("insecure-link").finds("at «HTTP://cpj.org/», [c][d] [e][d]\n\n[d]: «http://cpj.org/»\n");
    }

    #[test]
    fn a_link_whose_text_is_its_address_is_one_finding() {
        case("insecure-link").finds("[http://cpj.org/](«http://cpj.org/») [http://cpj.org/](https://cpj.org/)\n");
        case("insecure-link").finds("<a href=\"«http://cpj.org/»\">http://cpj.org/</a>\n");
    }

    #[test]
    fn onion_and_private_hosts_are_fine() {
        case("insecure-link")
            .finds("[a](http://5qlhz3jow7zhxtpx.onion/) http://localhost:4000/ http://127.0.0.1 http://10.0.0.1\n");
        case("insecure-link")
            .finds("[a](http://www.example.org/) http://printer.local/ [b](http://[::1]/) [c](x.md) HTTP\n");
        case("insecure-link").finds("`http://cpj.org` www.cpj.org [a](http//cpj.org) [b](https://cpj.org)\n");
    }

    #[test]
    fn routers_and_tests_for_login_pages_must_be_plain() {
        case("insecure-link")
            .finds("<http://detectportal.firefox.com/> [a](http://router.asus.com/) http://hi.link/\n");
        case("insecure-link").finds("<http://www.tplinkwifi.net> <«http://www.asus.com/»>\n");
    }

    #[test]
    fn the_fix_is_safe_for_known_hosts() {
        case("insecure-link").fixes(
            Safe,
            "[http://www.eff.org/](http://www.eff.org/) [b](http://unheard-of.org/)\n",
            "[https://www.eff.org/](https://www.eff.org/) [b](http://unheard-of.org/)\n",
        );
        case("insecure-link").fixes(Unsafe, "<http://unheard-of.org/>\n", "<https://unheard-of.org/>\n");
        case("insecure-link").fixes(Unsafe, "[a](http://eff.org:8080/)\n", "[a](http://eff.org:8080/)\n");
    }
}
