//! What a run remembers of hosts: when they may be asked again, whether they are down, what their robots.txt says.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use jiff::civil::Date;
use tokio::sync::{OnceCell, Semaphore, SemaphorePermit};
use tokio::time::Instant;
use url::Url;

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

/// Scheme, host and port: what can be down, and has a robots.txt.
#[derive(Default)]
pub(crate) struct Origin {
    down: Mutex<Option<Fault>>,
    faults: AtomicU32,
    not_before: Mutex<Option<Date>>,
    pub(crate) robots: OnceCell<Robots>,
    /// Whether it was seen to answer 404 to what is not there.
    pub(crate) is_honest: AtomicBool,
    siblings: Mutex<HashMap<String, Arc<OnceCell<Sibling>>>>,
    pub(crate) home: OnceCell<Sibling>,
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

    /// What a folder of the site says of what is not there; asked once, and of so many folders.
    pub(crate) fn sibling(&self, folder: &str, most: usize) -> Option<Arc<OnceCell<Sibling>>> {
        let mut siblings = lock(&self.siblings);
        if siblings.len() >= most && !siblings.contains_key(folder) {
            return None;
        }
        Some(Arc::clone(siblings.entry(folder.to_owned()).or_default()))
    }
}

/// All hosts of a run.
pub(crate) struct Hosts {
    connections: usize,
    by_name: Mutex<HashMap<String, Arc<Host>>>,
    origins: Mutex<HashMap<String, Arc<Origin>>>,
    name_servers: Mutex<HashMap<String, Arc<OnceCell<Vec<String>>>>>,
}

impl Hosts {
    pub(crate) fn new(connections: usize) -> Self {
        Self { connections, by_name: Mutex::default(), origins: Mutex::default(), name_servers: Mutex::default() }
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
        let name = &url[..url::Position::BeforePath];
        let mut origins = lock(&self.origins);
        if let Some(origin) = origins.get(name) {
            return Arc::clone(origin);
        }
        Arc::clone(origins.entry(name.to_owned()).or_default())
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
