//! One request and its answer, within limits. Follows nothing, retries nothing.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use der::asn1::{AnyRef, GeneralizedTime, UtcTime};
use der::{Decode, SliceReader, Tag, TagNumber, Tagged};
use jiff::civil::Date;
use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use reqwest::header::{ACCEPT, CONTENT_TYPE, COOKIE, HeaderMap, HeaderValue, USER_AGENT};
use reqwest::tls::TlsInfo;
use reqwest::{Client, Method, Proxy, Response};
use rustls::pki_types::CertificateDer;
use rustls::{ClientConfig, RootCertStore};
use tokio::time::timeout;
use url::{Host, Url};

use crate::fault::Fault;
use crate::{Guard, Lookup, LookupError, OnlineError, Settings, Timeouts};

/// Longer headers are cut: nothing we look for is.
const MAX_HEADER_LIST: u32 = 64 << 10;
const MAX_HEADERS: usize = 200;
/// A connection that is not used for longer is closed.
const KEEP_ALIVE: Duration = Duration::from_secs(5);

/// What a server said.
#[derive(Clone, Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    /// `None` if it was not asked for, or is no text.
    pub(crate) body: Option<Vec<u8>>,
    /// Whether the body goes on.
    pub(crate) is_cut: bool,
    pub(crate) tls_until: Option<Date>,
}

impl Answer {
    /// A header as text; `None` if it is not there, or not ASCII.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).and_then(|value| value.to_str().ok())
    }
}

/// Makes clients, one for each origin: so its resolver knows the port, and dropping it closes its connections.
pub(crate) struct Clients {
    tls: ClientConfig,
    lookup: Arc<dyn Lookup>,
    guard: Guard,
    user_agent: HeaderValue,
    /// For onion addresses.
    proxy: Option<Proxy>,
    timeouts: Timeouts,
    per_host: usize,
    max_body: usize,
}

impl Clients {
    pub(crate) fn new(settings: &Settings, lookup: &Arc<dyn Lookup>) -> Result<Self, OnlineError> {
        let proxy = settings.proxy.as_ref().map(|proxy| {
            // The proxy resolves: an onion name must never reach the name system.
            let proxy = proxy.as_str().replacen("socks5://", "socks5h://", 1).replacen("socks4://", "socks4a://", 1);
            Proxy::all(proxy).map_err(|error| OnlineError::Client(error.to_string()))
        });
        let user_agent = HeaderValue::from_str(&settings.user_agent);
        Ok(Self {
            tls: tls(&settings.extra_roots)?,
            lookup: Arc::clone(lookup),
            guard: settings.guard.clone(),
            user_agent: user_agent.unwrap_or(HeaderValue::from_static(crate::PRODUCT)),
            proxy: proxy.transpose()?,
            timeouts: settings.timeouts,
            per_host: settings.per_host,
            max_body: settings.max_body,
        })
    }

    /// The client for the origin of an address.
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
            .http2_max_header_list_size(MAX_HEADER_LIST);
        let builder = match &self.proxy {
            Some(proxy) if is_onion(url) => builder.proxy(proxy.clone()),
            _ => {
                let (lookup, guard) = (Arc::clone(&self.lookup), self.guard.clone());
                let port = url.port_or_known_default().unwrap_or_default();
                builder.no_proxy().dns_resolver(Guarded { lookup, guard, port, timeout: self.timeouts.dns })
            }
        };
        builder.build().map_err(|error| Fault::of(&error))
    }

    /// What forbids to ask for an address, if anything. Names pass a second check once they are resolved.
    pub(crate) fn refuses(&self, url: &Url) -> Option<Fault> {
        use firstaid_ledger::{Cause, Class};
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

    /// One request. The body is read as far as it is wanted, is text and fits.
    pub(crate) async fn send(
        &self,
        client: &Client,
        method: &Method,
        url: &Url,
        cookies: Option<String>,
        wants_body: bool,
    ) -> Result<Answer, Fault> {
        if let Some(fault) = self.refuses(url) {
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
            self.read(answer.map_err(|error| Fault::of(&error))?, wants_body && *method != Method::HEAD).await
        };
        timeout(self.timeouts.whole, whole).await.map_err(|_| Fault::TIME_OUT)?
    }

    async fn read(&self, mut response: Response, wants_body: bool) -> Result<Answer, Fault> {
        let tls = response.extensions().get::<TlsInfo>().and_then(TlsInfo::peer_certificate);
        let mut answer = Answer {
            status: response.status().as_u16(),
            tls_until: tls.and_then(not_after),
            headers: std::mem::take(response.headers_mut()),
            body: None,
            is_cut: false,
        };
        if !wants_body || !is_text(&answer) {
            return Ok(answer);
        }
        let mut body = Vec::new();
        loop {
            match response.chunk().await {
                Ok(Some(chunk)) => {
                    let room = self.max_body - body.len();
                    body.extend_from_slice(&chunk[..chunk.len().min(room)]);
                    if chunk.len() >= room {
                        answer.is_cut = true;
                        break;
                    }
                }
                Ok(None) => break,
                // What was compressed badly was sent all the same.
                Err(error) if error.is_decode() && !is_broken_off(&error) => {
                    answer.is_cut = true;
                    break;
                }
                Err(error) => return Err(Fault { at_connect: false, ..Fault::of(&error) }),
            }
        }
        answer.body = Some(body);
        Ok(answer)
    }
}

