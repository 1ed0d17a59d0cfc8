//! Links from the probe to the gate, with the real binary and servers on loopback.

mod support;

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use support::{Run, Tree, firstaid};

const LEDGER: &str = "content/_data/links.jsonl";
const CONFIG: &str = "[links.probe]\nspacing = 0\n";

/// A server that answers each path with a status and a `Location`, if any.
struct Server {
    address: SocketAddr,
    requests: Arc<AtomicUsize>,
}

impl Server {
    fn start(answer: impl Fn(&str) -> (u16, String) + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let server = Self { address: listener.local_addr().expect("an address"), requests: Arc::default() };
        let (answer, requests) = (Arc::new(answer), Arc::clone(&server.requests));
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (answer, requests) = (Arc::clone(&answer), Arc::clone(&requests));
                thread::spawn(move || serve(stream, &*answer, &requests));
            }
        });
        server
    }

    fn port(&self) -> u16 {
        self.address.port()
    }

    /// `--resolve` for hosts.
    fn resolve(&self, hosts: &[&str]) -> Vec<String> {
        let to = |host: &&str| ["--resolve".to_owned(), format!("{host}:{}:127.0.0.1", self.port())];
        hosts.iter().flat_map(to).chain(["--allow-private".to_owned()]).collect()
    }
}

fn serve(stream: TcpStream, answer: &dyn Fn(&str) -> (u16, String), requests: &AtomicUsize) -> Option<()> {
    let mut reader = BufReader::new(stream.try_clone().ok()?);
    let mut stream = stream;
    loop {
        let mut first = String::new();
        if reader.read_line(&mut first).ok()? == 0 {
            return None;
        }
        loop {
            let mut line = String::new();
            reader.read_line(&mut line).ok()?;
            if line.trim().is_empty() {
                break;
            }
        }
        requests.fetch_add(1, Ordering::SeqCst);
        let (status, location) = answer(first.split(' ').nth(1)?);
        let location = if location.is_empty() { location } else { format!("Location: {location}\r\n") };
        let head = format!("HTTP/1.1 {status} X\r\nContent-Type: text/html\r\n{location}Content-Length: 2\r\n\r\n");
        let body = if first.starts_with("HEAD") { "" } else { "ok" };
        stream.write_all(format!("{head}{body}").as_bytes()).ok()?;
    }
}

fn probe(tree: &Tree, args: &[&str], net: &[String]) -> Run {
    Run::of(firstaid().current_dir(tree.root()).args(["links", "probe"]).args(args).args(net))
}

fn links(tree: &Tree, args: &[&str]) -> Run {
    Run::of(firstaid().current_dir(tree.root()).arg("links").args(args))
}

fn lint_on(tree: &Tree, day: &str, args: &[&str]) -> Run {
    Run::of(firstaid().current_dir(tree.root()).args(["lint", "--format", "concise", "--today", day]).args(args))
}

fn ledger(tree: &Tree) -> String {
    String::from_utf8(tree.read(LEDGER)).expect("UTF-8")
}

/// A guide of one page with so many links, on hosts of one server.
fn many(server: &Server, count: usize, hosts: usize) -> (Tree, Vec<String>) {
    let names: Vec<String> = (0..hosts).map(|n| format!("h{n}.test")).collect();
    let page: Vec<String> =
        (0..count).map(|n| format!("<http://{}:{}/{n}>\n", names[n % hosts], server.port())).collect();
    let net = server.resolve(&names.iter().map(String::as_str).collect::<Vec<_>>());
    (Tree::page(page.concat()).with("firstaid.toml", CONFIG), net)
}

