//! The ledger file: reading, writing, merging and pruning.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use crate::attestation::Attestation;
use crate::domains::{DomainEntry, DomainName};
use crate::entry::{Entry, FragmentSeen};
use crate::keys::{Address, AddressEntry, KeyEntry, KeyName};
use crate::observation::Observation;
use crate::policy::{Policy, days_between};
use crate::url::LinkUrl;

/// Maximum length of a line, in bytes. An entry has some hundred.
const MAX_LINE_BYTES: usize = 64 << 10;

/// The entries of all links, domains, keys and their addresses.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Ledger {
    entries: BTreeMap<LinkUrl, Entry>,
    addresses: BTreeMap<Address, AddressEntry>,
    domains: BTreeMap<DomainName, DomainEntry>,
    keys: BTreeMap<KeyName, KeyEntry>,
    /// Lines that are no entries, such as those of a later version; written back unchanged.
    unknown: BTreeSet<String>,
}

/// A line that is no entry and is kept unchanged.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("{path}:{line}: not understood, kept as it is: {message}")]
pub struct UnknownLine {
    pub path: String,
    /// From 1.
    pub line: usize,
    pub message: String,
}

/// Why a file cannot be read as a ledger.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum LedgerError {
    #[error("{path}:{line}: an unresolved merge conflict; `links merge` joins the two sides")]
    Conflict { path: String, line: usize },
    #[error("{path}:{line}: longer than {} KiB", MAX_LINE_BYTES >> 10)]
    LongLine { path: String, line: usize },
}

impl Ledger {
    /// Reads a ledger; `path` is for messages. Lines that are no entries are kept, and returned.
    pub fn parse(path: &str, text: &str) -> Result<(Self, Vec<UnknownLine>), LedgerError> {
        let mut ledger = Self::default();
        let mut unknown = Vec::new();
        for (index, line) in text.strip_prefix('\u{feff}').unwrap_or(text).lines().enumerate() {
            let (line, number) = (line.trim(), index + 1);
            let path = || path.to_owned();
            if line.is_empty() {
                continue;
            }
            if line.len() > MAX_LINE_BYTES {
                return Err(LedgerError::LongLine { path: path(), line: number });
            }
            if ["<<<<<<<", "=======", ">>>>>>>", "|||||||"].iter().any(|marker| line.starts_with(marker)) {
                return Err(LedgerError::Conflict { path: path(), line: number });
            }
            match ledger.read(line) {
                Ok(()) => {}
                Err(error) => {
                    unknown.push(UnknownLine { path: path(), line: number, message: error.to_string() });
                    ledger.unknown.insert(line.to_owned());
                }
            }
        }
        Ok((ledger, unknown))
    }

    /// Adds the entry of a line. Its first field says what it is about, as in every line that was written by us.
    fn read(&mut self, line: &str) -> Result<(), serde_json::Error> {
        let name = line.strip_prefix('{').map_or("", str::trim_start);
        if name.starts_with("\"key\"") {
            self.add_key(serde_json::from_str::<KeyEntry>(line)?.canonical());
        } else if name.starts_with("\"domain\"") {
            self.add_domain(serde_json::from_str::<DomainEntry>(line)?.canonical());
        } else if name.starts_with("\"address\"") {
            self.add_address(serde_json::from_str::<AddressEntry>(line)?.canonical());
        } else {
            self.add(serde_json::from_str::<Entry>(line)?.canonical());
        }
        Ok(())
    }

