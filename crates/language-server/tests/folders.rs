//! Guides in several folders, files outside of all of them, and editors that report no changed files or end in silence.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use firstaid_language_server::{Load, Place, ServerError};
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::support::{Editor, Files, loaded};

/// Reads the pages and the configuration below a folder; of a lone page nothing.
fn from_disk() -> Load {
    fn read(folder: &Path, root: &Path, files: &mut Files) {
        for entry in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
            if entry.is_dir() {
                read(&entry, root, files);
            } else {
                let below = entry.strip_prefix(root).unwrap().to_str().unwrap().to_owned();
                files.insert(below, fs::read_to_string(&entry).unwrap());
            }
        }
    }
    Arc::new(|place| {
        let mut files = BTreeMap::new();
        if let Place::Guide(root) = place {
            read(root, root, &mut files);
        }
        loaded(&files)
    })
}

struct Disk {
    scratch: TempDir,
}

impl Disk {
    fn new(files: &[(&str, &str)]) -> Self {
        let disk = Self { scratch: tempfile::tempdir().unwrap() };
        for (path, text) in files {
            disk.write(path, text);
        }
        disk
    }

    fn write(&self, path: &str, text: &str) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn path(&self, path: &str) -> PathBuf {
        self.scratch.path().join(path)
    }

    fn uri(&self, path: &str) -> String {
        format!("file://{}", self.path(path).display())
    }

    /// An editor that has these folders open and does not report changed files.
    fn editor(&self, folders: &[&str]) -> Editor {
        let folders: Vec<Value> = folders.iter().map(|it| json!({ "uri": self.uri(it), "name": it })).collect();
        let params = json!({
            "processId": null, "rootUri": null, "capabilities": {}, "workspaceFolders": folders,
        });
        Editor::start(None, from_disk(), Arc::default(), params).0
    }

    fn open(&self, editor: &Editor, path: &str) {
        let text = fs::read_to_string(self.path(path)).unwrap();
        let item = json!({ "uri": self.uri(path), "languageId": "markdown", "version": 1, "text": text });
        editor.notify("textDocument/didOpen", json!({ "textDocument": item }));
    }

    fn change(&self, editor: &Editor, path: &str, version: i32, text: &str) {
        let document = json!({ "uri": self.uri(path), "version": version });
        let params = json!({ "textDocument": document, "contentChanges": [{ "text": text }] });
        editor.notify("textDocument/didChange", params);
    }

    fn hover(&self, editor: &mut Editor, path: &str, (line, character): (u32, u32)) -> Value {
        let position = json!({ "line": line, "character": character });
        let params = json!({ "textDocument": { "uri": self.uri(path) }, "position": position });
        editor.request("textDocument/hover", params)
    }

    /// Waits until the findings on a page are of exactly these rules.
    #[track_caller]
    fn until(&self, editor: &mut Editor, path: &str, rules: &[&str]) {
        let is_so = |editor: &Editor| {
            let published = editor.published.get(&self.uri(path))?["diagnostics"].as_array()?;
            Some(published.iter().map(|it| it["code"].as_str().unwrap()).eq(rules.iter().copied()))
        };
        while is_so(editor) != Some(true) {
            assert!(editor.receive().is_none());
        }
    }
}

const PAGE: &str = "content/en/Page.md";

/// The page of the guide in the folder `a`.
const A: &str = "a/content/en/Page.md";

/// An editor with the folder `a`, whose page is open and has these findings.
#[track_caller]
fn opened(text: &str, rules: &[&str]) -> (Disk, Editor) {
    let disk = Disk::new(&[(A, text)]);
    let mut editor = disk.editor(&["a"]);
    disk.open(&editor, A);
    disk.until(&mut editor, A, rules);
    (disk, editor)
}

#[test]
fn each_folder_that_is_open_is_a_guide_of_its_own() {
    let disk = Disk::new(&[
        ("a/content/en/Page.md", "# Page\n\nSee [other](Other.md).\n"),
        ("a/content/en/Other.md", "# Other\n"),
        ("b/content/en/Page.md", "# Page\n\nSee [other](Other.md).\n"),
        ("b/firstaid.toml", ""),
        ("c/content/en/Page.md", "# Page\n\nUse Ostel.\n"),
    ]);
    let mut editor = disk.editor(&["a", "b"]);
    for folder in ["a", "b", "c"] {
        disk.open(&editor, &format!("{folder}/{PAGE}"));
    }
    disk.until(&mut editor, "a/content/en/Page.md", &[]);
    disk.until(&mut editor, "b/content/en/Page.md", &["broken-path"]);
    assert!(!editor.published.contains_key(&disk.uri("c/content/en/Page.md")), "no folder that is open has it");

    let folder = |name: &str| json!([{ "uri": disk.uri(name), "name": name }]);
    let changes = json!({ "event": { "added": folder("c"), "removed": folder("b") } });
    editor.notify("workspace/didChangeWorkspaceFolders", changes);
    disk.until(&mut editor, "b/content/en/Page.md", &[]);
    disk.open(&editor, "c/content/en/Page.md");
    disk.until(&mut editor, "c/content/en/Page.md", &["stale-tool"]);
    let symbols = editor.request("workspace/symbol", json!({ "query": "Other" }));
    assert_eq!(symbols[0]["name"], "Other");
    editor.shut_down();
}

