//! The main loop. Order of work: messages, then linting of edited files, latest first, then linting of the open files
//! that an edit affects, pages before catalogs.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use crossbeam_channel::{Receiver, Sender, after, never, select, unbounded};
use firstaid_diagnostics::FileDiagnostics;
use gen_lsp_types as lsp;
use lsp_server::{Message, Notification, Request};

use crate::capabilities::Client;
use crate::documents::{Document, Documents};
use crate::load::{Load, Loaded};
use crate::place::Place;
use crate::queue::Queue;
use crate::root::Root;
use crate::view::View;
use crate::workspace::Workspace;
use crate::{messages, requests};

/// Time without a message before affected files are linted, so that no key press waits for them.
const QUIET_TIME: Duration = Duration::from_millis(100);

/// The notification after which a guide is no longer open in the editor.
pub(crate) const CLOSE: &str = "$/close";

/// Serves one guide until [`CLOSE`] or the end of the messages. Their channel is unbounded, so that later edits and
/// cancellations are seen early. Returns the files that are still open.
pub(crate) fn serve(
    client: Arc<Client>,
    place: Place,
    outgoing: Sender<Message>,
    messages: &Receiver<Message>,
    load: Load,
) -> Documents {
    let mut server = Server {
        root: Root::new(place.folder()),
        place,
        client,
        outgoing,
        load,
        load_results: unbounded(),
        load_state: LoadState::default(),
        workspace: None,
        documents: Documents::new(),
        edited: Vec::new(),
        affected: BTreeSet::new(),
    };
    server.reload();
    server.run(messages);
    server.documents
}

struct Server {
    client: Arc<Client>,
    place: Place,
    /// The folder of the place.
    root: Root,
    outgoing: Sender<Message>,
    load: Load,
    load_results: (Sender<LoadResult>, Receiver<LoadResult>),
    load_state: LoadState,
    /// `None` until the guide is loaded for the first time.
    workspace: Option<Workspace>,
    documents: Documents,
    /// Open files to lint because they were edited; the latest last.
    edited: Vec<String>,
    /// Open files to lint because an edit of another file may change their findings.
    affected: BTreeSet<String>,
}

type LoadResult = Result<Box<Loaded>, String>;

/// At most one background thread loads the guide at a time.
#[derive(Default)]
struct LoadState {
    is_running: bool,
    /// Whether files changed after the running load began, so that another one has to follow.
    is_outdated: bool,
}

impl Server {
    fn run(&mut self, messages: &Receiver<Message>) {
        let mut queue = Queue::default();
        let load_results = self.load_results.1.clone();
        let mut is_quiet = false;
        loop {
            while let Ok(message) = messages.try_recv() {
                queue.push(message).into_iter().for_each(|answer| self.send(answer));
            }
            // Requests wait for the first load of the guide to end.
            if let Some(message) = queue.pop(self.workspace.is_some() || !self.load_state.is_running) {
                match message {
                    Message::Notification(it) if it.method == CLOSE => return self.clear(),
                    Message::Notification(it) => self.handle_notification(it),
                    Message::Request(it) => self.handle_request(it),
                    // The router keeps them.
                    Message::Response(_) => {}
                }
                is_quiet = false;
            } else if let Some(path) = self.edited.pop() {
                self.lint(&path);
            } else if let Some(path) = is_quiet.then(|| self.next_affected()).flatten() {
                self.lint(&path);
            } else {
                let quiet = if self.affected.is_empty() { never() } else { after(QUIET_TIME) };
                select! {
                    recv(messages) -> message => match message {
                        Ok(message) => queue.push(message).into_iter().for_each(|answer| self.send(answer)),
                        Err(_) => return,
                    },
                    recv(load_results) -> result => if let Ok(result) = result {
                        self.finish_load(result);
                    },
                    recv(quiet) -> _ => is_quiet = true,
                }
            }
        }
    }

    /// Pages first: linting a catalog takes longer, because its page has to be rendered.
    fn next_affected(&mut self) -> Option<String> {
        let is_page = |path: &&String| self.workspace.as_ref().is_some_and(|it| !it.is_catalog(path));
        let next = self.affected.iter().find(is_page).or(self.affected.first())?.clone();
        self.affected.take(&next)
    }

    /// A failure is ignored: when the editor has disconnected, the loop ends at its next receive.
    fn send(&self, message: impl Into<Message>) {
        let _ = self.outgoing.send(message.into());
    }

