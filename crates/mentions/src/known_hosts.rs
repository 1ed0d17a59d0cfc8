//! Hosts of the registries, and those that another host resembles.

use std::collections::{HashMap, HashSet};

use firstaid_registry::{Host, HostStatus, Registry, Status};
use unicode_security::skeleton;

use firstaid_language::deletions;

/// Minimum letters of a name; shorter ones have too many neighbours.
const MIN_NAME: usize = 6;

/// Minimum letters of a name to compare suffixes; shorter names are registered under many.
const MIN_NAME_OF_SUFFIXES: usize = 4;

/// Minimum letters of the name of a service that is gone, to be known under any ending.
const MIN_GONE_NAME: usize = 5;

/// Maximum labels of a host that is compared.
const MAX_LABELS: usize = 12;
/// Maximum bytes of a label (RFC 1035, section 2.3.4).
const MAX_LABEL: usize = 63;

/// In what way a host resembles a known one.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Resemblance {
    /// One letter inserted, deleted or replaced, or two swapped.
    Misspelling,
    /// The letters look the same.
    Looks,
    /// The known host is followed by another domain.
    Prefix,
    /// The name of a service that is gone or was imitated, under another ending.
    Ending,
}

/// Known domains, indexed by their skeletons, by themselves and by each of their one-letter deletions.
pub struct KnownHosts {
    domains: Vec<Box<str>>,
    /// Every known host and its domain, alive or not; they resemble nothing.
    known: HashSet<Box<str>, foldhash::fast::FixedState>,
    skeletons: HashMap<Box<str>, u32, foldhash::fast::FixedState>,
    deletions: HashMap<Box<str>, Vec<u32>, foldhash::fast::FixedState>,
    /// By the name of a service that is gone or was imitated, without its ending: its domain.
    gone: HashMap<Box<str>, Box<str>, foldhash::fast::FixedState>,
}

impl KnownHosts {
    pub fn new(registry: &Registry) -> Self {
        let own = registry.hosts.iter().map(|host| (&*host.host, host.status == HostStatus::Live));
        let tools = registry.tools.iter().flat_map(|tool| {
            let is_live = !matches!(tool.status, Status::Dead | Status::Unmaintained);
            tool.hosts.iter().map(move |host| (&**host, is_live))
        });
        let organisations = registry.organisations.iter().flat_map(|it| &it.hosts).map(|host| (&**host, true));
        let mut known: HashSet<Box<str>, foldhash::fast::FixedState> = HashSet::default();
        let mut live: Vec<Box<str>> = Vec::new();
        for (host, is_live) in own.chain(tools).chain(organisations) {
            let host = host.to_lowercase();
            let host = host.strip_prefix("www.").unwrap_or(&host);
            let domain = domain(host);
            known.insert(host.into());
            known.insert(domain.into());
            if is_live && host.is_ascii() && !host.ends_with(".onion") {
                live.push(domain.into());
            }
        }
        live.sort_unstable();
        live.dedup();
        let gone = gone_names(registry, &live);
        let mut this =
            Self { domains: live, known, skeletons: HashMap::default(), deletions: HashMap::default(), gone };
        for (n, domain) in this.domains.iter().enumerate() {
            this.skeletons.entry(looks(domain).into()).or_insert(n as u32);
            for key in std::iter::once(domain.to_string()).chain(deletions(domain)) {
                this.deletions.entry(key.into()).or_default().push(n as u32);
            }
        }
        this
    }

    /// Whether a host (in lower case, without `www.`) is in a registry itself.
    pub fn has(&self, host: &str) -> bool {
        self.known.contains(host)
    }

