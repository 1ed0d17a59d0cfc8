//! The guides that an editor has open, each served on a thread of its own, and which of them a message is for.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread::{self, JoinHandle};
use std::time::Duration;

use crossbeam_channel::{Receiver, RecvTimeoutError, Sender, unbounded};
use gen_lsp_types as lsp;
use lsp_server::{Connection, ErrorCode, Message, Notification, Request, Response};
use serde_json::json;

use crate::capabilities::Client;
use crate::convert::path_of;
use crate::documents::Documents;
use crate::error::ServerError;
use crate::load::Load;
use crate::parent::Parent;
use crate::place::Place;
use crate::server;

/// How long a server may outlive an editor that ended without a word.
const PARENT_CHECK: Duration = Duration::from_secs(3);

/// Serves until the editor sends `exit`, closes the connection or ends.
pub(crate) fn serve(connection: Connection, client: Client, load: Load) -> Result<(), ServerError> {
    let Connection { sender, receiver } = connection;
    let mut router = Router {
        folders: client.folders.clone(),
        client: Arc::new(client),
        outgoing: sender,
        load,
        servers: Vec::new(),
        open: HashMap::new(),
        is_shut_down: false,
    };
    for folder in router.client.root.iter().chain(&router.folders).cloned().collect::<Vec<_>>() {
        router.start(&Place::Guide(folder));
    }
    let result = router.run(&receiver);
    router.servers.into_iter().for_each(|running| drop(running.end()));
    result
}

struct Router {
    client: Arc<Client>,
    /// The folders that are open.
    folders: Vec<PathBuf>,
    outgoing: Sender<Message>,
    load: Load,
    servers: Vec<Running>,
    /// The open files, each with the place that it had when it was opened: its server knows it until it is closed.
    open: HashMap<PathBuf, Place>,
    is_shut_down: bool,
}

struct Running {
    place: Place,
    /// Dropped to end the server.
    messages: Sender<Message>,
    thread: JoinHandle<Documents>,
}

impl Running {
    /// Ends the server, and passes its panic on. Returns the files that were open in it.
    fn end(self) -> Documents {
        drop(self.messages);
        self.thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
    }
}

impl Router {
    fn run(&mut self, messages: &Receiver<Message>) -> Result<(), ServerError> {
        loop {
            match messages.recv_timeout(PARENT_CHECK) {
                Ok(Message::Notification(it)) if it.method == "exit" => {
                    return if self.is_shut_down { Ok(()) } else { Err(ServerError::NoShutdown) };
                }
                Ok(message) => self.route(message),
                Err(RecvTimeoutError::Timeout) if self.client.parent.as_ref().is_some_and(Parent::has_ended) => {
                    return Err(ServerError::EditorEnded);
                }
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => return Err(ServerError::Disconnected),
            }
        }
    }

    fn route(&mut self, message: Message) {
        match message {
            Message::Request(request) => self.route_request(request),
            Message::Notification(it) if it.method == "workspace/didChangeWorkspaceFolders" => {
                // The protocol has no answer to a notification, so invalid parameters are ignored.
                if let Ok(params) = serde_json::from_value(it.params) {
                    self.change_folders(params);
                }
            }
            Message::Notification(it) => self.route_notification(it),
            // Of the servers' own requests, to watch files.
            Message::Response(_) => {}
        }
    }

    fn route_notification(&mut self, notification: Notification) {
        let file = document_path(&notification.params);
        if let Some(file) = file.as_ref().filter(|_| notification.method == "textDocument/didOpen") {
            return self.open(file, notification);
        }
        let place = file.as_ref().and_then(|file| self.open.get(file).cloned());
        let Some((file, place)) = file.zip(place) else {
            // Changed files, files that are saved without being open, cancellations: each server knows its own.
            let places: Vec<Place> = self.servers.iter().map(|server| server.place.clone()).collect();
            return places.iter().for_each(|place| self.send(place, notification.clone()));
        };
        let is_closed = notification.method == "textDocument/didClose";
        self.send(&place, notification);
        if is_closed {
            self.open.remove(&file);
            if matches!(place, Place::Page(_)) {
                self.ended(|running| running.place == place);
            }
        }
    }

    fn open(&mut self, file: &Path, notification: Notification) {
        if let Some(place) = self.place_of(file) {
            self.open.insert(file.to_path_buf(), place.clone());
            self.start(&place);
            self.send(&place, notification);
        }
    }

