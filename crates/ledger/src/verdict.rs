//! The verdict on a link: what its observations, the policy and the day amount to.

use std::cmp::Reverse;

use jiff::civil::Date;

use crate::domains::{DomainEntry, DomainPolicy, Takeover, takeover};
use crate::drift::Drift;
use crate::entry::{Entry, FragmentState};
use crate::kind::Kind;
use crate::observation::{Class, Observation};
use crate::policy::{Policy, Threshold, days_between, days_later};

/// The verdict on a link on a day, with its evidence.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Verdict<'a> {
    pub kind: Kind,
    /// Whether the policy's threshold is reached. A verdict that is not confirmed never fails a gate. For a blocked
    /// page: whether a person has to look at it.
    pub confirmed: bool,
    /// The number of observations that count.
    pub times: u32,
    /// The day of the first observation that counts.
    pub since: Option<Date>,
    /// The day of the last observation that counts.
    pub last: Option<Date>,
    /// The day on which the page was last seen alive or moved.
    pub last_ok: Option<Date>,
    /// The observation that decides.
    pub evidence: Option<&'a Observation>,
    /// The page before and now, if another one stands there.
    pub drift: Option<&'a Drift>,
    /// Why the domain may have another owner since the page before was there.
    pub takeover: Option<Takeover<'a>>,
}

impl<'a> Verdict<'a> {
    const UNVERIFIED: Self = Self {
        kind: Kind::Unverified,
        confirmed: false,
        times: 0,
        since: None,
        last: None,
        last_ok: None,
        evidence: None,
        drift: None,
        takeover: None,
    };

    /// A verdict that rests on one observation.
    fn from_one(kind: Kind, confirmed: bool, evidence: &'a Observation, last_ok: Option<Date>) -> Self {
        let on = Some(evidence.on);
        Self { kind, confirmed, times: 1, since: on, last: on, last_ok, evidence: Some(evidence), ..Self::UNVERIFIED }
    }

    /// The verdict with what the registry says of the link's domain: where another page stands since the domain changed
    /// hands, somebody else may show it. That are two sources, and still a matter for a person: not confirmed.
    #[must_use]
    pub fn with_domain(self, domain: Option<&'a DomainEntry>, policy: &DomainPolicy, today: Date) -> Self {
        let Some(drift) = self.drift.filter(|_| self.kind == Kind::AnotherPage) else { return self };
        match domain.and_then(|domain| takeover(domain, drift.was.on, policy, today)) {
            Some(takeover) => Self { kind: Kind::Hijacked, confirmed: false, takeover: Some(takeover), ..self },
            None => self,
        }
    }
}

/// The classes that can fail a gate, with their thresholds.
fn fatal(policy: &Policy) -> [(Class, Kind, Threshold); 5] {
    [
        (Class::Gone, Kind::Gone, policy.gone),
        (Class::NoSuchHost, Kind::NoSuchHost, policy.no_such_host),
        (Class::TlsBroken, Kind::TlsBroken, policy.tls_broken),
        (Class::SoftNotFound, Kind::SoftNotFound, policy.soft_not_found),
        (Class::Unstable, Kind::Unstable, policy.unstable),
    ]
}

