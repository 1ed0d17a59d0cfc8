//! Links from `links probe` to `lint`, with the real binary and servers on loopback.

use std::io::Read;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;

use crate::support::links::{CONFIG, LEDGER, Server, ledger, links, lint_on, many, probe};
use crate::support::repo::Repo;
use crate::support::{Run, Tree, firstaid};

#[test]
fn a_link_is_dead_after_failures_on_several_days() {
    let server = Server::start(|path| (if path == "/alive" { 200 } else { 404 }, String::new()));
    let page = format!("[a](http://a.test:{0}/alive) [b](http://a.test:{0}/dead)\n", server.port());
    let tree = Tree::page(page).with("firstaid.toml", CONFIG);
    lint_on(&tree, "2026-11-01", &["--fail-on", "info", "--select", "unverified-link"]).exits(0);
    for (day, code) in [("2026-11-01", 0), ("2026-11-04", 0), ("2026-11-07", 1), ("2026-11-07", 1)] {
        probe(&tree, &["--today", day], &server.resolve(&["a.test"])).exits(0);
        lint_on(&tree, day, &["--select", "dead-link"]).exits(code);
    }
    lint_on(&tree, "2026-11-07", &["--select", "dead-link"])
        .says("content/en/Page.md:1:")
        .says("error[dead-link] a.test returns status 404 for this address");
    lint_on(&tree, "2026-11-06", &["--select", "dead-link"]).exits(0);
    links(&tree, &["status", "--today", "2026-11-07"]).exits(0).says("gone, confirmed: http://a.test:");
    let status = links(&tree, &["status", "--format", "jsonl", "--today", "2026-11-07"]).exits(0).json();
    assert_eq!((status[0]["verdict"].as_str(), status[0]["times"].as_u64()), (Some("gone"), Some(3)));
    let url = format!("http://a.test:{}/dead", server.port());
    let attest = ["attest", &url, "--note", "open in a browser", "--by", "Ann", "--today", "2026-11-08"];
    links(&tree, &attest).exits(0);
    lint_on(&tree, "2026-11-08", &["--select", "dead-link"]).exits(0);
    assert!(ledger(&tree).contains("\"attested\":{\"on\":\"2026-11-08\",\"by\":\"Ann\""));
    links(&tree, &["attest", "https://else.test/", "--note", "x", "--by", "Ann"])
        .exits(2)
        .warns("no page of the guide");
}

#[test]
fn a_moved_page_is_rewritten_in_every_locale() {
    let server = Server::start(|path| match path {
        "/old" => (301, "/new".to_owned()),
        "/new" => (200, String::new()),
        _ => (404, String::new()),
    });
    let page = format!("[a](http://a.test:{}/old#x)\n", server.port());
    let tree = Tree::page(&page).with("content/es/Page.md", &page).with("firstaid.toml", CONFIG);
    for day in ["2026-11-01", "2026-11-08"] {
        lint_on(&tree, day, &["--select", "moved-link", "--fix"]).exits(0);
        assert_eq!(tree.read("content/es/Page.md"), page.as_bytes());
        probe(&tree, &["--today", day], &server.resolve(&["a.test"])).exits(0);
    }
    lint_on(&tree, "2026-11-08", &["--select", "moved-link", "--fix"]).exits(0);
    for path in ["content/en/Page.md", "content/es/Page.md"] {
        assert_eq!(String::from_utf8(tree.read(path)).unwrap(), page.replace("/old", "/new"));
    }
}

#[test]
fn private_addresses_are_not_contacted_by_default() {
    let server = Server::start(|_| (200, String::new()));
    let page = format!(
        "<http://a.test:{0}/> <http://127.0.0.1:{0}/> <http://0x7f.1:{0}/> <http://[::ffff:127.0.0.1]:{0}/>\n",
        server.port()
    );
    let tree = Tree::page(page).with("firstaid.toml", CONFIG);
    let net = server.resolve(&["a.test"]);
    probe(&tree, &["--all"], &net[..2]).exits(0).says("private address");
    assert_eq!(server.requests.load(Ordering::SeqCst), 0);
    probe(&tree, &["--all"], &net).exits(0);
    assert!(server.requests.load(Ordering::SeqCst) > 0);
}

