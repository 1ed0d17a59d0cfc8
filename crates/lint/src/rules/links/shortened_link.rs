use firstaid_diagnostics::{RuleName, Severity};
use firstaid_registry::HostStatus;

use crate::{Check, PageContext, Report, Rule};
use firstaid_mentions::url_parts::UrlParts;

/// ## What it does
/// Finds links through services that shorten addresses.
///
/// ## Why
/// The reader cannot see where the link leads, the service sees who follows it, and whoever owns the service, or the
/// account there, decides where it leads tomorrow. goo.gl was closed with the links of millions.
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
/// None: where the link leads is known to the service alone.
///
/// ## Not reported
/// Short names under which a site serves its own pages (youtu.be, g.co), and the front page of a service, are left
/// alone.
///
/// ## When not to use it
/// In printed matter, where a long address cannot be typed; use a short name under the guide's own host.
pub(crate) const RULE: Rule =
    Rule { name: RuleName("shortened-link"), severity: Severity::Warning, check: Check::Page(check) };

/// In lower case, sorted.
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
    for (url, range, _) in cx.page.targets() {
        let parts = UrlParts::shown(url);
        if !parts.is_web() && !parts.scheme.is_empty() || parts.path.trim_matches('/').is_empty() {
            continue;
        }
        let host = parts.bare_host();
        let stale = || cx.world.registry.host(&host, parts.full_path()).is_some_and(|it| it.status != HostStatus::Live);
        if SHORTENERS.binary_search(&host.as_str()).is_err() || stale() {
            continue;
        }
        let finding = report.found(range, format!("the link goes through {host}, which hides where it leads"));
        report.push(finding.help("follow the link once and write where it ends"));
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
    fn shortened_links_are_found() {
        case("shortened-link").finds("[a](«https://bit.ly/2ab») <«http://www.tinyurl.com/x»> «https://T.co/x»\n");
    }

    #[test]
    fn short_names_of_sites_and_front_pages_are_fine() {
        case("shortened-link")
            .finds("[a](https://youtu.be/x) [b](https://g.co/x) [c](https://bit.ly/) [d](bit.ly.md)\n");
        case("shortened-link").finds("[a](https://bit.ly.example.org/x) [b](https://notbit.ly/x) `https://bit.ly/x`\n");
    }
}