#[test]
fn without_a_folder_the_nearest_configuration_decides() {
    let disk = Disk::new(&[
        ("a/firstaid.toml", "[rules]\nstale-tool = \"off\"\n"),
        ("a/content/en/Page.md", "# Page\n\nUse Ostel and Gmal.\n"),
        ("b/content/en/Page.md", "# Page\n\nUse Ostel.\n"),
    ]);
    let mut editor = disk.editor(&[]);
    disk.open(&editor, "a/content/en/Page.md");
    disk.until(&mut editor, "a/content/en/Page.md", &["misspelled-brand"]);
    // The file alone, whose path in a guide nobody knows.
    disk.open(&editor, "b/content/en/Page.md");
    assert_eq!(disk.hover(&mut editor, "b/content/en/Page.md", (0, 0)), Value::Null);
    editor.shut_down();
}

#[test]
fn an_open_file_stays_with_its_server_until_it_is_closed() {
    let (disk, mut editor) = opened("# Page\n\nUse Ostel.\n", &["stale-tool"]);
    // A configuration that is nearer to the file.
    disk.write("a/content/firstaid.toml", "");
    disk.change(&editor, A, 2, "# Page\n\nUse Gmal.\n");
    disk.until(&mut editor, A, &["misspelled-brand"]);
    editor.notify("textDocument/didClose", json!({ "textDocument": { "uri": disk.uri(A) } }));
    disk.until(&mut editor, A, &[]);
    editor.shut_down();
}

#[test]
fn an_open_file_of_a_closed_folder_is_served_where_it_belongs_now() {
    let (disk, mut editor) = opened("# Page\n\nUse Ostel.\n", &["stale-tool"]);
    disk.write("a/firstaid.toml", "[rules]\nstale-tool = \"off\"\n");
    disk.change(&editor, A, 2, "# Page\n\nUse Ostel, not Gmal.\n");
    disk.until(&mut editor, A, &["stale-tool", "misspelled-brand"]);
    let removed = json!([{ "uri": disk.uri("a"), "name": "a" }]);
    editor.notify("workspace/didChangeWorkspaceFolders", json!({ "event": { "added": [], "removed": removed } }));
    disk.until(&mut editor, A, &["misspelled-brand"]);
    editor.shut_down();
}

#[test]
fn files_are_looked_at_when_one_is_saved_if_the_editor_reports_no_changes() {
    let (disk, mut editor) = opened("# Page\n\nSee [other](Other.md).\n", &["broken-path"]);
    disk.write("a/content/en/Other.md", "# Other\n");
    editor.notify("textDocument/didSave", json!({ "textDocument": { "uri": disk.uri(A) } }));
    disk.until(&mut editor, A, &[]);
    fs::remove_file(disk.path("a/content/en/Other.md")).unwrap();
    disk.write("a/content/en/New.md", "# New\n");
    disk.open(&editor, "a/content/en/New.md");
    disk.until(&mut editor, A, &["broken-path"]);
    editor.shut_down();
}

#[test]
fn hovers_are_plain_text_for_an_editor_without_markdown() {
    let (disk, mut editor) = opened("# Page\n\nUse Ostel.\n", &["stale-tool"]);
    let hover = disk.hover(&mut editor, A, (2, 5));
    assert_eq!(hover["contents"]["kind"], "plaintext");
    let text = hover["contents"]["value"].as_str().unwrap();
    assert!(text.starts_with("stale-tool: ") && !text.contains("**"), "{text}");
    editor.shut_down();
}

#[test]
fn parameters_of_initialize_that_do_not_fit_are_answered() {
    let disk = Disk::new(&[]);
    let (ours, theirs) = lsp_server::Connection::memory();
    let server = std::thread::spawn(move || firstaid_language_server::run(theirs, None, from_disk()));
    let initialize = |id: i32, params: Value| {
        let request = lsp_server::Request::new(id.into(), "initialize".to_owned(), params);
        ours.sender.send(request.into()).unwrap();
        let lsp_server::Message::Response(response) = ours.receiver.recv().unwrap() else { panic!("no response") };
        response.response_result.is_ok()
    };
    assert!(!initialize(1, json!({ "processId": "none" })));
    assert!(initialize(2, json!({ "processId": null, "rootUri": disk.uri(""), "capabilities": {} })));
    drop(ours);
    assert!(server.join().unwrap().is_err());
}

#[cfg(unix)]
#[test]
fn the_server_ends_with_the_process_of_its_editor() {
    let mut editor = std::process::Command::new("sleep").arg("60").spawn().unwrap();
    let (ours, theirs) = lsp_server::Connection::memory();
    let server = std::thread::spawn(move || firstaid_language_server::run(theirs, None, from_disk()));
    let params = json!({ "processId": editor.id(), "rootUri": null, "capabilities": {} });
    ours.sender.send(lsp_server::Request::new(1.into(), "initialize".to_owned(), params).into()).unwrap();
    ours.receiver.recv().unwrap();
    ours.sender.send(lsp_server::Notification::new("initialized".to_owned(), json!({})).into()).unwrap();
    editor.kill().unwrap();
    editor.wait().unwrap();
    assert!(matches!(server.join().unwrap(), Err(ServerError::EditorEnded)));
    drop(ours);
}
