//! One visit: from an address over its redirects to an answer, politely.

use std::sync::Arc;
use std::time::{Duration, Instant};

use backon::{BackoffBuilder, ExponentialBuilder};
use firstaid_ledger::{Cause, Class};
use firstaid_text::glob_matches;
use jiff::civil::Date;
use reqwest::Method;
use reqwest::header::SET_COOKIE;
use url::{Position, Url};

use crate::client::{Answer, Clients};
use crate::cookies::Cookies;
use crate::fault::Fault;
use crate::host::{Hosts, Warm};
use crate::robots::{MAX_ROBOTS, Robots};
use crate::{Lookup, OnlineError, Settings};

/// Browsers give up after 20; nobody needs more than this.
const MAX_REDIRECTS: usize = 10;
/// RFC 9309, section 2.3.1.2
const MAX_ROBOTS_REDIRECTS: usize = 5;
/// Time spent on the requests of one visit, waiting for turns apart.
const MAX_VISIT: Duration = Duration::from_secs(120);
/// An answer with a longer body is not kept for other links.
const MAX_KEPT_BODY: usize = 256 << 10;
/// A `Retry-After` further away is no promise.
const MAX_DEFERRAL_DAYS: i64 = 90;

/// Visits links. What it learns of hosts is shared by all visits of a run.
pub struct Prober {
    pub(crate) settings: Settings,
    pub(crate) lookup: Arc<dyn Lookup>,
    pub(crate) hosts: Hosts,
    clients: Clients,
}

/// What a visit came to.
#[derive(Debug)]
pub(crate) struct Visit {
    pub(crate) hops: Vec<Hop>,
    /// The address of the last request.
    pub(crate) end: Url,
    pub(crate) result: Result<Answer, Fault>,
    /// The server of the last request does not want to be asked before this day.
    pub(crate) not_before: Option<Date>,
}

/// A redirect.
#[derive(Clone, Debug)]
pub(crate) struct Hop {
    pub(crate) status: u16,
    pub(crate) to: Url,
}

impl Prober {
    /// Must be called within a Tokio runtime.
    pub fn new(settings: Settings, lookup: Arc<dyn Lookup>) -> Result<Self, OnlineError> {
        let clients = Clients::new(&settings, &lookup)?;
        Ok(Self { hosts: Hosts::new(settings.per_host, settings.jobs), settings, lookup, clients })
    }

    /// Follows an address to its end. Every hop passes the same checks; cookies last as long as the visit. HEAD is
    /// asked first where the body is not wanted, and its word is taken for good news and redirects only.
    pub(crate) async fn visit(&self, start: &Url, wants_body: bool) -> Visit {
        let mut visit = Visit { hops: Vec::new(), end: start.clone(), result: Err(Fault::TIME_OUT), not_before: None };
        let mut cookies = Cookies::default();
        let mut seen: Vec<(Url, Cookies)> = Vec::new();
        let mut spent = Duration::ZERO;
        loop {
            let here = visit.end.clone();
            let state = (here.clone(), cookies.clone());
            if seen.contains(&state) {
                visit.result = Err(Fault::new(Class::Unstable, Cause::RedirectLoop));
                return visit;
            }
            seen.push(state);
            let is_shared = !visit.hops.is_empty() && cookies.header(&here).is_none();
            let answer = if is_shared {
                self.shared_step(&here, wants_body, &mut cookies, &mut spent).await
            } else {
                self.step(&here, wants_body, &mut cookies, &mut spent).await
            };
            visit.not_before = answer.as_ref().ok().and_then(|answer| self.deferral(answer));
            let next = answer.as_ref().ok().and_then(|answer| redirect(&here, answer));
            let Some((status, to)) = next else {
                visit.result = answer;
                return visit;
            };
            visit.hops.push(Hop { status, to: to.clone() });
            visit.end = to;
            if visit.hops.len() > MAX_REDIRECTS {
                visit.result = Err(Fault::new(Class::Unstable, Cause::TooManyRedirects));
                return visit;
            }
            if spent > MAX_VISIT {
                return visit;
            }
        }
    }

