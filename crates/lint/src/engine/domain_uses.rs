//! The domains of a guide: those of its links and of its e-mail addresses.

use std::collections::BTreeMap;

use firstaid_content::{Guide, Page};
use firstaid_ledger::DomainName;
use firstaid_mentions::identities::{emails, is_example};
use firstaid_text::TextRange;

use crate::engine::judged_link::web_links;
use crate::engine::registrable::registrable;

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
    let links = web_links(page).filter_map(|(_, range, address, _)| Some((registrable(address.host())?, range)));
    let addresses = emails(page).filter(|(address, _)| !is_example(address));
    let addresses = addresses.filter_map(|(address, range)| Some((registrable(address.rsplit_once('@')?.1)?, range)));
    let mut all: Vec<(DomainName, TextRange)> = links.chain(addresses).collect();
    all.sort_by_key(|(_, range)| *range);
    all
}