#[test]
fn a_journal_that_someone_brought_is_not_believed() {
    use crate::support::repo::Repo;
    let server = Server::start(|_| (200, String::new()));
    let net = server.resolve(&["a.test"]);
    let url = format!("http://a.test:{}/x", server.port());
    let journal = format!("{LEDGER}.journal");
    let forged = format!(
        r#"{{"url":"{url}","attested":{{"on":"2026-11-20","by":"Ann","note":"fine"}},"archive":"https://b.org/"}}"#
    );
    let tree = Tree::page(format!("<{url}>\n")).with("firstaid.toml", CONFIG).with(&journal, forged + "\n");
    let repo = Repo::new(tree);
    let refused = probe(&repo.tree, &["--all"], &net).exits(2).warns("links.jsonl.journal: is committed");
    assert!(!refused.stdout.contains(&url) && !repo.tree.path(LEDGER).exists());
    repo.git(&["rm", "--quiet", "--cached", &journal]);
    probe(&repo.tree, &["--all"], &net).exits(0);
    let ledger = String::from_utf8(repo.tree.read(LEDGER)).expect("UTF-8");
    assert!(ledger.contains("alive") && !ledger.contains("Ann") && !ledger.contains("b.org"), "{ledger}");
}

#[test]
#[cfg(unix)]
fn a_link_in_place_of_the_journal_is_not_followed() {
    let server = Server::start(|_| (200, String::new()));
    let net = server.resolve(&["a.test"]);
    let tree = Tree::page(format!("<http://a.test:{}/x>\n", server.port())).with("firstaid.toml", CONFIG);
    let tree = tree.with("content/_data/keep", "").with("notes", "mine\n");
    let outside = Tree::empty().with("notes", "mine\n");
    for target in [tree.path("notes"), outside.path("notes"), outside.path("new")] {
        let journal = tree.path(&format!("{LEDGER}.journal"));
        std::os::unix::fs::symlink(&target, &journal).expect("a link");
        probe(&tree, &["--all"], &net).exits(2).warns("not a file that a probe wrote");
        std::fs::remove_file(journal).expect("a link");
    }
    assert_eq!([tree.read("notes"), outside.read("notes")], [b"mine\n", b"mine\n"]);
    assert!(!outside.path("new").exists());
}

#[test]
fn new_links_are_probed_when_lint_is_asked_to() {
    let server = Server::start(|_| (404, String::new()));
    let tree = Tree::page(format!("\n<http://a.test:{}/x>\n", server.port())).with("firstaid.toml", CONFIG);
    let net = server.resolve(&["a.test"]);
    let args: Vec<&str> =
        ["--online-new", "--select", "dead-link"].into_iter().chain(net.iter().map(String::as_str)).collect();
    // One failure does not make a link dead, but its author gets a note.
    lint_on(&tree, "2026-11-01", &args).exits(0).warns("content/en/Page.md:2: new link: http://a.test:");
    let asked = server.requests.load(Ordering::SeqCst);
    lint_on(&tree, "2026-11-01", &args).exits(0);
    assert_eq!(server.requests.load(Ordering::SeqCst), asked, "it is new no more");
}

