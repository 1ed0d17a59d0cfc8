//! Look-up of host names: a trait, so that tests can replace the DNS, and the system's resolver.

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

use crate::error::OnlineError;

pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// Why a name has no address.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum LookupError {
    /// The DNS says that the name does not exist (NXDOMAIN).
    #[error("no such name")]
    NoSuchName,
    /// No usable answer: SERVFAIL, no records, a broken resolver.
    #[error("the resolver failed")]
    Failed,
    #[error("the resolver did not answer in time")]
    TimeOut,
    /// The name has private addresses only.
    #[error("a private address")]
    Private,
}

/// Resolves names. Hosts are in their ASCII form, without a dot at the end.
pub trait Lookup: Send + Sync {
    fn addresses<'a>(&'a self, host: &'a str, port: u16) -> BoxFuture<'a, Result<Vec<IpAddr>, LookupError>>;

    /// The name servers of a domain; empty if they are not known.
    fn name_servers<'a>(&'a self, domain: &'a str) -> BoxFuture<'a, Vec<String>> {
        let _ = domain;
        Box::pin(async { Vec::new() })
    }
}

/// Number of times that a query without an answer is sent again.
const RETRIES: usize = 2;
/// Maximum wait for the other address family once one has addresses: some name servers never answer for IPv6
/// (RFC 8305, section 3).
const OTHER_FAMILY_WAIT: Duration = Duration::from_millis(250);

/// The resolver that the system is configured to use.
pub struct SystemResolver {
    v4: TokioResolver,
    v6: TokioResolver,
}

impl SystemResolver {
    /// A look-up ends within the time-out. Must be called within a Tokio runtime.
    pub fn new(timeout: Duration) -> Result<Self, OnlineError> {
        Self::build(timeout, || {
            TokioResolver::builder_tokio().map_err(|error| OnlineError::Resolver(error.to_string()))
        })
    }

    /// A resolver that asks this server only.
    pub fn asking(server: SocketAddr, timeout: Duration) -> Result<Self, OnlineError> {
        Self::build(timeout, || {
            let connections = [ConnectionConfig::udp(), ConnectionConfig::tcp()].map(|mut it| {
                it.port = server.port();
                it
            });
            let server = NameServerConfig::new(server.ip(), true, connections.into());
            let config = ResolverConfig::from_name_servers(vec![server]);
            Ok(TokioResolver::builder_with_config(config, TokioRuntimeProvider::default()))
        })
    }

    fn build(
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
            let (mut v4, mut v6) = (pin!(look_up(&self.v4, host)), pin!(look_up(&self.v6, host)));
            let (v4, v6) = tokio::select! {
                v4 = &mut v4 => { let v6 = finish(v6, &v4).await; (v4, v6) }
                v6 = &mut v6 => (finish(v4, &v6).await, v6),
            };
            combine(v4, v6)
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

/// Looks up the addresses of one family.
async fn look_up(resolver: &TokioResolver, host: &str) -> Found {
    // With a dot at the end the resolver does not try the machine's search domains.
    match resolver.lookup_ip(format!("{host}.")).await {
        Ok(found) => Ok(found.iter().collect()),
        Err(error) => Err(lookup_error(&error)),
    }
}

/// Waits for the other family's look-up; only for a moment if the first one found addresses.
async fn finish(rest: impl Future<Output = Found>, first: &Found) -> Found {
    match first {
        Ok(_) => timeout(OTHER_FAMILY_WAIT, rest).await.unwrap_or(Err(LookupError::TimeOut)),
        Err(_) => rest.await,
    }
}

/// The addresses of both families. The name does not exist only if both look-ups say so: servers without support for
/// IPv6 deny names that exist (RFC 4074, section 4.2).
fn combine(v4: Found, v6: Found) -> Found {
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

/// Fixed addresses for some hosts and ports (`--resolve HOST:PORT:ADDR`); another resolver answers for the rest.
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
        let is_below = |host: &str| host == domain || host.strip_suffix(domain).is_some_and(|rest| rest.ends_with('.'));
        if self.fixed.keys().any(|(host, _)| is_below(host)) {
            // A domain with a fixed host is not looked up in the DNS.
            return Box::pin(async { Vec::new() });
        }
        self.rest.name_servers(domain)
    }
}
