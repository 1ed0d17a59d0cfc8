//! An editor that talks to the server in the same process, and a guide that is nowhere on disk.

use std::collections::{BTreeMap, HashMap};
use std::path::PathBuf;
use std::sync::{Arc, Mutex};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use firstaid_content::{AnchorDialect, ContentConfig, Guide, Layout, parse};
use firstaid_language_server::{Load, Loaded, ServerError, run};
use firstaid_ledger::Ledger;
use firstaid_lint::{CatalogFile, Catalogs, Config, Linter, RuleSet, catalog_key};
use firstaid_registry::Registry;
use firstaid_text::SourceFile;
use lsp_server::{Connection, Message, Notification, Request, Response};
use serde_json::{Value, json};

pub(crate) const ROOT: &str = "/guide";

/// Maximum wait for a message that must come; only a failing test waits that long.
pub(crate) const PATIENCE: Duration = Duration::from_secs(30);

pub(crate) type Files = BTreeMap<String, String>;

pub(crate) fn guide(files: &Files) -> Guide {
    let layout = Layout::new(&ContentConfig::default()).unwrap();
    let mut others = Vec::new();
    let mut pages = Vec::new();
    for (path, text) in files {
        match layout.key(path.strip_prefix("content/").unwrap_or_default()) {
            Some(key) => pages.push(parse(key, SourceFile::new(path.as_str(), text.as_str()), AnchorDialect::GitHub)),
            None => others.push(path.as_str().into()),
        }
    }
    Guide::new(pages, others, layout, AnchorDialect::GitHub, "content/".to_owned())
}

/// The linter with the registries, glossary, configuration and catalogs among the files.
pub(crate) fn linter(files: &Files) -> Result<Linter, String> {
    let mut registry = Registry::built_in();
    for name in Registry::GUIDE_FILES {
        if let Some(text) = files.get(&format!("content/_data/{name}")) {
            registry.add_guide_file(name, text).map_err(|error| error.to_string())?;
        }
    }
    if let Some(text) = files.get("content/_data/glossary.yaml") {
        registry.add_glossary("glossary.yaml", text).map_err(|error| error.to_string())?;
    }
    let config = files.get("firstaid.toml").map_or("", String::as_str);
    let config = Config::parse("firstaid.toml", config).map_err(|error| error.to_string())?;
    let rules = RuleSet::new(&config, &[], &[]).map_err(|error| error.to_string())?;
    let catalogs = files.iter().filter_map(|(path, text)| {
        let key = catalog_key(path.strip_prefix("content/_catalogs/")?)?;
        Some((key, CatalogFile::of_text(SourceFile::new(path.as_str(), text.as_str()))))
    });
    let catalogs = Catalogs::new(catalogs.collect());
    let ledger = files.get("content/_data/links.jsonl").map(|text| Ledger::parse("links.jsonl", text));
    let ledger = ledger.transpose().map_err(|error| error.to_string())?.map(|(ledger, _)| ledger);
    let linter = Linter::new(registry, config, rules, jiff::civil::date(2026, 11, 23));
    Ok(linter.with_ledger(ledger).with_catalogs(catalogs))
}

/// A guide with these files.
pub(crate) fn loaded(files: &Files) -> Result<Loaded, String> {
    let glossary = "content/_data/glossary.yaml";
    let glossary = files.get(glossary).map(|text| SourceFile::new(glossary, text.as_str()));
    Ok(Loaded { root: PathBuf::from(ROOT), guide: guide(files), linter: linter(files)?, glossary })
}

pub(crate) fn files(files: &[(&str, &str)]) -> Files {
    files.iter().map(|&(path, text)| (path.to_owned(), text.to_owned())).collect()
}

pub(crate) struct Editor {
    connection: Option<Connection>,
    server: Option<JoinHandle<Result<(), ServerError>>>,
    /// The files that the server sees on disk.
    pub(crate) disk: Arc<Mutex<Files>>,
    pub(crate) published: HashMap<String, Value>,
    /// Other notifications of the server.
    pub(crate) notifications: Vec<Notification>,
    next_id: i32,
}

