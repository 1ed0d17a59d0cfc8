//! Looking keys up: at the owner's directory, at key servers, at addresses that the registry gives.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use firstaid_ledger::{
    Address, AddressEntry, Cause, Class, KeyEntry, KeyFacts, KeyName, KeySource, Outcome, Sighting, SourceKind,
};
use jiff::civil::Date;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use tokio::sync::OnceCell;
use url::Url;

use super::certificate::{Certificate, read_certificates};
use super::facts::facts;
use super::wkd::wkd_urls;
use crate::client::Body;
use crate::prober::Prober;

/// The key servers that are asked.
#[derive(Clone, Debug)]
pub struct KeyServers {
    /// Servers that confirm addresses, such as `https://keys.openpgp.org`.
    pub vks: Vec<Url>,
    /// Servers that take keys from everybody, such as `https://keyserver.ubuntu.com`.
    pub hkp: Vec<Url>,
    /// The port of key directories: 443, save in tests.
    pub wkd_port: u16,
}

/// Looks keys up through a prober, with its guard, its spacing and its limits. Each address is requested once.
pub struct KeyLookup {
    prober: Arc<Prober>,
    servers: KeyServers,
    answers: Mutex<HashMap<String, Arc<OnceCell<Answer>>>>,
}

/// What is at an address.
type Answer = Outcome<Arc<Vec<Certificate>>>;

impl KeyLookup {
    pub fn new(prober: Arc<Prober>, servers: KeyServers) -> Self {
        Self { prober, servers, answers: Mutex::default() }
    }

    /// What all sources say of a key: the key servers, the directories of its addresses, and `places`, of the kinds
    /// *site* and *url*.
    pub async fn key(&self, key: &KeyName, addresses: &[Address], places: &[KeySource]) -> KeyEntry {
        let mut seen = Vec::new();
        for (source, url) in self.servers(&KeyQuery::Key(key)).chain(urls(places)) {
            let result = self.facts_at(key, &url).await;
            seen.push(self.sighting(source, result));
        }
        for address in addresses {
            let result = of_key(self.directory(address).await, key, self.today()).await;
            seen.push(self.sighting(KeySource::new(SourceKind::Wkd, address.domain()), result));
        }
        KeyEntry::new(key.clone(), seen)
    }

    /// Which keys the sources that check addresses have for an address.
    pub async fn address(&self, address: &Address, places: &[KeySource]) -> AddressEntry {
        let directory = of_address(self.directory(address).await, address, self.today()).await;
        let mut seen = vec![self.sighting(KeySource::new(SourceKind::Wkd, address.domain()), directory)];
        for (source, url) in self.servers(&KeyQuery::Address(address)).chain(urls(places)) {
            let result = of_address(self.ask(&url).await, address, self.today()).await;
            seen.push(self.sighting(source, result));
        }
        AddressEntry::new(address.clone(), seen)
    }

    fn today(&self) -> Date {
        self.prober.settings.today
    }

    fn sighting<T>(&self, at: KeySource, result: Outcome<T>) -> Sighting<KeySource, T> {
        Sighting { on: self.today(), at, result }
    }

    async fn facts_at(&self, key: &KeyName, url: &Url) -> Outcome<KeyFacts> {
        of_key(self.ask(url).await, key, self.today()).await
    }

    /// The servers that answer a query, and where each does so.
    fn servers(&self, query: &KeyQuery<'_>) -> impl Iterator<Item = (KeySource, Url)> {
        let vks = self.servers.vks.iter().filter_map(|server| {
            let path = match query {
                KeyQuery::Key(key) if key.is_whole() => format!("/vks/v1/by-fingerprint/{key}"),
                KeyQuery::Key(key) => format!("/vks/v1/by-keyid/{key}"),
                KeyQuery::Address(address) => {
                    format!("/vks/v1/by-email/{}", utf8_percent_encode(address.as_str(), NON_ALPHANUMERIC))
                }
            };
            Some((server_source(SourceKind::Vks, server), server.join(&path).ok()?))
        });
        // Only for keys: a stranger can put a key for any address there.
        let hkp = self.servers.hkp.iter().filter_map(|server| match query {
            KeyQuery::Key(key) => {
                let url = server.join(&format!("/pks/lookup?op=get&options=mr&search=0x{key}")).ok()?;
                Some((server_source(SourceKind::Hkp, server), url))
            }
            KeyQuery::Address(_) => None,
        });
        vks.chain(hkp).collect::<Vec<_>>().into_iter()
    }

