//! Evidence of two kinds on one link: what the page shows, and what the registry says of its domain.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::support::keys::KeyServer;
use crate::support::{Run, Tree, firstaid};

fn run(tree: &Tree, args: &[&str], day: &str, net: &[String]) -> Run {
    Run::of(firstaid().current_dir(tree.root()).args(args).args(["--today", day]).args(net))
}

fn page(title: &str, sentence: &str) -> Vec<u8> {
    format!("<!doctype html><html lang=en><title>{title}</title><main>{}</main>", sentence.repeat(3)).into_bytes()
}

#[test]
fn another_page_is_for_a_person_and_a_warning_where_the_domain_changed_hands() {
    let is_sold = Arc::new(AtomicBool::new(false));
    let sold = Arc::clone(&is_sold);
    let server = KeyServer::start(move |path| {
        let sold = sold.load(Ordering::SeqCst);
        match path {
            "/help" if sold => Some(page("Slots", "Spin now and win a bonus at the best tables of poker tonight. ")),
            "/help" => {
                Some(page("Help", "Choose a service that encrypts what it stores, and turn on a second factor. "))
            }
            "/domain/help.org" => {
                let by = if sold { "B" } else { "A" };
                let card = format!("[\"vcard\",[[\"fn\",{{}},\"text\",\"{by}\"]]]");
                let entity = format!("{{\"roles\":[\"registrar\"],\"vcardArray\":{card}}}");
                let servers = format!("[{{\"ldhName\":\"ns.{by}.net\"}}]");
                let head = "{\"objectClassName\":\"domain\",\"ldhName\":\"help.org\"";
                Some(format!("{head},\"entities\":[{entity}],\"nameservers\":{servers}}}").into_bytes())
            }
            _ => None,
        }
    });
    let port = server.port;
    let tree = Tree::page(format!("[a](http://www.help.org:{port}/help#top)\n"))
        .with("firstaid.toml", "[links.probe]\nspacing = 0\n[domains]\nbootstrap = \"rdap.json\"\n")
        .with("rdap.json", format!("{{\"services\": [[[\"org\"], [\"http://rdap.test:{port}/\"]]]}}"));
    let hosts = [format!("rdap.test:{port}:127.0.0.1"), format!("www.help.org:{port}:127.0.0.1")];
    let net: Vec<String> = hosts.into_iter().flat_map(|it| ["--resolve".to_owned(), it]).collect();
    let net = [net, vec!["--allow-private".to_owned()]].concat();
    let probe = |what: &str, day: &str| drop(run(&tree, &[what, "probe", "--all"], day, &net).exits(0));
    let lint = |day: &str| {
        let rules = "--select=stale-host,unverified-link,dead-link,moved-link,lapsing-domain";
        run(&tree, &["lint", "--format=concise", "--fail-on=info", rules], day, &[])
    };
    probe("links", "2026-11-01");
    probe("domains", "2026-11-01");
    assert_eq!(lint("2026-11-01").exits(0).stdout, "");
    is_sold.store(true, Ordering::SeqCst);
    probe("links", "2026-11-08");
    lint("2026-11-08")
        .exits(1)
        .says("info[unverified-link] www.help.org shows another page here than on 1 November 2026");
    run(&tree, &["links", "status"], "2026-11-08", &[])
        .exits(0)
        .says("another-page, confirmed: ")
        .says("was \"Help\", is");
    probe("domains", "2026-11-08");
    lint("2026-11-08").exits(1).says("warning[stale-host] www.help.org may belong to somebody else now");
    let status = run(&tree, &["links", "status", "--format=jsonl"], "2026-11-08", &[]).exits(0).json();
    assert_eq!((&status[0]["verdict"], &status[0]["confirmed"]), (&"hijacked".into(), &false.into()));
    // It stays so until a person looked, whatever later probes see of the new page.
    probe("links", "2026-11-15");
    lint("2026-11-15").exits(1).says("warning[stale-host]");
    let url = format!("http://www.help.org:{port}/help");
    run(&tree, &["links", "attest", &url, "--by=Ann", "--note=they moved"], "2026-11-16", &[]).exits(0);
    let left = lint("2026-11-16").exits(1).stdout;
    assert!(!left.contains("stale-host") && left.contains("warning[lapsing-domain]"), "{left}");
}