/// A guide in a repository whose branch adds links of every kind to `content/en/Page.md`, and the options that reach them.
fn change(server: &Server, with_ledger: bool) -> (Repo, Vec<String>) {
    let (port, old) = (server.port(), "https://old.example.org/");
    let tree = Tree::page(format!("# A\n\n<{old}>\n\n<http://a.test:{port}/old-gone>\n")).with("firstaid.toml", CONFIG);
    if with_ledger {
        tree.write(LEDGER, format!("{{\"url\":\"{old}\",\"seen\":[{{\"on\":\"2026-10-01\",\"class\":\"alive\"}}]}}\n"));
    }
    let repo = Repo::new(tree);
    repo.branch("work");
    let added = ["gone", "gone-410", "moved", "wall", "broken", "fine"]
        .map(|path| format!("<http://a.test:{port}/{path}>\n\n"));
    repo.replace("content/en/Page.md", "# A\n\n", &format!("# A\n\n{}", added.concat()));
    (repo, server.resolve(&["a.test"]))
}

fn answers() -> Server {
    Server::start(|path| match path {
        "/gone-410" => (410, String::new()),
        "/moved" => (301, "/fine".to_owned()),
        "/wall" => (403, String::new()),
        "/broken" => (500, String::new()),
        "/fine" => (200, String::new()),
        // With robots.txt, and a path that does not exist, for comparison.
        _ => (404, String::new()),
    })
}

#[test]
fn a_new_link_that_leads_nowhere_is_a_warning_in_its_line() {
    for with_ledger in [true, false] {
        let server = answers();
        let (repo, net) = change(&server, with_ledger);
        let net: Vec<&str> = net.iter().map(String::as_str).collect();
        let before = with_ledger.then(|| ledger(&repo.tree));
        let pure = lint_on(&repo.tree, "2026-11-01", &["--changed-since", "main", "--select", "links"]);
        assert!(!pure.stdout.contains("is new") && server.requests.load(Ordering::SeqCst) == 0, "{}", pure.stdout);
        let args =
            [&["--changed-since", "main", "--online-new", "--select", "links", "--ignore", "insecure-link"], &net[..]];
        let run = lint_on(&repo.tree, "2026-11-01", &args.concat()).exits(0);
        let lines: Vec<&str> = run.stdout.lines().filter(|line| !line.contains("[bare-url]")).collect();
        let told = |line: u32, what: &str| {
            let start = format!("content/en/Page.md:{line}:2: {what}");
            assert!(lines.iter().any(|it| it.starts_with(&start)), "no `{start}` in {lines:#?}");
        };
        told(3, "warning[dead-link] this link is new, and a.test returns status 404 for it");
        told(5, "warning[dead-link] this link is new, and a.test returns status 410 for it");
        told(7, "info[moved-link] ");
        told(9, "info[unverified-link] ");
        told(11, "info[unverified-link] this link is new, and a.test was not seen: ");
        assert_eq!(lines.len(), 5, "{lines:#?}");
        lint_on(&repo.tree, "2026-11-01", &[&args.concat()[..], &["--fail-on", "warning"]].concat()).exits(1);
        match before {
            // The rest of the ledger is as it was, and the old links were not asked for.
            Some(before) => {
                let after = ledger(&repo.tree);
                assert!(after.contains(before.trim_end()) && !after.contains("old-gone"), "{after}");
                assert_eq!(after.lines().count(), 1 + 6, "{after}");
            }
            None => assert!(!repo.tree.path(LEDGER).exists(), "a guide without a ledger stays without one"),
        }
    }
}

#[test]
fn a_new_link_to_a_host_that_does_not_exist_is_a_warning_and_private_addresses_are_not_asked() {
    let server = answers();
    let repo = Repo::new(Tree::page("# A\n\nText.\n").with("firstaid.toml", CONFIG));
    repo.branch("work");
    let private = format!("http://127.0.0.1:{}/gone", server.port());
    repo.replace("content/en/Page.md", "Text.", &format!("<http://b.invalid/> <{private}> <http://c.onion/>"));
    let run = lint_on(&repo.tree, "2026-11-01", &["--changed-since", "main", "--online-new", "--select", "dead-link"]);
    assert_eq!(server.requests.load(Ordering::SeqCst), 0);
    // Where no name system answers, nothing is known of the host.
    let told = run.stdout.matches("its host b.invalid does not exist").count();
    assert!(told == run.stdout.lines().count() && told <= 1, "{}{}", run.stdout, run.stderr);
}

