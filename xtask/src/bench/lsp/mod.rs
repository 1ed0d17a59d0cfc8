//! `cargo xtask bench lsp`: what passes between a key and the findings of its page, in a guide of 1,000 pages.
//!
//! The server runs as an editor starts it, and is spoken to over its standard input and output: one key after the
//! other, each once the findings of the one before have come.

#![expect(clippy::cast_precision_loss, reason = "figures for people")]

use std::fmt::Write as _;
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use serde_json::{Value, json};

use crate::bench::make_corpus;
use crate::eprint;

const PAGES: usize = 1_000;
const PAGE_BYTES: usize = 50_000;
const KEYS: usize = 500;
/// What is typed, again and again: words right and wrong, a tool that is gone, a link, other scripts.
const TYPED: &str = "Many people write with Gmal 🙂 or Ostel, see [trust](Trust.md#keys). قال مرحبا. ";

pub(crate) fn run(root: &Path) -> Result<()> {
    let build = ["build", "--release", "--package", "firstaid-cli", "--no-default-features", "--features", "lsp"];
    crate::run(Command::new("cargo").args(build).current_dir(root))?;
    let guide = root.join("target/bench/lsp");
    let (pages, bytes) = make_corpus(&guide, &[root.join("content")], PAGES)?;
    let mut open = Vec::new();
    for locale in ["en", "es"] {
        let path = format!("content/{locale}/Typed.md");
        let folder = root.join("content").join(locale);
        let text = long_page(&folder)?;
        // So that its links lead somewhere.
        for entry in fs::read_dir(&folder)? {
            let entry = entry?;
            fs::copy(entry.path(), guide.join("content").join(locale).join(entry.file_name()))?;
        }
        fs::write(guide.join(&path), &text)?;
        open.push((path, text));
    }
    eprint(&format!(
        "{pages} pages, {:.1} MB, two of {} KB; load {}\n\n",
        bytes as f64 / 1e6,
        PAGE_BYTES / 1000,
        load()
    ));

    let mut server = Server::start(&root.join("target/release/firstaid"), &guide)?;
    for (path, text) in &open {
        server.open(path, text)?;
    }
    eprint("from a key to the findings            p50 ms  p95 ms  p99 ms  max ms\n");
    for ((path, text), name) in open.iter().zip(["a page of the source", "a page beside its source"]) {
        let times = server.type_into(path, text)?;
        let figure = |percent: usize| times[(times.len() * percent / 100).min(times.len() - 1)].as_secs_f64() * 1e3;
        let mut line = format!("{name:35}");
        for percent in [50, 95, 99, 100] {
            let _ = write!(line, " {:7.2}", figure(percent));
        }
        eprint(&format!("{line}\n"));
    }
    eprint(&format!("\npeak memory of the server: {}; load {}\n", server.peak(), load()));
    server.leave()
}

/// The pages of a folder one after the other, as often as it takes; the front matter of the first alone.
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

/// The load of the machine, for whoever reads the figures.
fn load() -> String {
    fs::read_to_string("/proc/loadavg")
        .map_or("unknown".to_owned(), |it| it.chars().take_while(|&c| c != ' ').collect())
}

struct Server {
    child: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
    guide: PathBuf,
}

impl Server {
    fn start(firstaid: &Path, guide: &Path) -> Result<Self> {
        let mut child = Command::new(firstaid)
            .args(["lsp", "--root"])
            .arg(guide)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .with_context(|| firstaid.display().to_string())?;
        let (input, output) = (child.stdin.take().context("piped")?, child.stdout.take().context("piped")?);
        let mut server = Self { child, input, output: BufReader::new(output), guide: guide.to_path_buf() };
        let params = json!({ "processId": null, "rootUri": null, "capabilities": {} });
        server.send(&json!({ "jsonrpc": "2.0", "id": 0, "method": "initialize", "params": params }))?;
        server.hear()?;
        server.tell("initialized", &json!({}))?;
        Ok(server)
    }

    fn uri(&self, path: &str) -> String {
        format!("file://{}", self.guide.join(path).display())
    }

    fn open(&mut self, path: &str, text: &str) -> Result<()> {
        let item = json!({ "uri": self.uri(path), "languageId": "markdown", "version": 0, "text": text });
        self.tell("textDocument/didOpen", &json!({ "textDocument": item }))?;
        self.until(path, 0)
    }

    /// Types at the end of a paragraph in the middle of a page; the times, in order.
    fn type_into(&mut self, path: &str, text: &str) -> Result<Vec<Duration>> {
        let lines: Vec<&str> = text.lines().collect();
        let is_prose = |line: &&str| line.len() > 80 && line.starts_with(char::is_alphabetic);
        let (line, prose) =
            lines.iter().enumerate().skip(lines.len() / 2).find(|(_, line)| is_prose(line)).context("no prose")?;
        let mut character = prose.encode_utf16().count();
        let mut times = Vec::with_capacity(KEYS);
        for (key, version) in TYPED.chars().cycle().take(KEYS).zip(1..) {
            let at = json!({ "line": line, "character": character });
            let change = json!({ "range": { "start": at, "end": at }, "text": key.to_string() });
            let document = json!({ "uri": self.uri(path), "version": version });
            let begun = Instant::now();
            self.tell("textDocument/didChange", &json!({ "textDocument": document, "contentChanges": [change] }))?;
            self.until(path, version)?;
            times.push(begun.elapsed());
            character += key.len_utf16();
        }
        times.sort_unstable();
        Ok(times)
    }

    /// Listens until the findings of a version of a page come.
    fn until(&mut self, path: &str, version: usize) -> Result<()> {
        let uri = self.uri(path);
        loop {
            let message = self.hear()?;
            let params = &message["params"];
            if message["method"] == "textDocument/publishDiagnostics"
                && params["uri"] == *uri
                && params["version"] == version
            {
                return Ok(());
            }
        }
    }

    fn tell(&mut self, method: &str, params: &Value) -> Result<()> {
        self.send(&json!({ "jsonrpc": "2.0", "method": method, "params": params }))
    }

    fn send(&mut self, message: &Value) -> Result<()> {
        let body = message.to_string();
        write!(self.input, "Content-Length: {}\r\n\r\n{body}", body.len())?;
        Ok(self.input.flush()?)
    }

    fn hear(&mut self) -> Result<Value> {
        let mut len = 0;
        loop {
            let mut line = String::new();
            if self.output.read_line(&mut line)? == 0 {
                bail!("the server went away");
            }
            match line.trim_end().split_once(": ") {
                Some(("Content-Length", value)) => len = value.parse()?,
                Some(_) => {}
                None => break,
            }
        }
        let mut body = vec![0; len];
        self.output.read_exact(&mut body)?;
        Ok(serde_json::from_slice(&body)?)
    }

    /// The most memory that the server has had at a time, where the system tells.
    fn peak(&self) -> String {
        let status = fs::read_to_string(format!("/proc/{}/status", self.child.id())).unwrap_or_default();
        let kilobytes =
            status.lines().find_map(|line| line.strip_prefix("VmHWM:")?.trim().strip_suffix(" kB")?.parse().ok());
        kilobytes.map_or("unknown".to_owned(), |kilobytes: f64| format!("{:.0} MB", kilobytes / 1024.0))
    }

    fn leave(mut self) -> Result<()> {
        self.send(&json!({ "jsonrpc": "2.0", "id": 1, "method": "shutdown" }))?;
        while self.hear()?["id"] != 1 {}
        self.tell("exit", &Value::Null)?;
        let status = self.child.wait()?;
        if !status.success() {
            bail!("the server: {status}");
        }
        Ok(())
    }
}
