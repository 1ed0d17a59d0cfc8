//! Registrations from `domains probe` to `lint`, with the real binary and a registry on loopback.

use std::sync::atomic::Ordering;

use crate::support::keys::KeyServer;
use crate::support::{Run, Tree, firstaid};

const LEDGER: &str = "content/_data/links.jsonl";

fn run(tree: &Tree, args: &[&str], more: &[String]) -> Run {
    Run::of(firstaid().current_dir(tree.root()).args(args).args(["--today", "2026-11-23"]).args(more))
}

#[test]
fn a_domain_that_lapses_is_reported_at_its_links() {
    let server = KeyServer::start(|path| {
        let name = path.strip_prefix("/domain/")?;
        let ends = |day: &str| {
            let event = format!("{{\"eventAction\":\"expiration\",\"eventDate\":\"{day}T00:00:00Z\"}}");
            format!("{{\"objectClassName\":\"domain\",\"ldhName\":\"{name}\",\"events\":[{event}]}}").into_bytes()
        };
        match name {
            "soon.org" => Some(ends("2026-12-05")),
            "late.org" => Some(ends("2028-12-05")),
            _ => None,
        }
    });
    let page = "[a](https://www.soon.org/x) help@soon.org\n\n[b](https://late.org/) [c](https://gone.org/) [d](https://x.de/)\n";
    let port = server.port;
    let tree = Tree::page(page)
        .with("firstaid.toml", "[links.probe]\nspacing = 0\n[domains]\nbootstrap = \"rdap.json\"\n")
        .with("rdap.json", format!("{{\"services\": [[[\"org\"], [\"http://rdap.test:{port}/\"]]]}}"));
    let net = ["--resolve".to_owned(), format!("rdap.test:{port}:127.0.0.1"), "--allow-private".to_owned()];
    run(&tree, &["domains", "probe"], &net).exits(0).warns("registries answered for 3 of 4 domains; the guide has 4");
    let lint = ["lint", "--format", "concise", "--select", "lapsing-domain", "--fail-on", "warning"];
    run(&tree, &lint, &[])
        .exits(1)
        .says("content/en/Page.md:1:5: warning[lapsing-domain] the registration of soon.org ends on 5 December 2026")
        .says("content/en/Page.md:3:28: warning[lapsing-domain] nobody has registered gone.org");
    run(&tree, &["domains", "status"], &[]).exits(0).says("unregistered: gone.org").says("unknown               1");
    let status = run(&tree, &["domains", "status", "--format", "jsonl"], &[]).exits(0).json();
    assert_eq!(status.len(), 4);
    let (asked, whole) = (server.requests.load(Ordering::SeqCst), tree.read(LEDGER));
    run(&tree, &["domains", "probe"], &net).exits(0).warns("answered for 0 of 1 domains");
    assert_eq!(server.requests.load(Ordering::SeqCst), asked);
    // Who asked the owner says so; a domain that anybody can have is reported all the same.
    let attest = |domain: &str| run(&tree, &["domains", "attest", domain, "--by", "Ann", "--note", "renews it"], &[]);
    attest("soon.org").exits(0).warns("soon.org: attested for 180 days");
    attest("gone.org").exits(0).warns("still reported, because its registry says so: unregistered");
    attest("else.org").exits(2).warns("no page of the guide has a link or an address at `else.org`");
    let left = run(&tree, &lint, &[]).exits(1).says("nobody has registered gone.org");
    assert!(!left.stdout.contains("soon.org"), "{}", left.stdout);
    run(&tree, &["domains", "status"], &[]).exits(0).says("attested              1");
    // Shards merge to the ledger of one run.
    let mut parts = Vec::new();
    for part in ["1/2", "2/2"] {
        std::fs::remove_file(tree.path(LEDGER)).expect("a ledger");
        run(&tree, &["domains", "probe", "--all", "--shard", part], &net).exits(0);
        let name = format!("part{}.jsonl", &part[..1]);
        tree.write(&name, tree.read(LEDGER));
        parts.push(name);
    }
    std::fs::remove_file(tree.path(LEDGER)).expect("a ledger");
    Run::of(firstaid().current_dir(tree.root()).args(["links", "merge"]).args(&parts)).exits(0);
    assert_eq!(tree.read(LEDGER), whole);
}
