//! What a run remembers of hosts: when they may be asked again, whether they are down, what their robots.txt says.

use std::collections::HashMap;
use std::num::NonZeroUsize;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use jiff::civil::Date;
use lru::LruCache;
use reqwest::Client;
use tokio::sync::{OnceCell, Semaphore, SemaphorePermit};
use tokio::time::Instant;
use url::{Position, Url};

use crate::client::Answer;
use crate::cookies::Cookies;
use crate::fault::Fault;
use crate::robots::Robots;
use crate::soft404::Sibling;

/// So many requests in a row that end in nothing are taken for the host's state.
const MAX_FAULTS: u32 = 3;

/// A host: whom politeness is about.
pub(crate) struct Host {
    gate: Semaphore,
    next: Mutex<Instant>,
}

/// Leave to ask a host once; given back when dropped.
pub(crate) struct Turn<'a>(#[expect(dead_code, reason = "held, not read")] Option<SemaphorePermit<'a>>);

impl Host {
    fn new(connections: usize) -> Self {
        Self { gate: Semaphore::new(connections.max(1)), next: Mutex::new(Instant::now()) }
    }

    /// Waits for a free connection, and until it is time.
    pub(crate) async fn turn(&self, spacing: Duration) -> Turn<'_> {
        // Never closed.
        let permit = self.gate.acquire().await.ok();
        loop {
            let wait = {
                let mut next = lock(&self.next);
                let now = Instant::now();
                if *next <= now {
                    *next = now + spacing;
                    break;
                }
                *next
            };
            tokio::time::sleep_until(wait).await;
        }
        Turn(permit)
    }

    /// Keeps everybody from asking for a while.
    pub(crate) fn rest(&self, wait: Duration) {
        let mut next = lock(&self.next);
        *next = (*next).max(Instant::now() + wait);
    }
}

/// Scheme, host and port: what can be down. Small, and kept for the whole run.
#[derive(Default)]
pub(crate) struct Origin {
    down: Mutex<Option<Fault>>,
    faults: AtomicU32,
    not_before: Mutex<Option<Date>>,
    /// Whether it was seen to answer 404 to what is not there.
    pub(crate) is_honest: AtomicBool,
}

impl Origin {
    /// Why it need not be asked again.
    pub(crate) fn down(&self) -> Option<Fault> {
        *lock(&self.down)
    }

    /// Takes note of how a request ended, after all retries.
    pub(crate) fn learn(&self, result: Result<(), Fault>) {
        match result {
            Ok(()) => self.faults.store(0, Ordering::Relaxed),
            Err(fault) => self.count(fault, if fault.at_connect { 1 } else { MAX_FAULTS }),
        }
    }

    fn count(&self, fault: Fault, limit: u32) {
        if self.faults.fetch_add(1, Ordering::Relaxed) + 1 >= limit {
            lock(&self.down).get_or_insert(fault);
        }
    }

    /// The day before which it does not want to be asked.
    pub(crate) fn not_before(&self) -> Option<Date> {
        *lock(&self.not_before)
    }

    pub(crate) fn defer(&self, until: Date) {
        let mut not_before = lock(&self.not_before);
        *not_before = (*not_before).max(Some(until));
    }
}

/// What is worth keeping of an origin only while its links are visited: connections and what it says cost memory.
pub(crate) struct Warm {
    host: String,
    pub(crate) client: Client,
    pub(crate) robots: OnceCell<Robots>,
    siblings: Mutex<HashMap<String, Arc<OnceCell<Sibling>>>>,
    pub(crate) home: OnceCell<Sibling>,
}

impl Warm {
    /// What a folder of the site says of what is not there; asked once, and of so many folders.
    pub(crate) fn sibling(&self, folder: &str, most: usize) -> Option<Arc<OnceCell<Sibling>>> {
        let mut siblings = lock(&self.siblings);
        if siblings.len() >= most && !siblings.contains_key(folder) {
            return None;
        }
        Some(Arc::clone(siblings.entry(folder.to_owned()).or_default()))
    }
}

