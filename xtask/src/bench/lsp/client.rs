//! A minimal language client, over the standard input and output of the server.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use anyhow::{Context, Result, bail};
use serde_json::{Value, json};

pub(super) struct Client {
    child: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
    guide: PathBuf,
}

impl Client {
    /// Starts `firstaid lsp` on a guide.
    pub(super) fn start(firstaid: &Path, guide: &Path) -> Result<Self> {
        let mut child = Command::new(firstaid)
            .args(["lsp", "--root"])
            .arg(guide)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .with_context(|| firstaid.display().to_string())?;
        let (input, output) = (child.stdin.take().context("piped")?, child.stdout.take().context("piped")?);
        let mut client = Self { child, input, output: BufReader::new(output), guide: guide.to_path_buf() };
        let params = json!({ "processId": null, "rootUri": null, "capabilities": {} });
        client.send(&json!({ "jsonrpc": "2.0", "id": 0, "method": "initialize", "params": params }))?;
        client.receive()?;
        client.notify("initialized", &json!({}))?;
        Ok(client)
    }

    pub(super) fn uri(&self, path: &str) -> String {
        format!("file://{}", self.guide.join(path).display())
    }

    /// Opens a page and waits for its findings.
    pub(super) fn open(&mut self, path: &str, text: &str) -> Result<()> {
        let item = json!({ "uri": self.uri(path), "languageId": "markdown", "version": 0, "text": text });
        self.notify("textDocument/didOpen", &json!({ "textDocument": item }))?;
        self.wait_for_findings(path, 0)
    }

    /// Waits for the findings of a version of a page.
    pub(super) fn wait_for_findings(&mut self, path: &str, version: usize) -> Result<()> {
        let uri = self.uri(path);
        loop {
            let message = self.receive()?;
            let params = &message["params"];
            if message["method"] == "textDocument/publishDiagnostics"
                && params["uri"] == *uri
                && params["version"] == version
            {
                return Ok(());
            }
        }
    }

    pub(super) fn notify(&mut self, method: &str, params: &Value) -> Result<()> {
        self.send(&json!({ "jsonrpc": "2.0", "method": method, "params": params }))
    }

    fn send(&mut self, message: &Value) -> Result<()> {
        let body = message.to_string();
        write!(self.input, "Content-Length: {}\r\n\r\n{body}", body.len())?;
        Ok(self.input.flush()?)
    }

    fn receive(&mut self) -> Result<Value> {
        let mut len = 0;
        loop {
            let mut line = String::new();
            if self.output.read_line(&mut line)? == 0 {
                bail!("the server closed its output");
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

    /// The peak memory of the server, if the system reports it.
    pub(super) fn peak(&self) -> String {
        let status = fs::read_to_string(format!("/proc/{}/status", self.child.id())).unwrap_or_default();
        let kilobytes =
            status.lines().find_map(|line| line.strip_prefix("VmHWM:")?.trim().strip_suffix(" kB")?.parse().ok());
        kilobytes.map_or("unknown".to_owned(), |kilobytes: f64| format!("{:.0} MB", kilobytes / 1024.0))
    }

    /// Shuts the server down.
    pub(super) fn shut_down(mut self) -> Result<()> {
        self.send(&json!({ "jsonrpc": "2.0", "id": 1, "method": "shutdown" }))?;
        while self.receive()?["id"] != 1 {}
        self.notify("exit", &Value::Null)?;
        let status = self.child.wait()?;
        if !status.success() {
            bail!("the server: {status}");
        }
        Ok(())
    }
}
