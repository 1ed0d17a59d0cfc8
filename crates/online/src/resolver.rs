//! From names to addresses: a trait, so that tests answer for the name system, and the system's resolver.

use std::collections::HashMap;
use std::future::Future;
use std::net::{IpAddr, SocketAddr};
use std::pin::{Pin, pin};
use std::time::Duration;

use hickory_resolver::config::{ConnectionConfig, LookupIpStrategy, NameServerConfig, ResolverConfig};
use hickory_resolver::net::runtime::TokioRuntimeProvider;
use hickory_resolver::net::{DnsError, NetError};
use hickory_resolver::proto::op::ResponseCode;
use hickory_resolver::proto::rr::RData;
use hickory_resolver::{ResolverBuilder, TokioResolver};
use tokio::time::timeout;

use crate::OnlineError;

pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// Why a name has no address.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum LookupError {
    /// The name system says so (NXDOMAIN).
    #[error("no such name")]
    NoSuchName,
    /// No answer that says anything of the name: SERVFAIL, no records, a broken resolver.
    #[error("the resolver failed")]
    Failed,
    #[error("the resolver did not answer in time")]
    TimeOut,
    /// All of its addresses are private ones.
    #[error("a private address")]
    Private,
}

/// Answers for the name system. Hosts are in their ASCII form, without a dot at the end.
pub trait Lookup: Send + Sync {
    fn addresses<'a>(&'a self, host: &'a str, port: u16) -> BoxFuture<'a, Result<Vec<IpAddr>, LookupError>>;

    /// The name servers of a domain; nothing where that is not known.
    fn name_servers<'a>(&'a self, domain: &'a str) -> BoxFuture<'a, Vec<String>> {
        let _ = domain;
        Box::pin(async { Vec::new() })
    }
}

/// A question that gets no answer is asked again so often.
const RETRIES: usize = 2;
/// Once there are addresses of one family, those of the other are not waited for any longer: some name servers never
/// answer for IPv6 (RFC 8305, section 3).
const OTHER_FAMILY: Duration = Duration::from_millis(250);

/// What the system is set up to ask.
pub struct SystemResolver {
    v4: TokioResolver,
    v6: TokioResolver,
}

impl SystemResolver {
    /// Answers within the time-out, or not at all. Must be called within a Tokio runtime.
    pub fn new(timeout: Duration) -> Result<Self, OnlineError> {
        Self::of(timeout, || TokioResolver::builder_tokio().map_err(|error| OnlineError::Resolver(error.to_string())))
    }

    /// One that asks this server alone.
    pub fn asking(server: SocketAddr, timeout: Duration) -> Result<Self, OnlineError> {
        Self::of(timeout, || {
            let connections = [ConnectionConfig::udp(), ConnectionConfig::tcp()].map(|mut it| {
                it.port = server.port();
                it
            });
            let server = NameServerConfig::new(server.ip(), true, connections.into());
            let config = ResolverConfig::from_name_servers(vec![server]);
            Ok(TokioResolver::builder_with_config(config, TokioRuntimeProvider::default()))
        })
    }

    fn of(
        timeout: Duration,
        builder: impl Fn() -> Result<ResolverBuilder<TokioRuntimeProvider>, OnlineError>,
    ) -> Result<Self, OnlineError> {
        let resolver = |family| {
            let mut builder = builder()?;
            let options = builder.options_mut();
            options.timeout = timeout / (RETRIES as u32 + 1);
            options.attempts = RETRIES;
            options.ip_strategy = family;
            options.cache_size = 1024;
            builder.build().map_err(|error| OnlineError::Resolver(error.to_string()))
        };
        Ok(Self { v4: resolver(LookupIpStrategy::Ipv4Only)?, v6: resolver(LookupIpStrategy::Ipv6Only)? })
    }
}

type Found = Result<Vec<IpAddr>, LookupError>;