    /// One hop that other links may lead to as well: asked once for all that want it at about the same time.
    async fn shared_step(
        &self,
        url: &Url,
        wants_body: bool,
        cookies: &mut Cookies,
        spent: &mut Duration,
    ) -> Result<Answer, Fault> {
        let name = format!("{wants_body} {}", &url[..Position::AfterQuery]);
        let target = self.hosts.target(&name);
        let asked = target.get_or_init(|| async {
            let mut set = Cookies::default();
            (self.step(url, wants_body, &mut set, spent).await, set)
        });
        let (answer, set) = asked.await.clone();
        // A fault may pass, and a large page is not kept.
        if answer.as_ref().map_or(true, |it| it.body.as_ref().is_some_and(|body| body.len() > MAX_KEPT_BODY)) {
            self.hosts.forget_target(&name);
        }
        cookies.take(set);
        answer
    }

    /// One hop: may it be asked, and what does it answer?
    async fn step(
        &self,
        url: &Url,
        wants_body: bool,
        cookies: &mut Cookies,
        spent: &mut Duration,
    ) -> Result<Answer, Fault> {
        if let Some(fault) = self.forbids(url) {
            return Err(fault);
        }
        if self.settings.obey_robots && self.hosts.origin(url).down().is_none() {
            let warm = self.warm(url)?;
            let robots = warm.robots.get_or_init(|| self.robots(url)).await;
            if !robots.allows(&url[Position::BeforePath..Position::AfterQuery]) {
                return Err(Fault::new(Class::Blocked, Cause::Robots));
            }
        }
        if !wants_body {
            let answer = self.ask(&Method::HEAD, url, cookies, false, spent).await?;
            if (200..400).contains(&answer.status) && answer.status != 304 || answer.status == 429 {
                return Ok(answer);
            }
        }
        self.ask(&Method::GET, url, cookies, true, spent).await
    }

    /// What keeps an address from being asked, whatever its host says.
    fn forbids(&self, url: &Url) -> Option<Fault> {
        let is_excluded = || self.settings.exclude.iter().any(|pattern| glob_matches(pattern, url.as_str()));
        let refused = self.clients.refuses(url);
        refused.or_else(|| is_excluded().then_some(Fault::new(Class::Blocked, Cause::Excluded)))
    }

    pub(crate) fn warm(&self, url: &Url) -> Result<Arc<Warm>, Fault> {
        self.hosts.warm(url, || self.clients.client(url))
    }

    /// Asks in turn, and again where that may help.
    async fn ask(
        &self,
        method: &Method,
        url: &Url,
        cookies: &mut Cookies,
        wants_body: bool,
        spent: &mut Duration,
    ) -> Result<Answer, Fault> {
        let (host, origin) = (self.hosts.host(url), self.hosts.origin(url));
        let mut delays = ExponentialBuilder::default()
            .with_min_delay(self.settings.backoff)
            .with_factor(2.0)
            .with_max_times(self.settings.retries)
            .with_jitter()
            .build();
        loop {
            if let Some(fault) = origin.down().or(origin.not_before().map(|_| Fault::DEFERRED)) {
                return Err(fault);
            }
            let warm = self.warm(url)?;
            let turn = host.turn(self.settings.spacing).await;
            let begun = Instant::now();
            let result = self.clients.send(&warm.client, method, url, cookies.header(url), wants_body).await;
            *spent += begun.elapsed();
            drop(turn);
            if let Ok(answer) = &result {
                for value in answer.headers.get_all(SET_COOKIE).iter().filter_map(|value| value.to_str().ok()) {
                    cookies.set(url, value);
                }
            }
            if let Some(until) = result.as_ref().ok().and_then(|answer| self.deferral(answer)) {
                origin.defer(until);
                return result;
            }
            let wait = match &result {
                Ok(answer) if is_for_later(answer.status) => {
                    let wait = answer.header("retry-after").and_then(wait_of);
                    if let Some(wait) = wait {
                        host.rest(wait);
                    }
                    wait
                }
                Err(fault) if fault.is_transient() => None,
                _ => {
                    origin.learn(result.as_ref().map(|_| ()).map_err(|fault| *fault));
                    return result;
                }
            };
            let Some(delay) = delays.next().filter(|_| *spent < MAX_VISIT) else {
                origin.learn(result.as_ref().map(|_| ()).map_err(|fault| *fault));
                return result;
            };
            tokio::time::sleep(delay.max(wait.unwrap_or_default())).await;
        }
    }