    /// The known host that a host (in lower case, without `www.`) resembles.
    pub fn resembles(&self, host: &str) -> Option<(Resemblance, &str)> {
        let labels: Vec<&str> = host.split('.').take(MAX_LABELS + 1).collect();
        if labels.len() < 2
            || labels.len() > MAX_LABELS
            || labels.iter().any(|it| it.is_empty() || it.len() > MAX_LABEL)
        {
            return None;
        }
        if (0..labels.len() - 1).any(|n| self.known.contains(labels[n..].join(".").as_str())) {
            return None;
        }
        let domain = domain(host);
        if let Some(&n) = self.skeletons.get(looks(domain).as_str()) {
            return Some((Resemblance::Looks, &self.domains[n as usize]));
        }
        let keys = std::iter::once(domain.to_owned()).chain(deletions(domain));
        let near = keys.filter_map(|key| self.deletions.get(&*key)).flatten();
        let mut near: Vec<&str> = near.map(|&n| &*self.domains[n as usize]).collect();
        near.sort_unstable();
        if let Some(known) = near.into_iter().find(|known| is_misspelling(domain, known)) {
            return Some((Resemblance::Misspelling, known));
        }
        let ending = || Some((Resemblance::Ending, &**self.gone.get(split(domain).0)?));
        self.prefix(&labels).map(|known| (Resemblance::Prefix, known)).or_else(ending)
    }

    /// A known domain among the labels, followed by another domain.
    fn prefix(&self, labels: &[&str]) -> Option<&str> {
        (0..labels.len()).find_map(|from| {
            [2, 3].into_iter().find_map(|len| {
                let end = from + len;
                // `google.com.br` is one domain.
                let part = labels.get(from..end).filter(|_| end + 2 <= labels.len())?.join(".");
                let n = self.domains.binary_search_by(|domain| (**domain).cmp(&part)).ok()?;
                Some(&*self.domains[n])
            })
        })
    }
}

/// Domains whose owners gave them up or that were imitated, by their names; none that a live domain has as well.
fn gone_names(registry: &Registry, live: &[Box<str>]) -> HashMap<Box<str>, Box<str>, foldhash::fast::FixedState> {
    let is_gone = |status: Status| matches!(status, Status::Dead | Status::Unmaintained);
    let of_tools = registry.tools.iter().filter(|tool| is_gone(tool.status)).flat_map(|tool| &tool.hosts);
    let is_whole = |host: &&Host| host.paths.is_empty() && matches!(host.status, HostStatus::Dead | HostStatus::Parked);
    let of_hosts = || registry.hosts.iter().filter(is_whole).map(|host| &host.host);
    let whole = of_tools.chain(of_hosts()).filter(|host| domain(host) == **host && !host.ends_with(".onion"));
    let gone: HashSet<&str> = of_hosts().map(String::as_str).collect();
    let live = live.iter().filter(|domain| !gone.contains(&***domain));
    let live: HashSet<&str> = live.map(|domain| split(domain).0).collect();
    whole
        .map(|host| (split(host).0, host))
        .filter(|(name, _)| name.len() >= MIN_GONE_NAME && !live.contains(name))
        .map(|(name, host)| (name.into(), host.as_str().into()))
        .collect()
}

/// The registrable domain by the Public Suffix List; the host itself if the list has no suffix of it.
fn domain(host: &str) -> &str {
    firstaid_registry::registrable_domain(host).unwrap_or(host)
}

/// The registered name and its suffix.
fn split(domain: &str) -> (&str, &str) {
    domain.split_once('.').unwrap_or((domain, ""))
}

/// Whether a domain is one edit from a known one, and not by coincidence.
fn is_misspelling(domain: &str, known: &str) -> bool {
    if strsim::osa_distance(domain, known) != 1 {
        return false;
    }
    let ((name, suffix), (known_name, known_suffix)) = (split(domain), split(known));
    let letters = |name: &str| name.chars().filter(|c| c.is_alphabetic()).count();
    let exists = firstaid_registry::has_listed_suffix(domain);
    let countries = suffix.len() == 2 && known_suffix.len() == 2;
    if name == known_name {
        // Nobody can have registered `eff.rog`; one name in two countries is often of one owner.
        return !exists || letters(name) >= MIN_NAME_OF_SUFFIXES && !countries;
    }
    if suffix == known_suffix {
        return letters(known_name) >= MIN_NAME && !differ_in_digit(name, known_name);
    }
    !exists
}

/// The skeleton of a host, equal for hosts that look alike (UTS #39, section 4).
fn looks(host: &str) -> String {
    skeleton(host).collect::<String>().to_lowercase()
}

/// Whether two names differ only in digits: numbered hosts (`mail1`, `mail2`) do not imitate each other.
fn differ_in_digit(a: &str, b: &str) -> bool {
    let letters = |text: &str| text.chars().filter(|c| !c.is_ascii_digit()).collect::<String>();
    letters(a) == letters(b)
}