#[test]
fn a_link_dies_over_days_and_the_gate_fails_only_then() {
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
        .says("error[dead-link] a.test answers 404 to this address");
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
fn private_addresses_are_not_asked_by_default() {
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
fn new_links_are_probed_when_lint_is_asked_to() {
    let server = Server::start(|_| (404, String::new()));
    let tree = Tree::page(format!("\n<http://a.test:{}/x>\n", server.port())).with("firstaid.toml", CONFIG);
    let net = server.resolve(&["a.test"]);
    let args: Vec<&str> =
        ["--online-new", "--select", "dead-link"].into_iter().chain(net.iter().map(String::as_str)).collect();
    // Once is no death, but the one who added the link is told.
    lint_on(&tree, "2026-11-01", &args).exits(0).warns("content/en/Page.md:2: new link: http://a.test:");
    let asked = server.requests.load(Ordering::SeqCst);
    lint_on(&tree, "2026-11-01", &args).exits(0);
    assert_eq!(server.requests.load(Ordering::SeqCst), asked, "it is new no more");
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

/// Starts a probe that tells of each link once it is saved.
fn start(tree: &Tree, net: &[String]) -> (Child, Arc<Mutex<Vec<String>>>, thread::JoinHandle<()>) {
    let mut child = firstaid()
        .current_dir(tree.root())
        .args(["links", "probe", "--all", "--format", "jsonl", "--jobs", "4", "--today", "2026-11-01"])
        .args(net)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("the binary runs");
    let (told, out) = (Arc::new(Mutex::new(Vec::new())), child.stdout.take().expect("piped"));
    let heard = Arc::clone(&told);
    let reader = thread::spawn(move || {
        for line in BufReader::new(out).lines().map_while(Result::ok) {
            // A line cut short by the kill was not told.
            if let Ok(object) = serde_json::from_str::<serde_json::Value>(&line) {
                heard.lock().expect("no panic").push(object["url"].as_str().unwrap_or_default().to_owned());
            }
        }
    });
    (child, told, reader)
}

#[test]
fn a_probe_that_is_killed_loses_nothing_that_it_told() {
    let server = Server::start(|_| {
        thread::sleep(Duration::from_millis(3));
        (200, String::new())
    });
    for round in 0..12u64 {
        let (tree, net) = many(&server, 300, 6);
        let mut told: Vec<String> = Vec::new();
        for kill in 0..2u64 {
            let (mut child, heard, reader) = start(&tree, &net);
            thread::sleep(Duration::from_millis(40 + (round * 97 + kill * 53) % 400));
            child.kill().unwrap();
            child.wait().unwrap();
            reader.join().unwrap();
            told.extend(heard.lock().unwrap().iter().cloned());
            if tree.path(LEDGER).exists() {
                // What is there is whole, and the gate reads it.
                lint_on(&tree, "2026-11-01", &["--select", "dead-link"]).exits(0);
            }
        }
        let status = links(&tree, &["status", "--format", "jsonl", "--today", "2026-11-01"]).exits(0).json();
        let verdicts: BTreeMap<&str, &str> = status
            .iter()
            .map(|it| (it["url"].as_str().unwrap_or_default(), it["verdict"].as_str().unwrap_or_default()))
            .collect();
        for url in &told {
            assert_eq!(verdicts.get(url.as_str()), Some(&"alive"), "round {round}: {url} was lost");
        }
        probe(&tree, &["--all", "--today", "2026-11-01"], &net).exits(0);
        assert_eq!(ledger(&tree).lines().count(), 300);
        assert!(!tree.path(&format!("{LEDGER}.journal")).exists());
    }
}

#[test]
fn an_interrupt_leaves_a_ledger_and_the_next_run_goes_on() {
    let server = Server::start(|_| {
        thread::sleep(Duration::from_millis(10));
        (200, String::new())
    });
    let (tree, net) = many(&server, 200, 4);
    let (mut child, told, reader) = start(&tree, &net);
    let begun = Instant::now();
    while told.lock().unwrap().is_empty() && begun.elapsed() < Duration::from_secs(20) {
        thread::sleep(Duration::from_millis(10));
    }
    let interrupt = Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap();
    assert!(interrupt.success());
    assert_eq!(child.wait().unwrap().code(), Some(2));
    reader.join().unwrap();
    let done = ledger(&tree).lines().count();
    assert!(done >= told.lock().unwrap().len() && done < 200, "{done}");
    let asked = server.requests.load(Ordering::SeqCst);
    probe(&tree, &["--all", "--today", "2026-11-01"], &net).exits(0).warns("going on with a run that was cut short");
    assert_eq!(ledger(&tree).lines().count(), 200);
    // The rest, and robots.txt of four hosts; nothing twice.
    assert!(server.requests.load(Ordering::SeqCst) - asked <= 200 - done + 4 + 4);
}

#[test]
fn a_merge_that_is_killed_leaves_the_old_ledger_or_the_new_one() {
    let line = |host: &str, n: usize| {
        format!("{{\"url\":\"https://{host}.test/{n}\",\"seen\":[{{\"on\":\"2026-11-01\",\"class\":\"alive\"}}]}}\n")
    };
    let text = |host: &str| (0..20_000).map(|n| line(host, n)).collect::<String>();
    let tree = Tree::page("Text.\n").with("a.jsonl", text("a")).with("b.jsonl", text("b"));
    links(&tree, &["merge", "a.jsonl"]).exits(0);
    let old = ledger(&tree);
    links(&tree, &["merge", "a.jsonl", "b.jsonl", "--output", "both.jsonl"]).exits(0);
    let new = String::from_utf8(tree.read("both.jsonl")).unwrap();
    for round in 0..15u64 {
        tree.write(LEDGER, &old);
        let mut child = firstaid()
            .current_dir(tree.root())
            .args(["links", "merge", "b.jsonl"])
            .stderr(Stdio::null())
            .spawn()
            .expect("the binary runs");
        thread::sleep(Duration::from_millis(round * 40));
        child.kill().unwrap();
        child.wait().unwrap();
        let left = ledger(&tree);
        assert!(left == old || left == new, "round {round}: {} bytes", left.len());
    }
}

#[test]
fn ledgers_merge_in_git_by_the_driver() {
    if !support::has_peers(&["git"]) {
        return;
    }
    let line = |on: &str| {
        format!("{{\"url\":\"https://a.test/\",\"seen\":[{{\"on\":\"{on}\",\"class\":\"gone\",\"status\":404}}]}}\n")
    };
    let tree = Tree::page("<https://a.test/>\n").with(".gitattributes", format!("{LEDGER} merge=links\n"));
    tree.write(LEDGER, line("2026-11-01"));
    let driver = format!("'{}' links merge --output %A %A %B", support::BINARY);
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

/// The gate is a function of files: whatever the network does meanwhile, the bytes are the same. `FIRSTAID_GATE_RUNS`
/// sets how often it is run.
#[test]
fn the_gate_gives_the_same_bytes_while_the_network_is_chaos() {
    let chaos = Arc::new(AtomicUsize::new(0));
    let turn = Arc::clone(&chaos);
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
    // Another guide with the same links is probed all the while.
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
    assert!(chaos.load(Ordering::SeqCst) > 0);
}

#[test]
fn what_is_wrong_is_said() {
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
