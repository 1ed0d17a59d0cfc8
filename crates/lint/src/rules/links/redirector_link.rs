use firstaid_diagnostics::{Applicability, Fix, RuleName, Severity};

use super::redirectors::redirect;
use crate::{Check, PageContext, Report, Rule};

/// ## What it does
/// Finds links that go through a redirector or a click tracker instead of directly to the site.
///
/// ## Why
/// The operator of the redirector learns who follows the link. The reader cannot see where it leads, and the link dies
/// with the redirector.
///
/// ## Example
/// ```markdown
/// [EFF](https://www.google.com/url?q=https%3A%2F%2Fwww.eff.org%2F&sa=D)
/// ```
///
/// ## Use instead
/// ```markdown
/// [EFF](https://www.eff.org/)
/// ```
///
/// ## Fix
/// Writes the destination that the address contains; unsafe, because it changes the host.
///
/// ## Not reported
/// Archives and translations of pages are not redirectors. Shortened addresses do not contain their destination; they
/// are found by `shortened-link`.
///
/// ## When not to use it
/// Where readers should see a warning page before they leave the site.
pub(crate) const RULE: Rule =
    Rule { name: RuleName("redirector-link"), severity: Severity::Warning, check: Check::Page(check) };

/// Maximum number of nested redirectors that are resolved.
const MAX_HOPS: usize = 5;

fn check(cx: &PageContext<'_>, report: &mut Report<'_>) {
    for (url, range, _) in cx.page.targets() {
        let Some((host, first_hop)) = redirect(url) else { continue };
        let finding = report.found(range, format!("the link goes through {host}, which sees who follows it"));
        let destination = std::iter::successors(first_hop, |url| redirect(url)?.1).take(MAX_HOPS).last();
        report.push(match destination {
            Some(url) => finding.fix(Fix::replace(range, url, Applicability::Unsafe)),
            None => finding.help("follow the link once, and link to the final address"),
        });
    }
}

#[cfg(test)]
mod tests {
    use firstaid_diagnostics::Applicability::{Safe, Unsafe};

    use super::*;
    use crate::testing::case;

    #[test]
    fn destinations_are_read_from_all_formats() {
        for url in [
            "https://www.google.com/url?sa=t&q=https%3A%2F%2Feff.org%2Fa&usg=x",
            "https://www.google.co.uk/url?q=https://eff.org/a",
            "https://www.google.com/amp/s/eff.org/a",
            "https://l.facebook.com/l.php?u=https%3A%2F%2Feff.org%2Fa&h=AT0",
            "https://out.reddit.com/t3_x?url=https%3A%2F%2Feff.org%2Fa",
            "https://www.youtube.com/redirect?event=x&q=https%3A%2F%2Feff.org%2Fa",
            "https://href.li/?https://eff.org/a",
            "https://nam02.safelinks.protection.outlook.com/?url=https%3A%2F%2Feff.org%2Fa&data=05",
            "https://urldefense.proofpoint.com/v2/url?u=https-3A__eff.org_a&d=DwM",
            "https://urldefense.com/v3/__https://eff.org/a__;!!x",
            "https://slack-redir.net/link?url=https%3A%2F%2Feff.org%2Fa",
            "https://vk.com/away.php?to=https%3A%2F%2Feff.org%2Fa",
            "https://duckduckgo.com/l/?uddg=https%3A%2F%2Feff.org%2Fa",
            "https://abc.r.us-east-1.awstrack.me/L0/https:%2F%2Feff.org%2Fa/1/0100/x",
        ] {
            assert_eq!(redirect(url).and_then(|(_, url)| url).as_deref(), Some("https://eff.org/a"), "{url}");
        }
    }

    #[test]
    fn redirectors_are_found_and_other_pages_of_their_hosts_are_not() {
        case("redirector-link")
            .finds("[a](«https://www.bing.com/ck/a?u=a1aHR0») at «https://href.li/?https://eff.org»\n");
        case("redirector-link").finds("[a](https://google.com/search?q=x) [b](https://duckduckgo.com/?q=x)\n");
        case("redirector-link").finds("[a](https://web.archive.org/web/2015/https://eff.org) [b](https://anon.to/)\n");
        case("redirector-link").finds("[a](https://translate.google.com/translate?u=https://eff.org)\n");
        case("redirector-link").finds("[a](https://notgoogle.com/url?q=https://eff.org) [b](https://youtube.com/)\n");
    }

    #[test]
    fn the_fix_resolves_nested_redirectors_and_is_never_safe() {
        let before = "[a](https://www.google.com/url?q=https%3A%2F%2Fhref.li%2F%3Fhttps%3A%2F%2Feff.org%2F%28a%29)\n";
        case("redirector-link").fixes(Safe, before, before);
        case("redirector-link").fixes(Unsafe, before, "[a](https://eff.org/%28a%29)\n");
        let script = "[a](https://href.li/?javascript:alert)\n";
        case("redirector-link").fixes(Unsafe, script, script);
    }
}
