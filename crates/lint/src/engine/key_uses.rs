//! The keys of a guide and what they are for: in its pages and in its registry.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use firstaid_content::{Guide, Page, TokenKind, hex_digits};
use firstaid_ledger::{Address, KeyName, KeySource, KeyUse, LinkUrl, SourceKind};
use firstaid_mentions::identities::{contacts, emails, fingerprints, is_example};
use firstaid_registry::{Key, Registry, registrable_domain};
use firstaid_text::TextRange;

/// A key that a guide gives its readers.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct GuideKey {
    pub key: KeyName,
    pub used: KeyUse,
    /// Where the registry says that it can be fetched.
    pub places: BTreeSet<KeySource>,
    /// Path and line of each place in the pages; empty for one that only the registry has.
    pub uses: Vec<(String, u32)>,
}

/// The keys of all pages, and those of the contacts of the registry, by name.
pub fn guide_keys(guide: &Guide, registry: &Registry) -> Vec<GuideKey> {
    let mut all: BTreeMap<KeyName, GuideKey> = BTreeMap::new();
    let new = |key: &KeyName| GuideKey {
        key: key.clone(),
        used: KeyUse::default(),
        places: BTreeSet::new(),
        uses: Vec::new(),
    };
    for page in guide.pages.iter().chain(&guide.data) {
        for (key, range) in keys_of(page) {
            let line = page.source.lines().line(range.start());
            let of = all.entry(key.clone()).or_insert_with(|| new(&key));
            of.uses.push((page.source.path().to_owned(), line));
        }
        for (key, address) in pairs(page) {
            all.entry(key.clone()).or_insert_with(|| new(&key)).used.addresses.insert(address);
        }
    }
    for (organisation, contact) in contacts(registry) {
        let Some(key) = contact.key.as_ref().and_then(|key| KeyName::parse(&hex_digits(key))) else { continue };
        let address = contact.email.as_deref().and_then(Address::parse);
        let domain = address.as_ref().map(Address::domain);
        let of = all.entry(key.clone()).or_insert_with(|| new(&key));
        let is_own = |host: &str| {
            let site = organisation.site.as_deref().and_then(LinkUrl::parse);
            let own = site.as_ref().map(|(site, _)| site.host()).into_iter().chain(domain);
            own.chain(organisation.hosts.iter().map(String::as_str)).any(|it| is_one_site(it, host))
        };
        of.places.extend(contact.key_url.as_deref().and_then(|url| place(url, is_own)));
        of.used.addresses.extend(address);
    }
    for entry in &registry.keys {
        if let Some(of) = KeyName::parse(&hex_digits(&entry.key)).and_then(|key| all.get_mut(&key)) {
            of.used.is_for_old_releases |= entry.is_for_old_releases;
            of.places.extend(entry.url.as_deref().and_then(|url| place(url, |host| is_owners(registry, entry, host))));
        }
    }
    all.into_values().collect()
}

/// What the registry says of the use of its keys.
pub(crate) fn registered_uses(registry: &Registry) -> HashMap<KeyName, KeyUse> {
    let mut uses: HashMap<KeyName, KeyUse> = HashMap::new();
    for (_, contact) in contacts(registry) {
        if let Some(key) = contact.key.as_ref().and_then(|key| KeyName::parse(&hex_digits(key))) {
            uses.entry(key).or_default().addresses.extend(contact.email.as_deref().and_then(Address::parse));
        }
    }
    for entry in registry.keys.iter().filter(|entry| entry.is_for_old_releases) {
        if let Some(key) = KeyName::parse(&hex_digits(&entry.key)) {
            uses.entry(key).or_default().is_for_old_releases = true;
        }
    }
    uses
}

