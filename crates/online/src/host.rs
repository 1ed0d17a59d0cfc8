//! The state of hosts during a run: when each may be asked again, whether it is down, what its robots.txt says.

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
use crate::sibling::Sibling;

/// Number of failed requests in a row after which an origin counts as down.
const MAX_FAULTS: u32 = 3;

/// A host, whose requests are limited in number and spaced in time.
pub(crate) struct Host {
    connections: Semaphore,
    /// The earliest time of the next request.
    next: Mutex<Instant>,
}

/// The right to send one request to a host. Dropping it frees the connection.
pub(crate) struct Turn<'a>(#[expect(dead_code, reason = "held, not read")] Option<SemaphorePermit<'a>>);

impl Host {
    fn new(connections: usize) -> Self {
        Self { connections: Semaphore::new(connections.max(1)), next: Mutex::new(Instant::now()) }
    }

    /// Waits for a free connection and for the host's next time slot.
    pub(crate) async fn turn(&self, spacing: Duration) -> Turn<'_> {
        // An error would mean a closed semaphore; this one is never closed.
        let permit = self.connections.acquire().await.ok();
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

    /// Holds back all requests to the host for a while.
    pub(crate) fn pause(&self, wait: Duration) {
        let mut next = lock(&self.next);
        *next = (*next).max(Instant::now() + wait);
    }
}

/// The state of a scheme, host and port. Small, and kept for the whole run.
#[derive(Default)]
pub(crate) struct Origin {
    down: Mutex<Option<Fault>>,
    faults: AtomicU32,
    not_before: Mutex<Option<Date>>,
    /// Whether it was seen to answer 404 or 410 for a URL that cannot exist.
    pub(crate) is_honest: AtomicBool,
}

impl Origin {
    /// Why the origin counts as down, if it does.
    pub(crate) fn down(&self) -> Option<Fault> {
        *lock(&self.down)
    }

    /// Counts the final result of a request, after all retries.
    pub(crate) fn record(&self, result: Result<(), Fault>) {
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

    /// The day before which the origin asked not to be visited.
    pub(crate) fn not_before(&self) -> Option<Date> {
        *lock(&self.not_before)
    }

    pub(crate) fn defer(&self, until: Date) {
        let mut not_before = lock(&self.not_before);
        *not_before = (*not_before).max(Some(until));
    }
}

/// The state of an origin that is kept only while its links are visited: open connections and answers need memory.
pub(crate) struct OriginCache {
    host: String,
    pub(crate) client: Client,
    pub(crate) robots: OnceCell<Robots>,
    siblings: Mutex<HashMap<String, Arc<OnceCell<Sibling>>>>,
    pub(crate) home: OnceCell<Sibling>,
}

impl OriginCache {
    /// The cell for a folder's answer to a URL that cannot exist; `None` for a new folder if there are `max_folders`.
    pub(crate) fn sibling(&self, folder: &str, max_folders: usize) -> Option<Arc<OnceCell<Sibling>>> {
        let mut siblings = lock(&self.siblings);
        if siblings.len() >= max_folders && !siblings.contains_key(folder) {
            return None;
        }
        Some(Arc::clone(siblings.entry(folder.to_owned()).or_default()))
    }
}

/// The answer of a redirect's target and the cookies that it set; empty until the target is requested.
pub(crate) type RedirectTarget = OnceCell<(Result<Answer, Fault>, Cookies)>;

/// All hosts of a run. Large state is kept for a limited number of them, whatever the number of links.
pub(crate) struct Hosts {
    connections: usize,
    by_name: Mutex<HashMap<String, Arc<Host>>>,
    origins: Mutex<HashMap<String, Arc<Origin>>>,
    caches: Mutex<LruCache<String, Arc<OriginCache>>>,
    targets: Mutex<LruCache<String, Arc<RedirectTarget>>>,
    name_servers: Mutex<HashMap<String, Arc<OnceCell<Vec<String>>>>>,
}

impl Hosts {
    /// `connections` is the maximum for each host, `jobs` the number of hosts that are visited at the same time.
    pub(crate) fn new(connections: usize, jobs: usize) -> Self {
        let jobs = NonZeroUsize::new(jobs).unwrap_or(NonZeroUsize::MIN);
        // Four origins a host: its two schemes, and those of another host that it redirects to.
        let max_caches = jobs.saturating_mul(NonZeroUsize::MIN.saturating_add(3));
        Self {
            connections,
            by_name: Mutex::default(),
            origins: Mutex::default(),
            caches: Mutex::new(LruCache::new(max_caches)),
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

    /// The cache of a URL's origin; `connect` makes the client of a new one.
    pub(crate) fn cache(
        &self,
        url: &Url,
        connect: impl FnOnce() -> Result<Client, Fault>,
    ) -> Result<Arc<OriginCache>, Fault> {
        let name = &url[..Position::BeforePath];
        let mut all = lock(&self.caches);
        if let Some(cache) = all.get(name) {
            return Ok(Arc::clone(cache));
        }
        let cache = Arc::new(OriginCache {
            host: url.host_str().unwrap_or_default().to_owned(),
            client: connect()?,
            robots: OnceCell::new(),
            siblings: Mutex::default(),
            home: OnceCell::new(),
        });
        all.put(name.to_owned(), Arc::clone(&cache));
        Ok(cache)
    }

    /// Closes the connections to a host once all its links are done.
    pub(crate) fn close(&self, host: &str) {
        let mut all = lock(&self.caches);
        let names: Vec<String> = all.iter().filter(|(_, it)| it.host == host).map(|(name, _)| name.clone()).collect();
        for name in names {
            all.pop(&name);
        }
    }

    /// The target of a redirect, shared by all visits that are led there at about the same time.
    pub(crate) fn redirect_target(&self, name: &str) -> Arc<RedirectTarget> {
        Arc::clone(lock(&self.targets).get_or_insert_ref(name, Arc::default))
    }

    /// Drops a target. Visits that wait for it still get its answer.
    pub(crate) fn forget_redirect_target(&self, name: &str) {
        lock(&self.targets).pop(name);
    }

    /// The cell for the name servers of a domain, which are looked up once.
    pub(crate) fn name_servers(&self, domain: &str) -> Arc<OnceCell<Vec<String>>> {
        Arc::clone(lock(&self.name_servers).entry(domain.to_owned()).or_default())
    }
}

/// Locks a mutex. No code panics while it holds one of these, so a poisoned mutex is not an error.
fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
