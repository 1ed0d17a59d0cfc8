//! Turns the evidence of a visit into an observation: pure functions.

use firstaid_ledger::{Cause, Caution, Class, FragmentSeen, FragmentState, LinkUrl, Observation, PagePrint};
use jiff::civil::Date;
use percent_encoding::percent_decode_str;
use url::Url;

use crate::client::Answer;
use crate::signatures::{challenge_header, challenge_title, is_consent, is_login, parked_page, parking_host};
use crate::site::site_of;
use crate::text::{IdFound, PageText, is_unrelated};
use crate::visit::{Hop, Visit};

/// All that was seen of a link once its requests are done.
pub(crate) struct Evidence<'a> {
    pub(crate) today: Date,
    pub(crate) start: &'a Url,
    pub(crate) visit: &'a Visit,
    /// The page, where a body was read.
    pub(crate) page: Option<&'a PageText>,
    /// Why the page counts as a soft 404, if it does.
    pub(crate) soft404: Option<Cause>,
    /// The parking service that its name servers belong to.
    pub(crate) name_server: Option<&'a str>,
    /// The signature of the page when it was last alive.
    pub(crate) signature: Option<&'a str>,
    /// The fingerprint of the page when it was last read.
    pub(crate) print: Option<&'a PagePrint>,
}

pub(crate) fn observe(evidence: &Evidence<'_>) -> Observation {
    let visit = evidence.visit;
    let (class, cause, mark) = classify(evidence);
    let mut it = Observation::new(evidence.today, class);
    (it.cause, it.mark, it.not_before) = (cause, mark, visit.not_before);
    it.hops = visit.hops.iter().map(|hop| hop.status).collect();
    it.end = (visit.end != *evidence.start).then(|| ledger_form(&visit.end));
    if let Ok(answer) = &visit.result {
        it.status = Some(answer.status);
        it.tls_until = answer.tls_until;
    }
    if class.is_ok() {
        it.signature = match evidence.page {
            Some(page) => page.signature(),
            None => evidence.signature.map(str::to_owned),
        };
        it.page = match evidence.page {
            Some(page) => page.print(evidence.today, !follows_visitor(visit)).map(Box::new),
            None => evidence.print.cloned().map(Box::new),
        };
    }
    if class == Class::Moved
        && let Some(to) = permanent_target(&visit.hops)
    {
        it.to = Some(ledger_form(to));
        it.caution = caution(evidence.start, to);
    }
    it
}

/// Whether the server chooses the language by what a visitor asks for.
fn follows_visitor(visit: &Visit) -> bool {
    let vary = visit.result.as_ref().ok().and_then(|answer| answer.header("vary"));
    vary.is_some_and(|it| it.to_ascii_lowercase().contains("accept-language"))
}

fn classify(evidence: &Evidence<'_>) -> (Class, Option<Cause>, Option<String>) {
    let (start, visit) = (evidence.start, evidence.visit);
    let parking = visit.hops.iter().find_map(|hop| parking_host(hop.to.host_str()?));
    if let Some(service) = parking.filter(|_| parking_host(start.host_str().unwrap_or_default()).is_none()) {
        return (Class::Hijacked, Some(Cause::Parked), Some(service.to_owned()));
    }
    let answer = match &visit.result {
        Ok(answer) => answer,
        Err(fault) => return (fault.class, fault.cause, None),
    };
    if let Some(header) = challenge_header(|name| answer.header(name)) {
        return (Class::Blocked, Some(Cause::Challenge), Some(header.to_owned()));
    }
    if let Some(title) = evidence.page.and_then(challenge_title) {
        return (Class::Blocked, Some(Cause::Challenge), Some(title.to_owned()));
    }
    match answer.status {
        200..=299 => classify_page(evidence),
        404 | 410 => (Class::Gone, None, None),
        429 => (Class::Blocked, Some(Cause::RateLimit), None),
        // Other refusals may be meant for robots only.
        400..=499 | 600.. => (Class::Blocked, None, None),
        500..=599 => (Class::Unstable, None, None),
        _ => (Class::Unstable, Some(Cause::BadRedirect), None),
    }
}

