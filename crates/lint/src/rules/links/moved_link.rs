use firstaid_content::{LinkStyle, Locale};
use firstaid_diagnostics::{Applicability, Fix, RuleName, Severity};
use firstaid_ledger::{Caution, Kind, LinkUrl};
use firstaid_mentions::url_parts::UrlParts;

use super::private_host::is_private;
use crate::engine::judged_link::JudgedLink;
use crate::rules::tools::stale::is_stale;
use crate::{Check, PageContext, Report, Rule};

/// ## What it does
/// Finds links to pages that have moved permanently, as their server says.
///
/// ## Why
/// Redirects are removed after some years. Until then each one is another place where a reader can be tracked or
/// misdirected.
///
/// ## Example
/// ```markdown
/// [Report](https://example.org/2019/report.html)
/// ```
///
/// ## Use instead
/// ```markdown
/// [Report](https://example.org/reports/2019)
/// ```
///
/// ## Fix
/// Writes the new address in every page that has the old one. Safe on the same host; unsafe on another host of the same
/// domain. A new domain, a start page, a login or a consent page, and an address in another language or region or with a
/// session are only shown: others may be sent elsewhere, so a person has to check them.
///
/// ## Not reported
/// The probe must have seen the move twice, a week apart: permanent redirects (301, 308) before any temporary one, and
/// a page at the end. The rule reads the ledger, as `dead-link` does. A page that only moved to `https` is found by
/// `insecure-link`.
///
/// ## When not to use it
/// For short addresses that redirect but are kept stable on purpose: suppress the rule there, with the reason.
pub(crate) const RULE: Rule =
    Rule { name: RuleName("moved-link"), severity: Severity::Warning, check: Check::Page(check) };

fn check(cx: &PageContext<'_>, report: &mut Report<'_>) {
    for link in cx.judged_links().iter().filter(|it| it.verdict.kind == Kind::Moved && it.verdict.confirmed) {
        let has_other_finding =
            link.moves_to_https() && !is_private(link.address.host()) || is_stale(cx.world.registry, link.url);
        let Some((to, caution)) = new_address(link).filter(|_| !has_other_finding) else { continue };
        let (to_address, _) = LinkUrl::parse(&to).unwrap_or_else(|| (link.address.clone(), None));
        let message = format!("{} has moved this page permanently", link.address.host());
        let finding = link.with_evidence(report.found(link.range, message));
        let visitor = depends_on_visitor(&link.address, &to_address).then_some("it is where this visitor was sent");
        let caution = caution.map(Caution::words).or(visitor);
        let finding = match caution {
            Some(words) => finding.help(format!("check the new address first: {words}")),
            None => finding,
        };
        let same_host = to_address.host() == link.address.host();
        let applicability = match caution {
            Some(_) => Applicability::DisplayOnly,
            None if !is_verbatim(cx, link, &to) => Applicability::DisplayOnly,
            None if same_host => Applicability::Safe,
            None => Applicability::Unsafe,
        };
        report.push(finding.fix(Fix::replace(link.range, to, applicability)));
    }
}

/// The new address with the fragment of the old one, and why a person has to check it. The ledger may come with a
/// stranger's pull request, so `None` for anything but an ordinary web address.
fn new_address(link: &JudgedLink<'_>) -> Option<(String, Option<Caution>)> {
    let evidence = link.verdict.evidence?;
    let to = evidence.to.as_deref()?;
    let (address, own_fragment) = LinkUrl::parse(to)?;
    let fragment = own_fragment.or_else(|| link.fragment.clone());
    let fragment = fragment.map(|fragment| format!("#{fragment}")).unwrap_or_default();
    // A bracket would end the target in Markdown; percent-encoded, it is the same address.
    let to = format!("{address}{fragment}").replace('(', "%28").replace(')', "%29");
    (address != link.address).then_some((to, evidence.caution))
}

/// Keys of queries that name the language or region of a visitor, or a session.
const VISITOR_KEYS: [&str; 14] = [
    "cc",
    "country",
    "hl",
    "jsessionid",
    "l",
    "lang",
    "language",
    "locale",
    "phpsessid",
    "region",
    "session",
    "sessionid",
    "sid",
    "token",
];

/// Parts of paths of login and consent pages.
const VISITOR_PAGES: [&str; 9] =
    ["auth", "consent", "cookies", "login", "oauth", "signin", "sign-in", "sign_in", "sso"];

/// The path without the query.
fn path(url: &LinkUrl) -> &str {
    url.path().split('?').next().unwrap_or_default()
}

/// Whether servers may send others elsewhere: the addresses differ in a language or region, a session, or a page for
/// logging in or consenting, or the new one is a start page.
fn depends_on_visitor(from: &LinkUrl, to: &LinkUrl) -> bool {
    let parts = |url: &LinkUrl| {
        let parts = path(url).split(['/', '.', ';']).map(str::to_ascii_lowercase);
        let is_visitors = |part: &String| {
            let is_session =
                part.split('=').next().is_some_and(|key| part.contains('=') && VISITOR_KEYS.contains(&key));
            let is_locale = matches!(part.len(), 2..=7) && Locale::new(part).is_some_and(|it| it.is_known());
            is_session
                || is_locale && part.split(['-', '_']).next().is_some_and(|it| it.len() < 4)
                || VISITOR_PAGES.contains(&&**part)
        };
        let query = url.as_str().split_once('?').map_or("", |(_, query)| query).split('&').map(str::to_ascii_lowercase);
        let is_key = |pair: &String| VISITOR_KEYS.contains(&pair.split('=').next().unwrap_or(""));
        parts.filter(is_visitors).chain(query.filter(is_key)).collect::<Vec<_>>()
    };
    let is_home = |url: &LinkUrl| path(url).trim_matches('/').is_empty();
    parts(from) != parts(to) || is_home(to) && !is_home(from)
}

