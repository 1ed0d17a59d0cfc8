//! From names to addresses: a trait, so that tests answer for the name system, and the system's resolver.

use std::collections::HashMap;
use std::future::Future;
use std::net::IpAddr;
use std::pin::Pin;
use std::time::Duration;

use hickory_resolver::TokioResolver;
use hickory_resolver::config::LookupIpStrategy;
use hickory_resolver::net::{DnsError, NetError};
use hickory_resolver::proto::op::ResponseCode;
use hickory_resolver::proto::rr::RData;

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

/// What the system is set up to ask.
pub struct SystemResolver {
    resolver: TokioResolver,
}

impl SystemResolver {
    /// Must be called within a Tokio runtime.
    pub fn new(timeout: Duration) -> Result<Self, OnlineError> {
        let mut builder = TokioResolver::builder_tokio().map_err(|error| OnlineError::Resolver(error.to_string()))?;
        let options = builder.options_mut();
        options.timeout = timeout;
        options.attempts = 2;
        options.ip_strategy = LookupIpStrategy::Ipv4AndIpv6;
        options.cache_size = 1024;
        let resolver = builder.build().map_err(|error| OnlineError::Resolver(error.to_string()))?;
        Ok(Self { resolver })
    }
}

impl Lookup for SystemResolver {
    fn addresses<'a>(&'a self, host: &'a str, _: u16) -> BoxFuture<'a, Result<Vec<IpAddr>, LookupError>> {
        Box::pin(async move {
            // The dot keeps the machine's search domains out.
            match self.resolver.lookup_ip(format!("{host}.")).await {
                Ok(found) => Ok(found.iter().collect()),
                Err(error) => Err(lookup_error(&error)),
            }
        })
    }

    fn name_servers<'a>(&'a self, domain: &'a str) -> BoxFuture<'a, Vec<String>> {
        Box::pin(async move {
            let Ok(found) = self.resolver.ns_lookup(format!("{domain}.")).await else { return Vec::new() };
            let names = found.answers().iter().filter_map(|record| match &record.data {
                RData::NS(name) => Some(name.to_ascii().trim_end_matches('.').to_ascii_lowercase()),
                _ => None,
            });
            names.collect()
        })
    }
}

pub(crate) fn lookup_error(error: &NetError) -> LookupError {
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
