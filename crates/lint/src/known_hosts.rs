//! Hosts of the registries, and which of them another host can be taken for.

use std::collections::{HashMap, HashSet};

use firstaid_registry::{HostStatus, Registry};
use unicode_security::skeleton;

/// Shorter names, in letters, have too many neighbours.
const MIN_NAME: usize = 6;

/// No host has more labels, or longer ones (RFC 1035, section 2.3.4); what does is not looked at.
const MAX_LABELS: usize = 12;
const MAX_LABEL: usize = 63;

/// In what way a host resembles a known one.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Resemblance {
    /// One letter more, less, other, or two swapped.
    Slip,
    /// The letters look the same.
    Looks,
    /// The known host stands in front of another.
    Prefix,
}

/// Known domains, indexed by themselves, by how they look, and by each of their one-letter deletions.
pub(crate) struct KnownHosts {
    domains: Vec<Box<str>>,
    /// Every known host and its domain, alive or not: nothing to be said of them here.
    known: HashSet<Box<str>, foldhash::fast::FixedState>,
    skeletons: HashMap<Box<str>, u32, foldhash::fast::FixedState>,
    deletions: HashMap<Box<str>, Vec<u32>, foldhash::fast::FixedState>,
}

impl KnownHosts {
    pub(crate) fn new(registry: &Registry) -> Self {
        let own = registry.hosts.iter().map(|host| (&*host.host, host.status == HostStatus::Live));
        let tools = registry.tools.iter().flat_map(|tool| &tool.hosts).map(|host| (&**host, true));
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
        let mut this = Self { domains: live, known, skeletons: HashMap::default(), deletions: HashMap::default() };
        for (n, domain) in this.domains.iter().enumerate() {
            this.skeletons.entry(looks(domain).into()).or_insert(n as u32);
            let (name, suffix) = domain.split_once('.').unwrap_or((domain, ""));
            if name.chars().filter(|c| c.is_alphabetic()).count() < MIN_NAME {
                continue;
            }
            for shorter in std::iter::once(name.to_owned()).chain(deletions(name)) {
                this.deletions.entry(format!("{shorter}.{suffix}").into()).or_default().push(n as u32);
            }
        }
        this
    }

    /// The known host that a host (in lower case, without `www.`) can be taken for.
    pub(crate) fn resembles(&self, host: &str) -> Option<(Resemblance, &str)> {
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
        let (name, suffix) = domain.split_once('.')?;
        if name.chars().count() + 1 >= MIN_NAME {
            let keys = std::iter::once(name.to_owned()).chain(deletions(name));
            let near = keys.filter_map(|key| self.deletions.get(format!("{key}.{suffix}").as_str())).flatten();
            let is_slip = |&&n: &&u32| {
                let known = self.domains[n as usize].split('.').next().unwrap_or_default();
                strsim::osa_distance(name, known) == 1 && !differ_in_digit(name, known)
            };
            if let Some(&n) = near.into_iter().find(is_slip) {
                return Some((Resemblance::Slip, &self.domains[n as usize]));
            }
        }
        self.prefix(&labels).map(|known| (Resemblance::Prefix, known))
    }

    /// A known domain among the labels, with a domain of somebody else after it.
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

/// The part that somebody registers, as far as that can be seen without a list of all registries.
fn domain(host: &str) -> &str {
    let mut dots = host.rmatch_indices('.').map(|(at, _)| at);
    let (Some(last), Some(second)) = (dots.next(), dots.next()) else { return host };
    // `co.uk`, `com.br`
    let two = host.len() - last == 3 && last - second <= 4;
    if !two {
        return &host[second + 1..];
    }
    dots.next().map_or(host, |third| &host[third + 1..])
}

/// How a host looks: letters that look alike made one (UTS #39, section 4).
fn looks(host: &str) -> String {
    skeleton(host).collect::<String>().to_lowercase()
}

fn deletions(name: &str) -> impl Iterator<Item = String> + '_ {
    name.char_indices().map(|(at, c)| format!("{}{}", &name[..at], &name[at + c.len_utf8()..]))
}

/// Numbered hosts (`mail1`, `mail2`) are no look-alikes.
fn differ_in_digit(a: &str, b: &str) -> bool {
    let letters = |text: &str| text.chars().filter(|c| !c.is_ascii_digit()).collect::<String>();
    letters(a) == letters(b)
}
