//! Signs that a domain has another owner.

use jiff::civil::Date;

use super::entry::{DomainEntry, DomainSighting, Ending, Registration};
use super::policy::DomainPolicy;
use crate::policy::days_between;
use crate::sighting::Outcome;

/// Why a domain may have another owner since a day.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Takeover<'a> {
    /// It lapsed, and was registered anew.
    Registered(Date),
    /// It has another registrar, and none of the name servers that it had: the last day of these.
    Changed { last: Date, then: &'a Registration, now: &'a Registration },
}

/// What the registry says of a change of owner after a day on which the right page was there. A change of the registrar
/// alone, or of the name servers alone, is no sign: owners move.
pub(crate) fn takeover<'a>(
    entry: &'a DomainEntry,
    good: Date,
    policy: &DomainPolicy,
    today: Date,
) -> Option<Takeover<'a>> {
    let is_answer = |it: &&DomainSighting| it.on <= today && !matches!(it.result, Outcome::Failed(_));
    let answers: Vec<&DomainSighting> = entry.seen.iter().filter(is_answer).collect();
    let (last, earlier) = answers.split_last()?;
    let now = last.result.found()?;
    if entry.attested().is_some_and(|it| it.on > good && it.on <= today) {
        return None;
    }
    if let Some(day) = now.registered.filter(|day| *day > good) {
        return Some(Takeover::Registered(day));
    }
    let before = earlier.last()?;
    // The last look-up of the old state may be some days older than the last look at the page.
    if days_between(before.on, good) > i64::from(policy.probe_every) {
        return None;
    }
    match before.result.found() {
        // Its owner can no longer get it back from there.
        None | Some(Registration { ending: Some(Ending::PendingDelete), .. }) => Some(Takeover::Registered(last.on)),
        Some(then) => {
            let registrars = then.registrar.as_ref().zip(now.registrar.as_ref());
            let is_moved = registrars.is_some_and(|(then, now)| then != now);
            let has_servers = !then.name_servers.is_empty() && !now.name_servers.is_empty();
            let is_elsewhere = has_servers && !now.name_servers.iter().any(|it| then.name_servers.contains(it));
            (is_moved && is_elsewhere).then_some(Takeover::Changed { last: before.on, then, now })
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::super::entry::{DomainName, DomainSource};
    use super::*;
    use crate::attestation::Attestation;
    use crate::sighting::Sighting;

    const GOOD: Date = date(2026, 11, 10);
    const TODAY: Date = date(2026, 11, 23);

    fn at(on: Date, result: Outcome<Registration>) -> DomainSighting {
        Sighting { on, at: DomainSource::Rdap, result }
    }

    fn by(registrar: &str, server: &str) -> Registration {
        let (registrar, name_servers) = (Some(registrar.to_owned()), vec![server.to_owned()]);
        Registration { registrar, name_servers, ..Registration::default() }
    }

    fn found(it: Registration) -> Outcome<Registration> {
        Outcome::Found(Box::new(it))
    }

    fn entry(seen: Vec<DomainSighting>) -> DomainEntry {
        DomainEntry::new(DomainName::parse("one.org").unwrap(), seen)
    }

    fn is_taken(seen: Vec<DomainSighting>) -> bool {
        takeover(&entry(seen), GOOD, &DomainPolicy::default(), TODAY).is_some()
    }

    #[test]
    fn registrar_and_name_servers_both_change_after_the_page_was_good() {
        let now = || at(date(2026, 11, 20), found(by("B", "ns.b")));
        let after = date(2026, 11, 13);
        assert!(is_taken(vec![at(after, found(by("A", "ns.a"))), now()]));
        assert!(is_taken(vec![at(date(2026, 11, 3), found(by("A", "ns.a"))), now()]));
        assert!(!is_taken(vec![at(date(2026, 11, 2), found(by("A", "ns.a"))), now()]), "long before");
        assert!(!is_taken(vec![at(after, found(by("A", "ns.b"))), now()]), "the registrar alone");
        assert!(!is_taken(vec![at(after, found(by("B", "ns.a"))), now()]), "the name servers alone");
        assert!(!is_taken(vec![now()]));
        assert!(!is_taken(Vec::new()));
    }

    #[test]
    fn a_domain_that_lapsed_and_is_registered_again_has_another_owner() {
        let now = || at(date(2026, 11, 20), found(by("A", "ns.a")));
        let after = date(2026, 11, 13);
        assert!(is_taken(vec![at(after, Outcome::Absent), now()]));
        let ending = |ending| found(Registration { ending: Some(ending), ..by("A", "ns.x") });
        assert!(is_taken(vec![at(after, ending(Ending::PendingDelete)), now()]));
        assert!(!is_taken(vec![at(after, ending(Ending::Redemption)), now()]), "its owner got it back");
        let registered = |day| found(Registration { registered: Some(day), ..by("A", "ns.a") });
        assert!(is_taken(vec![at(date(2026, 11, 20), registered(date(2026, 11, 15)))]));
        assert!(!is_taken(vec![at(date(2026, 11, 20), registered(date(2001, 11, 15)))]));
        assert!(
            !is_taken(vec![at(after, found(by("A", "ns.a"))), at(date(2026, 11, 20), Outcome::Absent)]),
            "nobody's"
        );
    }

    #[test]
    fn a_person_who_asked_the_owner_since_counts() {
        let seen = vec![at(date(2026, 11, 13), Outcome::Absent), at(date(2026, 11, 20), found(by("A", "ns.a")))];
        let attested = |on| {
            let (by, note) = ("Ann".to_owned(), "asked".to_owned());
            let entry = entry(seen.clone()).with_attestation(Attestation { on, by, note, of: None });
            takeover(&entry, GOOD, &DomainPolicy::default(), TODAY).is_some()
        };
        assert!(!attested(date(2026, 11, 21)) && attested(date(2026, 11, 9)) && attested(date(2026, 11, 24)));
    }
}