#[test]
fn shards_merge_to_the_ledger_of_one_run_in_any_order() {
    let server = Server::start(|path| (if path.ends_with('7') { 404 } else { 200 }, String::new()));
    let (tree, net) = many(&server, 120, 23);
    let today = ["--today", "2026-11-01"];
    probe(&tree, &["--all", today[0], today[1]], &net).exits(0);
    let whole = ledger(&tree);
    let mut parts = Vec::new();
    for part in 1..=4 {
        std::fs::remove_file(tree.path(LEDGER)).unwrap();
        probe(&tree, &["--all", "--shard", &format!("{part}/4"), today[0], today[1]], &net).exits(0);
        tree.write(&format!("part{part}.jsonl"), ledger(&tree));
        parts.push(format!("part{part}.jsonl"));
    }
    for order in [[0, 1, 2, 3], [3, 1, 0, 2]] {
        std::fs::remove_file(tree.path(LEDGER)).ok();
        let files: Vec<&str> = order.iter().map(|&n| parts[n].as_str()).collect();
        links(&tree, &[&["merge"][..], &files].concat()).exits(0);
        assert_eq!(ledger(&tree), whole);
    }
}

#[test]
fn an_archived_copy_of_a_dead_page_is_named() {
    let server = Server::start(|path| (if path.starts_with("/web/") { 200 } else { 404 }, String::new()));
    let dead = |n: usize| format!("http://a.test:{}/dead{n}", server.port());
    let copy = |n: usize| format!("http://web.archive.org:{}/web/2020/{}", server.port(), dead(n));
    let tree =
        Tree::page(format!("<{}>\n\n<{}>\n\n[a copy]({})\n", dead(1), dead(2), copy(1))).with("firstaid.toml", CONFIG);
    for day in ["2026-11-01", "2026-11-04", "2026-11-07"] {
        let net = server.resolve(&["a.test", "web.archive.org"]);
        probe(&tree, &["--all", "--today", day], &net).exits(0);
    }
    // One copy is linked in the guide. A person attests the other, which says nothing of the page itself.
    links(&tree, &["attest", &dead(2), "--archive", &copy(2), "--today", "2026-11-07"])
        .exits(0)
        .warns("archived copy recorded");
    let run =
        Run::of(firstaid().current_dir(tree.root()).args(["lint", "--select", "dead-link", "--today", "2026-11-07"]));
    let run = run.exits(1).says("2 errors");
    run.says(&format!("an archived copy: {}", copy(1))).says(&format!("an archived copy: {}", copy(2)));
    links(&tree, &["attest", &dead(1), "--today", "2026-11-07"]).exits(2).warns("--note");
}

#[test]
fn ledgers_merge_in_git_by_the_driver() {
    if !crate::support::has_peers(&["git"]) {
        return;
    }
    let line = |on: &str| {
        format!("{{\"url\":\"https://a.test/\",\"seen\":[{{\"on\":\"{on}\",\"class\":\"gone\",\"status\":404}}]}}\n")
    };
    let tree = Tree::page("<https://a.test/>\n").with(".gitattributes", format!("{LEDGER} merge=links\n"));
    tree.write(LEDGER, line("2026-11-01"));
    let driver = format!("'{}' links merge --output %A %A %B", crate::support::BINARY);
    let script = format!(
        "git init -q -b main && git config user.name A && git config user.email a@a.test \
         && git config merge.links.driver \"$DRIVER\" && git add -A && git commit -qm one \
         && git checkout -qb side && cp side.jsonl {LEDGER} && git commit -qam side \
         && git checkout -q main && cp main.jsonl {LEDGER} && git commit -qam main && git merge -q side -m both"
    );
    tree.write("side.jsonl", line("2026-11-04"));
    tree.write("main.jsonl", line("2026-11-07"));
    Run::of(Command::new("sh").current_dir(tree.root()).env("DRIVER", driver).args(["-c", &script])).exits(0);
    let merged = ledger(&tree);
    for day in ["2026-11-04", "2026-11-07"] {
        assert!(merged.contains(day), "{merged}");
    }
}