    /// The key directory of an address: where it has a host of its own, that one decides.
    async fn directory(&self, address: &Address) -> Answer {
        let mut answer = Outcome::Absent;
        for url in wkd_urls(address, self.servers.wkd_port) {
            match self.ask(&url).await {
                Outcome::Found(keys) => return Outcome::Found(keys),
                Outcome::Failed(why) if why == Class::NoSuchHost.as_str() => {}
                // A failure of either leaves open whether the directory has a key.
                failed @ Outcome::Failed(_) => answer = failed,
                Outcome::Absent => {}
            }
        }
        answer
    }

    /// The keys at an address.
    async fn ask(&self, url: &Url) -> Answer {
        let cell = {
            let mut answers = self.answers.lock().unwrap_or_else(PoisonError::into_inner);
            Arc::clone(answers.entry(url.to_string()).or_default())
        };
        cell.get_or_init(|| self.request(url)).await.clone()
    }

    async fn request(&self, url: &Url) -> Answer {
        let visit = self.prober.visit(url, Body::Any).await;
        let failed = |why: &str| Outcome::Failed(why.to_owned());
        if url.scheme() == "https" && visit.end.scheme() != "https" {
            return failed("redirects to http");
        }
        let answer = match visit.result {
            Ok(answer) => answer,
            Err(fault) => return failed(fault.cause.map_or(fault.class.as_str(), Cause::as_str)),
        };
        match answer.status {
            200 if answer.is_truncated => failed("too large"),
            200 => {
                let body = answer.body.unwrap_or_default();
                match tokio::task::spawn_blocking(move || read_certificates(&body)).await {
                    Ok(Ok(keys)) => Outcome::Found(Box::new(Arc::new(keys))),
                    Ok(Err(error)) => Outcome::Failed(error.to_string()),
                    // The parser did not survive it.
                    Err(_) => failed("cannot be read"),
                }
            }
            404 | 410 => Outcome::Absent,
            status => Outcome::Failed(format!("status {status}")),
        }
    }
}

enum KeyQuery<'a> {
    Key(&'a KeyName),
    Address(&'a Address),
}

/// The host of a server, with its port if it is not that of its scheme.
fn server_source(kind: SourceKind, server: &Url) -> KeySource {
    let host = server.host_str().unwrap_or_default();
    KeySource::new(kind, &server.port().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}")))
}

/// The web addresses among sources.
fn urls(places: &[KeySource]) -> impl Iterator<Item = (KeySource, Url)> {
    let on_web = places.iter().filter(|it| matches!(it.kind, SourceKind::Site | SourceKind::Url));
    on_web.filter_map(|it| Some((it.clone(), Url::parse(&it.place).ok()?)))
}

/// Runs a computation on keys off the threads that wait for servers. `None` if it panics.
async fn off<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Option<T> {
    tokio::task::spawn_blocking(work).await.ok()
}

/// The facts of a key, if it is among those of an answer.
async fn of_key(answer: Answer, key: &KeyName, today: Date) -> Outcome<KeyFacts> {
    let (keys, name) = match answer {
        Outcome::Found(keys) => (keys, key.clone()),
        Outcome::Absent => return Outcome::Absent,
        Outcome::Failed(why) => return Outcome::Failed(why),
    };
    match off(move || keys.iter().find_map(|key| facts(key, &name, today))).await {
        Some(Some(facts)) => Outcome::Found(Box::new(facts)),
        Some(None) => Outcome::Absent,
        None => Outcome::Failed("cannot be read".to_owned()),
    }
}

/// The fingerprints of the keys of an answer that are valid and have an address.
async fn of_address(answer: Answer, address: &Address, today: Date) -> Outcome<Vec<KeyName>> {
    let (keys, address) = match answer {
        Outcome::Found(keys) => (keys, address.clone()),
        Outcome::Absent => return Outcome::Absent,
        Outcome::Failed(why) => return Outcome::Failed(why),
    };
    let valid = move || {
        let of = keys.iter().filter_map(|key| {
            let name = key.fingerprint()?;
            let facts = facts(key, &name, today)?;
            let is_valid = facts.revoked.is_none() && facts.expires.is_none_or(|day| day >= today);
            (is_valid && facts.addresses.iter().any(|it| it == address.as_str())).then_some(name)
        });
        let mut of: Vec<KeyName> = of.collect();
        of.sort();
        of.dedup();
        of
    };
    match off(valid).await {
        Some(keys) if keys.is_empty() => Outcome::Absent,
        Some(keys) => Outcome::Found(Box::new(keys)),
        None => Outcome::Failed("cannot be read".to_owned()),
    }
}
