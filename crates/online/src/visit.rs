//! One visit: from a URL along its redirects to an answer, within the limits of politeness.

use std::time::{Duration, Instant};

use backon::{BackoffBuilder, ExponentialBuilder};
use firstaid_ledger::{Cause, Class};
use firstaid_text::glob_matches;
use jiff::civil::Date;
use reqwest::Method;
use reqwest::header::SET_COOKIE;
use url::{Position, Url};

use crate::client::{Answer, Body};
use crate::cookies::Cookies;
use crate::fault::Fault;
use crate::issuers::MAX_FETCHED;
use crate::prober::Prober;
use crate::retry_after::parse_retry_after;
use crate::robots::{MAX_ROBOTS_BYTES, Robots};

/// Maximum number of redirects of a visit. Browsers follow 20.
const MAX_REDIRECTS: usize = 10;
/// Maximum number of redirects to a robots.txt (RFC 9309, section 2.3.1.2).
const MAX_ROBOTS_REDIRECTS: usize = 5;
/// Maximum time for the requests of one visit, without the waits between them.
const MAX_VISIT: Duration = Duration::from_secs(120);
/// Maximum size, in bytes, of a body that is kept for other visits to the same redirect target.
const MAX_SHARED_BODY: usize = 256 << 10;
/// Maximum deferral by a `Retry-After` header, in days. Longer ones count as this.
const MAX_DEFERRAL_DAYS: i64 = 90;

/// The result of a visit.
#[derive(Debug)]
pub(crate) struct Visit {
    pub(crate) hops: Vec<Hop>,
    /// The URL of the last request.
    pub(crate) end: Url,
    pub(crate) result: Result<Answer, Fault>,
    /// The day before which the server of the last request asked not to be visited.
    pub(crate) not_before: Option<Date>,
}

/// A redirect.
#[derive(Clone, Debug)]
pub(crate) struct Hop {
    pub(crate) status: u16,
    pub(crate) to: Url,
}

impl Prober {
    /// Follows a URL and its redirects to the end. Every hop passes the same checks; cookies last as long as the visit.
    /// Where the body is not wanted, HEAD is tried first. Its answer counts only for success, a redirect or a rate
    /// limit.
    pub(crate) async fn visit(&self, start: &Url, wanted: Body) -> Visit {
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
                self.shared_step(&here, wanted, &mut cookies, &mut spent).await
            } else {
                self.step(&here, wanted, &mut cookies, &mut spent).await
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

    /// One hop whose answer is shared: concurrent visits that are redirected to the same URL request it once.
    async fn shared_step(
        &self,
        url: &Url,
        wanted: Body,
        cookies: &mut Cookies,
        spent: &mut Duration,
    ) -> Result<Answer, Fault> {
        let name = format!("{wanted:?} {}", &url[..Position::AfterQuery]);
        let target = self.hosts.redirect_target(&name);
        let shared = target.get_or_init(|| async {
            let mut set = Cookies::default();
            (self.step(url, wanted, &mut set, spent).await, set)
        });
        let (answer, set) = shared.await.clone();
        // A fault may be transient, and a large body takes too much memory.
        if answer.as_ref().map_or(true, |it| it.body.as_ref().is_some_and(|body| body.len() > MAX_SHARED_BODY)) {
            self.hosts.forget_redirect_target(&name);
        }
        cookies.merge(set);
        answer
    }

    /// One hop: checks that the URL may be requested, and requests it.
    async fn step(
        &self,
        url: &Url,
        wanted: Body,
        cookies: &mut Cookies,
        spent: &mut Duration,
    ) -> Result<Answer, Fault> {
        if let Some(fault) = self.refusal(url) {
            return Err(fault);
        }
        if self.settings.obey_robots && self.hosts.origin(url).down().is_none() {
            let cache = self.origin_cache(url)?;
            let robots = cache.robots.get_or_init(|| self.robots(url)).await;
            if !robots.allows(&url[Position::BeforePath..Position::AfterQuery]) {
                return Err(Fault::new(Class::Blocked, Cause::Robots));
            }
        }
        if wanted == Body::None {
            let answer = self.request(&Method::HEAD, url, cookies, Body::None, spent).await?;
            if (200..400).contains(&answer.status) && answer.status != 304 || answer.status == 429 {
                return Ok(answer);
            }
        }
        let wanted = if wanted == Body::Any { Body::Any } else { Body::Text };
        self.request(&Method::GET, url, cookies, wanted, spent).await
    }

    /// Why a URL must not be requested, whatever its robots.txt says.
    fn refusal(&self, url: &Url) -> Option<Fault> {
        let is_excluded = || self.settings.exclude.iter().any(|pattern| glob_matches(pattern, url.as_str()));
        let refused = self.clients.refusal(url);
        refused.or_else(|| is_excluded().then_some(Fault::new(Class::Blocked, Cause::Excluded)))
    }

    /// Sends a request when it is the host's turn, and retries it where that may help.
    async fn request(
        &self,
        method: &Method,
        url: &Url,
        cookies: &mut Cookies,
        wanted: Body,
        spent: &mut Duration,
    ) -> Result<Answer, Fault> {
        let (host, origin) = (self.hosts.host(url), self.hosts.origin(url));
        let mut delays = ExponentialBuilder::default()
            .with_min_delay(self.settings.backoff)
            .with_factor(2.0)
            .with_max_times(self.settings.retries)
            .with_jitter()
            .build();
        let mut tried: Vec<Url> = Vec::new();
        loop {
            if let Some(fault) = origin.down().or(origin.not_before().map(|_| Fault::DEFERRED)) {
                return Err(fault);
            }
            let cache = self.origin_cache(url)?;
            let turn = host.turn(self.settings.spacing).await;
            let start = Instant::now();
            let result = self.clients.send(&cache.client, method, url, cookies.header(url), wanted).await;
            *spent += start.elapsed();
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
                Ok(answer) if is_temporary(answer.status) => {
                    let wait = answer.header("retry-after").and_then(parse_retry_after);
                    if let Some(wait) = wait {
                        host.pause(wait);
                    }
                    wait
                }
                Err(fault) if fault.is_transient() => None,
                Err(fault) if fault.cause == Some(Cause::UnknownIssuer) && tried.len() < MAX_FETCHED => {
                    let fault = match self.fetch_issuer(url).await {
                        // The same address again: what is there does not continue the chain.
                        Some((address, true)) if !tried.contains(&address) => {
                            tried.push(address);
                            continue;
                        }
                        Some((_, true)) | None => *fault,
                        // Browsers may open the page, and this machine cannot tell.
                        Some((_, false)) => Fault { at_connect: fault.at_connect, ..Fault::MISSING_INTERMEDIATE },
                    };
                    origin.record(Err(fault));
                    return Err(fault);
                }
                _ => {
                    origin.record(result.as_ref().map(|_| ()).map_err(|fault| *fault));
                    return result;
                }
            };
            let Some(delay) = delays.next().filter(|_| *spent < MAX_VISIT) else {
                origin.record(result.as_ref().map(|_| ()).map_err(|fault| *fault));
                return result;
            };
            tokio::time::sleep(delay.max(wait.unwrap_or_default())).await;
        }
    }