    fn route_request(&mut self, request: Request) {
        if request.method == "shutdown" {
            self.is_shut_down = true;
            return self.answer(Response::new_ok(request.id, ()));
        }
        if self.is_shut_down {
            let message = "the server was told to shut down".to_owned();
            return self.answer(Response::new_err(request.id, ErrorCode::InvalidRequest as i32, message));
        }
        let place = match document_path(&request.params) {
            Some(file) => self.open.get(&file).cloned(),
            // Symbols of a whole guide are those of the first.
            None => self.servers.first().map(|server| server.place.clone()),
        };
        match place {
            Some(place) => self.send(&place, request),
            None => self.answer(Response::new_ok(request.id, ())),
        }
    }

    /// A failure is ignored: when the editor has disconnected, the loop ends at its next receive.
    fn answer(&self, response: Response) {
        let _ = self.outgoing.send(response.into());
    }

    /// Gives a message to the server of a place. A server that is gone has panicked, and so does the router.
    fn send(&mut self, place: &Place, message: impl Into<Message>) {
        let Some(n) = self.servers.iter().position(|running| running.place == *place) else { return };
        if self.servers[n].messages.send(message.into()).is_err() {
            self.servers.remove(n).end();
        }
    }

    fn place_of(&self, file: &Path) -> Option<Place> {
        match &self.client.root {
            Some(root) => Some(Place::Guide(root.clone())),
            None => Place::of(file, &self.folders).or_else(|| Place::of(&self.in_folder(file)?, &self.folders)),
        }
    }

    /// The path of a file below one of the folders: an editor may know a folder by its path without symbolic links.
    fn in_folder(&self, file: &Path) -> Option<PathBuf> {
        let canonical = file.parent()?.canonicalize().ok()?.join(file.file_name()?);
        self.folders.iter().find_map(|folder| {
            let below = canonical.strip_prefix(folder.canonicalize().ok()?).ok()?;
            Some(folder.join(below))
        })
    }

    /// Starts the server of a place unless it runs.
    fn start(&mut self, place: &Place) {
        if self.servers.iter().any(|running| running.place == *place) {
            return;
        }
        let (sender, messages) = unbounded();
        let (client, outgoing, load) = (Arc::clone(&self.client), self.outgoing.clone(), self.load.clone());
        let served = place.clone();
        let thread = thread::spawn(move || server::serve(client, served, outgoing, &messages, load));
        self.servers.push(Running { place: place.clone(), messages: sender, thread });
    }

    /// Ends some servers. Returns the files that were open in them.
    fn ended(&mut self, is_over: impl Fn(&Running) -> bool) -> Documents {
        let over: Vec<Running> = self.servers.extract_if(.., |running| is_over(running)).collect();
        over.into_iter()
            .flat_map(|running| {
                let _ = running.messages.send(Notification::new(server::CLOSE.to_owned(), ()).into());
                running.end()
            })
            .collect()
    }

    /// Ends the servers of folders that were closed, and starts those of folders that were opened. Files that are still
    /// open are opened again where they belong now.
    fn change_folders(&mut self, params: lsp::DidChangeWorkspaceFoldersParams) {
        if self.client.root.is_some() {
            return;
        }
        let paths = |folders: Vec<lsp::WorkspaceFolder>| folders.into_iter().filter_map(|it| path_of(&it.uri));
        let removed: Vec<PathBuf> = paths(params.event.removed).collect();
        self.folders.retain(|folder| !removed.contains(folder));
        self.folders.extend(paths(params.event.added));
        let folders = &self.folders;
        let is_open = |place: &Place| folders.iter().any(|folder| place.folder().starts_with(folder));
        let places: Vec<Place> = self.servers.iter().map(|it| it.place.clone()).filter(|it| !is_open(it)).collect();
        let documents = self.ended(|running| places.contains(&running.place));
        for folder in self.folders.clone() {
            self.start(&Place::Guide(folder));
        }
        for document in documents.into_values() {
            let Some(file) = path_of(&document.uri) else { continue };
            self.open.remove(&file);
            let item = json!({
                "uri": document.uri, "languageId": "", "version": document.version, "text": document.text,
            });
            self.open(&file, Notification::new("textDocument/didOpen".to_owned(), json!({ "textDocument": item })));
        }
    }
}

/// The path of the file that parameters are about.
fn document_path(params: &serde_json::Value) -> Option<PathBuf> {
    let uri = params.get("textDocument")?.get("uri")?.as_str()?;
    path_of(&lsp::Uri(uri.to_owned()))
}