/// The class of a page that came with a status of 2xx.
fn classify_page(evidence: &Evidence<'_>) -> (Class, Option<Cause>, Option<String>) {
    let (start, visit) = (evidence.start, evidence.visit);
    let to = permanent_target(&visit.hops).filter(|to| !is_same(start, to));
    // A temporary redirect to a login or consent page hides the page. After a permanent one a person has to decide.
    if to.is_none() && !visit.hops.is_empty() {
        if is_login(&visit.end) && !is_login(start) {
            return (Class::Blocked, Some(Cause::Login), None);
        }
        if is_consent(&visit.end) && !is_consent(start) {
            return (Class::Blocked, Some(Cause::Consent), None);
        }
    }
    if let Some(page) = evidence.page {
        let mark = parked_page(page).or_else(|| evidence.name_server.map(str::to_owned));
        if let Some(mark) = mark {
            return (Class::Hijacked, Some(Cause::Parked), Some(mark));
        }
        let is_other_site = site(start) != site(&visit.end);
        if is_other_site && evidence.signature.is_some_and(|signature| is_unrelated(signature, page)) {
            return (Class::Hijacked, Some(Cause::Unrelated), Some(site(&visit.end).to_owned()));
        }
    }
    if let Some(cause) = evidence.soft404 {
        return (Class::SoftNotFound, Some(cause), None);
    }
    (if to.is_some() { Class::Moved } else { Class::Alive }, None, None)
}

/// The target of the last permanent redirect before the first temporary one.
fn permanent_target(hops: &[Hop]) -> Option<&Url> {
    hops.iter().take_while(|hop| matches!(hop.status, 301 | 308)).last().map(|hop| &hop.to)
}

fn is_same(a: &Url, b: &Url) -> bool {
    LinkUrl::parse(a.as_str()).map(|(url, _)| url) == LinkUrl::parse(b.as_str()).map(|(url, _)| url)
}

/// Why a person has to look at a new address.
fn caution(start: &Url, to: &Url) -> Option<Caution> {
    let is_home = |url: &Url| matches!(url.path(), "/" | "") && url.query().is_none();
    if site(start) != site(to) {
        Some(Caution::OtherDomain)
    } else if is_login(to) && !is_login(start) {
        Some(Caution::Login)
    } else if is_consent(to) && !is_consent(start) {
        Some(Caution::Consent)
    } else {
        (is_home(to) && !is_home(start)).then_some(Caution::Home)
    }
}

fn site(url: &Url) -> &str {
    site_of(url.host_str().unwrap_or_default())
}

/// A URL as the ledger has it: without user name and password, and not too long.
fn ledger_form(url: &Url) -> String {
    let (address, fragment) = LinkUrl::parse(url.as_str()).map_or_else(
        || (url.as_str().chars().take(200).collect(), None),
        |(address, fragment)| (address.as_str().to_owned(), fragment),
    );
    fragment.map(|fragment| format!("{address}#{fragment}")).unwrap_or(address)
}

/// Whether the page has the ids that the fragments of links name.
pub(crate) fn fragments(
    today: Date,
    wanted: &[String],
    answer: &Answer,
    page: &PageText,
) -> Vec<(String, FragmentSeen)> {
    let is_html = answer.header("content-type").is_none_or(|kind| kind.to_ascii_lowercase().contains("html"));
    let state = |fragment: &str| {
        // Text fragments, routes of scripts and pages of a PDF are not ids.
        if !is_html || fragment.contains([':', '/', '!', '=']) {
            return FragmentState::Scripted;
        }
        // Every page has a top.
        if fragment.eq_ignore_ascii_case("top") {
            return FragmentState::Present;
        }
        let decoded = percent_decode_str(fragment).decode_utf8_lossy();
        match page.find_id(&decoded) {
            IdFound::Yes => FragmentState::Present,
            IdFound::PerhapsByScript => FragmentState::Scripted,
            // The id may be in the part that was not read.
            _ if answer.is_truncated => FragmentState::Scripted,
            IdFound::OtherCase(id) => FragmentState::OtherCase(id.chars().take(200).collect()),
            IdFound::No => FragmentState::Missing,
        }
    };
    wanted.iter().map(|it| (it.clone(), FragmentSeen { on: today, state: state(it) })).collect()
}

#[cfg(test)]
mod tests {
    use reqwest::header::HeaderMap;

    use super::*;
    use crate::fault::Fault;

    fn url(text: &str) -> Url {
        Url::parse(text).unwrap()
    }

