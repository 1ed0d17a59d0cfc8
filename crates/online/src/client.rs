//! One request and its answer, within limits of time and size. Follows no redirect and retries nothing.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use firstaid_ledger::{Cause, Class};
use jiff::civil::Date;
use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use reqwest::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, COOKIE, HeaderMap, HeaderValue, USER_AGENT};
use reqwest::tls::TlsInfo;
use reqwest::{Client, Method, Proxy, Response};
use rustls::ClientConfig;
use tokio::time::timeout;
use url::{Host, Url};

use crate::error::OnlineError;
use crate::fault::Fault;
use crate::guard::Guard;
use crate::issuers::Issuers;
use crate::machine::Key;
use crate::resolver::{Lookup, LookupError};
use crate::robots::PRODUCT;
use crate::settings::{Settings, Timeouts};
use crate::tls::{not_after, tls_config};

/// Maximum size of all headers of an HTTP/2 answer, in bytes.
const MAX_HEADER_BYTES: u32 = 64 << 10;
/// Maximum number of headers of an HTTP/1 answer.
const MAX_HEADERS: usize = 200;
/// Time after which an unused connection is closed.
const KEEP_ALIVE: Duration = Duration::from_secs(5);

/// What of a body is read.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Body {
    None,
    /// The body if it is text.
    Text,
    /// The body, whatever type the server gives it.
    Any,
}

/// A server's answer to one request.
#[derive(Clone, Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    /// `None` if the body was not wanted, or is not of the wanted type.
    pub(crate) body: Option<Vec<u8>>,
    /// Whether `body` lacks the end: it was too long, or could not be decompressed.
    pub(crate) is_truncated: bool,
    /// The last day of the certificate.
    pub(crate) tls_until: Option<Date>,
}

impl Answer {
    /// A header as text; `None` if it is absent or not ASCII.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).and_then(|value| value.to_str().ok())
    }
}

/// Makes one client for each origin: its resolver then knows the port, and dropping it closes its connections.
pub(crate) struct Clients {
    tls: ClientConfig,
    /// The intermediate certificates that servers did not send.
    pub(crate) issuers: Arc<Issuers>,
    lookup: Arc<dyn Lookup>,
    guard: Guard,
    user_agent: HeaderValue,
    /// Used for onion hosts only.
    proxy: Option<Proxy>,
    timeouts: Timeouts,
    per_host: usize,
    max_body: usize,
}

impl Clients {
    pub(crate) fn new(settings: &Settings, lookup: &Arc<dyn Lookup>) -> Result<Self, OnlineError> {
        let proxy = settings.proxy.as_ref().map(|proxy| {
            // The proxy resolves names: an onion name must never reach the DNS.
            let proxy = proxy.as_str().replacen("socks5://", "socks5h://", 1).replacen("socks4://", "socks4a://", 1);
            Proxy::all(proxy).map_err(|error| OnlineError::Client(error.to_string()))
        });
        let issuers = Arc::default();
        let user_agent = HeaderValue::from_str(&settings.user_agent);
        Ok(Self {
            tls: tls_config(&settings.extra_roots, &issuers)?,
            issuers,
            lookup: Arc::clone(lookup),
            guard: settings.guard.clone(),
            user_agent: user_agent.unwrap_or(HeaderValue::from_static(PRODUCT)),
            proxy: proxy.transpose()?,
            timeouts: settings.timeouts,
            per_host: settings.per_host,
            max_body: settings.max_body,
        })
    }

    /// A client for the origin of a URL.
    pub(crate) fn client(&self, url: &Url) -> Result<Client, Fault> {
        let mut headers = HeaderMap::new();
        headers.insert(USER_AGENT, self.user_agent.clone());
        headers.insert(ACCEPT, HeaderValue::from_static("text/html,application/xhtml+xml,*/*;q=0.8"));
        let builder = Client::builder()
            .tls_backend_preconfigured(self.tls.clone())
            .tls_info(true)
            .default_headers(headers)
            .redirect(reqwest::redirect::Policy::none())
            .retry(reqwest::retry::never())
            .referer(false)
            .connect_timeout(self.timeouts.connect)
            .pool_max_idle_per_host(self.per_host)
            .pool_idle_timeout(KEEP_ALIVE)
            .http1_max_headers(MAX_HEADERS)
            .http2_max_header_list_size(MAX_HEADER_BYTES);
        let builder = match &self.proxy {
            Some(proxy) if is_onion(url) => builder.proxy(proxy.clone()),
            _ => {
                let (lookup, guard) = (Arc::clone(&self.lookup), self.guard.clone());
                let port = url.port_or_known_default().unwrap_or_default();
                builder.no_proxy().dns_resolver(GuardedResolver { lookup, guard, port, timeout: self.timeouts.dns })
            }
        };
        builder.build().map_err(|error| Fault::of(&error))
    }

    /// Why a URL must not be requested, if so. A host name is checked again once it is resolved.
    pub(crate) fn refusal(&self, url: &Url) -> Option<Fault> {
        let port = url.port_or_known_default().unwrap_or_default();
        match url.host() {
            _ if !matches!(url.scheme(), "http" | "https") => Some(Fault::new(Class::Unstable, Cause::BadRedirect)),
            None => Some(Fault::new(Class::Unstable, Cause::BadRedirect)),
            Some(Host::Ipv4(ip)) => (!self.guard.allows(SocketAddr::new(ip.into(), port))).then_some(Fault::PRIVATE),
            Some(Host::Ipv6(ip)) => (!self.guard.allows(SocketAddr::new(ip.into(), port))).then_some(Fault::PRIVATE),
            Some(Host::Domain(_)) if is_onion(url) && self.proxy.is_none() => {
                Some(Fault::new(Class::Blocked, Cause::NeedsProxy))
            }
            Some(Host::Domain(_)) => None,
        }
    }

