//! Keys are looked up at directories, key servers and sites; no answer of theirs is believed beyond what it proves.

use std::net::{IpAddr, Ipv4Addr};

use firstaid_ledger::{Address, KeyEntry, KeyName, KeySource, Outcome, SourceKind};
use firstaid_online::openpgp::{KeyLookup, KeyServers};
use firstaid_online::{Guard, LookupError};
use firstaid_testing::Gpg;
use url::Url;

use crate::support::certificates::Authority;
use crate::support::{Names, Reply, Request, Server, prober, settings};

const LOOPBACK: IpAddr = IpAddr::V4(Ipv4Addr::LOCALHOST);

fn binary(body: &[u8]) -> Reply {
    Reply::Http(200, vec![("Content-Type".into(), "application/octet-stream".into())], body.to_vec())
}

fn address(text: &str) -> Address {
    Address::parse(text).expect("an address")
}

/// A look-up that asks one key server of each kind under the name `keys.test`.
fn lookup(server: &Server) -> KeyLookup {
    let url = Url::parse(&format!("http://keys.test:{}", server.port())).expect("a URL");
    let servers = KeyServers { vks: vec![url.clone()], hkp: vec![url], wkd_port: server.port() };
    // No domain of the test has a directory.
    let nowhere = || vec![Err(LookupError::NoSuchName)];
    let names = Names::default().with("one.org", nowhere()).with("openpgpkey.one.org", nowhere());
    KeyLookup::new(prober(settings(&[server]), names), servers)
}

/// The results by kind of source, in words.
fn results(entry: &KeyEntry) -> Vec<String> {
    let word = |result: &Outcome<_>| match result {
        Outcome::Found(_) => "found".to_owned(),
        Outcome::Absent => "absent".to_owned(),
        Outcome::Failed(why) => why.clone(),
    };
    entry.seen().iter().map(|it| format!("{} {}", it.at.kind.as_str(), word(&it.result))).collect()
}

#[tokio::test]
async fn key_servers_are_asked_by_fingerprint_and_by_address() {
    let Some(gpg) = Gpg::new() else { return };
    let key = gpg.key("A <a@one.org>", "20240101", "ed25519", "never", None);
    let (armored, path) = (gpg.export(&key), format!("/vks/v1/by-fingerprint/{key}"));
    let search = format!("/pks/lookup?op=get&options=mr&search=0x{key}");
    let server = Server::start(move |request: &Request| match &*request.path {
        it if it == path || it == search || it == "/vks/v1/by-email/a%40one%2Eorg" => binary(&armored),
        _ => Reply::status(404),
    })
    .await;
    let name = KeyName::parse(&key).expect("a fingerprint");
    let lookup = lookup(&server);
    assert_eq!(results(&lookup.key(&name, &[], &[]).await), ["hkp found", "vks found"]);
    let other = KeyName::parse(&"A".repeat(40)).expect("a fingerprint");
    assert_eq!(results(&lookup.key(&other, &[], &[]).await), ["hkp absent", "vks absent"]);
    let entry = lookup.address(&address("a@one.org"), &[]).await;
    let found = entry.seen().iter().find(|it| it.at.kind == SourceKind::Vks).and_then(|it| it.result.found());
    assert_eq!(found, Some(&vec![name]));
}

#[tokio::test]
async fn directories_are_asked_on_their_own_host_and_on_that_of_the_domain() {
    let Some(gpg) = Gpg::new() else { return };
    let key = gpg.key("A <a@one.test>", "20240101", "ed25519", "never", None);
    let name = KeyName::parse(&key).expect("a fingerprint");
    let authority = Authority::new();
    for is_advanced in [true, false] {
        let acceptor = authority.acceptor(&["one.test", "openpgpkey.one.test"], -1, 9, &["http/1.1"]);
        let body = gpg.export_binary(&key);
        let prefix = if is_advanced { "/.well-known/openpgpkey/one.test/hu/" } else { "/.well-known/openpgpkey/hu/" };
        let server = Server::start_at(LOOPBACK, Some(acceptor), move |request| {
            let wanted = request.path.starts_with(prefix) && request.path.ends_with("?l=a");
            if wanted { binary(&body) } else { Reply::status(404) }
        })
        .await;
        let mut settings = settings(&[&server]);
        settings.extra_roots = vec![authority.root()];
        let names = Names::default();
        let names =
            if is_advanced { names } else { names.with("openpgpkey.one.test", vec![Err(LookupError::NoSuchName)]) };
        let servers = KeyServers { vks: Vec::new(), hkp: Vec::new(), wkd_port: server.port() };
        let lookup = KeyLookup::new(prober(settings, names), servers);
        let one = address("a@one.test");
        assert_eq!(results(&lookup.key(&name, std::slice::from_ref(&one), &[]).await), ["wkd found"]);
        assert_eq!(lookup.address(&one, &[]).await.seen()[0].result.found(), Some(&vec![name.clone()]));
    }
}

#[tokio::test]
async fn wrong_slow_huge_and_hostile_answers_are_failures() {
    let server = Server::start(|request: &Request| match &*request.path {
        "/500" => Reply::status(500),
        "/huge" => Reply::Endless(64 << 20),
        "/junk" => binary(&[0x99; 5000]),
        "/page" => Reply::html("<p>no key here</p>"),
        "/begin" => binary(b"-----BEGIN PGP PUBLIC KEY BLOCK-----\n\nAAAA\n-----END PGP PUBLIC KEY BLOCK-----\n"),
        "/wall" => Reply::status(403),
        "/loop" => Reply::to(302, "/loop"),
        _ => Reply::Close,
    })
    .await;
    let lookup = KeyLookup::new(
        prober(settings(&[&server]), Names::default()),
        KeyServers { vks: Vec::new(), hkp: Vec::new(), wkd_port: 443 },
    );
    let name = KeyName::parse(&"A".repeat(40)).expect("a fingerprint");
    for (path, why) in [
        ("500", "status 500"),
        ("huge", "too large"),
        ("junk", "no OpenPGP key"),
        ("page", "no OpenPGP key"),
        ("begin", "no OpenPGP key"),
        ("wall", "status 403"),
        ("loop", "redirect-loop"),
        ("gone", "reset"),
    ] {
        let place = KeySource::new(SourceKind::Site, &format!("http://a.test:{}/{path}", server.port()));
        assert_eq!(results(&lookup.key(&name, &[], &[place]).await), [format!("site {why}")], "{path}");
    }
}

#[tokio::test]
async fn no_private_address_is_asked_for_a_key() {
    let server = Server::start(|_| Reply::status(404)).await;
    let mut settings = settings(&[&server]);
    settings.guard = Guard::public();
    let url = |host: &str| Url::parse(&format!("http://{host}:{}", server.port())).expect("a URL");
    let servers = KeyServers { vks: vec![url("keys.test")], hkp: vec![url("127.0.0.1")], wkd_port: server.port() };
    let lookup = KeyLookup::new(prober(settings, Names::default()), servers);
    let place = |host: &str| KeySource::new(SourceKind::Site, &format!("http://{host}:{}/k", server.port()));
    let places = [place("a.test"), place("[::ffff:127.0.0.1]"), place("0x7f.1")];
    let name = KeyName::parse(&"A".repeat(40)).expect("a fingerprint");
    let entry = lookup.key(&name, &[address("a@one.test")], &places).await;
    assert_eq!(results(&entry).iter().filter(|it| !it.ends_with("private-address")).count(), 0, "{entry:?}");
    assert_eq!(server.connections.load(std::sync::atomic::Ordering::SeqCst), 0);
}
