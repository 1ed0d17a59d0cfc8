//! `cargo xtask bench lsp`: the time from a key to the findings of its page, in a guide of 1,000 pages.

mod client;

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use serde_json::json;

use super::binary;
use super::corpus::make_corpus;
use crate::print::eprint;
use client::Client;

const PAGES: usize = 1_000;
/// Minimum size of the pages that are typed into.
const PAGE_BYTES: usize = 50_000;
/// Keys typed into each page.
const KEYS: usize = 500;
/// The text that is typed repeatedly: correct words, a misspelling, a dead tool, a link, other scripts.
const TYPED: &str = "Many people write with Gmal 🙂 or Ostel, see [trust](Trust.md#keys). قال مرحبا. ";

pub(crate) fn run(root: &Path) -> Result<()> {
    let firstaid = binary::build(root, &["--no-default-features", "--features", "lsp"])?;
    let guide = root.join("target/bench/lsp");
    let bytes = make_corpus(&guide, &[root.join("content")], PAGES)?;
    let mut open = Vec::new();
    for locale in ["en", "es"] {
        let path = format!("content/{locale}/Typed.md");
        let folder = root.join("content").join(locale);
        let text = long_page(&folder)?;
        // The targets of its links.
        for entry in fs::read_dir(&folder)? {
            let entry = entry?;
            fs::copy(entry.path(), guide.join("content").join(locale).join(entry.file_name()))?;
        }
        fs::write(guide.join(&path), &text)?;
        open.push((path, text));
    }
    eprint(&format!(
        "{PAGES} pages, {:.1} MB, two of {} KB; load {}\n\n",
        bytes as f64 / 1e6,
        PAGE_BYTES / 1000,
        load()
    ));

    let mut client = Client::start(&firstaid, &guide)?;
    for (path, text) in &open {
        client.open(path, text)?;
    }
    eprint("from a key to the findings            p50 ms  p95 ms  p99 ms  max ms\n");
    for ((path, text), name) in open.iter().zip(["a page of the source", "a page beside its source"]) {
        let times = type_into(&mut client, path, text)?;
        let figure = |percent: usize| times[(times.len() * percent / 100).min(times.len() - 1)].as_secs_f64() * 1e3;
        let mut line = format!("{name:35}");
        for percent in [50, 95, 99, 100] {
            let _ = write!(line, " {:7.2}", figure(percent));
        }
        eprint(&format!("{line}\n"));
    }
    eprint(&format!("\npeak memory of the server: {}; load {}\n", client.peak(), load()));
    client.shut_down()
}

/// Types at the end of a paragraph in the middle of a page, one key after the findings of the key before. Returns the
/// sorted times.
fn type_into(client: &mut Client, path: &str, text: &str) -> Result<Vec<Duration>> {
    let lines: Vec<&str> = text.lines().collect();
    let is_prose = |line: &&str| line.len() > 80 && line.starts_with(char::is_alphabetic);
    let (line, prose) =
        lines.iter().enumerate().skip(lines.len() / 2).find(|(_, line)| is_prose(line)).context("no prose")?;
    let mut character = prose.encode_utf16().count();
    let mut times = Vec::with_capacity(KEYS);
    for (key, version) in TYPED.chars().cycle().take(KEYS).zip(1..) {
        let at = json!({ "line": line, "character": character });
        let change = json!({ "range": { "start": at, "end": at }, "text": key.to_string() });
        let document = json!({ "uri": client.uri(path), "version": version });
        let begun = Instant::now();
        client.notify("textDocument/didChange", &json!({ "textDocument": document, "contentChanges": [change] }))?;
        client.wait_for_findings(path, version)?;
        times.push(begun.elapsed());
        character += key.len_utf16();
    }
    times.sort_unstable();
    Ok(times)
}

/// The pages of a folder joined, repeatedly, to at least [`PAGE_BYTES`], with the front matter of the first alone.
fn long_page(folder: &Path) -> Result<String> {
    let mut paths: Vec<PathBuf> = fs::read_dir(folder)?.map(|it| it.map(|it| it.path())).collect::<Result<_, _>>()?;
    paths.retain(|path| path.extension().is_some_and(|it| it == "md"));
    paths.sort();
    let mut page = String::new();
    for path in paths.iter().cycle() {
        let text = fs::read_to_string(path)?;
        let body =
            text.strip_prefix("---\n").and_then(|rest| rest.split_once("\n---\n")).map_or(&*text, |(_, body)| body);
        page.push_str(if page.is_empty() { &text } else { body });
        if page.len() >= PAGE_BYTES {
            break;
        }
    }
    if page.is_empty() {
        bail!("{}: no pages", folder.display());
    }
    Ok(page)
}

/// The load average of the last minute, if the system reports it.
fn load() -> String {
    fs::read_to_string("/proc/loadavg")
        .map_or("unknown".to_owned(), |it| it.chars().take_while(|&c| c != ' ').collect())
}
