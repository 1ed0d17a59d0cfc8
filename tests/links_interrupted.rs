//! Probes and merges that are killed, interrupted or run beside `links attest`: whatever they reported is kept.

use std::collections::BTreeMap;
use std::process::{Command, Stdio};
use std::sync::atomic::Ordering;
use std::thread;
use std::time::{Duration, Instant};

use crate::support::links::{LEDGER, Server, ledger, links, lint_on, many, probe, start};
use crate::support::{Tree, firstaid};

#[test]
fn a_killed_probe_loses_no_reported_result() {
    let server = Server::start(|_| {
        thread::sleep(Duration::from_millis(3));
        (200, String::new())
    });
    let mut killed = 0;
    for round in 0..12u64 {
        let (tree, net) = many(&server, 300, 6);
        let mut reported: Vec<String> = Vec::new();
        for kill in 0..2u64 {
            let (mut child, reported_by_child, reader) = start(&tree, &net);
            thread::sleep(Duration::from_millis(40 + (round * 97 + kill * 53) % 400));
            child.kill().unwrap();
            killed += usize::from(child.wait().unwrap().code().is_none());
            reader.join().unwrap();
            reported.extend(reported_by_child.lock().unwrap().iter().cloned());
            if tree.path(LEDGER).exists() {
                // A ledger that exists is complete, and `lint` reads it.
                lint_on(&tree, "2026-11-01", &["--select", "dead-link"]).exits(0);
            }
        }
        let status = links(&tree, &["status", "--format", "jsonl", "--today", "2026-11-01"]).exits(0).json();
        let verdicts: BTreeMap<&str, &str> = status
            .iter()
            .map(|it| (it["url"].as_str().unwrap_or_default(), it["verdict"].as_str().unwrap_or_default()))
            .collect();
        for url in &reported {
            assert_eq!(verdicts.get(url.as_str()), Some(&"alive"), "round {round}: {url} was lost");
        }
        probe(&tree, &["--all", "--today", "2026-11-01"], &net).exits(0);
        assert_eq!(ledger(&tree).lines().count(), 300);
        assert!(!tree.path(&format!("{LEDGER}.journal")).exists());
    }
    assert!(killed > 0, "all were faster");
}

#[test]
fn an_interrupted_probe_leaves_a_ledger_and_the_next_run_continues() {
    let server = Server::start(|_| {
        thread::sleep(Duration::from_millis(10));
        (200, String::new())
    });
    let (tree, net) = many(&server, 200, 4);
    let (mut child, reported, reader) = start(&tree, &net);
    let begun = Instant::now();
    while reported.lock().unwrap().is_empty() && begun.elapsed() < Duration::from_secs(20) {
        thread::sleep(Duration::from_millis(10));
    }
    let interrupt = Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap();
    assert!(interrupt.success());
    assert_eq!(child.wait().unwrap().code(), Some(2));
    reader.join().unwrap();
    let done = ledger(&tree).lines().count();
    assert!(done >= reported.lock().unwrap().len() && done < 200, "{done}");
    let asked = server.requests.load(Ordering::SeqCst);
    probe(&tree, &["--all", "--today", "2026-11-01"], &net).exits(0).warns("resuming an interrupted probe");
    assert_eq!(ledger(&tree).lines().count(), 200);
    // The remaining links, robots.txt of four hosts, and the links that were being visited; nothing else twice.
    assert!(server.requests.load(Ordering::SeqCst) - asked <= 200 - done + 4 + 4);
}

#[test]
fn a_killed_merge_leaves_the_old_ledger_or_the_new_one() {
    let line = |host: &str, n: usize| {
        format!("{{\"url\":\"https://{host}.test/{n}\",\"seen\":[{{\"on\":\"2026-11-01\",\"class\":\"alive\"}}]}}\n")
    };
    let text = |host: &str| (0..20_000).map(|n| line(host, n)).collect::<String>();
    let tree = Tree::page("Text.\n").with("a.jsonl", text("a")).with("b.jsonl", text("b"));
    links(&tree, &["merge", "a.jsonl"]).exits(0);
    let old = ledger(&tree);
    let begun = Instant::now();
    links(&tree, &["merge", "a.jsonl", "b.jsonl", "--output", "both.jsonl"]).exits(0);
    let whole = begun.elapsed();
    let new = String::from_utf8(tree.read("both.jsonl")).unwrap();
    let mut killed = 0;
    for round in 0..20 {
        tree.write(LEDGER, &old);
        let mut child = firstaid()
            .current_dir(tree.root())
            .args(["links", "merge", "b.jsonl"])
            .stderr(Stdio::null())
            .spawn()
            .expect("the binary runs");
        // The last rounds kill near the end of the run, where the file is replaced.
        thread::sleep(whole * round / 19);
        child.kill().unwrap();
        killed += usize::from(child.wait().unwrap().code().is_none());
        let left = ledger(&tree);
        assert!(left == old || left == new, "round {round}: {} bytes", left.len());
    }
    assert!(killed > 0, "all were faster");
}

#[test]
fn an_attestation_made_during_a_probe_is_kept() {
    let server = Server::start(|_| {
        thread::sleep(Duration::from_millis(10));
        (200, String::new())
    });
    let (tree, net) = many(&server, 200, 2);
    let (mut child, reported, reader) = start(&tree, &net);
    while reported.lock().unwrap().is_empty() {
        assert!(child.try_wait().unwrap().is_none(), "it ended and reported nothing");
        thread::sleep(Duration::from_millis(10));
    }
    let url = format!("http://h0.test:{}/0", server.port());
    links(&tree, &["attest", &url, "--note", "seen", "--by", "Ann", "--today", "2026-11-01"]).exits(0);
    assert!(child.wait().unwrap().success());
    reader.join().unwrap();
    let ledger = ledger(&tree);
    assert!(ledger.lines().count() == 200 && ledger.contains("\"by\":\"Ann\""), "{ledger}");
}
