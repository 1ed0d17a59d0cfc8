//! Runs over many links: politeness, hosts that are down, duplicates, shards, being stopped.

mod support;

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use firstaid_ledger::{Class, Ledger, LinkUrl, Policy};
use firstaid_online::{Done, Job, Outcome, Prober, Shard, Which, plan, run};
use support::{Names, PAGE, Reply, Server, TODAY, prober, settings};
use tokio::sync::{mpsc, watch};

fn jobs(urls: impl Iterator<Item = String>) -> Vec<Job> {
    plan(
        urls.map(|url| LinkUrl::parse(&url).expect("valid")),
        &Ledger::default(),
        Which::All,
        &Policy::default(),
        TODAY,
    )
}

async fn all(prober: &Arc<Prober>, jobs: Vec<Job>) -> Vec<Done> {
    let (told, mut done) = mpsc::channel(64);
    let (_stop, stopped) = watch::channel(false);
    let work = tokio::spawn(run(Arc::clone(prober), jobs, told, stopped));
    let mut all = Vec::new();
    while let Some(one) = done.recv().await {
        all.push(one);
    }
    work.await.expect("valid");
    all
}

fn ledger(done: &[Done]) -> Ledger {
    let mut ledger = Ledger::default();
    for Done { job, outcome } in done {
        if let Outcome::Seen(seen, fragments) = outcome {
            ledger.observe(&job.url, (**seen).clone(), fragments.clone());
        }
    }
    ledger
}

fn count(done: &[Done], class: Class) -> usize {
    done.iter().filter(|it| matches!(&it.outcome, Outcome::Seen(seen, _) if seen.class == class)).count()
}

#[tokio::test]
async fn a_host_that_is_down_is_not_asked_ten_thousand_times() {
    let server = Server::start(|_| Reply::Close).await;
    // Nobody listens here any more.
    let closed = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let mut settings = settings(&[&server]);
    settings.guard = settings.guard.except(closed);
    settings.ports.push(closed.port());
    let prober = prober(settings, Names::default());
    let begun = Instant::now();
    let refused = all(&prober, jobs((0..10_000).map(|n| format!("http://down.test:{}/{n}", closed.port())))).await;
    assert_eq!((refused.len(), count(&refused, Class::Unstable)), (10_000, 10_000));
    let reset = all(&prober, jobs((0..10_000).map(|n| format!("http://reset.test:{}/{n}", server.port())))).await;
    assert_eq!(count(&reset, Class::Unstable), 10_000);
    assert!(server.asked_in_all() <= 12, "{}", server.asked_in_all());
    assert!(begun.elapsed() < Duration::from_secs(20), "{:?}", begun.elapsed());
}

#[tokio::test]
async fn one_connection_a_host_with_a_pause_between_requests() {
    let server = Server::start(|_| Reply::html("ok")).await;
    let mut settings = settings(&[&server]);
    settings.spacing = Duration::from_millis(50);
    let prober = prober(settings, Names::default());
    let begun = Instant::now();
    let done = all(&prober, jobs((0..10).map(|n| format!("http://a.test:{}/{n}", server.port())))).await;
    assert_eq!(count(&done, Class::Alive), 10);
    assert_eq!(server.busiest.load(Ordering::SeqCst), 1);
    // Ten pages and robots.txt
    assert!(begun.elapsed() >= Duration::from_millis(500), "{:?}", begun.elapsed());
}