impl Lookup for SystemResolver {
    fn addresses<'a>(&'a self, host: &'a str, _: u16) -> BoxFuture<'a, Found> {
        Box::pin(async move {
            let (mut v4, mut v6) = (pin!(ask(&self.v4, host)), pin!(ask(&self.v6, host)));
            let (v4, v6) = tokio::select! {
                v4 = &mut v4 => { let v6 = other(&v4, v6).await; (v4, v6) }
                v6 = &mut v6 => (other(&v6, v4).await, v6),
            };
            both(v4, v6)
        })
    }

    fn name_servers<'a>(&'a self, domain: &'a str) -> BoxFuture<'a, Vec<String>> {
        Box::pin(async move {
            let Ok(found) = self.v4.ns_lookup(format!("{domain}.")).await else { return Vec::new() };
            let names = found.answers().iter().filter_map(|record| match &record.data {
                RData::NS(name) => Some(name.to_ascii().trim_end_matches('.').to_ascii_lowercase()),
                _ => None,
            });
            names.collect()
        })
    }
}

/// The addresses of one family.
async fn ask(resolver: &TokioResolver, host: &str) -> Found {
    // The dot keeps the machine's search domains out.
    match resolver.lookup_ip(format!("{host}.")).await {
        Ok(found) => Ok(found.iter().collect()),
        Err(error) => Err(lookup_error(&error)),
    }
}

/// What the other family has; soon, if one has addresses already.
async fn other(known: &Found, rest: impl Future<Output = Found>) -> Found {
    match known {
        Ok(_) => timeout(OTHER_FAMILY, rest).await.unwrap_or(Err(LookupError::TimeOut)),
        Err(_) => rest.await,
    }
}

/// The addresses of either family. There is no such name only if both say so: servers that know nothing of IPv6 deny
/// names that are there (RFC 4074, section 4.2).
fn both(v4: Found, v6: Found) -> Found {
    match (v4, v6) {
        (Err(LookupError::NoSuchName), Err(LookupError::NoSuchName)) => Err(LookupError::NoSuchName),
        (Err(one), Err(two)) if [one, two].contains(&LookupError::TimeOut) => Err(LookupError::TimeOut),
        (Err(_), Err(_)) => Err(LookupError::Failed),
        (v4, v6) => Ok(v4.into_iter().chain(v6).flatten().collect()),
    }
}

fn lookup_error(error: &NetError) -> LookupError {
    match error {
        NetError::Timeout => LookupError::TimeOut,
        NetError::Dns(DnsError::ResponseCode(ResponseCode::NXDomain)) => LookupError::NoSuchName,
        NetError::Dns(DnsError::NoRecordsFound(none)) if none.response_code == ResponseCode::NXDomain => {
            LookupError::NoSuchName
        }
        _ => LookupError::Failed,
    }
}

/// Fixed answers for some hosts and ports (`--resolve HOST:PORT:ADDR`), another resolver's for the rest.
pub struct Overrides<L> {
    fixed: HashMap<(String, u16), Vec<IpAddr>>,
    rest: L,
}

impl<L> Overrides<L> {
    pub fn new(fixed: impl IntoIterator<Item = (String, u16, IpAddr)>, rest: L) -> Self {
        let mut map: HashMap<(String, u16), Vec<IpAddr>> = HashMap::new();
        for (host, port, ip) in fixed {
            map.entry((host.to_ascii_lowercase(), port)).or_default().push(ip);
        }
        Self { fixed: map, rest }
    }
}

impl<L: Lookup> Lookup for Overrides<L> {
    fn addresses<'a>(&'a self, host: &'a str, port: u16) -> BoxFuture<'a, Result<Vec<IpAddr>, LookupError>> {
        match self.fixed.get(&(host.to_owned(), port)) {
            Some(found) => Box::pin(async { Ok(found.clone()) }),
            None => self.rest.addresses(host, port),
        }
    }

    fn name_servers<'a>(&'a self, domain: &'a str) -> BoxFuture<'a, Vec<String>> {
        let below = |host: &str| host == domain || host.strip_suffix(domain).is_some_and(|rest| rest.ends_with('.'));
        if self.fixed.keys().any(|(host, _)| below(host)) {
            // Whoever answers for a host answers for its domain, too.
            return Box::pin(async { Vec::new() });
        }
        self.rest.name_servers(domain)
    }
}
