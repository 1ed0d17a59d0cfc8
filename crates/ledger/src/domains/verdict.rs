//! The verdict on a domain: what the answers of its registry, the policy and the day amount to.

use std::fmt;

use jiff::civil::Date;

use super::entry::{DomainEntry, DomainSighting, Ending, Registration, has_changed};
use super::policy::DomainPolicy;
use crate::attestation::Attestation;
use crate::policy::{days_between, days_later};
use crate::sighting::Outcome;

/// The state of a registration as far as it is known, the worst first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum DomainKind {
    /// Nobody has it.
    Unregistered,
    PendingDelete,
    Redemption,
    /// It ends within the time of the policy.
    Expiring,
    /// It has another registrar, or none of the name servers that it had.
    Changed,
    /// It was never looked up, or its registry has no RDAP or did not answer.
    Unknown,
    /// A person asked its owner.
    Attested,
    Good,
}

impl DomainKind {
    pub const ALL: [Self; 8] = [
        Self::Unregistered,
        Self::PendingDelete,
        Self::Redemption,
        Self::Expiring,
        Self::Changed,
        Self::Unknown,
        Self::Attested,
        Self::Good,
    ];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Unregistered => "unregistered",
            Self::PendingDelete => "pending-delete",
            Self::Redemption => "redemption",
            Self::Expiring => "expiring",
            Self::Changed => "changed",
            Self::Unknown => "unknown",
            Self::Attested => "attested",
            Self::Good => "good",
        }
    }
}

impl fmt::Display for DomainKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// The verdict on a domain on a day, with its evidence.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct DomainVerdict<'a> {
    pub kind: DomainKind,
    /// The day of the last answer.
    pub on: Option<Date>,
    pub registration: Option<&'a Registration>,
    /// The last answer before a change, and its day.
    pub before: Option<(Date, &'a Registration)>,
    /// The statement of a person that counts on this day.
    pub attested: Option<&'a Attestation>,
}

impl<'a> DomainVerdict<'a> {
    /// What an attestation is on: the end, or the registrar and the name servers.
    pub fn subject(&self) -> String {
        let kind = self.kind.as_str();
        match (self.kind, self.registration) {
            (DomainKind::Expiring, Some(now)) => {
                format!("{kind}:{}", now.expires.map(|day| day.to_string()).unwrap_or_default())
            }
            (DomainKind::Changed, Some(now)) => {
                format!("{kind}:{}:{}", now.registrar.as_deref().unwrap_or_default(), now.name_servers.join(","))
            }
            _ => kind.to_owned(),
        }
    }

    /// The verdict with what a person said: it counts against an end that is near and a change, as they were then,
    /// never for a domain that was given up.
    fn with_attestation(self, attested: Option<&'a Attestation>, policy: &DomainPolicy, today: Date) -> Self {
        let Some(attested) = attested.filter(|it| it.is_valid(policy.attestation, today)) else { return self };
        let is_same = attested.of.as_ref() == Some(&self.subject());
        let kind = match self.kind {
            DomainKind::Expiring | DomainKind::Changed if is_same => DomainKind::Attested,
            kind => kind,
        };
        Self { kind, attested: Some(attested), ..self }
    }
}

/// The verdict on a domain on a day. Later sightings do not count.
pub fn domain_verdict<'a>(entry: Option<&'a DomainEntry>, policy: &DomainPolicy, today: Date) -> DomainVerdict<'a> {
    let attested = entry.and_then(DomainEntry::attested);
    observed_verdict(entry, policy, today).with_attestation(attested, policy, today)
}

/// The verdict by what the registry says.
fn observed_verdict<'a>(entry: Option<&'a DomainEntry>, policy: &DomainPolicy, today: Date) -> DomainVerdict<'a> {
    let is_answer = |it: &&DomainSighting| it.on <= today && !matches!(it.result, Outcome::Failed(_));
    let answers: Vec<&DomainSighting> = entry.into_iter().flat_map(|entry| &entry.seen).filter(is_answer).collect();
    let Some((last, earlier)) = answers.split_last() else {
        return DomainVerdict { kind: DomainKind::Unknown, on: None, registration: None, before: None, attested: None };
    };
    let registration = last.result.found();
    let before = earlier.iter().rfind(|it| has_changed(&it.result, &last.result));
    let before = before.and_then(|it| Some((it.on, it.result.found()?)));
    let kind = match registration {
        None => DomainKind::Unregistered,
        Some(Registration { ending: Some(Ending::PendingDelete), .. }) => DomainKind::PendingDelete,
        Some(Registration { ending: Some(Ending::Redemption), .. }) => DomainKind::Redemption,
        Some(now) if now.expires.is_some_and(|day| day <= days_later(today, policy.expires_within)) => {
            DomainKind::Expiring
        }
        Some(now) if before.is_some_and(|(on, then)| is_recent(on, policy, today) && is_other(then, now)) => {
            DomainKind::Changed
        }
        Some(_) => DomainKind::Good,
    };
    DomainVerdict { kind, on: Some(last.on), registration, before, attested: None }
}

fn is_recent(on: Date, policy: &DomainPolicy, today: Date) -> bool {
    days_between(on, today) <= i64::from(policy.changed_within)
}

