//! Copies are looked up in archives; no answer of theirs can have readers sent elsewhere.

use std::io::Write;
use std::sync::atomic::Ordering;
use std::time::Duration;

use firstaid_ledger::{LinkUrl, Outcome};
use firstaid_online::Guard;
use firstaid_online::archive::{ArchiveLookup, Archives, save};
use firstaid_online::machine::Key;
use jiff::civil::date;
use url::Url;

use crate::support::{Names, Reply, Request, Server, prober, settings};

fn page() -> LinkUrl {
    LinkUrl::parse("https://one.org/a").expect("an address").0
}

fn archives(server: &Server) -> Archives {
    let url = |path: &str| Url::parse(&format!("http://archive.test:{}{path}", server.port())).expect("an address");
    let cdx = Some((url("/cdx"), "https://web.archive.org".to_owned()));
    Archives { availability: Some(url("/available")), cdx, timemaps: vec![url("/timemap/")] }
}

fn copy(time: &str) -> String {
    format!("http://web.archive.org/web/{time}/https://one.org/a")
}

/// The copy that is nearest to 10 June 2026 and before 1 July, by a server with these answers.
async fn nearest(answer: impl Fn(&Request) -> Reply + Send + Sync + 'static) -> String {
    let server = Server::start(answer).await;
    let lookup = ArchiveLookup::new(prober(settings(&[&server]), Names::default()), archives(&server));
    match lookup.nearest(&page(), date(2026, 6, 10), date(2026, 7, 1)).await {
        Outcome::Found(copy) => copy.url.as_str().to_owned(),
        Outcome::Absent => "absent".to_owned(),
        Outcome::Failed(why) => why,
    }
}

fn available(time: &str) -> Reply {
    let closest =
        format!("{{\"available\":true,\"status\":\"200\",\"url\":\"{}\",\"timestamp\":\"{time}\"}}", copy(time));
    Reply::Http(200, Vec::new(), format!("{{\"archived_snapshots\":{{\"closest\":{closest}}}}}").into_bytes())
}

fn is(request: &Request, path: &str) -> bool {
    request.path.starts_with(path)
}

#[tokio::test]
async fn the_copy_nearest_to_the_last_good_day_and_before_the_first_bad_one_is_taken() {
    let found = nearest(|request| {
        if is(request, "/available?url=https%3A%2F%2Fone.org%2Fa&timestamp=20260610") {
            return available("20260501000000");
        }
        if is(request, "/cdx?url=https%3A%2F%2Fone.org%2Fa&output=json&filter=statuscode%3A200") {
            let rows = "[[\"timestamp\",\"original\"],[\"20260611000000\",\"https://one.org/a\"],\
                        [\"20260702000000\",\"https://one.org/a\"]]";
            return Reply::Http(200, Vec::new(), rows.as_bytes().to_vec());
        }
        if is(request, "/timemap/https://one.org/a") {
            let link = |time: &str, day: &str| {
                format!("<{}>; rel=\"memento\"; datetime=\"{day} Jun 2026 00:00:00 GMT\",", copy(time))
            };
            return Reply::Http(200, Vec::new(), (link("20260605000000", "05") + &link("20260612000000", "12")).into());
        }
        Reply::status(404)
    });
    assert_eq!(found.await, "https://web.archive.org/web/20260611000000/https://one.org/a");
}

#[tokio::test]
async fn wrong_huge_and_hostile_answers_are_no_copies() {
    let elsewhere = |request: &Request| match &request.path {
        path if path.starts_with("/available") => {
            let closest = "{\"available\":true,\"url\":\"https://evil.org/\",\"timestamp\":\"20260609000000\"}";
            Reply::Http(200, Vec::new(), format!("{{\"archived_snapshots\":{{\"closest\":{closest}}}}}").into())
        }
        path if path.starts_with("/cdx") => Reply::Http(
            200,
            Vec::new(),
            "[[\"timestamp\",\"original\"],[\"20260609000000\",\"https://evil.org/\"]]".into(),
        ),
        _ => Reply::Http(
            200,
            Vec::new(),
            "<https://evil.org/>; rel=\"memento\"; datetime=\"Tue, 09 Jun 2026 00:00:00 GMT\"".into(),
        ),
    };
    assert_eq!(nearest(elsewhere).await, "absent");
    assert_eq!(nearest(|_| Reply::html("a wall")).await, "absent");
    assert_eq!(nearest(|_| Reply::status(404)).await, "absent");
    let all = |why: &str| [why; 3].map(|why| format!("archive.test: {why}")).join(", ");
    assert_eq!(nearest(|_| Reply::Endless(64 << 20)).await, all("too large"));
    assert_eq!(nearest(|_| Reply::status(403)).await, all("status 403"));
    // One archive that answers is enough.
    let found =
        nearest(|request| if is(request, "/available") { available("20260601000000") } else { Reply::status(403) });
    assert_eq!(found.await, "https://web.archive.org/web/20260601000000/https://one.org/a");
}