pub(crate) fn uri(path: &str) -> String {
    format!("file://{ROOT}/{path}")
}

impl Editor {
    /// Opens a guide. `encodings` are the position encodings that the editor offers.
    pub(crate) fn open(files: Files, encodings: &[&str]) -> Self {
        let disk = Arc::new(Mutex::new(files));
        let read = Arc::clone(&disk);
        let load: Load = Arc::new(move |_| loaded(&read.lock().unwrap().clone()));
        let capabilities = json!({
            "general": { "positionEncodings": encodings },
            "workspace": {
                "workspaceEdit": { "documentChanges": true },
                "didChangeWatchedFiles": { "dynamicRegistration": true },
            },
            "textDocument": {
                "documentSymbol": { "hierarchicalDocumentSymbolSupport": true },
                "hover": { "contentFormat": ["markdown", "plaintext"] },
            },
        });
        let params = json!({ "processId": null, "rootUri": null, "capabilities": capabilities });
        let (editor, answer) = Self::start(Some(PathBuf::from(ROOT)), load, disk, params);
        assert_eq!(answer["capabilities"]["positionEncoding"], *encodings.first().unwrap_or(&"utf-16"));
        editor
    }

    /// Starts a server with these parameters of `initialize`. Returns its answer, too.
    pub(crate) fn start(root: Option<PathBuf>, load: Load, disk: Arc<Mutex<Files>>, params: Value) -> (Self, Value) {
        let (ours, theirs) = Connection::memory();
        let mut editor = Self {
            connection: Some(ours),
            server: Some(thread::spawn(move || run(theirs, root, load))),
            disk,
            published: HashMap::new(),
            notifications: Vec::new(),
            next_id: 0,
        };
        let answer = editor.request("initialize", params);
        editor.notify("initialized", json!({}));
        (editor, answer)
    }

    pub(crate) fn send(&self, message: impl Into<Message>) {
        self.connection.as_ref().unwrap().sender.send(message.into()).unwrap();
    }

    pub(crate) fn notify(&self, method: &str, params: Value) {
        self.send(Notification::new(method.to_owned(), params));
    }

    /// Sends a request without waiting for the response.
    pub(crate) fn send_request(&mut self, method: &str, params: Value) -> i32 {
        self.next_id += 1;
        self.send(Request::new(self.next_id.into(), method.to_owned(), params));
        self.next_id
    }

    pub(crate) fn response(&mut self, id: i32) -> Response {
        loop {
            if let Some(response) = self.receive() {
                assert_eq!(response.id, id.into());
                return response;
            }
        }
    }

    /// Sends a request and waits for its result.
    #[track_caller]
    pub(crate) fn request(&mut self, method: &str, params: Value) -> Value {
        let id = self.send_request(method, params);
        self.response(id).response_result.unwrap_or_else(|error| panic!("{method}: {error:?}"))
    }

    /// Receives one message of the server. Returns it if it is a response.
    #[track_caller]
    pub(crate) fn receive(&mut self) -> Option<Response> {
        let message = self.connection.as_ref().unwrap().receiver.recv_timeout(PATIENCE);
        let message = message.unwrap_or_else(|_| panic!("no message of the server; so far: {:?}", self.notifications));
        self.take(message)
    }

    /// Receives the next message if one comes; `false` if none does.
    pub(crate) fn try_receive(&mut self) -> bool {
        match self.connection.as_ref().unwrap().receiver.recv_timeout(PATIENCE) {
            Ok(message) => self.take(message).is_none(),
            Err(_) => false,
        }
    }

    fn take(&mut self, message: Message) -> Option<Response> {
        match message {
            Message::Response(response) => Some(response),
            Message::Notification(it) if it.method == "textDocument/publishDiagnostics" => {
                self.published.insert(it.params["uri"].as_str().unwrap().to_owned(), it.params);
                None
            }
            Message::Notification(it) => {
                self.notifications.push(it);
                None
            }
            Message::Request(it) if it.method == "client/registerCapability" => None,
            Message::Request(it) => panic!("{} was not expected", it.method),
        }
    }