/// What a redirect led to, and the cookies that came with it; `None` until it was asked.
pub(crate) type Target = OnceCell<(Result<Answer, Fault>, Cookies)>;

/// All hosts of a run. What is large is kept for so many of them at a time, whatever the number of links.
pub(crate) struct Hosts {
    connections: usize,
    by_name: Mutex<HashMap<String, Arc<Host>>>,
    origins: Mutex<HashMap<String, Arc<Origin>>>,
    warm: Mutex<LruCache<String, Arc<Warm>>>,
    targets: Mutex<LruCache<String, Arc<Target>>>,
    name_servers: Mutex<HashMap<String, Arc<OnceCell<Vec<String>>>>>,
}

impl Hosts {
    /// For so many connections to a host, and so many hosts at a time.
    pub(crate) fn new(connections: usize, jobs: usize) -> Self {
        let jobs = NonZeroUsize::new(jobs).unwrap_or(NonZeroUsize::MIN);
        // A host has two schemes, and redirects to another one.
        let warm = jobs.saturating_mul(NonZeroUsize::MIN.saturating_add(3));
        Self {
            connections,
            by_name: Mutex::default(),
            origins: Mutex::default(),
            warm: Mutex::new(LruCache::new(warm)),
            targets: Mutex::new(LruCache::new(jobs)),
            name_servers: Mutex::default(),
        }
    }

    pub(crate) fn host(&self, url: &Url) -> Arc<Host> {
        let name = url.host_str().unwrap_or_default();
        let mut hosts = lock(&self.by_name);
        if let Some(host) = hosts.get(name) {
            return Arc::clone(host);
        }
        let host = Arc::new(Host::new(self.connections));
        hosts.insert(name.to_owned(), Arc::clone(&host));
        host
    }

    pub(crate) fn origin(&self, url: &Url) -> Arc<Origin> {
        let name = &url[..Position::BeforePath];
        let mut origins = lock(&self.origins);
        if let Some(origin) = origins.get(name) {
            return Arc::clone(origin);
        }
        Arc::clone(origins.entry(name.to_owned()).or_default())
    }

    /// What is kept of an origin for a while; `connect` makes its client.
    pub(crate) fn warm(&self, url: &Url, connect: impl FnOnce() -> Result<Client, Fault>) -> Result<Arc<Warm>, Fault> {
        let name = &url[..Position::BeforePath];
        let mut all = lock(&self.warm);
        if let Some(warm) = all.get(name) {
            return Ok(Arc::clone(warm));
        }
        let warm = Arc::new(Warm {
            host: url.host_str().unwrap_or_default().to_owned(),
            client: connect()?,
            robots: OnceCell::new(),
            siblings: Mutex::default(),
            home: OnceCell::new(),
        });
        all.put(name.to_owned(), Arc::clone(&warm));
        Ok(warm)
    }

    /// Closes the connections to a host all of whose links are done.
    pub(crate) fn leave(&self, host: &str) {
        let mut all = lock(&self.warm);
        let names: Vec<String> = all.iter().filter(|(_, it)| it.host == host).map(|(name, _)| name.clone()).collect();
        for name in names {
            all.pop(&name);
        }
    }

    /// What a redirect leads to, for all links that lead there at about the same time.
    pub(crate) fn target(&self, name: &str) -> Arc<Target> {
        Arc::clone(lock(&self.targets).get_or_insert_ref(name, Arc::default))
    }

    /// Whoever waits for it still gets it.
    pub(crate) fn forget_target(&self, name: &str) {
        lock(&self.targets).pop(name);
    }

    /// The name servers of a domain; asked once.
    pub(crate) fn name_servers(&self, domain: &str) -> Arc<OnceCell<Vec<String>>> {
        Arc::clone(lock(&self.name_servers).entry(domain.to_owned()).or_default())
    }
}

/// Nothing panics while it holds one of these locks.
fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