/// The verdict on a link on a day. Later observations do not count.
pub fn verdict<'a>(entry: Option<&'a Entry>, policy: &Policy, today: Date) -> Verdict<'a> {
    let Some(entry) = entry else { return Verdict::UNVERIFIED };
    let attested = entry.attested.as_ref().filter(|attested| attested.on <= today);
    let valid = attested.filter(|attested| days_between(attested.on, today) <= i64::from(policy.attestation));
    // While an attestation is valid, earlier failures do not count, nor later ones with the same subject.
    let is_overruled = |it: &Observation| {
        valid.is_some_and(|attested| {
            it.on <= attested.on && !it.class.is_ok() || attested.of.as_ref().is_some_and(|of| *of == it.subject())
        })
    };
    let seen: Vec<&Observation> = entry.seen.iter().filter(|it| it.on <= today).collect();
    let failures = || seen.iter().copied().filter(|it| !it.class.is_ok() && !is_overruled(it));
    let of_class = |class: Class| failures().filter(move |it| it.class == class);
    let last_ok = seen.iter().filter(|it| it.class.is_ok()).map(|it| it.on).max();

    if let Some(it) = of_class(Class::Hijacked).next_back() {
        return Verdict::from_one(Kind::Hijacked, true, it, last_ok);
    }
    let fatal = fatal(policy).map(|(class, kind, threshold)| {
        let (times, confirmed) = threshold.count(of_class(class).map(|it| it.on));
        let (since, evidence) = (of_class(class).next().map(|it| it.on), of_class(class).next_back());
        Verdict {
            kind,
            confirmed,
            times,
            since,
            last: evidence.map(|it| it.on),
            last_ok,
            evidence,
            ..Verdict::UNVERIFIED
        }
    });
    let latest = |confirmed: bool| {
        let candidates = fatal.iter().filter(|it| it.evidence.is_some() && it.confirmed == confirmed);
        candidates.max_by_key(|it| (it.last, Reverse(it.kind))).cloned()
    };
    if let Some(dead) = latest(true) {
        return dead;
    }
    // These classes say nothing about the page, so they do not hide a later suspicion.
    let inconclusive = [(Class::Blocked, Kind::Blocked), (Class::Unreachable, Kind::Unstable)]
        .into_iter()
        .filter_map(|(class, kind)| of_class(class).next_back().map(|it| (it, kind)))
        .max_by_key(|(it, _)| it.on);
    let suspicion = latest(false);
    let is_latest = |it: &Observation| suspicion.as_ref().is_none_or(|suspicion| suspicion.last < Some(it.on));
    if let Some((it, kind)) = inconclusive.filter(|(it, _)| is_latest(it)) {
        return Verdict::from_one(kind, kind == Kind::Blocked && valid.is_none(), it, last_ok);
    }
    if let Some(suspicion) = suspicion {
        return suspicion;
    }
    if valid.is_some_and(|attested| last_ok <= Some(attested.on)) || seen.iter().any(|it| is_overruled(it)) {
        let on = attested.map(|attested| attested.on);
        return Verdict { kind: Kind::Attested, since: on, last: on, last_ok: last_ok.max(on), ..Verdict::UNVERIFIED };
    }
    match seen.iter().rfind(|it| it.class.is_ok()) {
        Some(last) => another_page(entry, last, today).unwrap_or_else(|| match last.class {
            Class::Alive => Verdict::from_one(Kind::Alive, true, last, last_ok),
            _ => moved(&seen, last, policy, last_ok),
        }),
        None => Verdict::UNVERIFIED,
    }
}

/// The verdict on a link where another page stands than before, unless a person looked at it since, or the page before is
/// back.
fn another_page<'a>(entry: &'a Entry, last: &'a Observation, today: Date) -> Option<Verdict<'a>> {
    let drift = entry.drifted().filter(|drift| drift.now.on <= today)?;
    let is_attested = entry.attested().is_some_and(|it| drift.now.on <= it.on && it.on <= today);
    let is_back = last.page.as_ref().is_some_and(|page| !drift.was.is_another(page));
    (!is_attested && !is_back).then(|| Verdict {
        since: Some(drift.now.on),
        drift: Some(drift),
        ..Verdict::from_one(Kind::AnotherPage, true, last, Some(drift.was.on))
    })
}

/// The day from which a link that failed can count as dead, if it goes on to fail; `None` for one that did not fail, or
/// that is dead.
pub fn dead_from(verdict: &Verdict<'_>, policy: &Policy) -> Option<Date> {
    let (.., threshold) = fatal(policy).into_iter().find(|(_, kind, _)| *kind == verdict.kind)?;
    let (since, last) = verdict.since.zip(verdict.last).filter(|_| !verdict.confirmed)?;
    Some(threshold.earliest(verdict.times, since, last))
}

/// The verdict on a link that was last seen to be moved. Only the latest observations with the same new address count.
fn moved<'a>(seen: &[&'a Observation], last: &'a Observation, policy: &Policy, last_ok: Option<Date>) -> Verdict<'a> {
    let same = seen.iter().rev().filter(|it| it.class == Class::Moved).take_while(|it| it.to == last.to);
    let mut days: Vec<Date> = same.map(|it| it.on).collect();
    days.reverse();
    let (times, confirmed) = policy.moved.count(days.iter().copied());
    Verdict {
        kind: Kind::Moved,
        confirmed,
        times,
        since: days.first().copied(),
        last: Some(last.on),
        last_ok,
        evidence: Some(last),
        ..Verdict::UNVERIFIED
    }
}

/// `Some` if the page lacks the id that a fragment names: with the id that differs in letter case, if there is one.
pub fn fragment_is_missing<'a>(entry: &'a Entry, fragment: &str, today: Date) -> Option<Option<&'a str>> {
    let seen = entry.fragment(fragment).filter(|seen| seen.on <= today)?;
    match &seen.state {
        FragmentState::Missing => Some(None),
        FragmentState::OtherCase(id) => Some(Some(id)),
        FragmentState::Scripted | FragmentState::Present => None,
    }
}

