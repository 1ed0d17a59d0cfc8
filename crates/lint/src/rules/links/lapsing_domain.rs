use std::collections::BTreeMap;

use firstaid_diagnostics::{RuleName, Severity};
use firstaid_ledger::{DomainKind, DomainName, DomainVerdict, domain_verdict, shown_day};
use firstaid_text::TextRange;
use jiff::civil::Date;

use crate::engine::domain_uses::domains_of;
use crate::{Check, PageContext, Report, Rule};

/// ## What it does
/// Finds links and e-mail addresses whose domain is about to end, has ended, or may have changed hands, by what
/// `domains probe` saw.
///
/// ## Why
/// A domain that is not renewed goes to whoever wants it, and with it every reader who follows the link or writes to
/// the address.
///
/// ## Example
/// ```markdown
/// [Ask for help](https://help-for-all.org/)
/// ```
///
/// ## Use instead
/// ```markdown
/// [Ask for help](https://the-new-place.org/)
/// ```
///
/// ## Fix
/// None: look at the site and ask its owner.
///
/// ## Not reported
/// The rule reads the ledger, `_data/links.jsonl`, which `domains probe` writes; it uses no network. All places of a
/// domain on a page are one finding. A domain whose registry has no RDAP is unknown, and is not reported. A change is
/// another registrar, or that none of the name servers stayed. `domains.policy` in `firstaid.toml` sets the days. An end
/// or a change for which a person answers, by `domains attest`, is not reported.
///
/// ## When not to use it
/// In guides that link to thousands of sites in passing.
pub(crate) const RULE: Rule =
    Rule { name: RuleName("lapsing-domain"), severity: Severity::Warning, check: Check::Page(check) };

fn check(cx: &PageContext<'_>, report: &mut Report<'_>) {
    let Some(ledger) = cx.world.ledger.filter(|ledger| ledger.is_of_domains()) else { return };
    let mut places: BTreeMap<DomainName, Vec<TextRange>> = BTreeMap::new();
    for (domain, range) in domains_of(cx.page) {
        places.entry(domain).or_default().push(range);
    }
    let (policy, today) = (&cx.world.config.domains.policy, cx.world.today);
    let found = places.iter().filter_map(|(domain, ranges)| {
        let verdict = domain_verdict(ledger.domain(domain), policy, today);
        let (first, more) = ranges.split_first()?;
        let finding = report.found(*first, message(domain, &verdict, today)?).also(more.iter().copied());
        let finding = verdict.on.map_or(finding.clone(), |on| finding.note(format!("seen on {}", shown_day(on))));
        Some(finding.help("open it in a browser, and ask its owner"))
    });
    let mut found: Vec<_> = found.collect();
    found.sort_by_key(|finding| finding.range);
    report.extend(found);
}

fn message(domain: &DomainName, verdict: &DomainVerdict<'_>, today: Date) -> Option<String> {
    Some(match verdict.kind {
        DomainKind::Unregistered => format!("nobody has registered {domain}: anybody can"),
        DomainKind::PendingDelete => format!("{domain} was not renewed: anybody can have it within days"),
        DomainKind::Redemption => format!("{domain} was not renewed: for some weeks, only its owner can get it back"),
        DomainKind::Expiring => {
            let ends = verdict.registration?.expires?;
            let verb = if ends < today { "ended" } else { "ends" };
            format!("the registration of {domain} {verb} on {}", shown_day(ends))
        }
        DomainKind::Changed => {
            let ((on, then), now) = (verdict.before?, verdict.registration?);
            match (&then.registrar, &now.registrar) {
                (Some(then), Some(now)) if then != now => {
                    format!("{domain} has another registrar since {}: {now}, before it {then}", shown_day(on))
                }
                _ => format!("{domain} has other name servers since {}", shown_day(on)),
            }
        }
        DomainKind::Unknown | DomainKind::Attested | DomainKind::Good => return None,
    })
}

#[cfg(test)]
mod tests {
    use crate::testing::{Case, case};

    const PAGE: &str = "[a](«https://www.help.org/a») <https://help.org/b> mail@help.org [c](https://other.org/)\n";

    fn seen(sightings: &[(&str, &str)]) -> Case {
        let seen: Vec<String> = sightings
            .iter()
            .map(|(on, result)| format!("{{\"on\":\"{on}\",\"at\":\"rdap\",\"result\":{result}}}"))
            .collect();
        case("lapsing-domain").ledger(&format!("{{\"domain\":\"help.org\",\"seen\":[{}]}}", seen.join(",")))
    }

    #[test]
    fn a_registration_that_ends_is_one_finding_a_page() {
        let ends = |day: &str| seen(&[("2026-11-20", &format!("{{\"found\":{{\"expires\":\"{day}\"}}}}"))]);
        let plain = PAGE.replace(['«', '»'], "");
        ends("2026-12-01").finds(PAGE);
        assert_eq!(ends("2026-12-01").run(&plain)[0].also.len(), 2);
        ends("2026-11-21").finds(PAGE);
        ends("2027-12-01").finds(&plain);
        case("lapsing-domain").finds(&plain);
        let messages = ends("2026-12-01").messages(&plain);
        assert!(
            messages[0].starts_with("the registration of help.org ends on 1 December 2026\n  seen on"),
            "{messages:?}"
        );
    }

    #[test]
    fn domains_that_were_given_up_or_changed_hands_are_found() {
        let plain = PAGE.replace(['«', '»'], "");
        seen(&[("2026-11-20", "\"absent\"")]).finds(PAGE);
        seen(&[("2026-11-20", "{\"failed\":\"no RDAP\"}")]).finds(&plain);
        for ending in ["redemption", "pending-delete"] {
            seen(&[("2026-11-20", &format!("{{\"found\":{{\"ending\":\"{ending}\"}}}}"))]).finds(PAGE);
        }
        let by = |name: &str| format!("{{\"found\":{{\"registrar\":\"{name}\",\"name_servers\":[\"ns.{name}\"]}}}}");
        let changed = seen(&[("2026-11-10", &by("a")), ("2026-11-20", &by("b"))]);
        let message = changed.messages(&plain).remove(0);
        assert!(
            message.starts_with("help.org has another registrar since 10 November 2026: b, before it a"),
            "{message}"
        );
        seen(&[("2026-11-10", &by("a")), ("2026-11-20", &by("a"))]).finds(&plain);
    }
}
