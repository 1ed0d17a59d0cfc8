//! The domains of a guide: those of its links and of its e-mail addresses.

use std::collections::BTreeMap;
use std::net::Ipv4Addr;

use firstaid_content::{Guide, Page};
use firstaid_ledger::DomainName;
use firstaid_mentions::identities::{emails, is_example};
use firstaid_registry::registrable_domain;
use firstaid_text::TextRange;

use crate::engine::judged_link::web_links;

/// The registrable domains of all pages, each with path and line of its places.
pub fn guide_domains(guide: &Guide) -> BTreeMap<DomainName, Vec<(String, u32)>> {
    let mut all: BTreeMap<DomainName, Vec<(String, u32)>> = BTreeMap::new();
    for page in guide.pages.iter().chain(&guide.data) {
        for (domain, range) in domains_of(page) {
            let line = page.source.lines().line(range.start());
            all.entry(domain).or_default().push((page.source.path().to_owned(), line));
        }
    }
    all
}

/// The registrable domains of the links and addresses of a page, in order.
pub(crate) fn domains_of(page: &Page) -> Vec<(DomainName, TextRange)> {
    let links = web_links(page).filter_map(|(_, range, address, _)| Some((domain(address.host())?, range)));
    let addresses = emails(page).filter(|(address, _)| !is_example(address));
    let addresses = addresses.filter_map(|(address, range)| Some((domain(address.rsplit_once('@')?.1)?, range)));
    let mut all: Vec<(DomainName, TextRange)> = links.chain(addresses).collect();
    all.sort_by_key(|(_, range)| *range);
    all
}

/// The registrable domain of a host; none of onion services, addresses of machines and names for examples.
fn domain(host: &str) -> Option<DomainName> {
    let is_no_name = host.ends_with(".onion") || host.parse::<Ipv4Addr>().is_ok() || is_example(&format!("a@{host}"));
    if is_no_name { None } else { DomainName::parse(registrable_domain(host)?) }
}
