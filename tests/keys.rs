//! Keys from `keys probe` to `lint`, with the real binary, keys made by gpg and servers on loopback.

use std::sync::atomic::Ordering;

use firstaid_testing::{Gpg, Reason};

use crate::support::keys::{KeyServer, keys, probe_keys};
use crate::support::{Run, Tree, firstaid};

const LEDGER: &str = "content/_data/links.jsonl";

fn lint(tree: &Tree, args: &[&str]) -> Run {
    let args = ["lint", "--format", "concise", "--today", "2026-11-23"].iter().chain(args);
    Run::of(firstaid().current_dir(tree.root()).args(args))
}

/// A server that has these keys, by fingerprint.
fn serving(copies: Vec<(String, Vec<u8>)>) -> KeyServer {
    KeyServer::start(move |path| {
        let of_path = copies.iter().find(|(fingerprint, _)| path.ends_with(fingerprint.as_str()));
        of_path.map(|(_, copy)| copy.clone())
    })
}

#[test]
fn keys_are_judged_at_their_place_without_the_network() {
    let Some(gpg) = Gpg::new() else { return };
    let expired = gpg.key("A <a@one.org>", "20240101", "ed25519", "1y", None);
    let revoked = gpg.key("B <b@one.org>", "20240101", "ed25519", "never", None);
    gpg.revoke(&revoked, Reason::Compromised, "20260501");
    let good = gpg.key("C <c@one.org>", "20240101", "ed25519", "never", Some(("cv25519", "never")));
    let all = [&expired, &revoked, &good].map(|key| (key.clone(), gpg.export(key)));
    let server = serving(all.into());
    let page = format!("- a@one.org, PGP {expired}\n- b@one.org, PGP {revoked}\n- c@one.org, PGP {good}\n");
    let tree = Tree::page(&page).with("content/es/Page.md", &page).with("firstaid.toml", server.config());
    let select = ["--select", "expired-key,revoked-key,replaced-key,key-without-address,weak-key,unseen-key"];
    lint(&tree, &select).exits(0);
    probe_keys(&tree, &[], &server.net(&["one.org"])).exits(0).warns("3 of 3 keys were looked up");
    let found = lint(&tree, &select).exits(1);
    assert_eq!(found.stdout.matches("error[").count(), 2, "{}", found.stdout);
    let found = found
        .says("content/en/Page.md:1:18: error[expired-key] this key expired on 31 December 2024")
        .says("content/en/Page.md:2:18: error[revoked-key] this key was revoked on 1 May 2026: it was compromised");
    for threads in ["1", "2", "7"] {
        let again = lint(&tree, &[&select[..], &["--threads", threads]].concat());
        assert_eq!(again.stdout, found.stdout);
    }
    keys(&tree, &["status"]).exits(0).says("revoked, confirmed: ").says("hkp:hkp.test:").says("and 1 more");
    let objects = keys(&tree, &["status", "--format", "jsonl"]).exits(0).json();
    assert_eq!(
        objects.iter().map(|it| it["verdict"].as_str().unwrap()).collect::<Vec<_>>(),
        ["revoked", "expired", "good"]
    );
    let ledger = tree.read(LEDGER);
    // Shards merge to the ledger of one run.
    let parts = ["1/2", "2/2"].map(|part| {
        std::fs::remove_file(tree.path(LEDGER)).expect("a ledger");
        probe_keys(&tree, &["--all", "--shard", part], &server.net(&["one.org"])).exits(0);
        let name = format!("part{}.jsonl", &part[..1]);
        tree.write(&name, tree.read(LEDGER));
        name
    });
    std::fs::remove_file(tree.path(LEDGER)).expect("a ledger");
    Run::of(firstaid().current_dir(tree.root()).args(["links", "merge"]).args(&parts)).exits(0);
    assert_eq!(tree.read(LEDGER), ledger);
    probe_keys(&tree, &["--shard", "3/2"], &[]).exits(2).warns("--shard: write K/N");
    let asked = server.requests.load(Ordering::SeqCst);
    probe_keys(&tree, &[], &server.net(&["one.org"])).exits(0).warns("0 of 3 keys");
    assert_eq!((server.requests.load(Ordering::SeqCst), tree.read(LEDGER)), (asked, ledger));
    // Links that were never probed are not reported for that.
    lint(&tree, &["--select", "unverified-link", "--fail-on", "info"]).exits(0);
}

