//! `cargo xtask bench links N`: so many links on loopback in shards, whose ledgers are merged, beside lychee. Each runs
//! once: with a million links the figures are minutes.

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Result, ensure};

use super::server::serve;
use super::{AT_A_TIME, CONFIG, TUNED};
use crate::bench::binary;
use crate::bench::measure::{Figures, TABLE_HEAD, measure, measure_ours};
use crate::bench::peers::is_installed;
use crate::print::eprint;

const SHARDS: usize = 4;
const HOSTS: usize = 1000;
/// Hosts below one number of the third byte of their addresses.
const HOSTS_IN_A_BLOCK: usize = 250;
/// A page has at most 4 MiB.
const LINKS_IN_A_PAGE: usize = 50_000;
/// The ledger of a guide.
const LEDGER: &str = "content/_data/links.jsonl";

pub(super) fn run(root: &Path, links: usize) -> Result<()> {
    let firstaid = binary::build(root, &[])?.into_os_string();
    let port = serve(Duration::ZERO)?;
    let guide = guide(root, port, links)?;
    eprint(TABLE_HEAD);
    let words = |words: &[&str]| -> Vec<OsString> {
        std::iter::once(firstaid.clone()).chain(words.iter().map(OsString::from)).collect()
    };
    let root = guide.display().to_string();
    let mut parts = Vec::new();
    for part in 1..=SHARDS {
        let (shard, jobs) = (format!("{part}/{SHARDS}"), (AT_A_TIME / 8).to_string());
        let probe = ["links", "probe", "--all", "--allow-private", "--jobs", &jobs, "--shard", &shard, "--root", &root];
        line(&format!("firstaid, shard {shard} of {links}"), measure_ours(&words(&probe))?);
        let file = guide.join(format!("part{part}.jsonl"));
        fs::rename(guide.join(LEDGER), &file)?;
        parts.push(file.display().to_string());
    }
    let merge: Vec<&str> =
        ["links", "merge", "--root", &root].into_iter().chain(parts.iter().map(String::as_str)).collect();
    line("firstaid links merge", measure_ours(&words(&merge))?);
    let merged = fs::read_to_string(guide.join(LEDGER))?;
    ensure!(merged.lines().count() == links, "{} of {links} links are in the merged ledger", merged.lines().count());
    line(
        "firstaid lint --select links",
        measure_ours(&words(&["lint", "--select", "links", "--exit-zero", "--root", &root]))?,
    );
    if is_installed("lychee".as_ref()) {
        let lychee = ["lychee", "--no-progress", "--format", "json"].iter().chain(&TUNED).map(OsString::from);
        line(
            &format!("lychee tuned, {links}"),
            measure(&lychee.chain([guide.join("content/en").into()]).collect::<Vec<_>>())?,
        );
    }
    Ok(())
}

fn line(name: &str, figures: Figures) {
    let Figures { wall_seconds, cpu_seconds, peak_mib, .. } = figures;
    eprint(&format!("{name:35} {wall_seconds:7.2}  {cpu_seconds:7.2}  {peak_mib:9.0}\n"));
}

fn guide(root: &Path, port: u16, links: usize) -> Result<PathBuf> {
    let folder = root.join(format!("target/bench/shards-{links}-{port}"));
    fs::create_dir_all(folder.join("content/en"))?;
    fs::write(folder.join("firstaid.toml"), CONFIG)?;
    for (page, first) in (0..links).step_by(LINKS_IN_A_PAGE).enumerate() {
        let line = |n: usize| {
            let host = n % HOSTS;
            format!("<http://127.0.{}.{}:{port}/{n}>\n", host / HOSTS_IN_A_BLOCK + 1, host % HOSTS_IN_A_BLOCK + 1)
        };
        let text: String = (first..links.min(first + LINKS_IN_A_PAGE)).map(line).collect();
        fs::write(folder.join(format!("content/en/Page{page}.md")), text)?;
    }
    Ok(folder)
}