/// `lint` is a function of files: it prints the same bytes whatever the network does. `FIRSTAID_GATE_RUNS` sets the
/// number of runs.
#[test]
fn lint_prints_the_same_bytes_while_servers_answer_at_random() {
    let requests = Arc::new(AtomicUsize::new(0));
    let turn = Arc::clone(&requests);
    let server = Server::start(move |_| match turn.fetch_add(1, Ordering::SeqCst) % 4 {
        0 => (200, String::new()),
        1 => (404, String::new()),
        2 => (301, "/else".to_owned()),
        _ => (503, String::new()),
    });
    let (tree, net) = many(&server, 40, 5);
    let seen = |n: usize| {
        let days = if n.is_multiple_of(3) { ["2026-10-01", "2026-10-04", "2026-10-09"] } else { ["2026-10-01"; 3] };
        days.map(|on| format!("{{\"on\":\"{on}\",\"class\":\"gone\",\"status\":404}}")).join(",")
    };
    let lines: Vec<String> = (0..40)
        .map(|n| format!("{{\"url\":\"http://h{}.test:{}/{n}\",\"seen\":[{}]}}\n", n % 5, server.port(), seen(n)))
        .collect();
    tree.write(LEDGER, lines.concat());
    // Another guide with the same links is probed meanwhile.
    let (other, _) = many(&server, 40, 5);
    let stop = Arc::new(AtomicBool::new(false));
    let stopped = Arc::clone(&stop);
    let noise = thread::spawn(move || {
        while !stopped.load(Ordering::SeqCst) {
            probe(&other, &["--all"], &net);
        }
    });
    let runs = std::env::var("FIRSTAID_GATE_RUNS").ok().and_then(|it| it.parse().ok()).unwrap_or(50);
    let output = || {
        let mut child = firstaid()
            .current_dir(tree.root())
            .args(["lint", "--format", "jsonl", "--today", "2026-11-01"])
            .stdout(Stdio::piped())
            .spawn()
            .expect("the binary runs");
        let mut bytes = Vec::new();
        child.stdout.take().expect("piped").read_to_end(&mut bytes).unwrap();
        (child.wait().unwrap().code(), bytes)
    };
    let first = output();
    assert_eq!(first.0, Some(1));
    for _ in 1..runs {
        assert!(output() == first, "other bytes");
    }
    stop.store(true, Ordering::SeqCst);
    noise.join().unwrap();
    assert!(requests.load(Ordering::SeqCst) > 0);
}

#[test]
fn errors_in_ledgers_arguments_and_configuration_are_named() {
    let tree = Tree::page("Text.\n").with(LEDGER, "<<<<<<< ours\n");
    lint_on(&tree, "2026-11-01", &[]).exits(2).warns("links.jsonl:1: an unresolved merge conflict");
    let tree = Tree::page("Text.\n").with(LEDGER, "{\"later\":1}\n");
    lint_on(&tree, "2026-11-01", &[]).exits(0).warns("links.jsonl:1: not understood, kept as it is");
    links(&tree, &["probe", "--shard", "5/4"]).exits(2).warns("write K/N");
    links(&tree, &["probe", "--resolve", "a.test:80"]).exits(2).warns("HOST:PORT:ADDR");
    links(&tree, &["merge", "no-such-file"]).exits(2).warns("no-such-file");
    let tree = Tree::page("Text.\n").with("firstaid.toml", "[links.policy]\ngone = { times = 0 }\n");
    lint_on(&tree, "2026-11-01", &[]).exits(2).warns("firstaid.toml:2: 0 is not between 1 and 16");
}