    /// The canonical text: the entries of links sorted by URL, those of addresses, of domains and of keys, then
    /// the unknown lines. Versions that do not know of them keep this order, because to them these lines are unknown.
    ///
    /// # Panics
    /// Never: every entry can be written as JSON.
    pub fn to_text(&self) -> String {
        let mut text = String::new();
        let mut push = |line: serde_json::Result<String>| {
            text += &line.expect("every entry can be written as JSON");
            text.push('\n');
        };
        self.entries.values().for_each(|entry| push(serde_json::to_string(entry)));
        self.addresses.values().for_each(|entry| push(serde_json::to_string(entry)));
        self.domains.values().for_each(|entry| push(serde_json::to_string(entry)));
        self.keys.values().for_each(|entry| push(serde_json::to_string(entry)));
        for line in &self.unknown {
            text += line;
            text.push('\n');
        }
        text
    }

    pub fn get(&self, url: &LinkUrl) -> Option<&Entry> {
        self.entries.get(url)
    }

    /// The entries, sorted by URL.
    pub fn entries(&self) -> impl Iterator<Item = &Entry> {
        self.entries.values()
    }

    /// The number of links.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    pub fn is_empty(&self) -> bool {
        self.entries.is_empty() && !self.is_of_keys() && !self.is_of_domains() && self.unknown.is_empty()
    }

    /// Whether the guide probes its links: an entry of a link, or nothing at all.
    pub fn is_of_links(&self) -> bool {
        !self.entries.is_empty() || self.is_empty()
    }

    /// Whether the guide looks up its keys.
    pub fn is_of_keys(&self) -> bool {
        !self.keys.is_empty() || !self.addresses.is_empty()
    }

    /// Whether the guide looks up the registrations of its domains.
    pub fn is_of_domains(&self) -> bool {
        !self.domains.is_empty()
    }

    pub fn domain(&self, domain: &DomainName) -> Option<&DomainEntry> {
        self.domains.get(domain)
    }

    /// Merges an entry with the one of the same domain.
    pub fn add_domain(&mut self, entry: DomainEntry) {
        let merged = match self.domains.remove(&entry.domain) {
            Some(known) => known.merge(entry),
            None => entry,
        };
        self.domains.insert(merged.domain.clone(), merged);
    }

    /// Adds an attestation of a domain; `of` is the subject of its verdict.
    pub fn attest_domain(&mut self, domain: &DomainName, attested: Attestation) {
        self.add_domain(DomainEntry::new(domain.clone(), Vec::new()).with_attestation(attested));
    }

    /// Adds an attestation of a key; `of` is the subject of its verdict.
    pub fn attest_key(&mut self, key: &KeyName, attested: Attestation) {
        self.add_key(KeyEntry::new(key.clone(), Vec::new()).with_attestation(attested));
    }

    /// The entries of domains, sorted.
    pub fn domains(&self) -> impl Iterator<Item = &DomainEntry> {
        self.domains.values()
    }

    /// The entries of keys, sorted.
    pub fn keys(&self) -> impl Iterator<Item = &KeyEntry> {
        self.keys.values()
    }

    /// Drops the entries of domains that the guide does not use and that were last seen longer ago than `days`.
    pub fn prune_domains(&mut self, is_used: &dyn Fn(&DomainName) -> bool, days: u32, today: Date) {
        let is_recent = |on: Date| days_between(on, today) <= i64::from(days);
        let was_seen = |entry: &DomainEntry| entry.seen().iter().any(|it| is_recent(it.on));
        self.domains.retain(|domain, entry| is_used(domain) || was_seen(entry));
    }

    pub fn key(&self, key: &KeyName) -> Option<&KeyEntry> {
        self.keys.get(key)
    }

    pub fn address(&self, address: &Address) -> Option<&AddressEntry> {
        self.addresses.get(address)
    }

    /// Merges an entry with the one of the same key.
    pub fn add_key(&mut self, entry: KeyEntry) {
        let merged = match self.keys.remove(&entry.key) {
            Some(known) => known.merge(entry),
            None => entry,
        };
        self.keys.insert(merged.key.clone(), merged);
    }

    /// Merges an entry with the one of the same address.
    pub fn add_address(&mut self, entry: AddressEntry) {
        let merged = match self.addresses.remove(&entry.address) {
            Some(known) => known.merge(entry),
            None => entry,
        };
        self.addresses.insert(merged.address.clone(), merged);
    }

    /// Drops the entries of keys and addresses that the guide does not use and that were last seen longer ago than
    /// `days`.
    pub fn prune_keys(
        &mut self,
        is_key_used: &dyn Fn(&KeyName) -> bool,
        is_address_used: &dyn Fn(&Address) -> bool,
        days: u32,
        today: Date,
    ) {
        let is_recent = |last: Option<Date>| last.is_some_and(|last| days_between(last, today) <= i64::from(days));
        self.keys.retain(|key, entry| is_key_used(key) || is_recent(entry.seen().iter().map(|it| it.on).max()));
        let is_known = |entry: &AddressEntry| is_recent(entry.seen().iter().map(|it| it.on).max());
        self.addresses.retain(|address, entry| is_address_used(address) || is_known(entry));
    }

    /// Merges an entry with the one of the same URL.
    pub fn add(&mut self, entry: Entry) {
        let merged = match self.entries.remove(&entry.url) {
            Some(known) => known.merge(entry),
            None => entry,
        };
        self.entries.insert(merged.url.clone(), merged);
    }

    /// Adds an observation, compared with the page that was known, and the state of the fragments that links name.
    pub fn observe(&mut self, url: &LinkUrl, observation: Observation, fragments: Vec<(String, FragmentSeen)>) {
        let entry = Entry::seen_after(self.get(url), url.clone(), observation);
        self.add(fragments.into_iter().fold(entry, |entry, (fragment, seen)| entry.with_fragment(&fragment, seen)));
    }

    /// Adds an attestation; its `of` is set from the last failed observation.
    pub fn attest(&mut self, url: &LinkUrl, attested: Attestation) {
        let of = self.get(url).and_then(|entry| entry.seen().iter().rev().find(|it| !it.class.is_ok()));
        let of = of.map(Observation::subject).or_else(|| {
            // A repeated attestation has the same subject as the one before.
            self.get(url).and_then(|entry| entry.attested()?.of.clone())
        });
        self.add(Entry::new(url.clone()).with_attestation(Attestation { of, ..attested }));
    }

    /// Adds the URL of an archived copy.
    pub fn note_archive(&mut self, url: &LinkUrl, copy: &LinkUrl) {
        self.add(Entry::new(url.clone()).with_archive(copy.as_str()));
    }

    /// Joins two ledgers; the order makes no difference.
    #[must_use]
    pub fn merge(mut self, other: Self) -> Self {
        for entry in other.entries.into_values() {
            self.add(entry);
        }
        other.addresses.into_values().for_each(|entry| self.add_address(entry));
        other.domains.into_values().for_each(|entry| self.add_domain(entry));
        other.keys.into_values().for_each(|entry| self.add_key(entry));
        self.unknown.extend(other.unknown);
        self
    }

    /// Records the day since which each URL is unused, and drops those unused for longer than the policy allows.
    pub fn prune(&mut self, is_used: &dyn Fn(&LinkUrl) -> bool, policy: &Policy, today: Date) {
        self.entries.retain(|url, entry| {
            if is_used(url) {
                entry.unused = None;
                return true;
            }
            let since = *entry.unused.get_or_insert(today);
            days_between(since, today) <= i64::from(policy.keep_unused)
        });
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::observation::Class;

    fn url(text: &str) -> LinkUrl {
        LinkUrl::parse(text).unwrap().0
    }

    #[test]
    fn the_text_has_one_line_for_each_url_in_order() {
        let mut ledger = Ledger::default();
        let mut moved = Observation::new(date(2026, 11, 23), Class::Moved);
        (moved.status, moved.hops, moved.to) = (Some(200), vec![301], Some("https://b.org/".to_owned()));
        ledger.observe(&url("https://b.org/x"), moved, Vec::new());
        ledger.observe(&url("https://a.org/"), Observation::new(date(2026, 11, 23), Class::Gone), Vec::new());
        assert_eq!(
            ledger.to_text(),
            "{\"url\":\"https://a.org/\",\"seen\":[{\"on\":\"2026-11-23\",\"class\":\"gone\"}]}\n\
             {\"url\":\"https://b.org/x\",\"seen\":[{\"on\":\"2026-11-23\",\"class\":\"moved\",\"status\":200,\
             \"hops\":[301],\"to\":\"https://b.org/\"}]}\n"
        );
    }

    #[test]
    fn lines_of_keys_stand_behind_those_of_links_and_are_merged() {
        let key = |on: &str, at: &str| {
            format!(
                "{{\"key\":\"{:040}\",\"seen\":[{{\"on\":\"2026-11-{on}\",\"at\":\"{at}\",\"result\":\"absent\"}}]}}\n",
                7
            )
        };
        let newer = "{\"key\":\"x\",\"mood\":1}\n";
        let address = "{\"address\":\"a@one.org\",\"seen\":[]}\n";
        let link = "{\"url\":\"https://a.org/\"}\n";
        let text = [newer, &key("02", "vks:k.org"), address, &key("03", "vks:k.org"), link].concat();
        let (ledger, unknown) = Ledger::parse("l", &text).unwrap();
        assert_eq!(unknown.iter().map(|it| it.line).collect::<Vec<_>>(), [1]);
        let merged = key("03", "vks:k.org");
        assert_eq!(ledger.to_text(), [link, address, &merged, newer].concat());
        assert!(ledger.is_of_keys() && ledger.is_of_links());
        let mut ledger = Ledger::parse("l", &merged).unwrap().0;
        assert!(!ledger.is_of_links() && !ledger.is_empty());
        let day = |n: i8| date(2026, 12, n);
        ledger.prune_keys(&|_| false, &|_| false, 10, day(13));
        assert!(!ledger.is_of_keys());
    }

    #[test]
    fn unknown_lines_are_kept() {
        let text = "{\"url\":\"https://a.org/\",\"seen\":[]}\nnoise\n{\"url\":\"https://b.org/\",\"mood\":1}\n";
        let (ledger, unknown) = Ledger::parse("l", text).unwrap();
        assert_eq!(unknown.iter().map(|it| it.line).collect::<Vec<_>>(), [2, 3]);
        assert_eq!(ledger.to_text(), "{\"url\":\"https://a.org/\"}\nnoise\n{\"url\":\"https://b.org/\",\"mood\":1}\n");
    }

    #[test]
    fn conflicts_and_overlong_lines_are_errors_with_their_line() {
        let error = |text: &str| Ledger::parse("l.jsonl", text).unwrap_err().to_string();
        assert!(error("\n<<<<<<< ours\n").starts_with("l.jsonl:2: an unresolved merge conflict"));
        assert_eq!(error(&"x".repeat(MAX_LINE_BYTES + 1)), "l.jsonl:1: longer than 64 KiB");
    }

    #[test]
    fn an_unused_url_is_dropped_after_a_while() {
        let mut ledger = Ledger::default();
        let (used, unused) = (url("https://a.org/"), url("https://b.org/"));
        for url in [&used, &unused] {
            ledger.observe(url, Observation::new(date(2026, 1, 1), Class::Alive), Vec::new());
        }
        let is_used = |url: &LinkUrl| url.host() == "a.org";
        ledger.prune(&is_used, &Policy::default(), date(2026, 1, 2));
        ledger.prune(&is_used, &Policy::default(), date(2026, 4, 2));
        assert_eq!(ledger.get(&unused).unwrap().unused(), Some(date(2026, 1, 2)));
        ledger.prune(&is_used, &Policy::default(), date(2026, 4, 3));
        assert_eq!((ledger.get(&unused), ledger.len()), (None, 1));
    }
}