    /// The observation of `https://a.org/x` after these redirects, with this status and page at the end.
    fn seen(hops: &[(u16, &str)], status: u16, html: &str, signature: Option<&str>) -> Observation {
        let start = url("https://a.org/x");
        let hops: Vec<Hop> = hops.iter().map(|&(status, to)| Hop { status, to: url(to) }).collect();
        let end = hops.last().map_or_else(|| start.clone(), |hop| hop.to.clone());
        let answer = Answer { status, headers: HeaderMap::new(), body: None, is_truncated: false, tls_until: None };
        let visit = Visit { hops, end, result: Ok(answer), not_before: None };
        let page = PageText::new(html, true, "");
        let (today, page) = (jiff::civil::date(2026, 11, 23), Some(&page));
        observe(&Evidence {
            today,
            start: &start,
            visit: &visit,
            page,
            soft404: None,
            name_server: None,
            signature,
            print: None,
        })
    }

    #[test]
    fn only_permanent_redirects_give_a_new_address() {
        let to = |hops: &[(u16, &str)]| {
            let it = seen(hops, 200, "", None);
            (it.class, it.to, it.caution)
        };
        let moved = |to: &str, caution| (Class::Moved, Some(to.to_owned()), caution);
        assert_eq!(to(&[(301, "https://a.org/y"), (308, "https://a.org/z")]), moved("https://a.org/z", None));
        assert_eq!(to(&[(301, "https://a.org/y"), (302, "https://a.org/z")]), moved("https://a.org/y", None));
        assert_eq!(to(&[(302, "https://a.org/y"), (301, "https://a.org/z")]), (Class::Alive, None, None));
        assert_eq!(to(&[(301, "https://a.org/x")]), (Class::Alive, None, None));
        assert_eq!(to(&[(301, "https://b.org/x")]), moved("https://b.org/x", Some(Caution::OtherDomain)));
        assert_eq!(to(&[(301, "https://www.a.org/")]), moved("https://www.a.org/", Some(Caution::Home)));
        assert_eq!(to(&[(301, "https://a.org/login")]), moved("https://a.org/login", Some(Caution::Login)));
        assert_eq!(to(&[(301, "https://me:pw@a.org/y#z")]), moved("https://a.org/y#z", None));
    }

    #[test]
    fn every_status_has_a_class() {
        let class = |status| seen(&[], status, "", None).class;
        assert_eq!([200, 204, 206].map(class), [Class::Alive; 3]);
        assert_eq!([404, 410].map(class), [Class::Gone; 2]);
        assert_eq!([401, 403, 418, 429, 451, 999].map(class), [Class::Blocked; 6]);
        assert_eq!([500, 503, 300, 304].map(class), [Class::Unstable; 4]);
    }

    #[test]
    fn login_pages_challenges_parked_domains_and_unrelated_pages_are_recognised() {
        let subject = |hops: &[(u16, &str)], html: &str, signature| seen(hops, 200, html, signature).subject();
        assert_eq!(subject(&[(302, "https://a.org/login?next=x")], "", None), "blocked:login");
        assert_eq!(subject(&[(302, "https://consent.a.org/")], "", None), "blocked:consent");
        assert_eq!(subject(&[], "<title>Just a moment...</title>", None), "blocked:challenge:just a moment");
        assert_eq!(subject(&[], "This domain is for sale", None), "hijacked:parked:this domain is for sale");
        assert_eq!(subject(&[(302, "https://www.hugedomains.com/a")], "", None), "hijacked:parked:hugedomains.com");
        let old = "Choose a service that encrypts what it stores and turn on a second factor for every account";
        let old = PageText::new(old, true, "").signature();
        let casino = "Best slots and poker tables tonight, spin now to win a bonus, no deposit is required at all";
        let at = [(302, "https://casino.net/")];
        assert_eq!(subject(&at, casino, old.as_deref()), "hijacked:unrelated:casino.net");
        assert_eq!(subject(&at, casino, None), "alive");
        assert_eq!(subject(&[(302, "https://www.a.org/y")], casino, old.as_deref()), "alive");
    }

    #[test]
    fn a_fault_gives_its_class_and_cause_and_no_signature() {
        let start = url("https://a.org/x");
        let visit = Visit { hops: vec![], end: start.clone(), result: Err(Fault::PRIVATE), not_before: None };
        let today = jiff::civil::date(2026, 11, 23);
        let it = observe(&Evidence {
            today,
            start: &start,
            visit: &visit,
            page: None,
            soft404: None,
            name_server: None,
            signature: Some("x"),
            print: None,
        });
        assert_eq!((it.subject().as_str(), it.signature), ("blocked:private-address", None));
    }
}
