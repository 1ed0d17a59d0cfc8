//! What was observed of a domain, in one line for people.

use super::entry::{Ending, Registration};
use super::verdict::DomainVerdict;
use crate::day::shown_day;

/// What the registry of a domain said: "until 3 May 2027, registrar A; seen on 20 November 2026". `None` if it never
/// answered.
pub fn domain_observed(verdict: &DomainVerdict<'_>) -> Option<String> {
    let on = verdict.on?;
    let state = match verdict.registration {
        None => "nobody has registered it".to_owned(),
        Some(now) => state(now),
    };
    let before = verdict.before.filter(|(_, then)| Some(*then) != verdict.registration).map(|(on, then)| {
        format!("on {} it had {}", shown_day(on), registrar(then).unwrap_or_else(|| "other name servers".to_owned()))
    });
    let attested = verdict.attested.map(|it| format!("attested by {} on {}: {}", it.by, shown_day(it.on), it.note));
    let parts = [Some(state), before, attested, Some(format!("seen on {}", shown_day(on)))];
    Some(parts.into_iter().flatten().collect::<Vec<_>>().join("; "))
}

fn state(now: &Registration) -> String {
    let ending = now.ending.map(|ending| match ending {
        Ending::Redemption => "not renewed: only its owner can get it back",
        Ending::PendingDelete => "not renewed: anybody can have it within days",
    });
    let expires = now.expires.map(|day| format!("until {}", shown_day(day)));
    let parts: Vec<String> = [ending.map(str::to_owned), expires, registrar(now)].into_iter().flatten().collect();
    if parts.is_empty() { "registered".to_owned() } else { parts.join(", ") }
}

fn registrar(it: &Registration) -> Option<String> {
    it.registrar.as_ref().map(|name| format!("registrar {name}"))
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::super::entry::DomainName;
    use super::super::policy::DomainPolicy;
    use super::super::verdict::domain_verdict;
    use super::*;
    use crate::Ledger;

    #[test]
    fn a_domain_is_one_line() {
        let line = |seen: &str| {
            let ledger = Ledger::parse("l", &format!("{{\"domain\":\"one.org\",\"seen\":[{seen}]}}")).unwrap().0;
            let entry = ledger.domain(&DomainName::parse("one.org").unwrap());
            domain_observed(&domain_verdict(entry, &DomainPolicy::default(), date(2026, 11, 23)))
        };
        let at = |on: &str, result: &str| format!("{{\"on\":\"2026-11-{on}\",\"at\":\"rdap\",\"result\":{result}}}");
        let by = |name: &str| format!("{{\"found\":{{\"expires\":\"2028-01-02\",\"registrar\":\"{name}\"}}}}");
        assert_eq!(line(&at("20", "{\"failed\":\"no RDAP\"}")), None);
        assert_eq!(
            line(&at("20", "\"absent\"")).as_deref(),
            Some("nobody has registered it; seen on 20 November 2026")
        );
        assert_eq!(
            line(&format!("{},{}", at("10", &by("A")), at("20", &by("B")))).as_deref(),
            Some("until 2 January 2028, registrar B; on 10 November 2026 it had registrar A; seen on 20 November 2026")
        );
    }
}