/// Whether a change may be one of owner: another registrar, or all name servers new. Owners add and drop single ones.
fn is_other(then: &Registration, now: &Registration) -> bool {
    let registrars = then.registrar.as_ref().zip(now.registrar.as_ref());
    let has_servers = !then.name_servers.is_empty() && !now.name_servers.is_empty();
    registrars.is_some_and(|(then, now)| then != now)
        || has_servers && !now.name_servers.iter().any(|it| then.name_servers.contains(it))
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::super::entry::{DomainName, DomainSource};
    use super::*;
    use crate::sighting::Sighting;

    const TODAY: Date = date(2026, 11, 23);

    fn seen(on: Date, result: Outcome<Registration>) -> DomainSighting {
        Sighting { on, at: DomainSource::Rdap, result }
    }

    fn found(registrar: &str, servers: &[&str], expires: Date) -> Outcome<Registration> {
        Outcome::Found(Box::new(Registration {
            registered: None,
            expires: Some(expires),
            ending: None,
            registrar: Some(registrar.to_owned()),
            name_servers: servers.iter().map(|&it| it.to_owned()).collect(),
        }))
    }

    fn kind(seen: Vec<DomainSighting>) -> DomainKind {
        let entry = DomainEntry::new(DomainName::parse("one.org").unwrap(), seen);
        domain_verdict(Some(&entry), &DomainPolicy::default(), TODAY).kind
    }

    const LATER: Date = date(2028, 1, 1);

    #[test]
    fn a_person_answers_for_an_end_or_a_change_and_for_no_other() {
        let entry = |seen: Vec<DomainSighting>, attested: Option<&str>| {
            let entry = DomainEntry::new(DomainName::parse("one.org").unwrap(), seen);
            attested.map_or(entry.clone(), |of| {
                let (by, note) = ("Ann".to_owned(), "asked".to_owned());
                entry.with_attestation(Attestation { on: date(2026, 11, 22), by, note, of: Some(of.to_owned()) })
            })
        };
        let kind = |seen: &[DomainSighting], of: &str, today: Date| {
            let entry = entry(seen.to_vec(), Some(of));
            domain_verdict(Some(&entry), &DomainPolicy::default(), today).kind
        };
        let now = date(2026, 11, 20);
        let soon = [seen(now, found("A", &["ns1.a"], date(2026, 12, 1)))];
        let subject = domain_verdict(Some(&entry(soon.to_vec(), None)), &DomainPolicy::default(), TODAY).subject();
        assert_eq!(subject, "expiring:2026-12-01");
        assert_eq!(kind(&soon, &subject, TODAY), DomainKind::Attested);
        assert_eq!(kind(&soon, "expiring:2025-12-01", TODAY), DomainKind::Expiring);
        assert_eq!(kind(&soon, &subject, date(2027, 5, 22)), DomainKind::Expiring);
        let changed = [
            seen(date(2026, 11, 10), found("A", &["ns1.a"], LATER)),
            seen(now, found("B", &["ns1.b", "ns2.b"], LATER)),
        ];
        assert_eq!(kind(&changed, "changed:B:ns1.b,ns2.b", TODAY), DomainKind::Attested);
        assert_eq!(kind(&changed, "changed:C:ns1.c", TODAY), DomainKind::Changed);
        assert_eq!(kind(&[seen(now, Outcome::Absent)], "unregistered", TODAY), DomainKind::Unregistered);
    }

    #[test]
    fn answers_of_the_registry_give_verdicts() {
        let now = date(2026, 11, 20);
        let at = |expires| kind(vec![seen(now, found("A", &["ns1.a"], expires))]);
        assert_eq!((at(LATER), at(date(2026, 12, 23)), at(date(2026, 12, 24))), {
            (DomainKind::Good, DomainKind::Expiring, DomainKind::Good)
        });
        assert_eq!(kind(vec![seen(now, Outcome::Absent)]), DomainKind::Unregistered);
        assert_eq!(kind(vec![seen(now, Outcome::Failed("no RDAP".to_owned()))]), DomainKind::Unknown);
        assert_eq!(kind(vec![seen(date(2026, 11, 24), Outcome::Absent)]), DomainKind::Unknown);
        for (ending, wanted) in
            [(Ending::Redemption, DomainKind::Redemption), (Ending::PendingDelete, DomainKind::PendingDelete)]
        {
            let registration = Registration { ending: Some(ending), ..Registration::default() };
            assert_eq!(kind(vec![seen(now, Outcome::Found(Box::new(registration)))]), wanted);
        }
    }

    #[test]
    fn a_change_is_one_of_the_registrar_or_of_all_name_servers() {
        let two = |then: Outcome<Registration>, on: Date| {
            kind(vec![seen(on, then), seen(date(2026, 11, 20), found("A", &["ns1.a", "ns2.a"], LATER))])
        };
        let on = date(2026, 11, 10);
        assert_eq!(two(found("B", &["ns1.a"], LATER), on), DomainKind::Changed);
        assert_eq!(two(found("A", &["ns1.b"], LATER), on), DomainKind::Changed);
        assert_eq!(two(found("A", &["ns1.a"], LATER), on), DomainKind::Good);
        assert_eq!(two(found("A", &[], LATER), on), DomainKind::Good);
        assert_eq!(two(found("B", &["ns1.b"], LATER), date(2026, 9, 1)), DomainKind::Good);
    }
}