    /// What a host's robots.txt says. A host that has none, or cannot give it, forbids nothing: the page itself will
    /// show what is wrong.
    async fn robots(&self, url: &Url) -> Robots {
        let mut here = url.clone();
        here.set_path("/robots.txt");
        here.set_query(None);
        here.set_fragment(None);
        let (mut cookies, mut spent) = (Cookies::default(), Duration::ZERO);
        for _ in 0..=MAX_ROBOTS_REDIRECTS {
            if self.forbids(&here).is_some() {
                break;
            }
            let Ok(answer) = self.ask(&Method::GET, &here, &mut cookies, true, &mut spent).await else { break };
            match redirect(&here, &answer) {
                Some((_, to)) => here = to,
                None if answer.status == 200 => {
                    let body = answer.body.unwrap_or_default();
                    return Robots::parse(&String::from_utf8_lossy(&body[..body.len().min(MAX_ROBOTS)]));
                }
                None => break,
            }
        }
        Robots::default()
    }

    /// The day before which a server does not want to be asked, if that is further off than we wait.
    fn deferral(&self, answer: &Answer) -> Option<Date> {
        let wait = answer.header("retry-after").filter(|_| is_for_later(answer.status)).and_then(wait_of)?;
        let days = i64::try_from(wait.as_secs().div_ceil(86400)).unwrap_or(i64::MAX).clamp(1, MAX_DEFERRAL_DAYS);
        (wait > self.settings.longest_wait).then(|| self.settings.today.saturating_add(jiff::Span::new().days(days)))
    }
}

/// Whether a server says that it may do better later.
fn is_for_later(status: u16) -> bool {
    matches!(status, 429 | 500 | 502 | 503 | 504)
}

/// Where an answer sends us, if it does.
fn redirect(from: &Url, answer: &Answer) -> Option<(u16, Url)> {
    if !matches!(answer.status, 301 | 302 | 303 | 307 | 308) {
        return None;
    }
    // Servers send UTF-8 where only ASCII is allowed; browsers take it.
    let location = answer.headers.get("location")?;
    let mut to = from.join(std::str::from_utf8(location.as_bytes()).ok()?.trim()).ok()?;
    if to.fragment().is_none() {
        to.set_fragment(from.fragment());
    }
    // A user name and a password are nobody's but the reader's. Neither fails where there is a host.
    let _ = to.set_username("");
    let _ = to.set_password(None);
    Some((answer.status, to))
}

/// The wait that a `Retry-After` header asks for: seconds, or a date (RFC 9110, section 10.2.3).
pub(crate) fn wait_of(value: &str) -> Option<Duration> {
    let value = value.trim();
    if let Ok(seconds) = value.parse() {
        return Some(Duration::from_secs(seconds));
    }
    let until = jiff::fmt::rfc2822::parse(value).ok()?.timestamp();
    let seconds = until.duration_since(jiff::Timestamp::now()).as_secs().max(0);
    Some(Duration::from_secs(seconds.unsigned_abs()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_are_seconds_or_dates() {
        assert_eq!(wait_of("120"), Some(Duration::from_secs(120)));
        assert_eq!(wait_of("Wed, 21 Oct 2015 07:28:00 GMT"), Some(Duration::ZERO));
        let far = wait_of("Tue, 31 Dec 2999 23:59:59 GMT").unwrap();
        assert!(far > Duration::from_secs(86400 * 365));
        assert_eq!((wait_of("soon"), wait_of("-1")), (None, None));
    }
}
