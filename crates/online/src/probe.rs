//! A run over many links: hosts in parallel, the links of one host one after the other.

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex, PoisonError};

use firstaid_ledger::{Class, FragmentSeen, Observation};
use tokio::sync::{mpsc, watch};
use tokio::task::JoinSet;
use url::Url;

use crate::client::Body;
use crate::fault::Fault;
use crate::observe::{Evidence, fragments, observe};
use crate::plan::Job;
use crate::prober::Prober;
use crate::signatures::parking_name_server;
use crate::site::site_of;
use crate::text::{PageText, decode};

/// A finished job.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Done {
    pub job: Job,
    pub outcome: Outcome,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Outcome {
    Seen(Box<Observation>, Vec<(String, FragmentSeen)>),
    /// The host, or one that it redirects to, asked for a longer wait than a run lasts.
    Deferred,
}

/// Visits all links and sends each result as soon as it is known. Ends early once `stop` is true; unfinished visits are
/// dropped then.
pub async fn run(prober: Arc<Prober>, jobs: Vec<Job>, results: mpsc::Sender<Done>, stop: watch::Receiver<bool>) {
    let queue = Arc::new(Mutex::new(by_host(jobs)));
    let mut workers = JoinSet::new();
    for _ in 0..prober.settings.jobs.max(1) {
        let (prober, queue, results, mut stop) =
            (Arc::clone(&prober), Arc::clone(&queue), results.clone(), stop.clone());
        workers.spawn(async move {
            let work = async {
                while let Some(jobs) = pop(&queue) {
                    visit_host(&prober, jobs, &results).await;
                }
            };
            tokio::select! {
                () = work => {}
                _ = stop.wait_for(|stop| *stop) => {}
            }
        });
    }
    while workers.join_next().await.is_some() {}
}

/// Links of a host for which one more connection to it is worth opening.
const LINKS_PER_CONNECTION: usize = 64;

type Queue<T> = Arc<Mutex<VecDeque<T>>>;

fn pop<T>(queue: &Queue<T>) -> Option<T> {
    queue.lock().unwrap_or_else(PoisonError::into_inner).pop_front()
}

/// The jobs grouped by host. Hosts with the most jobs come first, because they take longest.
fn by_host(jobs: Vec<Job>) -> VecDeque<Vec<Job>> {
    let mut hosts: HashMap<String, Vec<Job>> = HashMap::new();
    for job in jobs {
        hosts.entry(job.url.host().to_owned()).or_default().push(job);
    }
    let mut hosts: Vec<Vec<Job>> = hosts.into_values().collect();
    hosts.sort_by(|a, b| b.len().cmp(&a.len()).then_with(|| a[0].url.cmp(&b[0].url)));
    hosts.into()
}

/// Visits the links of one host, on as many connections as the settings allow.
async fn visit_host(prober: &Arc<Prober>, jobs: Vec<Job>, results: &mpsc::Sender<Done>) {
    let connections = prober.settings.per_host.clamp(1, jobs.len().div_ceil(LINKS_PER_CONNECTION).max(1));
    let name = jobs[0].url.host().to_owned();
    let queue: Queue<Job> = Arc::new(Mutex::new(jobs.into()));
    let mut tasks = JoinSet::new();
    for _ in 0..connections {
        let (prober, queue, results) = (Arc::clone(prober), Arc::clone(&queue), results.clone());
        tasks.spawn(async move { visit_queue(&prober, &queue, &results).await });
    }
    while tasks.join_next().await.is_some() {}
    prober.hosts.close(&name);
}

async fn visit_queue(prober: &Prober, queue: &Queue<Job>, results: &mpsc::Sender<Done>) {
    while let Some(job) = pop(queue) {
        let outcome = prober.probe(&job).await;
        // The receiver is gone, so no more results are needed.
        if results.send(Done { job, outcome }).await.is_err() {
            return;
        }
    }
}

impl Prober {
    /// Visits one link.
    pub async fn probe(&self, job: &Job) -> Outcome {
        let today = self.settings.today;
        let Ok(start) = Url::parse(job.url.as_str()) else { return Outcome::Deferred };
        let visit = self.visit(&start, if job.wants_body { Body::Text } else { Body::None }).await;
        if visit.result.as_ref().is_err_and(|fault| *fault == Fault::DEFERRED) {
            return Outcome::Deferred;
        }
        let answer = visit.result.as_ref().ok();
        let page = answer.and_then(|answer| {
            let body = answer.body.as_ref()?;
            let kind = answer.header("content-type").unwrap_or("text/html");
            let is_html = kind.to_ascii_lowercase().contains("html");
            Some(PageText::new(&decode(body, kind), is_html, start.path()))
        });
        let mut evidence = Evidence {
            today,
            start: &start,
            visit: &visit,
            page: page.as_ref(),
            soft404: None,
            name_server: None,
            signature: job.signature.as_deref(),
            print: job.print.as_deref(),
        };
        let is_ok = observe(&evidence).class.is_ok();
        let servers;
        if let Some(page) = page.as_ref().filter(|_| is_ok) {
            let name = site_of(visit.end.host_str().unwrap_or_default());
            if page.is_thin() && name.contains(|c: char| c.is_ascii_alphabetic()) && !name.ends_with(".onion") {
                let cell = self.hosts.name_servers(name);
                servers = cell.get_or_init(|| self.lookup.name_servers(name)).await.clone();
                evidence.name_server = parking_name_server(&servers);
            }
            evidence.soft404 = self.soft404(&start, &visit, page).await;
        }
        let observation = observe(&evidence);
        let fragments = match (answer, &page) {
            (Some(answer), Some(page)) if matches!(observation.class, Class::Alive | Class::Moved) => {
                fragments(today, &job.fragments, answer, page)
            }
            _ => Vec::new(),
        };
        Outcome::Seen(Box::new(observation), fragments)
    }
}
