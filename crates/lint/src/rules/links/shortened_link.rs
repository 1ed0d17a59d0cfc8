use firstaid_content::TokenKind;
use firstaid_diagnostics::{RuleName, Severity};
use firstaid_mentions::url_parts::UrlParts;
use firstaid_registry::HostStatus;

use super::shown_example::is_shown_hidden;
use crate::{Check, PageContext, Report, Rule};

/// ## What it does
/// Finds links through URL shorteners.
///
/// ## Why
/// The reader cannot see where the link leads, and the service sees who follows it. The owner of the service, or of the
/// account there, can change the target at any time. When goo.gl closed, the links of millions of users broke.
///
/// ## Example
/// ```markdown
/// [Guide](https://bit.ly/2abcdef)
/// ```
///
/// ## Use instead
/// ```markdown
/// [Guide](https://ssd.eff.org/)
/// ```
///
/// ## Fix
/// None: only the service knows where the link leads.
///
/// ## Not reported
/// Short hosts that a site uses for its own pages (youtu.be, g.co), the start page of a shortener, and addresses in a
/// text that explains how such addresses hide where they lead, are left alone.
///
/// ## When not to use it
/// In print, where readers cannot type a long address. A short address on the guide's own host is better.
pub(crate) const RULE: Rule =
    Rule { name: RuleName("shortened-link"), severity: Severity::Warning, check: Check::Page(check) };

/// Hosts of URL shorteners, in lower case, sorted.
const SHORTENERS: [&str; 44] = [
    "adf.ly",
    "b.link",
    "bit.do",
    "bit.ly",
    "bitly.com",
    "bl.ink",
    "buff.ly",
    "clck.ru",
    "cutt.ly",
    "dlvr.it",
    "gg.gg",
    "go2l.ink",
    "goo.gl",
    "goo.su",
    "han.gl",
    "hubs.ly",
    "ift.tt",
    "is.gd",
    "j.mp",
    "kutt.it",
    "linktr.im",
    "lnkd.in",
    "mcaf.ee",
    "n9.cl",
    "ow.ly",
    "qr.ae",
    "rb.gy",
    "rebrand.ly",
    "s.id",
    "s2r.co",
    "short.gy",
    "shorturl.at",
    "shrtco.de",
    "snip.ly",
    "soo.gd",
    "t.co",
    "t.ly",
    "t2m.io",
    "tiny.cc",
    "tinyurl.com",
    "trib.al",
    "u.to",
    "urlz.fr",
    "v.gd",
];

fn check(cx: &PageContext<'_>, report: &mut Report<'_>) {
    for (url, range, token) in cx.page.targets() {
        let parts = UrlParts::shown(url);
        if !parts.is_web() && !parts.scheme.is_empty() || parts.path.trim_matches('/').is_empty() {
            continue;
        }
        let host = parts.bare_host();
        let is_stale =
            || cx.world.registry.host(&host, parts.full_path()).is_some_and(|it| it.status != HostStatus::Live);
        if SHORTENERS.binary_search(&host.as_str()).is_err() || is_stale() {
            continue;
        }
        if matches!(token.kind, TokenKind::Url(_)) && is_shown_hidden(cx, range) {
            continue;
        }
        let finding = report.found(range, format!("the link goes through {host}, which hides where it leads"));
        report.push(finding.help("follow the link once, and link to the final address"));
    }
}

#[cfg(test)]
mod tests {
    use super::SHORTENERS;
    use crate::testing::case;

    #[test]
    fn the_list_is_sorted() {
        assert!(SHORTENERS.is_sorted());
    }

    #[test]
    fn an_address_that_shows_how_addresses_hide_is_meant() {
        let text = "Add an obfuscated address: the mail at https://bit.ly/2ab opens a test.\n";
        case("shortened-link").finds(text);
        case("insecure-link").finds(&text.replace("https", "http"));
        case("shortened-link").locale("es").source(text).finds(text);
        case("shortened-link").finds("Add the mail at «https://bit.ly/2ab» to it.\n");
        case("shortened-link").finds("Obfuscated code: [see there](«https://bit.ly/2ab»).\n");
    }

    #[test]
    fn shortened_links_are_found() {
        case("shortened-link").finds("[a](«https://bit.ly/2ab») <«http://www.tinyurl.com/x»> «https://T.co/x»\n");
    }

    #[test]
    fn short_hosts_of_sites_and_start_pages_are_fine() {
        case("shortened-link")
            .finds("[a](https://youtu.be/x) [b](https://g.co/x) [c](https://bit.ly/) [d](bit.ly.md)\n");
        case("shortened-link").finds("[a](https://bit.ly.example.org/x) [b](https://notbit.ly/x) `https://bit.ly/x`\n");
    }
}