/// The day from which a link is to be probed again; `None` if it was never probed.
///
/// A link that may be dead is probed again as soon as another observation counts, a dead one seldom.
pub fn next_due(entry: &Entry, policy: &Policy, today: Date) -> Option<Date> {
    let last = entry.seen.iter().filter(|it| it.on <= today).max_by_key(|it| it.on)?;
    let verdict = verdict(Some(entry), policy, today);
    let threshold =
        fatal(policy).into_iter().find(|&(_, kind, _)| kind == verdict.kind).map(|(.., threshold)| threshold);
    let days = match (verdict.kind, threshold) {
        (Kind::Blocked | Kind::Hijacked, _) => policy.probe_dead_every,
        (_, Some(_)) if verdict.confirmed => policy.probe_dead_every,
        (_, Some(threshold)) => threshold.interval().min(policy.probe_every),
        _ => policy.probe_every,
    };
    Some(days_later(last.on, days).max(last.not_before.unwrap_or(last.on)))
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::attestation::Attestation;
    use crate::entry::FragmentSeen;
    use crate::observation::Cause;
    use crate::url::LinkUrl;

    const GONE: Class = Class::Gone;
    const ALIVE: Class = Class::Alive;

    fn day(n: u32) -> Date {
        days_later(date(2026, 1, 1), n)
    }

    fn entry(seen: &[(u32, Class)]) -> Entry {
        let (url, _) = LinkUrl::parse("https://example.org/a").unwrap();
        seen.iter().fold(Entry::new(url), |entry, &(on, class)| {
            let mut it = Observation::new(day(on), class);
            if class == Class::Moved {
                it.to = Some("https://example.org/b".to_owned());
            }
            entry.with(it)
        })
    }

    /// Each row: the observations with their days, the day of the verdict, its kind, whether it is confirmed, and how
    /// many observations count.
    #[test]
    fn observations_give_verdicts() {
        use Class::{Blocked, Hijacked, Moved, NoSuchHost, SoftNotFound, TlsBroken, Unreachable, Unstable};
        type Row = (&'static [(u32, Class)], u32, Kind, bool, u32);
        let rows: &[Row] = &[
            (&[], 0, Kind::Unverified, false, 0),
            (&[(0, ALIVE)], 500, Kind::Alive, true, 1),
            (&[(0, Moved)], 9, Kind::Moved, false, 1),
            (&[(0, Moved), (6, Moved)], 9, Kind::Moved, false, 1),
            (&[(0, Moved), (7, Moved)], 9, Kind::Moved, true, 2),
            (&[(0, Moved), (7, Moved), (8, ALIVE)], 9, Kind::Alive, true, 1),
            (&[(0, GONE)], 9, Kind::Gone, false, 1),
            (&[(0, GONE), (3, GONE), (6, GONE)], 9, Kind::Gone, true, 3),
            (&[(0, GONE), (3, GONE), (6, GONE)], 5, Kind::Gone, false, 2),
            (&[(0, GONE), (3, GONE), (5, GONE)], 9, Kind::Gone, false, 2),
            (&[(0, GONE), (0, GONE), (0, GONE)], 9, Kind::Gone, false, 1),
            (&[(0, GONE), (3, ALIVE), (6, GONE)], 9, Kind::Gone, false, 1),
            (&[(0, GONE), (3, GONE), (6, GONE), (6, ALIVE)], 9, Kind::Alive, true, 1),
            (&[(0, GONE), (3, GONE), (6, GONE), (7, Blocked)], 9, Kind::Gone, true, 3),
            (&[(0, GONE), (3, Unreachable), (6, GONE), (9, Blocked), (12, GONE)], 12, Kind::Gone, true, 3),
            (&[(0, NoSuchHost), (3, NoSuchHost), (6, NoSuchHost)], 9, Kind::NoSuchHost, false, 3),
            (&[(0, NoSuchHost), (3, NoSuchHost), (7, NoSuchHost)], 9, Kind::NoSuchHost, true, 3),
            (&[(0, Unreachable), (30, Unreachable), (60, Unreachable)], 90, Kind::Unstable, false, 1),
            (&[(0, TlsBroken), (1, TlsBroken)], 9, Kind::TlsBroken, false, 2),
            (&[(0, TlsBroken), (2, TlsBroken)], 9, Kind::TlsBroken, true, 2),
            (&[(0, Unstable), (5, Unstable), (10, Unstable), (21, Unstable)], 30, Kind::Unstable, false, 4),
            (
                &[(0, Unstable), (5, Unstable), (9, Unstable), (15, Unstable), (21, Unstable)],
                30,
                Kind::Unstable,
                true,
                5,
            ),
            (&[(0, Blocked), (400, Blocked), (800, Blocked)], 900, Kind::Blocked, true, 1),
            (&[(0, SoftNotFound), (2, SoftNotFound)], 9, Kind::SoftNotFound, false, 2),
            (&[(0, SoftNotFound), (3, SoftNotFound)], 9, Kind::SoftNotFound, true, 2),
            (&[(0, Hijacked)], 0, Kind::Hijacked, true, 1),
            (&[(0, Hijacked), (9, ALIVE)], 9, Kind::Hijacked, true, 1),
        ];
        for &(seen, today, kind, confirmed, times) in rows {
            let entry = entry(seen);
            let verdict = verdict(Some(&entry), &Policy::default(), day(today));
            assert_eq!(
                (verdict.kind, verdict.confirmed, verdict.times),
                (kind, confirmed, times),
                "{seen:?} on {today}"
            );
        }
        assert_eq!(verdict(None, &Policy::default(), day(0)).kind, Kind::Unverified);
    }

    #[test]
    fn a_new_target_starts_a_new_count() {
        let mut other = Observation::new(day(8), Class::Moved);
        other.to = Some("https://example.org/c".to_owned());
        let entry = entry(&[(0, Class::Moved), (7, Class::Moved)]).with(other);
        let verdict = verdict(Some(&entry), &Policy::default(), day(9));
        assert_eq!((verdict.confirmed, verdict.times), (false, 1));
    }

    #[test]
    fn an_attestation_overrides_the_probe_for_a_while() {
        let attested = |of: &str| Attestation {
            on: day(7),
            by: "Ann".to_owned(),
            note: "it is fine".to_owned(),
            of: Some(of.to_owned()),
        };
        let kind = |entry: &Entry, on: u32| verdict(Some(entry), &Policy::default(), day(on)).kind;
        let gone = entry(&[(0, GONE), (3, GONE), (6, GONE)]).with_attestation(attested("gone"));
        assert_eq!(kind(&gone, 8), Kind::Attested);
        let again = [20, 30, 40].into_iter().fold(gone, |entry, on| entry.with(Observation::new(day(on), GONE)));
        assert_eq!(
            (kind(&again, 50), kind(&again, 187), kind(&again, 188)),
            (Kind::Attested, Kind::Attested, Kind::Gone)
        );

        let blocked = entry(&[(0, Class::Blocked)]).with_attestation(attested("blocked"));
        let blocked = blocked.with(Observation::new(day(100), Class::Blocked));
        assert_eq!((kind(&blocked, 187), kind(&blocked, 188)), (Kind::Attested, Kind::Blocked));

        let mut parked = Observation::new(day(5), Class::Hijacked);
        (parked.cause, parked.mark) = (Some(Cause::Parked), Some("sedo".to_owned()));
        let cleared = entry(&[]).with(parked.clone()).with_attestation(attested("hijacked:parked:sedo"));
        assert_eq!(kind(&cleared, 8), Kind::Attested);
        parked.on = day(9);
        assert_eq!(kind(&cleared.clone().with(parked.clone()), 10), Kind::Attested);
        parked.mark = Some("bodis".to_owned());
        assert_eq!(kind(&cleared.with(parked), 10), Kind::Hijacked);
    }

    /// An entry whose page is read on these days, with title and hash.
    fn read(pages: &[(u32, &str, &str)]) -> Entry {
        let (url, _) = LinkUrl::parse("https://example.org/a").unwrap();
        let mut ledger = crate::Ledger::default();
        for &(on, title, text) in pages {
            let mut seen = Observation::new(day(on), ALIVE);
            let (title, text) = (title.to_owned(), text.repeat(16));
            seen.page = Some(Box::new(crate::PagePrint { on: day(on), title, lang: None, text }));
            ledger.observe(&url, seen, Vec::new());
        }
        ledger.get(&url).unwrap().clone()
    }

    #[test]
    fn another_page_than_before_is_for_a_person() {
        let kind = |entry: &Entry, on: u32| verdict(Some(entry), &Policy::default(), day(on)).kind;
        let drifted = read(&[(0, "Help", "0"), (7, "Slots", "f"), (14, "Slots and more", "f")]);
        assert_eq!((kind(&drifted, 6), kind(&drifted, 14), kind(&drifted, 400)), {
            (Kind::Unverified, Kind::AnotherPage, Kind::AnotherPage)
        });
        let found = verdict(Some(&drifted), &Policy::default(), day(14));
        assert_eq!((found.confirmed, found.since, found.last_ok), (true, Some(day(7)), Some(day(0))));
        assert_eq!(kind(&read(&[(0, "Help", "0"), (7, "Help", "f")]), 14), Kind::Alive);
        assert_eq!(kind(&read(&[(0, "Help", "0"), (7, "Slots", "f"), (14, "Help", "0")]), 14), Kind::Alive);
        let attested = |on: u32| Attestation { on: day(on), by: "Ann".into(), note: "new site".into(), of: None };
        assert_ne!(kind(&drifted.clone().with_attestation(attested(15)), 400), Kind::AnotherPage);
        assert_eq!(kind(&drifted.clone().with_attestation(attested(3)), 20), Kind::AnotherPage);
        // A later failure counts as any other.
        let gone = [20, 23, 26].iter().fold(drifted, |entry, on| entry.with(Observation::new(day(*on), GONE)));
        assert_eq!(kind(&gone, 26), Kind::Gone);
    }

    #[test]
    fn a_page_is_hijacked_if_its_domain_changed_hands_too() {
        let drifted = read(&[(0, "Help", "0"), (14, "Slots", "f")]);
        let found = verdict(Some(&drifted), &Policy::default(), day(20));
        let line = |registered: Date| {
            let at = format!(
                "{{\"on\":\"{}\",\"at\":\"rdap\",\"result\":{{\"found\":{{\"registered\":\"{registered}\"}}}}}}",
                day(16)
            );
            let line = format!("{{\"domain\":\"example.org\",\"seen\":[{at}]}}");
            crate::Ledger::parse("l", &line).unwrap().0
        };
        let judged = |ledger: &crate::Ledger, found: Verdict<'_>| {
            let judged = found.with_domain(ledger.domains().next(), &DomainPolicy::default(), day(20));
            (judged.kind, judged.confirmed)
        };
        assert_eq!(judged(&line(day(9)), found.clone()), (Kind::Hijacked, false));
        assert_eq!(judged(&line(date(2001, 1, 1)), found.clone()), (Kind::AnotherPage, true));
        assert_eq!(judged(&crate::Ledger::default(), found), (Kind::AnotherPage, true));
        // Without another page, a change of owner is only `lapsing-domain`.
        let same = read(&[(0, "Help", "0"), (14, "Help", "0")]);
        let alive = verdict(Some(&same), &Policy::default(), day(20));
        assert_eq!(judged(&line(day(9)), alive).0, Kind::Alive);
    }

    #[test]
    fn a_link_that_may_be_dead_is_due_soon() {
        let due = |seen: &[(u32, Class)], today| next_due(&entry(seen), &Policy::default(), day(today));
        assert_eq!(due(&[], 0), None);
        assert_eq!(due(&[(0, ALIVE)], 0), Some(day(7)));
        assert_eq!(due(&[(0, GONE)], 0), Some(day(3)));
        assert_eq!(due(&[(0, GONE), (3, GONE), (6, GONE)], 6), Some(day(34)));
        assert_eq!(due(&[(0, Class::Blocked)], 0), Some(day(28)));
        let mut later = Observation::new(day(0), Class::Blocked);
        later.not_before = Some(day(40));
        assert_eq!(next_due(&entry(&[]).with(later), &Policy::default(), day(0)), Some(day(40)));
    }

    #[test]
    fn the_last_state_of_a_fragment_counts() {
        let seen = |on, state| FragmentSeen { on: day(on), state };
        let entry = entry(&[(0, ALIVE)])
            .with_fragment("a", seen(1, FragmentState::Present))
            .with_fragment("a", seen(2, FragmentState::Missing))
            .with_fragment("b", seen(1, FragmentState::OtherCase("B".to_owned())))
            .with_fragment("c", seen(1, FragmentState::Scripted));
        assert_eq!(fragment_is_missing(&entry, "a", day(3)), Some(None));
        assert_eq!(fragment_is_missing(&entry, "a", day(1)), None);
        assert_eq!(fragment_is_missing(&entry, "b", day(3)), Some(Some("B")));
        assert_eq!(fragment_is_missing(&entry, "c", day(3)), None);
        assert_eq!(fragment_is_missing(&entry, "d", day(3)), None);
    }
}
