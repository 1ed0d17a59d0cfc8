//! Registries are asked by RDAP; no answer of theirs is believed beyond what it proves.

use std::sync::atomic::Ordering;

use firstaid_ledger::{DomainName, Outcome};
use firstaid_online::Guard;
use firstaid_online::rdap::{Bootstrap, DomainLookup};

use crate::support::{Names, Reply, Request, Server, prober, settings};

fn domain(text: &str) -> DomainName {
    DomainName::parse(text).expect("a domain")
}

fn bootstrap(server: &Server) -> Bootstrap {
    let text = format!("{{\"services\": [[[\"org\"], [\"http://rdap.test:{}/v1/\"]]]}}", server.port());
    Bootstrap::parse(text.as_bytes()).expect("servers")
}

/// The result of a look-up, in words.
async fn result(lookup: &DomainLookup, name: &str) -> String {
    match &lookup.domain(&domain(name)).await.seen()[0].result {
        Outcome::Found(found) => format!("until {:?}", found.expires.map(|day| day.to_string())),
        Outcome::Absent => "absent".to_owned(),
        Outcome::Failed(why) => why.clone(),
    }
}

#[tokio::test]
async fn right_wrong_huge_and_hostile_answers_are_told_apart() {
    let server = Server::start(|request: &Request| {
        let name = request.path.strip_prefix("/v1/domain/").unwrap_or_default();
        let answer = |name: &str| {
            let event = "{\"eventAction\":\"expiration\",\"eventDate\":\"2027-01-02T03:04:05Z\"}";
            let text = format!("{{\"objectClassName\":\"domain\",\"ldhName\":\"{name}\",\"events\":[{event}]}}");
            Reply::Http(200, vec![("Content-Type".into(), "application/rdap+json".into())], text.into_bytes())
        };
        match name {
            "one.org" => answer(name),
            "other.org" => answer("one.org"),
            "page.org" => Reply::html("<p>a wall</p>"),
            "huge.org" => Reply::Endless(64 << 20),
            "wall.org" => Reply::status(403),
            "moved.org" => Reply::to(302, "/nowhere"),
            "close.org" => Reply::Close,
            _ => Reply::status(404),
        }
    })
    .await;
    let lookup = DomainLookup::new(prober(settings(&[&server]), Names::default()), bootstrap(&server));
    for (name, wanted) in [
        ("one.org", "until Some(\"2027-01-02\")"),
        ("gone.org", "absent"),
        ("other.org", "not an answer on this domain"),
        ("page.org", "not an answer on this domain"),
        ("huge.org", "too large"),
        ("wall.org", "status 403"),
        ("moved.org", "status 404"),
        ("close.org", "reset"),
        ("one.example", "no RDAP"),
    ] {
        assert_eq!(result(&lookup, name).await, wanted, "{name}");
    }
}

#[tokio::test]
async fn no_private_address_is_asked_for_a_domain() {
    let server = Server::start(|_| Reply::status(404)).await;
    let mut settings = settings(&[&server]);
    settings.guard = Guard::public();
    let lookup = DomainLookup::new(prober(settings, Names::default()), bootstrap(&server));
    assert_eq!(result(&lookup, "one.org").await, "private-address");
    assert_eq!(server.connections.load(Ordering::SeqCst), 0);
}
