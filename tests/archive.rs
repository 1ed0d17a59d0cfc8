//! `links archive`: copies from an archive on loopback to an unsafe fix of `lint`.

use std::sync::atomic::Ordering;

use crate::support::keys::KeyServer;
use crate::support::{Run, Tree, firstaid};

const LEDGER: &str = "content/_data/links.jsonl";

fn run(tree: &Tree, args: &[&str], net: &[String]) -> Run {
    let mut command = firstaid();
    command.current_dir(tree.root()).args(args).args(["--today", "2026-11-23"]).args(net);
    Run::of(command.env("FIRSTAID_TEST_KEY", "access:secret"))
}

#[test]
fn a_copy_of_a_dead_page_is_looked_up_and_offered_as_an_unsafe_fix() {
    let server = KeyServer::start(|path| {
        let copy = |page: &str, time: &str| {
            let url = format!("http://web.archive.org/web/{time}/{page}");
            let closest = format!("{{\"available\":true,\"url\":\"{url}\",\"timestamp\":\"{time}\"}}");
            format!("{{\"archived_snapshots\":{{\"closest\":{closest}}}}}").into_bytes()
        };
        match path {
            "/available?url=https%3A%2F%2Fone.org%2Fgone&timestamp=20261001" => {
                Some(copy("https://one.org/gone", "20260930000000"))
            }
            "/save" => Some(b"{\"job_id\":\"j1\"}".to_vec()),
            "/save/status/j1" => Some(b"{\"status\":\"success\",\"timestamp\":\"20261123000000\"}".to_vec()),
            _ => None,
        }
    });
    let port = server.port;
    let config = format!(
        "[links.probe]\nspacing = 0\n[links.archive]\navailability = \"http://archive.test:{port}/available\"\n\
         cdx = \"\"\ntimemaps = [\"http://archive.test:{port}/map/\"]\nsave = \"http://127.0.0.1:{port}/save\"\n"
    );
    let seen = |url: &str, days: &[(&str, &str)]| {
        let seen: Vec<String> =
            days.iter().map(|(on, class)| format!("{{\"on\":\"2026-{on}\",\"class\":\"{class}\"}}")).collect();
        format!("{{\"url\":\"{url}\",\"seen\":[{}]}}\n", seen.join(","))
    };
    let dead = [("10-01", "alive"), ("11-01", "gone"), ("11-04", "gone"), ("11-08", "gone")];
    let ledger = seen("https://one.org/alive", &[("11-20", "alive")])
        + &seen("https://one.org/gone", &dead)
        + &seen("https://one.org/lost", &dead[1..]);
    let page = "[a](https://one.org/gone) [b](https://one.org/alive) [c](https://one.org/lost)\n";
    let tree = Tree::page(page).with("firstaid.toml", config).with(LEDGER, ledger);
    let net = ["--resolve".to_owned(), format!("archive.test:{port}:127.0.0.1"), "--allow-private".to_owned()];
    run(&tree, &["links", "archive"], &net)
        .exits(0)
        .says("https://one.org/gone: https://web.archive.org/web/20260930000000/https://one.org/gone of 2026-09-30")
        .warns("1 of 2 copies were found");
    let asked = server.requests.load(Ordering::SeqCst);
    let lint = ["lint", "--select", "dead-link", "--exit-zero"];
    run(&tree, &[&lint[..], &["--fix"]].concat(), &[]).exits(0);
    assert_eq!(tree.read("content/en/Page.md"), page.as_bytes());
    run(&tree, &[&lint[..], &["--unsafe-fixes"]].concat(), &[]).exits(0);
    let fixed = page.replace("https://one.org/gone", "https://web.archive.org/web/20260930000000/https://one.org/gone");
    assert_eq!(tree.read("content/en/Page.md"), fixed.as_bytes());
    assert_eq!(server.requests.load(Ordering::SeqCst), asked, "lint asks no archive");
    let save = ["links", "archive", "--save", "--key-variable", "FIRSTAID_TEST_KEY"];
    run(&tree, &save, &net).exits(0).warns("1 of 1 copies were made");
    let saved = "\"archive\":\"https://web.archive.org/web/20261123000000/https://one.org/alive\"";
    assert!(String::from_utf8(tree.read(LEDGER)).expect("UTF-8").contains(saved));
    run(&tree, &save, &net).exits(0).warns("no link needs a copy");
    run(&tree, &["links", "archive", "--save", "--key-variable", "FIRSTAID_NO_KEY", "https://one.org/lost"], &net)
        .exits(0);
}