    /// Sends one request. The body is read if it is wanted, up to the limit of its size.
    pub(crate) async fn send(
        &self,
        client: &Client,
        method: &Method,
        url: &Url,
        cookies: Option<String>,
        wanted: Body,
    ) -> Result<Answer, Fault> {
        if let Some(fault) = self.refusal(url) {
            return Err(fault);
        }
        let mut request = client.request(method.clone(), url.clone());
        if let Some(cookies) = cookies.and_then(|it| HeaderValue::from_str(&it).ok()) {
            request = request.header(COOKIE, cookies);
        }
        let request = request.build().map_err(|error| Fault::of(&error))?;
        let whole = async {
            let answer =
                timeout(self.timeouts.first_byte, client.execute(request)).await.map_err(|_| Fault::TIME_OUT)?;
            let wanted = if *method == Method::HEAD { Body::None } else { wanted };
            self.read(answer.map_err(|error| Fault::of(&error))?, wanted).await
        };
        timeout(self.timeouts.whole, whole).await.map_err(|_| Fault::TIME_OUT)?
    }

    /// Sends a request with a key: with a form if there is one. Redirects are not followed, so nobody else gets the key.
    pub(crate) async fn send_with_key(
        &self,
        client: &Client,
        url: &Url,
        key: &Key,
        form: Option<String>,
    ) -> Result<Answer, Fault> {
        if let Some(fault) = self.refusal(url) {
            return Err(fault);
        }
        let method = if form.is_some() { Method::POST } else { Method::GET };
        let value = key.header("LOW").ok_or(Fault::new(Class::Unstable, Cause::BadAnswer))?;
        let request = client.request(method, url.clone()).header(AUTHORIZATION, value);
        let request = request.header(ACCEPT, HeaderValue::from_static("application/json"));
        let request = match form {
            Some(form) => request.header(CONTENT_TYPE, "application/x-www-form-urlencoded").body(form),
            None => request,
        };
        let request = request.build().map_err(|error| Fault::of(&error))?;
        let whole = async {
            let answer = client.execute(request).await.map_err(|error| Fault::of(&error))?;
            self.read(answer, Body::Any).await
        };
        timeout(self.timeouts.whole, whole).await.map_err(|_| Fault::TIME_OUT)?
    }

    async fn read(&self, mut response: Response, wanted: Body) -> Result<Answer, Fault> {
        let tls = response.extensions().get::<TlsInfo>().and_then(TlsInfo::peer_certificate);
        let mut answer = Answer {
            status: response.status().as_u16(),
            tls_until: tls.and_then(not_after),
            headers: std::mem::take(response.headers_mut()),
            body: None,
            is_truncated: false,
        };
        if wanted == Body::None || wanted == Body::Text && !is_text(&answer) {
            return Ok(answer);
        }
        let mut body = Vec::new();
        loop {
            match response.chunk().await {
                Ok(Some(chunk)) => {
                    let room = self.max_body - body.len();
                    body.extend_from_slice(&chunk[..chunk.len().min(room)]);
                    if chunk.len() >= room {
                        answer.is_truncated = true;
                        break;
                    }
                }
                Ok(None) => break,
                // The server did send this body, although it does not decompress.
                Err(error) if error.is_decode() && !is_reset(&error) => {
                    answer.is_truncated = true;
                    break;
                }
                Err(error) => return Err(Fault { at_connect: false, ..Fault::of(&error) }),
            }
        }
        answer.body = Some(body);
        Ok(answer)
    }
}

fn is_reset(error: &reqwest::Error) -> bool {
    Fault::of(error).cause == Some(Cause::Reset)
}

fn is_text(answer: &Answer) -> bool {
    let kind = answer.header(CONTENT_TYPE.as_str()).unwrap_or("text/html").to_ascii_lowercase();
    kind.starts_with("text/") || kind.starts_with("application/xhtml")
}

pub(crate) fn is_onion(url: &Url) -> bool {
    url.host_str().is_some_and(|host| host.ends_with(".onion"))
}

/// The resolver of a client. It returns checked addresses only, so that the client connects to no other.
struct GuardedResolver {
    lookup: Arc<dyn Lookup>,
    guard: Guard,
    /// The port of the client's origin.
    port: u16,
    timeout: Duration,
}

impl Resolve for GuardedResolver {
    fn resolve(&self, name: Name) -> Resolving {
        let (lookup, guard, port, limit) = (Arc::clone(&self.lookup), self.guard.clone(), self.port, self.timeout);
        Box::pin(async move {
            let host = name.as_str().trim_end_matches('.').to_ascii_lowercase();
            let found = timeout(limit, lookup.addresses(&host, port)).await.map_err(|_| LookupError::TimeOut)??;
            if found.is_empty() {
                return Err(LookupError::Failed.into());
            }
            let mut allowed =
                found.into_iter().map(|ip| SocketAddr::new(ip, port)).filter(|it| guard.allows(*it)).peekable();
            if allowed.peek().is_none() {
                return Err(LookupError::Private.into());
            }
            let allowed: Vec<SocketAddr> = allowed.collect();
            Ok(Box::new(allowed.into_iter()) as Addrs)
        })
    }
}
