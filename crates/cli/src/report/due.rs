//! What is due next: reviews, links to look at or to replace, keys and domains that end, certificates, probes, contacts
//! to confirm.

use std::collections::BTreeMap;

use firstaid_diagnostics::site::{Due, DueKind, Health, LinkHealth, When};
use firstaid_ledger::{Kind, Ledger, LinkUrl};
use jiff::ToSpan;
use jiff::civil::Date;

use crate::guide::OpenGuide;

/// Days ahead that certificates are told.
const CERTIFICATE_DAYS: i64 = 30;
/// Days ahead that reviews are told.
const REVIEW_DAYS: i64 = 365;

/// All that is due, what is due now first.
pub(super) fn due(opened: &OpenGuide, ledger: Option<&Ledger>, health: &Health<'_>) -> Vec<Due> {
    let today = opened.today;
    let mut due: Vec<Due> = reviews(health, today).chain(contacts(opened, health)).collect();
    due.extend(health.links.iter().filter_map(link));
    due.extend(owners(health, today));
    if let Some(ledger) = ledger {
        due.extend(certificates(health, ledger, today));
        due.extend(probes(health, today));
    }
    due.sort_by(|a, b| (&a.when, a.kind, &a.subject).cmp(&(&b.when, b.kind, &b.subject)));
    due
}

/// Today or earlier is now.
fn when(day: &str, today: Date) -> When {
    match day.parse::<Date>() {
        Ok(day) if day > today => When::On(day.to_string()),
        _ => When::Now,
    }
}

fn reviews<'a>(health: &'a Health<'_>, today: Date) -> impl Iterator<Item = Due> + 'a {
    let last = today.saturating_add(REVIEW_DAYS.days()).to_string();
    health.files.iter().enumerate().filter_map(move |(at, file)| {
        let day = file.review_due.as_ref().filter(|day| **day <= last)?;
        let reason = format!("last reviewed {}", file.reviewed.as_deref().unwrap_or_default());
        Some(Due {
            when: when(day, today),
            kind: DueKind::Review,
            subject: file.path.to_owned(),
            reason,
            file: Some(at),
        })
    })
}

fn contacts<'a>(opened: &OpenGuide, health: &'a Health<'_>) -> impl Iterator<Item = Due> + 'a {
    let keeps_contacts = opened.registry.has_own_organisations;
    let contacts = health.organisations.iter().filter(move |_| keeps_contacts);
    contacts.flat_map(|it| {
        it.contacts.iter().filter(|(_, verified)| verified.is_none()).map(|(contact, _)| Due {
            when: When::Now,
            kind: DueKind::Contact,
            subject: contact.clone(),
            reason: format!("nobody has confirmed it with {}", it.name),
            file: None,
        })
    })
}

/// What a person has to do about a link.
fn link(link: &LinkHealth) -> Option<Due> {
    let due = |when: When, kind: DueKind, reason: String| {
        Some(Due { when, kind, subject: link.url.clone(), reason, file: None })
    };
    let is = |kind: Kind| link.verdict == kind.as_str();
    if let Some(day) = &link.dead_from {
        return due(When::On(day.clone()), DueKind::Dead, format!("{}, if it goes on", link.verdict));
    }
    let dead = [Kind::Hijacked, Kind::Gone, Kind::NoSuchHost, Kind::TlsBroken, Kind::SoftNotFound, Kind::Unstable];
    if is(Kind::Hijacked) && !link.confirmed {
        return due(When::Now, DueKind::Look, "its domain changed hands, and it shows another page".to_owned());
    }
    if !link.confirmed {
        return None;
    }
    if dead.into_iter().any(is) {
        return due(When::Now, DueKind::Dead, link.verdict.to_owned());
    }
    let reason = match () {
        () if is(Kind::Moved) => "it has moved",
        () if is(Kind::AnotherPage) => "another page stands there than before",
        () if is(Kind::Blocked) => "its server lets no robots in",
        () => return None,
    };
    due(When::Now, DueKind::Look, reason.to_owned())
}

/// Keys and domains that end.
fn owners<'a>(health: &'a Health<'_>, today: Date) -> impl Iterator<Item = Due> + 'a {
    let keys = health.keys.iter().map(|it| (DueKind::Key, &it.key, &it.ends, it.verdict));
    let domains = health.domains.iter().map(|it| (DueKind::Domain, &it.domain, &it.ends, it.verdict));
    keys.chain(domains).filter_map(move |(kind, subject, ends, verdict)| {
        let when = when(ends.as_ref()?, today);
        Some(Due { when, kind, subject: subject.clone(), reason: verdict.to_owned(), file: None })
    })
}

fn certificates<'a>(health: &'a Health<'_>, ledger: &'a Ledger, today: Date) -> impl Iterator<Item = Due> + 'a {
    let last = today.saturating_add(CERTIFICATE_DAYS.days());
    // One for a host: its pages share the certificate.
    let mut hosts: BTreeMap<String, Date> = BTreeMap::new();
    for link in &health.links {
        let url = LinkUrl::parse(&link.url).map(|(url, _)| url);
        let Some((url, entry)) = url.and_then(|url| ledger.get(&url).map(|entry| (url, entry))) else { continue };
        let until = entry.seen().iter().rev().find_map(|seen| seen.tls_until.map(|until| (seen.on, until)));
        if let Some((_, until)) = until.filter(|&(on, until)| until <= last && on <= until) {
            hosts.entry(url.host().to_owned()).and_modify(|known| *known = until.max(*known)).or_insert(until);
        }
    }
    hosts.into_iter().map(move |(host, until)| Due {
        when: when(&until.to_string(), today),
        kind: DueKind::Certificate,
        subject: host,
        reason: "last day of the certificate, as it was last seen".to_owned(),
        file: None,
    })
}

/// The number of links to probe, by day.
fn probes(health: &Health<'_>, today: Date) -> Vec<Due> {
    let mut days: BTreeMap<When, usize> = BTreeMap::new();
    for link in &health.links {
        *days.entry(link.due.as_ref().map_or(When::Now, |day| when(day, today))).or_default() += 1;
    }
    let due = |(when, count): (When, usize)| Due {
        when,
        kind: DueKind::Probe,
        subject: if count == 1 { "1 link".to_owned() } else { format!("{count} links") },
        reason: "firstaid links probe --due".to_owned(),
        file: None,
    };
    days.into_iter().map(due).collect()
}