/// Every fingerprint of a page, and every id of 16 digits that is not that of a fingerprint of the page, in order.
pub(crate) fn keys_of(page: &Page) -> Vec<(KeyName, TextRange)> {
    let mut keys: Vec<(KeyName, TextRange)> =
        fingerprints(page).filter_map(|(digits, range)| Some((KeyName::parse(&digits)?, range))).collect();
    // The id of a key of version 6 is the start of its fingerprint, of version 4 the end.
    let id = |digits: &str| if digits.len() == 64 { digits[..16].to_owned() } else { digits[24..].to_owned() };
    let whole: HashSet<String> = keys.iter().map(|(key, _)| id(key.as_str())).collect();
    let ids = page.tokens.iter().filter(|token| token.kind == TokenKind::KeyId);
    let ids = ids.filter_map(|id| Some((KeyName::parse(&hex_digits(page.source.slice(id.range)))?, id.range)));
    keys.extend(ids.filter(|(id, _)| !id.is_whole() && !whole.contains(id.as_str())));
    keys.sort_by_key(|(_, range)| *range);
    keys
}

/// The keys of a page that stand with one address alone, in an entry of a list or in a block.
pub(crate) fn pairs(page: &Page) -> Vec<(KeyName, Address)> {
    let keys: Vec<(KeyName, TextRange)> =
        fingerprints(page).filter_map(|(digits, range)| Some((KeyName::parse(&digits)?, range))).collect();
    if keys.is_empty() {
        return Vec::new();
    }
    let addresses: Vec<(String, TextRange)> = emails(page).filter(|(address, _)| !is_example(address)).collect();
    let items = page.lists.iter().filter(|list| list.depth == 0).flat_map(|list| list.items.iter().map(|it| it.range));
    let mut places: Vec<TextRange> = items.collect();
    places.sort_unstable();
    let blocks = page.blocks.iter().map(|block| block.range).filter(|it| place_around(&places, *it).is_none());
    let blocks: Vec<TextRange> = blocks.collect();
    places.extend(blocks);
    places.sort_unstable();
    let mut of_place: BTreeMap<usize, (BTreeSet<&KeyName>, BTreeSet<&str>)> = BTreeMap::new();
    for (key, range) in &keys {
        if let Some(at) = place_around(&places, *range) {
            of_place.entry(at).or_default().0.insert(key);
        }
    }
    for (address, range) in &addresses {
        if let Some(at) = place_around(&places, *range) {
            of_place.entry(at).or_default().1.insert(address);
        }
    }
    let alone = of_place.into_values().filter(|(keys, addresses)| keys.len() == 1 && addresses.len() == 1);
    alone
        .filter_map(|(keys, addresses)| Some(((*keys.first()?).clone(), Address::parse(addresses.first()?)?)))
        .collect()
}

/// The index of the place that contains a range. `places` are sorted and do not overlap.
fn place_around(places: &[TextRange], range: TextRange) -> Option<usize> {
    let at = places.partition_point(|place| place.start() <= range.start()).checked_sub(1)?;
    (range.end() <= places[at].end()).then_some(at)
}

/// A place of the registry as a source, by whether its host is the owner's.
fn place(url: &str, is_own: impl Fn(&str) -> bool) -> Option<KeySource> {
    let (address, _) = LinkUrl::parse(url)?;
    let kind = if is_own(address.host()) { SourceKind::Site } else { SourceKind::Url };
    Some(KeySource::new(kind, address.as_str()))
}

/// Whether a host is one of the owner of a registered key.
fn is_owners(registry: &Registry, entry: &Key, host: &str) -> bool {
    let tool = registry.tools.iter().find(|it| it.name == entry.owner);
    let organisation = registry.organisations.iter().find(|it| it.name == entry.owner);
    let site = organisation.and_then(|it| it.site.as_deref()).and_then(LinkUrl::parse);
    let hosts = tool.iter().flat_map(|it| &it.hosts).chain(organisation.iter().flat_map(|it| &it.hosts));
    let mut own = hosts.map(String::as_str).chain(site.as_ref().map(|(site, _)| site.host()));
    own.any(|it| is_one_site(it, host))
}

fn is_one_site(a: &str, b: &str) -> bool {
    let domain = |host: &str| registrable_domain(host.trim_start_matches("www.")).map(str::to_owned);
    domain(a).is_some() && domain(a) == domain(b)
}