#[test]
fn what_the_registry_and_the_guide_say_of_a_key_counts() {
    let Some(gpg) = Gpg::new() else { return };
    let old = gpg.key("Old <old@one.org>", "20140101", "ed25519", "2y", None);
    let lone = gpg.key("A <a@one.org>", "20240101", "ed25519", "1y", None);
    let server = serving(vec![(old.clone(), gpg.export(&old))]);
    let organisations = format!(
        "- name: Helpers\n  source: x\n  contacts:\n    - email: a@one.org\n      key: \"{lone}\"\n      source: x\n"
    );
    let groups =
        |key: &str| key.as_bytes().chunks(4).map(|it| String::from_utf8_lossy(it)).collect::<Vec<_>>().join(" ");
    let of_old = format!(
        "- key: {}\n  owner: Helpers\n  for: old images\n  old-releases: true\n  source: x\n  confidence: low\n",
        groups(&old)
    );
    let tree = Tree::page(format!("Old images: PGP key {old}\n\nPGP key {lone}\n"))
        .with("firstaid.toml", server.config())
        .with("content/_data/organisations.yaml", organisations)
        .with("content/_data/keys.yaml", of_old)
        .with("content/keys/a.asc", gpg.export(&lone))
        .with(
            "content/keys/broken.asc",
            "-----BEGIN PGP PUBLIC KEY BLOCK-----\n\nxx\n-----END PGP PUBLIC KEY BLOCK-----\n",
        );
    probe_keys(&tree, &["--all"], &server.net(&["one.org"])).exits(0).says("expired: ").says("file:content/keys/a.asc");
    // The guide's own copy may be outdated: it makes no error.
    let run = lint(&tree, &["--select", "expired-key"]).exits(0).says("content/en/Page.md:3:9: warning[expired-key]");
    assert_eq!(run.stdout.matches("[expired-key]").count(), 1, "{}", run.stdout);
    probe_keys(&tree, &[&"A".repeat(40)], &[]).exits(2).warns("neither a page nor the registry");
    probe_keys(&tree, &["x"], &[]).exits(2).warns("not the fingerprint of a key");
}

#[test]
fn a_person_answers_for_a_key_that_no_source_has() {
    let Some(gpg) = Gpg::new() else { return };
    let expired = gpg.key("A <a@one.org>", "20240101", "ed25519", "1y", None);
    let lone = gpg.key("B <b@one.org>", "20240101", "ed25519", "never", None);
    let server = serving(vec![(expired.clone(), gpg.export(&expired))]);
    let tree = Tree::page(format!("- a@one.org, PGP {expired}\n- b@one.org, PGP {lone}\n"))
        .with("firstaid.toml", server.config());
    probe_keys(&tree, &[], &server.net(&["one.org"])).exits(0);
    lint(&tree, &["--select", "unseen-key"]).says("content/en/Page.md:2:18: info[unseen-key] no source has this key");
    let attest = |key: &str, note: &str| keys(&tree, &["attest", key, "--by", "Ann", "--note", note]);
    attest(&lone, "read to me by phone").exits(0).warns("attested for 180 days");
    assert_eq!(lint(&tree, &["--select", "unseen-key"]).exits(0).stdout, "");
    let object = keys(&tree, &["status", "--format", "jsonl"]).exits(0).json().remove(1);
    assert_eq!((&object["verdict"], &object["attested"]["by"]), (&"attested".into(), &"Ann".into()));
    // What the key says itself stays: nobody can encrypt to it.
    attest(&expired, "works for me").exits(0).warns("still reported, because the key itself says so: expired");
    lint(&tree, &["--select", "expired-key"]).says("expired-key");
    // A later probe keeps both statements.
    probe_keys(&tree, &["--all"], &server.net(&["one.org"])).exits(0);
    assert_eq!(String::from_utf8(tree.read(LEDGER)).expect("UTF-8").matches("\"attested\"").count(), 2);
    attest(&"A".repeat(40), "x").exits(2).warns("neither a page nor the registry");
    attest(&lone, " ").exits(2).warns("--note: write one line");
}

#[test]
fn no_private_address_is_asked_by_default() {
    let server = serving(Vec::new());
    let tree = Tree::page("PGP key 0123456789ABCDEF0123456789ABCDEF01234567\n").with("firstaid.toml", server.config());
    let net = server.net(&[]);
    probe_keys(&tree, &[], &net[..net.len() - 1]).exits(0);
    assert_eq!(server.requests.load(Ordering::SeqCst), 0);
    let ledger = String::from_utf8(tree.read(LEDGER)).expect("UTF-8");
    assert_eq!(ledger.matches("{\"failed\":\"private-address\"}").count(), 2, "{ledger}");
}