/// Whether the source has the target without entities or escapes, and the new address needs none, so that it can be
/// replaced.
fn is_verbatim(cx: &PageContext<'_>, link: &JudgedLink<'_>, to: &str) -> bool {
    let tag = cx
        .page
        .tokens
        .iter()
        .any(|token| token.as_link().is_some_and(|it| it.style == LinkStyle::Html && it.target == link.range));
    cx.text(link.range) == link.url
        && UrlParts::new(link.url).is_web()
        && !to.contains(['\'', '"', '<', '>', '`', '\\', '|'])
        && !(tag && to.contains('&'))
}

#[cfg(test)]
mod tests {
    use firstaid_diagnostics::Applicability;

    use crate::testing::{Case, case};

    fn moved(from: &str, to: &str, more: &str) -> Case {
        let seen = ["2026-11-01", "2026-11-08"].map(|on| {
            format!("{{\"on\":\"{on}\",\"class\":\"moved\",\"status\":200,\"hops\":[301],\"to\":\"{to}\"{more}}}")
        });
        case("moved-link").ledger(&format!("{{\"url\":\"{from}\",\"seen\":[{}]}}", seen.join(",")))
    }

    #[test]
    fn the_new_address_is_written_and_the_fragment_kept() {
        moved("https://eff.net/a", "https://eff.net/b(1)", "").fixes(
            Applicability::Safe,
            "[a](https://eff.net/a#x) <https://eff.net/a> https://eff.net/a.\n\n[r]: https://EFF.net/a \"t\"\n",
            "[a](https://eff.net/b%281%29#x) <https://eff.net/b%281%29> https://eff.net/b%281%29.\n\n\
             [r]: https://eff.net/b%281%29 \"t\"\n",
        );
        let reference = "[a][r]\n\n[r]: «https://eff.net/a»\n";
        moved("https://eff.net/a", "https://eff.net/b", "").finds(reference);
    }

    #[test]
    fn an_address_for_this_visitor_is_never_written_by_a_safe_fix() {
        let page = "[a](https://eff.net/news/a)\n";
        for to in [
            "fr/news/a",
            "pt-br/news/a",
            "news/a/de",
            "news/a?lang=it",
            "news/a;jsessionid=5f",
            "news/a?sid=5f",
            "login?next=%2Fnews%2Fa",
            "en_GB/consent",
            "",
        ] {
            moved("https://eff.net/news/a", &format!("https://eff.net/{to}"), "").fixes(
                Applicability::Safe,
                page,
                page,
            );
        }
        let fixed = "[a](https://eff.net/archive/a.html)\n";
        moved("https://eff.net/news/a", "https://eff.net/archive/a.html", "").fixes(Applicability::Safe, page, fixed);
    }

    #[test]
    fn a_change_of_host_is_never_safe() {
        let www = moved("https://eff.net/a", "https://www.eff.net/a", "");
        www.fixes(Applicability::Safe, "<https://eff.net/a>\n", "<https://eff.net/a>\n");
        www.fixes(Applicability::Unsafe, "<https://eff.net/a>\n", "<https://www.eff.net/a>\n");
        let other = moved("https://eff.net/a", "https://else.net/a", ",\"caution\":\"other-domain\"");
        other.fixes(Applicability::Unsafe, "<https://eff.net/a>\n", "<https://eff.net/a>\n");
        other.finds("<«https://eff.net/a»>\n");
    }

    #[test]
    fn hostile_addresses_in_the_ledger_are_not_written() {
        for to in ["javascript:alert(1)", "/b", "https://", "http://eff.net/\\u001b[31m"] {
            let case = moved("https://eff.net/a", to, "");
            let page = "[x](https://eff.net/a)\n";
            let fixed = firstaid_diagnostics::apply_fixes(page, &case.run(page), Applicability::Unsafe).text;
            assert!(!fixed.contains('\u{1b}') && !fixed.contains("javascript"), "{fixed}");
        }
    }

    #[test]
    fn a_move_to_https_only_is_left_to_insecure_link() {
        moved("http://eff.net/a", "https://eff.net/a", "").finds("<http://eff.net/a>\n");
        moved("http://eff.net/a", "https://eff.net/b", "").finds("<«http://eff.net/a»>\n");
    }

    #[test]
    fn one_observation_is_not_enough() {
        case("moved-link")
            .ledger(
                "{\"url\":\"https://eff.net/a\",\"seen\":[{\"on\":\"2026-11-08\",\"class\":\"moved\",\
                 \"to\":\"https://eff.net/b\"}]}",
            )
            .finds("<https://eff.net/a>\n");
    }
}