fn is_broken_off(error: &reqwest::Error) -> bool {
    Fault::of(error).cause == Some(firstaid_ledger::Cause::Reset)
}

fn is_text(answer: &Answer) -> bool {
    let kind = answer.header(CONTENT_TYPE.as_str()).unwrap_or("text/html").to_ascii_lowercase();
    kind.starts_with("text/") || kind.starts_with("application/xhtml")
}

pub(crate) fn is_onion(url: &Url) -> bool {
    url.host_str().is_some_and(|host| host.ends_with(".onion"))
}

/// Trusting the Mozilla roots and these certificates, in DER.
pub(crate) fn tls(extra_roots: &[Vec<u8>]) -> Result<ClientConfig, OnlineError> {
    let mut roots = RootCertStore { roots: webpki_roots::TLS_SERVER_ROOTS.to_vec() };
    for root in extra_roots {
        let added = roots.add(CertificateDer::from(root.clone()));
        added.map_err(|error| OnlineError::Client(format!("a certificate to trust: {error}")))?;
    }
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let versions = ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions();
    let versions = versions.map_err(|error| OnlineError::Client(error.to_string()))?;
    let mut config = versions.with_root_certificates(roots).with_no_client_auth();
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    Ok(config)
}

/// The resolver of a client: hands out checked addresses only, so that what was checked is what is connected to.
struct Guarded {
    lookup: Arc<dyn Lookup>,
    guard: Guard,
    /// Of the requests.
    port: u16,
    timeout: Duration,
}

impl Resolve for Guarded {
    fn resolve(&self, name: Name) -> Resolving {
        let (lookup, guard, port, limit) = (Arc::clone(&self.lookup), self.guard.clone(), self.port, self.timeout);
        Box::pin(async move {
            let host = name.as_str().trim_end_matches('.').to_ascii_lowercase();
            let found = timeout(limit, lookup.addresses(&host, port)).await.map_err(|_| LookupError::TimeOut)??;
            if found.is_empty() {
                return Err(LookupError::Failed.into());
            }
            let mut public =
                found.into_iter().map(|ip| SocketAddr::new(ip, port)).filter(|it| guard.allows(*it)).peekable();
            if public.peek().is_none() {
                return Err(LookupError::Private.into());
            }
            let public: Vec<SocketAddr> = public.collect();
            Ok(Box::new(public.into_iter()) as Addrs)
        })
    }
}

/// The last day of a certificate (RFC 5280, section 4.1: version, serial, algorithm, issuer, validity).
fn not_after(certificate: &[u8]) -> Option<Date> {
    let version = Tag::ContextSpecific { constructed: true, number: TagNumber(0) };
    let certificate = AnyRef::from_der(certificate).ok()?;
    let tbs = AnyRef::decode(&mut SliceReader::new(certificate.value()).ok()?).ok()?;
    let mut tbs = SliceReader::new(tbs.value()).ok()?;
    let before_validity = if Tag::peek(&tbs).ok()? == version { 4 } else { 3 };
    for _ in 0..before_validity {
        AnyRef::decode(&mut tbs).ok()?;
    }
    let validity = AnyRef::decode(&mut tbs).ok()?;
    let mut validity = SliceReader::new(validity.value()).ok()?;
    AnyRef::decode(&mut validity).ok()?;
    let end = AnyRef::decode(&mut validity).ok()?;
    let seconds = match end.tag() {
        Tag::UtcTime => end.decode_as::<UtcTime>().ok()?.to_unix_duration().as_secs(),
        _ => end.decode_as::<GeneralizedTime>().ok()?.to_unix_duration().as_secs(),
    };
    let time = jiff::Timestamp::from_second(i64::try_from(seconds).ok()?).ok()?;
    Some(time.to_zoned_datetime(jiff::tz::TimeZone::UTC).date())
}
