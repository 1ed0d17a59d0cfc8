//! The loop: messages first, then the file that was edited last, then those that its change affects, pages before
//! catalogs.

use std::collections::BTreeSet;
use std::thread;
use std::time::Duration;

use crossbeam_channel::{Receiver, Sender, after, never, select, unbounded};
use firstaid_diagnostics::FileDiagnostics;
use gen_lsp_types as lsp;
use lsp_server::{Connection, Message, Notification, Request, Response};

use crate::capabilities::Client;
use crate::documents::{Document, Documents};
use crate::queue::Queue;
use crate::view::View;
use crate::workspace::{Root, Workspace};
use crate::{Load, Loaded, ServerError, messages, requests};

/// For so long nothing must come before files are linted that nobody types in: a key must not wait for them.
const PAUSE: Duration = Duration::from_millis(100);

/// Serves until the editor says goodbye.
pub(crate) fn serve(connection: Connection, client: Client, load: Load) -> Result<(), ServerError> {
    let Connection { sender, receiver } = connection;
    // All that was sent waits here, where it can be seen: the latest edit wins, and what was taken back is left out.
    let (pump, messages) = unbounded();
    thread::spawn(move || receiver.into_iter().try_for_each(|message| pump.send(message)));
    let mut server = Server {
        root: Root::new(&client.root),
        client,
        out: sender,
        load,
        loads: unbounded(),
        loading: Loading::default(),
        workspace: None,
        documents: Documents::new(),
        edited: Vec::new(),
        affected: BTreeSet::new(),
        is_leaving: false,
    };
    server.reload();
    server.run(&messages)
}

struct Server {
    client: Client,
    root: Root,
    out: Sender<Message>,
    load: Load,
    loads: (Sender<Reading>, Receiver<Reading>),
    loading: Loading,
    /// None until it is loaded.
    workspace: Option<Workspace>,
    documents: Documents,
    /// The open files to lint because they were edited; the latest last.
    edited: Vec<String>,
    /// The open files to lint because others were.
    affected: BTreeSet<String>,
    is_leaving: bool,
}

/// What reading the guide came to.
type Reading = Result<Box<Loaded>, String>;

/// The guide is read by one thread at a time.
#[derive(Default)]
struct Loading {
    is_running: bool,
    /// Whether files have changed since it began.
    again: bool,
}

impl Server {
    fn run(&mut self, messages: &Receiver<Message>) -> Result<(), ServerError> {
        let mut queue = Queue::default();
        let loads = self.loads.1.clone();
        let mut is_quiet = false;
        loop {
            while let Ok(message) = messages.try_recv() {
                queue.push(message).into_iter().for_each(|answer| self.send(answer));
            }
            // At the start questions wait for the guide, unless it cannot be read.
            if let Some(message) = queue.pop(self.workspace.is_some() || !self.loading.is_running) {
                match message {
                    Message::Notification(it) if it.method == "exit" => {
                        return if self.is_leaving { Ok(()) } else { Err(ServerError::NoShutdown) };
                    }
                    Message::Notification(it) => self.notified(it),
                    Message::Request(it) => self.asked(it),
                    // To the one request that we make there is nothing to say.
                    Message::Response(_) => {}
                }
                is_quiet = false;
            } else if let Some(path) = self.edited.pop() {
                self.lint(&path);
            } else if let Some(path) = is_quiet.then(|| self.next_affected()).flatten() {
                self.lint(&path);
            } else {
                let pause = if self.affected.is_empty() { never() } else { after(PAUSE) };
                select! {
                    recv(messages) -> message => match message {
                        Ok(message) => queue.push(message).into_iter().for_each(|answer| self.send(answer)),
                        Err(_) => return Err(ServerError::Gone),
                    },
                    recv(loads) -> loaded => if let Ok(loaded) = loaded {
                        self.loaded(loaded);
                    },
                    recv(pause) -> _ => is_quiet = true,
                }
            }
        }
    }

