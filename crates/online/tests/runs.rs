//! Runs over many links: politeness, hosts that are down, duplicates, shards, interruption.

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use crate::support::{Names, PAGE, Reply, Server, TODAY, port, prober, settings};
use firstaid_ledger::{Class, Ledger, LinkUrl, Policy};
use firstaid_online::{Done, Job, Lookup, Outcome, Prober, Shard, Timeouts, Which, plan, run};
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

/// Runs the jobs and returns what was done, in order.
async fn all(prober: &Arc<Prober>, jobs: Vec<Job>) -> Vec<Done> {
    let (sender, mut done) = mpsc::channel(64);
    let (_stop, stopped) = watch::channel(false);
    let work = tokio::spawn(run(Arc::clone(prober), jobs, sender, stopped));
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
async fn a_host_that_is_down_gets_few_requests() {
    let server = Server::start(|_| Reply::Close).await;
    // A closed port: the listener is dropped.
    let closed = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let mut settings = settings(&[&server]);
    settings.guard = settings.guard.except(closed);
    let names = Arc::new(Names::default());
    let prober = Arc::new(Prober::new(settings, Arc::clone(&names) as Arc<dyn Lookup>).unwrap());
    let refused = all(&prober, jobs((0..10_000).map(|n| format!("http://down.test:{}/{n}", closed.port())))).await;
    assert_eq!((refused.len(), count(&refused, Class::Unstable)), (10_000, 10_000));
    // One look-up a connection.
    assert!(names.asked.lock().unwrap().len() <= 12, "{:?}", names.asked);
    let reset = all(&prober, jobs((0..10_000).map(|n| format!("http://reset.test:{}/{n}", server.port())))).await;
    assert_eq!(count(&reset, Class::Unstable), 10_000);
    assert!(server.request_count() <= 12, "{}", server.request_count());
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
    assert_eq!(server.max_open.load(Ordering::SeqCst), 1);
    // Ten pauses between eleven requests: ten pages and robots.txt.
    assert!(begun.elapsed() >= Duration::from_millis(500), "{:?}", begun.elapsed());
}

#[tokio::test]
async fn hosts_are_probed_in_parallel() {
    let server = Server::start(|_| Reply::html("ok")).await;
    let time = async |hosts_at_a_time: usize| {
        let mut settings = settings(&[&server]);
        (settings.spacing, settings.jobs, settings.obey_robots) = (Duration::from_millis(100), hosts_at_a_time, false);
        let begun = Instant::now();
        let urls = (0..40).map(|n| format!("http://h{}.test:{}/{n}", n % 20, server.port()));
        let done = all(&prober(settings, Names::default()), jobs(urls)).await;
        assert_eq!(count(&done, Class::Alive), 40);
        begun.elapsed()
    };
    // One after the other, twenty hosts take two seconds: each has one pause of 100 ms.
    assert!(time(20).await < time(1).await);
}

#[tokio::test]
async fn an_address_is_requested_once() {
    let server = Server::start(|_| Reply::html("ok")).await;
    let base = format!("a.test:{}", server.port());
    let spellings = ["http://{}/x", "HTTP://A.{}/../x#y", "http://u@{}/x", "http://{}/./x#z"];
    let urls = spellings.map(|it| it.replace("A.{}", &base.to_uppercase()).replace("{}", &base));
    let prober = prober(settings(&[&server]), Names::default());
    let done = all(&prober, jobs(urls.into_iter())).await;
    assert_eq!((done.len(), server.requests()), (1, vec!["GET /x".to_owned()]));
    assert_eq!(done[0].job.fragments, ["y", "z"]);
}

#[tokio::test]
async fn a_common_target_of_redirects_is_requested_once() {
    let server = Server::start(|request| match request.path.as_str() {
        "/robots.txt" => Reply::status(404),
        "/end" => Reply::html(PAGE).with("Set-Cookie", "at-end=1"),
        "/middle" => Reply::to(302, "/end"),
        path if path.len() > 4 => Reply::status(404),
        _ => Reply::to(301, &format!("http://new.test:{}/middle", port(&request.head))),
    })
    .await;
    let prober = prober(settings(&[&server]), Names::default());
    let done = all(&prober, jobs((0..120).map(|n| format!("http://h{}.test:{}/{n}", n % 6, server.port())))).await;
    assert_eq!(count(&done, Class::Moved), 120);
    let requests = |path: &str| server.requests().iter().filter(|line| line.ends_with(path)).count();
    assert_eq!((requests(" /middle"), requests(" /end")), (1, 1));
}

#[tokio::test]
async fn a_target_that_depends_on_a_cookie_is_requested_for_each_link() {
    let server = Server::start(|request| match request.path.as_str() {
        "/robots.txt" => Reply::status(404),
        "/end" if request.head.contains("cookie: way=") => Reply::html(PAGE),
        path if path == "/end" || path.len() > 4 => Reply::status(404),
        path => Reply::to(302, "/end").with("Set-Cookie", &format!("way={}; Path=/", &path[1..])),
    })
    .await;
    let prober = prober(settings(&[&server]), Names::default());
    let done = all(&prober, jobs((0..20).map(|n| format!("http://a.test:{}/{n}", server.port())))).await;
    assert_eq!(count(&done, Class::Alive), 20);
}

#[tokio::test]
async fn merged_shards_equal_one_run() {
    let server = Server::start(|request| match request.path.as_bytes().last() {
        Some(b'0') => Reply::status(404),
        Some(b'1') => Reply::to(301, "/new"),
        Some(b'3') => Reply::to(301, &format!("http://shared.test:{}/there", port(&request.head))),
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
async fn a_stopped_run_ends_at_once() {
    let server = Server::start(|_| Reply::Never).await;
    let mut settings = settings(&[&server]);
    // Without the stop, the run would take a day.
    settings.timeouts = Timeouts::within(86400);
    (settings.timeouts.first_byte, settings.obey_robots) = (settings.timeouts.whole, false);
    let prober = prober(settings, Names::default());
    let (sender, mut done) = mpsc::channel(1);
    let (stop, stopped) = watch::channel(false);
    let jobs = jobs((0..50).map(|n| format!("http://h{n}.test:{}/", server.port())));
    let work = tokio::spawn(run(prober, jobs, sender, stopped));
    tokio::time::sleep(Duration::from_millis(200)).await;
    stop.send(true).unwrap();
    assert!(done.recv().await.is_none());
    work.await.unwrap();
}

/// The verdicts on a server's answers over several days.
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
