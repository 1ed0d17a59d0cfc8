use firstaid_content::LinkStyle;
use firstaid_diagnostics::{Applicability, Fix, RuleName, Severity};
use firstaid_ledger::{Caution, Kind, LinkUrl};
use firstaid_mentions::url_parts::UrlParts;

use super::for_visitor::for_visitor;
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
/// domain. A new domain, a start page, a login or a consent page is only shown, because a person has to check it; so is
/// an address that differs by a language, a region or a session, which depends on who asks.
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
    let is_told = |it: &&JudgedLink<'_>| it.verdict.kind == Kind::Moved && (it.verdict.confirmed || it.is_new);
    for link in cx.judged_links().iter().filter(is_told) {
        let has_other_finding =
            link.moves_to_https() && !is_private(link.address.host()) || is_stale(cx.world.registry, link.url);
        let Some((to, caution)) = new_address(link).filter(|_| !has_other_finding) else { continue };
        let (to_address, _) = LinkUrl::parse(&to).unwrap_or_else(|| (link.address.clone(), None));
        let message = format!("{} has moved this page permanently", link.address.host());
        let finding = link.with_evidence(report.found(link.range, message));
        let caution = caution.map(Caution::words).or_else(|| for_visitor(link.url, &to));
        let finding = match caution {
            Some(caution) => finding.help(format!("check the new address first: {caution}")),
            None => finding,
        };
        // Seen once, it is only told.
        let (finding, is_sure) =
            if link.verdict.confirmed { (finding, true) } else { (finding.at_most(Severity::Info), false) };
        let same_host = to_address.host() == link.address.host();
        let applicability = match caution {
            Some(_) => Applicability::DisplayOnly,
            None if !is_sure => Applicability::DisplayOnly,
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
