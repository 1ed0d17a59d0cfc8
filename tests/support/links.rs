//! Guides whose links lead to servers on loopback, and the `links` commands.

use std::io::{BufRead, BufReader, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::process::{Child, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;

use crate::support::{Run, Tree, firstaid};

pub(crate) const LEDGER: &str = "content/_data/links.jsonl";
pub(crate) const CONFIG: &str = "[links.probe]\nspacing = 0\n";

/// A server that answers each path with a status and a `Location`, if any.
pub(crate) struct Server {
    pub(crate) address: SocketAddr,
    pub(crate) requests: Arc<AtomicUsize>,
}

impl Server {
    pub(crate) fn start(answer: impl Fn(&str) -> (u16, String) + Send + Sync + 'static) -> Self {
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

    pub(crate) fn port(&self) -> u16 {
        self.address.port()
    }

    /// The options that resolve these hosts to the server.
    pub(crate) fn resolve(&self, hosts: &[&str]) -> Vec<String> {
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

pub(crate) fn probe(tree: &Tree, args: &[&str], net: &[String]) -> Run {
    Run::of(firstaid().current_dir(tree.root()).args(["links", "probe"]).args(args).args(net))
}

pub(crate) fn links(tree: &Tree, args: &[&str]) -> Run {
    Run::of(firstaid().current_dir(tree.root()).arg("links").args(args))
}

pub(crate) fn lint_on(tree: &Tree, day: &str, args: &[&str]) -> Run {
    Run::of(firstaid().current_dir(tree.root()).args(["lint", "--format", "concise", "--today", day]).args(args))
}

pub(crate) fn ledger(tree: &Tree) -> String {
    String::from_utf8(tree.read(LEDGER)).expect("UTF-8")
}

/// A guide of one page with `count` links on `hosts` hosts, all served by one server; and the options that reach them.
pub(crate) fn many(server: &Server, count: usize, hosts: usize) -> (Tree, Vec<String>) {
    let names: Vec<String> = (0..hosts).map(|n| format!("h{n}.test")).collect();
    let page: Vec<String> =
        (0..count).map(|n| format!("<http://{}:{}/{n}>\n", names[n % hosts], server.port())).collect();
    let net = server.resolve(&names.iter().map(String::as_str).collect::<Vec<_>>());
    (Tree::page(page.concat()).with("firstaid.toml", CONFIG), net)
}

/// Starts a probe. The list grows by each URL that it reports, which it does after saving the result.
pub(crate) fn start(tree: &Tree, net: &[String]) -> (Child, Arc<Mutex<Vec<String>>>, thread::JoinHandle<()>) {
    let mut child = firstaid()
        .current_dir(tree.root())
        .args(["links", "probe", "--all", "--format", "jsonl", "--jobs", "4", "--today", "2026-11-01"])
        .args(net)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("the binary runs");
    let (reported, out) = (Arc::new(Mutex::new(Vec::new())), child.stdout.take().expect("piped"));
    let reported_so_far = Arc::clone(&reported);
    let reader = thread::spawn(move || {
        for line in BufReader::new(out).lines().map_while(Result::ok) {
            // A kill may cut the last line short.
            if let Ok(object) = serde_json::from_str::<serde_json::Value>(&line) {
                reported_so_far.lock().expect("no panic").push(object["url"].as_str().unwrap_or_default().to_owned());
            }
        }
    });
    (child, reported, reader)
}