    /// Fetches the certificate that the last chain of a server lacks. `None` if it lacks none that has an address, else
    /// the address, and whether a certificate was there.
    async fn fetch_issuer(&self, url: &Url) -> Option<(Url, bool)> {
        let issuers = &self.clients.issuers;
        let address = issuers.missing(url.host_str()?)?;
        let cell = issuers.fetch(&address);
        let fetch = cell.get_or_init(|| async {
            if self.refusal(&address).is_some() {
                return false;
            }
            let Ok(cache) = self.origin_cache(&address) else { return false };
            let host = self.hosts.host(&address);
            let _turn = host.turn(self.settings.spacing).await;
            match self.clients.send(&cache.client, &Method::GET, &address, None, Body::Any).await {
                Ok(answer) if answer.status == 200 => issuers.add(&answer.body.unwrap_or_default()),
                _ => false,
            }
        });
        let is_fetched = *fetch.await;
        Some((address, is_fetched))
    }

    /// The robots.txt of a URL's origin. Without a readable one everything is allowed, and the request for the page
    /// itself shows what is wrong.
    async fn robots(&self, url: &Url) -> Robots {
        let mut here = url.clone();
        here.set_path("/robots.txt");
        here.set_query(None);
        here.set_fragment(None);
        let (mut cookies, mut spent) = (Cookies::default(), Duration::ZERO);
        for _ in 0..=MAX_ROBOTS_REDIRECTS {
            if self.refusal(&here).is_some() {
                break;
            }
            let Ok(answer) = self.request(&Method::GET, &here, &mut cookies, Body::Text, &mut spent).await else {
                break;
            };
            match redirect(&here, &answer) {
                Some((_, to)) => here = to,
                None if answer.status == 200 => {
                    let body = answer.body.unwrap_or_default();
                    return Robots::parse(&String::from_utf8_lossy(&body[..body.len().min(MAX_ROBOTS_BYTES)]));
                }
                None => break,
            }
        }
        Robots::default()
    }

    /// The day before which a server asked not to be visited, if that is longer than a run waits.
    fn deferral(&self, answer: &Answer) -> Option<Date> {
        let wait = answer.header("retry-after").filter(|_| is_temporary(answer.status)).and_then(parse_retry_after)?;
        let days = i64::try_from(wait.as_secs().div_ceil(86400)).unwrap_or(i64::MAX).clamp(1, MAX_DEFERRAL_DAYS);
        (wait > self.settings.longest_wait).then(|| self.settings.today.saturating_add(jiff::Span::new().days(days)))
    }
}

/// Whether a status says that a later request may succeed.
fn is_temporary(status: u16) -> bool {
    matches!(status, 429 | 500 | 502 | 503 | 504)
}

/// The status and the target of a redirect.
fn redirect(from: &Url, answer: &Answer) -> Option<(u16, Url)> {
    if !matches!(answer.status, 301 | 302 | 303 | 307 | 308) {
        return None;
    }
    // Only ASCII is allowed here, but browsers accept UTF-8, and servers send it.
    let location = answer.headers.get("location")?;
    let mut to = from.join(std::str::from_utf8(location.as_bytes()).ok()?.trim()).ok()?;
    if to.fragment().is_none() {
        to.set_fragment(from.fragment());
    }
    // No credentials of a redirect are used or stored. Removing them fails only for a URL without a host.
    let _ = to.set_username("");
    let _ = to.set_password(None);
    Some((answer.status, to))
}