    pub(crate) fn did_open(&self, path: &str, version: i32, text: &str) {
        let item = json!({ "uri": uri(path), "languageId": "markdown", "version": version, "text": text });
        self.notify("textDocument/didOpen", json!({ "textDocument": item }));
    }

    /// Replaces the whole text.
    pub(crate) fn did_change(&self, path: &str, version: i32, text: &str) {
        let document = json!({ "uri": uri(path), "version": version });
        let changes = json!([{ "text": text }]);
        self.notify("textDocument/didChange", json!({ "textDocument": document, "contentChanges": changes }));
    }

    /// The rules of the findings on this version of a page; waits until they are published.
    #[track_caller]
    pub(crate) fn rules(&mut self, path: &str, version: i32) -> Vec<String> {
        while self.published.get(&uri(path)).is_none_or(|it| it["version"] != version) {
            assert!(self.receive().is_none());
        }
        self.published_rules(path)
    }

    pub(crate) fn published_rules(&self, path: &str) -> Vec<String> {
        let diagnostics = self.published[&uri(path)]["diagnostics"].as_array().unwrap();
        diagnostics.iter().map(|it| it["code"].as_str().unwrap().to_owned()).collect()
    }

    /// Waits until the findings on a page are of exactly these rules.
    #[track_caller]
    pub(crate) fn until(&mut self, path: &str, rules: &[&str]) {
        while !self.published.contains_key(&uri(path)) || self.published_rules(path) != rules {
            assert!(self.receive().is_none());
        }
    }

    /// Shuts the server down, and checks that it ends without an error.
    pub(crate) fn shut_down(mut self) {
        self.request("shutdown", Value::Null);
        self.notify("exit", Value::Null);
        self.server.take().unwrap().join().unwrap().unwrap();
    }
}

/// An editor with these pages and catalogs open, each in its first version.
pub(crate) fn editor(files: &[(&str, &str)]) -> Editor {
    let editor = Editor::open(self::files(files), &[]);
    for &(path, text) in files.iter().filter(|(path, _)| path.ends_with(".md") || path.ends_with(".po")) {
        editor.did_open(path, 1, text);
    }
    editor
}

/// The texts of the files after a workspace edit. The edit must be for version 1 of each.
pub(crate) fn applied(edit: &Value, pages: &[(&str, &str)]) -> Vec<(String, String)> {
    let changes = edit["documentChanges"].as_array().expect("versioned edits");
    let change = |change: &Value| {
        assert_eq!(change["textDocument"]["version"], 1);
        let path = change["textDocument"]["uri"].as_str().unwrap().trim_start_matches("file:///guide/");
        let mut text = pages.iter().find(|(it, _)| *it == path).unwrap().1.to_owned();
        let offset = |text: &str, position: &Value| {
            let line: usize = position["line"].as_u64().unwrap() as usize;
            let start: usize = text.split_inclusive('\n').take(line).map(str::len).sum();
            let units = position["character"].as_u64().unwrap() as usize;
            let mut seen = 0;
            let rest = &text[start..];
            start
                + rest
                    .char_indices()
                    .find(|(_, c)| {
                        let is_it = seen == units;
                        seen += c.len_utf16();
                        is_it
                    })
                    .map_or(rest.len(), |(at, _)| at)
        };
        let mut edits: Vec<(usize, usize, &str)> = change["edits"]
            .as_array()
            .unwrap()
            .iter()
            .map(|edit| {
                let range = &edit["range"];
                (offset(&text, &range["start"]), offset(&text, &range["end"]), edit["newText"].as_str().unwrap())
            })
            .collect();
        edits.sort_unstable();
        for (start, end, with) in edits.into_iter().rev() {
            text.replace_range(start..end, with);
        }
        (path.to_owned(), text)
    };
    changes.iter().map(change).collect()
}
