//! `cargo xtask bench links`: the probe on loopback, beside lychee on the same server, in time and memory.
//!
//! Politeness is off for both, and both may have as many requests under way: with fewer connections to a slow host it
//! is the connections that are measured. What the server can do is measured first, by clients that only count bytes.

#![expect(clippy::cast_precision_loss, reason = "figures for people")]

use std::ffi::OsString;
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::Command;
use std::thread;
use std::time::{Duration, Instant};

use anyhow::Result;

use crate::bench::{is_installed, report_all};
use crate::eprint;

const LINKS: usize = 10_000;
const MANY: usize = 100_000;
const HOSTS: usize = 200;
const ANSWER: &[u8] = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 2\r\n\r\nok";
/// Requests under way at a time.
const AT_A_TIME: usize = 512;
/// The probe opens a connection to a host for so many links.
const LINKS_A_CONNECTION: usize = 64;
const CONFIG: &str = "[links.probe]\nper-host = 512\nspacing = 0\nrobots = false\n";
const TUNED: [&str; 6] = ["--host-request-interval", "0ms", "--host-concurrency", "512", "--max-concurrency", "512"];

pub(crate) fn run(root: &Path) -> Result<()> {
    crate::run(Command::new("cargo").args(["build", "--release", "--package", "firstaid-cli"]).current_dir(root))?;
    let firstaid = root.join("target/release/firstaid").into_os_string();
    eprint("medians of runs that take turns\n\ncommand                              wall s    CPU s    peak MB\n");
    for delay in [0, 5] {
        let port = serve(Duration::from_millis(delay))?;
        let limit = server_limit(port)?;
        eprint(&format!("the server alone, {delay} ms: {limit:.0} answers a second on {AT_A_TIME} kept connections\n"));
        for hosts in [HOSTS, 1] {
            let guide = guide(root, port, hosts, LINKS)?;
            compare(&firstaid, &guide, LINKS / hosts, &format!("{hosts} hosts, {delay} ms"))?;
        }
    }
    let port = serve(Duration::ZERO)?;
    compare(&firstaid, &guide(root, port, HOSTS, MANY)?, MANY / HOSTS, &format!("{MANY} links"))
}

/// Ourselves and lychee; as it comes it waits between the requests to a host, so it gets hosts with few links alone.
fn compare(firstaid: &OsString, guide: &Path, links_a_host: usize, what: &str) -> Result<()> {
    // As many hosts at a time as make that many requests.
    let jobs = AT_A_TIME / links_a_host.div_ceil(LINKS_A_CONNECTION).min(AT_A_TIME);
    let words =
        ["links", "probe", "--all", "--allow-private", "--jobs", &jobs.to_string(), "--root"].map(OsString::from);
    let ours = std::iter::once(firstaid.clone()).chain(words).chain([guide.as_os_str().to_owned()]).collect();
    let lychee = |tuning: &[&str]| -> Vec<OsString> {
        let words = ["lychee", "--no-progress", "--format", "json"].iter().chain(tuning).map(OsString::from);
        words.chain([guide.join("content/en/Page.md").into_os_string()]).collect()
    };
    let mut commands = vec![(format!("firstaid, {what}"), ours)];
    if is_installed("lychee".as_ref()) {
        commands.push((format!("lychee tuned, {what}"), lychee(&TUNED)));
        if links_a_host < 100 {
            commands.push((format!("lychee, {what}"), lychee(&[])));
        }
    } else {
        eprint("lychee                              not installed\n");
    }
    let walls = report_all(&commands)?;
    for ((name, _), wall) in commands.iter().zip(&walls).skip(1) {
        eprint(&format!("    {:.2} times as fast as {name}\n", wall / walls[0]));
    }
    Ok(())
}

/// A guide of one page with so many links.
fn guide(root: &Path, port: u16, hosts: usize, links: usize) -> Result<std::path::PathBuf> {
    let folder = root.join(format!("target/bench/links-{hosts}-{links}-{port}"));
    fs::create_dir_all(folder.join("content/en"))?;
    fs::write(folder.join("firstaid.toml"), CONFIG)?;
    let line = |n: usize| format!("<http://127.0.0.{}:{port}/{n}>\n", n % hosts + 1);
    fs::write(folder.join("content/en/Page.md"), (0..links).map(line).collect::<String>())?;
    Ok(folder)
}

/// A server on all loopback addresses, a thread a connection.
fn serve(delay: Duration) -> Result<u16> {
    let listener = TcpListener::bind("0.0.0.0:0")?;
    let port = listener.local_addr()?.port();
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            // Some thousand connections are some thousand small stacks.
            let _ = thread::Builder::new().stack_size(64 << 10).spawn(move || answer(stream, delay));
        }
    });
    Ok(port)
}

fn answer(mut stream: TcpStream, delay: Duration) -> Option<()> {
    stream.set_nodelay(true).ok()?;
    let mut reader = BufReader::new(stream.try_clone().ok()?);
    let mut line = Vec::new();
    loop {
        let mut is_head = None;
        loop {
            line.clear();
            if reader.read_until(b'\n', &mut line).ok()? == 0 {
                return None;
            }
            is_head.get_or_insert_with(|| line.starts_with(b"HEAD"));
            if line == b"\r\n" {
                break;
            }
        }
        thread::sleep(delay);
        let end = if is_head == Some(true) { ANSWER.len() - 2 } else { ANSWER.len() };
        stream.write_all(&ANSWER[..end]).ok()?;
    }
}

/// Answers a second to clients that do nothing but ask.
fn server_limit(port: u16) -> Result<f64> {
    let begun = Instant::now();
    let clients: Vec<_> = (0..AT_A_TIME)
        .map(|_| {
            thread::spawn(move || -> Result<()> {
                let mut stream = TcpStream::connect(("127.0.0.1", port))?;
                stream.set_nodelay(true)?;
                let mut bytes = vec![0; ANSWER.len()];
                for n in 0..MANY / AT_A_TIME {
                    stream.write_all(format!("GET /{n} HTTP/1.1\r\nHost: x\r\n\r\n").as_bytes())?;
                    stream.read_exact(&mut bytes)?;
                }
                Ok(())
            })
        })
        .collect();
    for client in clients {
        client.join().map_err(|_| anyhow::anyhow!("a client panicked"))??;
    }
    Ok((MANY / AT_A_TIME * AT_A_TIME) as f64 / begun.elapsed().as_secs_f64())
}