#[tokio::test]
async fn no_private_address_is_asked_for_a_copy() {
    let server = Server::start(|_| available("20260601000000")).await;
    let mut settings = settings(&[&server]);
    settings.guard = Guard::public();
    let lookup = ArchiveLookup::new(prober(settings.clone(), Names::default()), archives(&server));
    let found = lookup.nearest(&page(), date(2026, 6, 10), date(2026, 7, 1)).await;
    assert!(matches!(found, Outcome::Failed(why) if why.contains("private-address")));
    let service = Url::parse(&format!("http://127.0.0.1:{}/save", server.port())).expect("an address");
    let prober = prober(settings, Names::default());
    let made = save(&prober, &service, "https://web.archive.org", &key(), &page(), Duration::ZERO).await;
    assert_eq!(made, Err("private-address".to_owned()));
    assert_eq!(server.connections.load(Ordering::SeqCst), 0);
}

fn key() -> Key {
    let mut file = tempfile::NamedTempFile::new().expect("a file");
    write!(file, "access:secret").expect("written");
    Key::from_file(file.path()).expect("a key")
}

/// What comes of asking a server with these answers for a copy, and its requests.
async fn made(answer: impl Fn(&Request) -> Reply + Send + Sync + 'static) -> (Result<String, String>, Vec<String>) {
    let server = Server::start(answer).await;
    let service = Url::parse(&format!("http://127.0.0.1:{}/save", server.port())).expect("an address");
    let prober = prober(settings(&[&server]), Names::default());
    let made = save(&prober, &service, "https://web.archive.org", &key(), &page(), Duration::ZERO).await;
    (made.map(|copy| copy.url.as_str().to_owned()), server.requests())
}

fn json(text: &str) -> Reply {
    Reply::Http(200, Vec::new(), text.as_bytes().to_vec())
}

#[tokio::test]
async fn a_copy_is_made_with_the_users_own_key() {
    let (found, requests) = made(|request| {
        assert!(request.head.contains("authorization: low access:secret"), "{}", request.head);
        match (request.method.as_str(), request.path.as_str(), request.before) {
            ("POST", "/save", _) if request.body == b"url=https%3A%2F%2Fone.org%2Fa" => {
                json("{\"job_id\":\"spn2-1f\"}")
            }
            ("GET", "/save/status/spn2-1f", 0) => json("{\"status\":\"pending\"}"),
            ("GET", "/save/status/spn2-1f", _) => json("{\"status\":\"success\",\"timestamp\":\"20261123010203\"}"),
            _ => Reply::status(400),
        }
    })
    .await;
    assert_eq!(found.as_deref(), Ok("https://web.archive.org/web/20261123010203/https://one.org/a"));
    assert_eq!(requests, ["POST /save", "GET /save/status/spn2-1f", "GET /save/status/spn2-1f"]);
}

#[tokio::test]
async fn what_goes_wrong_at_an_archive_is_told_and_the_key_goes_nowhere_else() {
    let why = async |answer: fn(&Request) -> Reply| made(answer).await.0.unwrap_err();
    assert_eq!(why(|_| Reply::status(401)).await, "the archive does not accept the key");
    assert_eq!(why(|_| json("{\"message\":\"too \\u001bmany\"}")).await, "too many");
    assert_eq!(why(|_| json("{\"job_id\":\"../../x\"}")).await, "the answer names no job");
    assert_eq!(why(|_| Reply::html("a wall")).await, "the answer is not JSON");
    let pending = |request: &Request| {
        json(if request.method == "POST" { "{\"job_id\":\"a\"}" } else { "{\"status\":\"pending\"}" })
    };
    assert!(why(pending).await.contains("not made yet"));
    let (moved, requests) = made(|_| Reply::to(302, "/else")).await;
    assert_eq!((moved, requests), (Err("status 302".to_owned()), vec!["POST /save".to_owned()]));
    let server = Server::start(|_| json("{}")).await;
    let service = Url::parse(&format!("http://archive.test:{}/save", server.port())).expect("an address");
    let prober = prober(settings(&[&server]), Names::default());
    let made = save(&prober, &service, "https://web.archive.org", &key(), &page(), Duration::ZERO).await;
    assert_eq!(made, Err("the key is not sent without TLS".to_owned()));
    assert_eq!(server.connections.load(Ordering::SeqCst), 0);
}