    /// Pages first: a catalog takes longer, for its page has to be made.
    fn next_affected(&mut self) -> Option<String> {
        let is_page = |path: &&String| self.workspace.as_ref().is_some_and(|it| !it.is_catalog(path));
        let next = self.affected.iter().find(is_page).or(self.affected.first())?.clone();
        self.affected.take(&next)
    }

    /// An editor that no longer listens will soon be found to be gone.
    fn send(&self, message: impl Into<Message>) {
        let _ = self.out.send(message.into());
    }

    fn asked(&mut self, request: Request) {
        if request.method == "shutdown" {
            self.is_leaving = true;
            return self.send(Response::new_ok(request.id, ()));
        }
        // Fixes and explanations are of findings on the text at hand.
        self.lint_edited();
        if request.method == "textDocument/codeAction" {
            self.mend(&request.params);
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
        })
    }

    fn notified(&mut self, notification: Notification) {
        let Notification { method, params } = notification;
        // There is nobody to tell that a notification makes no sense.
        let done = match &*method {
            "textDocument/didOpen" => serde_json::from_value(params).map(|params| self.opened(params)),
            "textDocument/didChange" => serde_json::from_value(params).map(|params| self.changed(params)),
            "textDocument/didSave" => serde_json::from_value(params).map(|params| self.saved(&params)),
            "textDocument/didClose" => serde_json::from_value(params).map(|params| self.closed(&params)),
            "workspace/didChangeWatchedFiles" => serde_json::from_value(params).map(|params| self.files(&params)),
            _ => Ok(()),
        };
        let _ = done;
    }

    fn opened(&mut self, params: lsp::DidOpenTextDocumentParams) {
        let Some(path) = self.root.below(&params.text_document.uri) else { return };
        let mut document = Document::new(params.text_document);
        document.is_changed = self.is_other_on_disk(&path, &document.text);
        self.documents.insert(path.clone(), document);
        self.touch(path);
    }

    fn changed(&mut self, params: lsp::DidChangeTextDocumentParams) {
        let lsp::VersionedTextDocumentIdentifier { version, text_document_identifier } = params.text_document;
        let Some(path) = self.root.below(&text_document_identifier.uri) else { return };
        let Some(document) = self.documents.get_mut(&path) else { return };
        document.change(version, params.content_changes, self.client.encoding);
        self.touch(path);
    }

    fn saved(&mut self, params: &lsp::DidSaveTextDocumentParams) {
        let Some(path) = self.root.below(&params.text_document.uri) else { return };
        if let Some(document) = self.documents.get_mut(&path) {
            document.is_changed = false;
        }
        if self.rests_on(&path) {
            self.reload();
        }
    }

    fn closed(&mut self, params: &lsp::DidCloseTextDocumentParams) {
        let uri = &params.text_document.uri;
        let Some(path) = self.root.below(uri) else { return };
        let Some(document) = self.documents.remove(&path) else { return };
        self.edited.retain(|it| *it != path);
        self.affected.remove(&path);
        let uri = document.uri;
        self.send(messages::diagnostics(lsp::PublishDiagnosticsParams { uri, version: None, diagnostics: Vec::new() }));
        if document.is_changed {
            self.reload();
        }
    }

    fn files(&mut self, params: &lsp::DidChangeWatchedFilesParams) {
        let mut paths = params.changes.iter().filter_map(|change| self.root.below(&change.uri));
        if paths.any(|path| self.rests_on(&path)) {
            self.reload();
        }
    }

    /// Whether the guide must be read anew once this file has changed on disk. Open files are as the editor has them.
    fn rests_on(&self, path: &str) -> bool {
        let Some(workspace) = &self.workspace else { return true };
        let is_open = self.documents.contains_key(path) && workspace.file(path).is_some();
        !is_open && workspace.rests_on(path)
    }

    fn is_other_on_disk(&self, path: &str, text: &str) -> bool {
        let on_disk = self.workspace.as_ref().and_then(|it| it.file(path));
        on_disk.is_none_or(|file| file.text() != text)
    }

    /// A file has a new text, and is the next to be linted.
    fn touch(&mut self, path: String) {
        self.edited.retain(|it| *it != path);
        self.edited.push(path);
    }

    fn lint_edited(&mut self) {
        while let Some(path) = self.edited.pop() {
            self.lint(&path);
        }
    }

    fn read(&mut self, path: &str) {
        let Some(workspace) = &mut self.workspace else { return };
        if !self.documents.get(path).is_some_and(|document| document.is_unread) {
            return;
        }
        let affected = workspace.read(path, &self.documents);
        self.affected.extend(affected);
        if let Some(document) = self.documents.get_mut(path) {
            document.is_unread = false;
        }
    }

    /// Lints an open page or catalog and says what was found, unless that is what was said of the same text before.
    fn lint(&mut self, path: &str) {
        self.read(path);
        if let Some(document) = self.documents.get_mut(path) {
            document.mended = None;
        }
        let Some(view) = self.view() else { return };
        let Some((document, file)) = self.documents.get(path).zip(view.workspace.lint(path)) else { return };
        let FileDiagnostics { source, diagnostics: found } = file;
        if document.found.as_ref().is_some_and(|(version, old)| *version == document.version && *old == found) {
            return;
        }
        let (uri, version) = (document.uri.clone(), document.version);
        let diagnostics = view.diagnostics(&source, &found);
        let params = lsp::PublishDiagnosticsParams { uri, version: Some(version), diagnostics };
        self.send(messages::diagnostics(params));
        if let Some(document) = self.documents.get_mut(path) {
            document.found = Some((version, found));
        }
    }

    /// Finds out what mending all of an open page comes to, which takes several rounds: not for every key, but before
    /// somebody is told of fixes.
    fn mend(&mut self, params: &serde_json::Value) {
        let Ok(params) = serde_json::from_value::<lsp::CodeActionParams>(params.clone()) else { return };
        // Some editors ask by themselves whenever the cursor moves. When they save, they do so, too, but for some kinds.
        let is_automatic = params.context.trigger_kind == Some(lsp::CodeActionTriggerKind::Automatic);
        if is_automatic && params.context.only.is_none() {
            return;
        }
        let Some(path) = self.root.below(&params.text_document.uri) else { return };
        let Some((workspace, document)) = self.workspace.as_mut().zip(self.documents.get_mut(&path)) else { return };
        document.mended.get_or_insert_with(|| workspace.mend(&path));
    }

    /// Reads the guide anew, aside, while the old one serves.
    fn reload(&mut self) {
        if self.loading.is_running {
            self.loading.again = true;
            return;
        }
        self.loading = Loading { is_running: true, again: false };
        let (load, root, loads) = (self.load.clone(), self.root.path().to_path_buf(), self.loads.0.clone());
        // Nobody waits for it any more once the editor is gone.
        thread::spawn(move || drop(loads.send(load(&root).map(Box::new))));
    }

    fn loaded(&mut self, loaded: Reading) {
        self.loading.is_running = false;
        if self.loading.again {
            self.reload();
        }
        let workspace = match loaded {
            Ok(loaded) => Workspace::new(*loaded),
            Err(error) => return self.send(messages::error(error)),
        };
        let (catalogs, pages): (Vec<String>, Vec<String>) =
            self.documents.keys().cloned().partition(|path| workspace.is_catalog(path));
        let is_first = self.workspace.is_none();
        if is_first && self.client.watches_files {
            self.send(messages::watch(&workspace.guide.prefix));
        }
        let old = self.workspace.replace(workspace);
        // Taking thousands of pages apart takes longer than a key does.
        thread::spawn(move || drop(old));
        for path in pages.into_iter().chain(catalogs) {
            let is_changed = self.documents.get(&path).is_some_and(|it| self.is_other_on_disk(&path, &it.text));
            if let Some(document) = self.documents.get_mut(&path) {
                (document.is_changed, document.is_unread) = (is_changed, true);
            }
            if !self.edited.contains(&path) {
                self.edited.insert(0, path);
            }
        }
    }
}
