//! `cargo xtask bench links`: the probe on loopback, beside lychee on the same server, in time and memory.
//!
//! Rate limits are off for both, and both may have as many requests at a time: with fewer connections to a slow host
//! the number of connections would be measured. The limit of the server is measured first, by minimal clients.

mod server;
mod shards;

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context, Result};

use super::binary;
use super::measure::{Measured, TABLE_HEAD, report};
use super::peers::is_installed;
use crate::print::eprint;
use server::{max_answers_per_second, serve};

const LINKS: usize = 10_000;
/// Links of the largest guide, and requests that measure the server.
const MANY: usize = 100_000;
const HOSTS: usize = 200;
/// Maximum requests at a time, of the probe, of lychee and of the clients that measure the server.
const AT_A_TIME: usize = 512;
/// Links of a host for which the probe opens one connection.
const LINKS_PER_CONNECTION: usize = 64;
const CONFIG: &str = "[links.probe]\nper-host = 512\nspacing = 0\nrobots = false\n";
/// Options of lychee that turn its rate limits off.
const TUNED: [&str; 6] = ["--host-request-interval", "0ms", "--host-concurrency", "512", "--max-concurrency", "512"];

/// With a number, so many links in shards.
pub(crate) fn run(root: &Path, args: &[OsString]) -> Result<()> {
    if let Some(links) = args.first() {
        let links = links.to_str().and_then(|it| it.parse().ok());
        return shards::run(root, links.context("usage: bench links [NUMBER]")?);
    }
    let firstaid = binary::build(root, &[])?.into_os_string();
    eprint(&format!("medians of runs that take turns\n\n{TABLE_HEAD}"));
    for delay in [0, 5] {
        let port = serve(Duration::from_millis(delay))?;
        let limit = max_answers_per_second(port, AT_A_TIME, MANY)?;
        eprint(&format!("the server alone, {delay} ms: {limit:.0} answers per second on {AT_A_TIME} connections\n"));
        for hosts in [HOSTS, 1] {
            let guide = guide(root, port, hosts, LINKS)?;
            compare(&firstaid, &guide, LINKS / hosts, &format!("{hosts} hosts, {delay} ms"))?;
        }
    }
    let port = serve(Duration::ZERO)?;
    compare(&firstaid, &guide(root, port, HOSTS, MANY)?, MANY / HOSTS, &format!("{MANY} links"))
}

/// Measures the probe and lychee on a guide. lychee with its default options waits between the requests to a host, so
/// it is left out for hosts with many links.
fn compare(firstaid: &OsString, guide: &Path, links_per_host: usize, what: &str) -> Result<()> {
    // The number of hosts at a time that makes this number of requests.
    let jobs = AT_A_TIME / links_per_host.div_ceil(LINKS_PER_CONNECTION).min(AT_A_TIME);
    let words =
        ["links", "probe", "--all", "--allow-private", "--jobs", &jobs.to_string(), "--root"].map(OsString::from);
    let ours = std::iter::once(firstaid.clone()).chain(words).chain([guide.as_os_str().to_owned()]).collect();
    let lychee = |tuning: &[&str]| -> Vec<OsString> {
        let words = ["lychee", "--no-progress", "--format", "json"].iter().chain(tuning).map(OsString::from);
        words.chain([guide.join("content/en/Page.md").into_os_string()]).collect()
    };
    let mut commands = vec![Measured { name: format!("firstaid, {what}"), command: ours }];
    if is_installed("lychee".as_ref()) {
        commands.push(Measured { name: format!("lychee tuned, {what}"), command: lychee(&TUNED) });
        if links_per_host < 100 {
            commands.push(Measured { name: format!("lychee, {what}"), command: lychee(&[]) });
        }
    } else {
        eprint("lychee                              not installed\n");
    }
    let figures = report(&commands)?;
    for (Measured { name, .. }, lychee) in commands.iter().zip(&figures).skip(1) {
        eprint(&format!("    {:.2} times as fast as {name}\n", lychee.wall_seconds / figures[0].wall_seconds));
    }
    Ok(())
}

/// Makes a guide of one page with so many links to so many loopback hosts.
fn guide(root: &Path, port: u16, hosts: usize, links: usize) -> Result<PathBuf> {
    let folder = root.join(format!("target/bench/links-{hosts}-{links}-{port}"));
    fs::create_dir_all(folder.join("content/en"))?;
    fs::write(folder.join("firstaid.toml"), CONFIG)?;
    let line = |n: usize| format!("<http://127.0.0.{}:{port}/{n}>\n", n % hosts + 1);
    fs::write(folder.join("content/en/Page.md"), (0..links).map(line).collect::<String>())?;
    Ok(folder)
}
