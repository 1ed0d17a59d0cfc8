use std::net::Ipv4Addr;

use firstaid_ledger::DomainName;
use firstaid_mentions::identities::is_example;
use firstaid_registry::registrable_domain;

/// The registrable domain of a host; none of onion services, addresses of machines and names for examples.
pub(crate) fn registrable(host: &str) -> Option<DomainName> {
    let is_no_name = host.ends_with(".onion") || host.parse::<Ipv4Addr>().is_ok() || is_example(&format!("a@{host}"));
    if is_no_name { None } else { DomainName::parse(registrable_domain(host)?) }
}