    fn handle_request(&mut self, request: Request) {
        // Code actions and hovers need the findings of the current text.
        self.lint_edited();
        if request.method == "textDocument/codeAction" {
            self.compute_safe_fixes(&request.params);
        }
        let response = requests::answer(self.view().as_ref(), request);
        self.send(response);
    }

    fn view(&self) -> Option<View<'_>> {
        Some(View {
            workspace: self.workspace.as_ref()?,
            documents: &self.documents,
            root: &self.root,
            encoding: self.client.encoding,
            has_versioned_edits: self.client.has_versioned_edits,
            renders_markdown: self.client.renders_markdown,
        })
    }

    fn handle_notification(&mut self, notification: Notification) {
        let Notification { method, params } = notification;
        // The protocol has no answer to a notification, so invalid parameters are ignored.
        let _: serde_json::Result<()> = match &*method {
            "textDocument/didOpen" => serde_json::from_value(params).map(|params| self.did_open(params)),
            "textDocument/didChange" => serde_json::from_value(params).map(|params| self.did_change(params)),
            "textDocument/didSave" => serde_json::from_value(params).map(|params| self.did_save(&params)),
            "textDocument/didClose" => serde_json::from_value(params).map(|params| self.did_close(&params)),
            "workspace/didChangeWatchedFiles" => {
                serde_json::from_value(params).map(|params| self.did_change_watched_files(&params))
            }
            _ => Ok(()),
        };
    }

    fn did_open(&mut self, params: lsp::DidOpenTextDocumentParams) {
        let Some(path) = self.root.below(&params.text_document.uri) else { return };
        let mut document = Document::new(params.text_document);
        document.is_modified = self.differs_from_disk(&path, &document.text);
        self.documents.insert(path.clone(), document);
        self.mark_edited(path);
        // What other programs wrote is seen at the next file that is opened or saved.
        if self.looks_at_files() && self.workspace.is_some() {
            self.reload();
        }
    }

    fn did_change(&mut self, params: lsp::DidChangeTextDocumentParams) {
        let lsp::VersionedTextDocumentIdentifier { version, text_document_identifier } = params.text_document;
        let Some(path) = self.root.below(&text_document_identifier.uri) else { return };
        let Some(document) = self.documents.get_mut(&path) else { return };
        document.change(version, params.content_changes, self.client.encoding);
        self.mark_edited(path);
    }

    fn did_save(&mut self, params: &lsp::DidSaveTextDocumentParams) {
        let Some(path) = self.root.below(&params.text_document.uri) else { return };
        if let Some(document) = self.documents.get_mut(&path) {
            document.is_modified = false;
        }
        if self.depends_on(&path) || self.looks_at_files() {
            self.reload();
        }
    }

    /// Whether changed files must be looked for, because the editor does not report them.
    fn looks_at_files(&self) -> bool {
        !self.client.watches_files && matches!(self.place, Place::Guide(_))
    }

    /// Takes back what was published and registered.
    fn clear(&self) {
        for document in self.documents.values() {
            self.send(no_diagnostics(document.uri.clone()));
        }
        if self.workspace.is_some() && self.watches_files() {
            self.send(messages::watch_no_files(self.root.path()));
        }
    }

    /// Whether the editor reports changed files. Nothing beside a lone page counts.
    fn watches_files(&self) -> bool {
        self.client.watches_files && matches!(self.place, Place::Guide(_))
    }

    fn did_close(&mut self, params: &lsp::DidCloseTextDocumentParams) {
        let uri = &params.text_document.uri;
        let Some(path) = self.root.below(uri) else { return };
        let Some(document) = self.documents.remove(&path) else { return };
        self.edited.retain(|it| *it != path);
        self.affected.remove(&path);
        self.send(no_diagnostics(document.uri));
        if document.is_modified {
            self.reload();
        }
    }

    fn did_change_watched_files(&mut self, params: &lsp::DidChangeWatchedFilesParams) {
        let mut paths = params.changes.iter().filter_map(|change| self.root.below(&change.uri));
        if paths.any(|path| self.depends_on(&path)) {
            self.reload();
        }
    }

    /// Whether a change of this file on disk means that the guide must be loaded again. Open files have the editor's
    /// text.
    fn depends_on(&self, path: &str) -> bool {
        let Some(workspace) = &self.workspace else { return true };
        let is_open = self.documents.contains_key(path) && workspace.file(path).is_some();
        !is_open && workspace.depends_on(path)
    }

    fn differs_from_disk(&self, path: &str, text: &str) -> bool {
        let on_disk = self.workspace.as_ref().and_then(|it| it.file(path));
        on_disk.is_none_or(|file| file.text() != text)
    }

    /// Makes a file the next to be linted.
    fn mark_edited(&mut self, path: String) {
        self.edited.retain(|it| *it != path);
        self.edited.push(path);
    }

    fn lint_edited(&mut self) {
        while let Some(path) = self.edited.pop() {
            self.lint(&path);
        }
    }

    /// Gives the guide the editor's text of a file.
    fn update(&mut self, path: &str) {
        let Some(workspace) = &mut self.workspace else { return };
        if !self.documents.get(path).is_some_and(|document| document.is_pending) {
            return;
        }
        let affected = workspace.update(path, &self.documents);
        self.affected.extend(affected);
        if let Some(document) = self.documents.get_mut(path) {
            document.is_pending = false;
        }
    }

    /// Lints an open page or catalog, and publishes the findings unless they are the same as before.
    fn lint(&mut self, path: &str) {
        self.update(path);
        if let Some(document) = self.documents.get_mut(path) {
            document.safe_fixes = None;
        }
        let Some(view) = self.view() else { return };
        let Some((document, file)) = self.documents.get(path).zip(view.workspace.lint(path)) else { return };
        let FileDiagnostics { source, diagnostics: findings } = file;
        if document.current_findings().is_some_and(|old| *old == findings) {
            return;
        }
        let (uri, version) = (document.uri.clone(), document.version);
        let diagnostics = view.diagnostics(&source, &findings);
        let params = lsp::PublishDiagnosticsParams { uri, version: Some(version), diagnostics };
        self.send(messages::diagnostics(params));
        if let Some(document) = self.documents.get_mut(path) {
            document.published = Some((version, findings));
        }
    }

    /// Computes all safe fixes of an open page. They take several passes, so only code actions compute them.
    fn compute_safe_fixes(&mut self, params: &serde_json::Value) {
        let Ok(params) = serde_json::from_value::<lsp::CodeActionParams>(params.clone()) else { return };
        // Some editors request actions whenever the cursor moves. An automatic request on saving names the kinds it
        // wants.
        let is_automatic = params.context.trigger_kind == Some(lsp::CodeActionTriggerKind::Automatic);
        if is_automatic && params.context.only.is_none() {
            return;
        }
        let Some(path) = self.root.below(&params.text_document.uri) else { return };
        let Some((workspace, document)) = self.workspace.as_mut().zip(self.documents.get_mut(&path)) else { return };
        document.safe_fixes.get_or_insert_with(|| workspace.safe_fixes(&path));
    }

    /// Loads the guide again on a background thread. Until that is done, the old one serves.
    fn reload(&mut self) {
        if self.load_state.is_running {
            self.load_state.is_outdated = true;
            return;
        }
        self.load_state = LoadState { is_running: true, is_outdated: false };
        let (load, place, results) = (self.load.clone(), self.place.clone(), self.load_results.0.clone());
        // Sending fails once the server has stopped; nothing needs the result then.
        thread::spawn(move || drop(results.send(load(&place).map(Box::new))));
    }

    fn finish_load(&mut self, result: LoadResult) {
        self.load_state.is_running = false;
        if self.load_state.is_outdated {
            self.reload();
        }
        let workspace = match result {
            Ok(loaded) => Workspace::new(*loaded),
            Err(error) => return self.send(messages::error(error)),
        };
        let (catalogs, pages): (Vec<String>, Vec<String>) =
            self.documents.keys().cloned().partition(|path| workspace.is_catalog(path));
        let is_first = self.workspace.is_none();
        if is_first && self.watches_files() {
            self.send(messages::watch_files(self.root.path(), &workspace.guide.prefix));
        }
        let old = self.workspace.replace(workspace);
        // Dropping thousands of pages takes longer than the time between two keys.
        thread::spawn(move || drop(old));
        for path in pages.into_iter().chain(catalogs) {
            let is_modified = self.documents.get(&path).is_some_and(|it| self.differs_from_disk(&path, &it.text));
            if let Some(document) = self.documents.get_mut(&path) {
                (document.is_modified, document.is_pending) = (is_modified, true);
            }
            if !self.edited.contains(&path) {
                self.edited.insert(0, path);
            }
        }
    }
}

fn no_diagnostics(uri: lsp::Uri) -> Message {
    messages::diagnostics(lsp::PublishDiagnosticsParams { uri, version: None, diagnostics: Vec::new() })
}