#[tokio::test]
async fn hosts_are_asked_side_by_side() {
    let (busy, most) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
    let (now, peak) = (Arc::clone(&busy), Arc::clone(&most));
    let server = Server::start(move |_| {
        peak.fetch_max(now.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
        std::thread::sleep(Duration::from_millis(5));
        now.fetch_sub(1, Ordering::SeqCst);
        Reply::html("ok")
    })
    .await;
    let mut settings = settings(&[&server]);
    settings.spacing = Duration::from_millis(300);
    settings.obey_robots = false;
    let prober = prober(settings, Names::default());
    let begun = Instant::now();
    let done = all(&prober, jobs((0..40).map(|n| format!("http://h{}.test:{}/{n}", n % 20, server.port())))).await;
    assert_eq!(count(&done, Class::Alive), 40);
    // One after the other, forty requests with this pause would take twelve seconds.
    assert!(begun.elapsed() < Duration::from_secs(3), "{:?}", begun.elapsed());
}

#[tokio::test]
async fn the_same_address_is_asked_once() {
    let server = Server::start(|_| Reply::html("ok")).await;
    let base = format!("a.test:{}", server.port());
    let spellings = ["http://{}/x", "HTTP://A.{}/../x#y", "http://u@{}/x", "http://{}/./x#z"];
    let urls = spellings.map(|it| it.replace("A.{}", &base.to_uppercase()).replace("{}", &base));
    let prober = prober(settings(&[&server]), Names::default());
    let done = all(&prober, jobs(urls.into_iter())).await;
    assert_eq!((done.len(), server.asked()), (1, vec!["GET /x".to_owned()]));
    assert_eq!(done[0].job.fragments, ["y", "z"]);
}

#[tokio::test]
async fn shards_merge_to_what_one_run_sees() {
    let server = Server::start(|request| match request.path.as_bytes().last() {
        Some(b'0') => Reply::status(404),
        Some(b'1') => Reply::to(301, "/new"),
        Some(b'2') => Reply::status(403),
        _ => Reply::html("<p id=here>ok"),
    })
    .await;
    let urls: Vec<String> =
        (0..200).map(|n| format!("http://www.site{}.test:{}/{n}#here", n % 37, server.port())).collect();
    let one = ledger(&all(&prober(settings(&[&server]), Names::default()), jobs(urls.iter().cloned())).await);
    let mut merged = Ledger::default();
    let mut sizes = Vec::new();
    for part in [3, 1, 4, 2] {
        let shard: Shard = format!("{part}/4").parse().unwrap();
        let mut jobs = jobs(urls.iter().cloned());
        jobs.retain(|job| shard.has(&job.url));
        sizes.push(jobs.len());
        let part = ledger(&all(&prober(settings(&[&server]), Names::default()), jobs).await);
        merged = merged.merge(Ledger::parse("part", &part.to_text()).unwrap().0);
    }
    assert_eq!(merged.to_text(), one.to_text());
    assert_eq!(one.len(), 200);
    assert!(sizes.iter().sum::<usize>() == 200 && sizes.iter().all(|size| *size > 0), "{sizes:?}");
}

#[tokio::test]
async fn a_run_that_is_stopped_ends_at_once() {
    let server = Server::start(|_| Reply::Never).await;
    let prober = prober(settings(&[&server]), Names::default());
    let (told, mut done) = mpsc::channel(1);
    let (stop, stopped) = watch::channel(false);
    let jobs = jobs((0..50).map(|n| format!("http://h{n}.test:{}/", server.port())));
    let work = tokio::spawn(run(prober, jobs, told, stopped));
    tokio::time::sleep(Duration::from_millis(200)).await;
    let begun = Instant::now();
    stop.send(true).unwrap();
    assert!(done.recv().await.is_none());
    work.await.unwrap();
    assert!(begun.elapsed() < Duration::from_secs(1));
}

/// The table of DESIGN.md over days, with a server that answers as it would: what the gate makes of it.
#[tokio::test]
async fn verdicts_over_days() {
    use firstaid_ledger::{Kind, verdict};
    type Case = (&'static str, &'static [(i32, u16)], Kind, bool);
    let cases: [Case; 5] = [
        ("404 on days 0, 3, 6", &[(0, 404), (3, 404), (6, 404)], Kind::Gone, true),
        ("404, 200, 404", &[(0, 404), (3, 200), (6, 404)], Kind::Gone, false),
        ("three 410s in a day", &[(0, 410), (0, 410), (0, 410)], Kind::Gone, false),
        ("403 for ever", &[(0, 403), (100, 403), (400, 403)], Kind::Blocked, true),
        ("503 now and then", &[(0, 503), (30, 503)], Kind::Unstable, false),
    ];
    for (name, days, kind, confirmed) in cases {
        let mut known = Ledger::default();
        let mut today = TODAY;
        for &(day, status) in days {
            let server = Server::start(move |request| match (request.path.as_str(), status) {
                ("/x", 200) => Reply::html(PAGE),
                ("/x", status) => Reply::status(status),
                _ => Reply::status(404),
            })
            .await;
            let mut settings = settings(&[&server]);
            today = TODAY.checked_add(jiff::Span::new().days(day)).unwrap();
            settings.today = today;
            let visits = jobs([format!("http://a.test:{}/x", server.port())].into_iter());
            let done = all(&prober(settings, Names::default()), visits).await;
            let Outcome::Seen(seen, _) = &done[0].outcome else { panic!("{name}: deferred") };
            known.observe(&LinkUrl::parse("http://a.test/x").unwrap().0, (**seen).clone(), Vec::new());
        }
        let verdict = verdict(known.entries().next(), &Policy::default(), today);
        assert_eq!((verdict.kind, verdict.confirmed), (kind, confirmed), "{name}");
    }
}
