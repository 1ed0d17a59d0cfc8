//! The guides that an editor has open, each served on a thread of its own, and which of them a message is for.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread::{self, JoinHandle};
use std::time::Duration;

use crossbeam_channel::{Receiver, RecvTimeoutError, Sender, unbounded};
use gen_lsp_types as lsp;
use lsp_server::{Connection, ErrorCode, Message, Notification, Request, Response};

use crate::capabilities::Client;
use crate::convert::path_of;
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
        is_shut_down: false,
    };
    for folder in router.client.root.iter().chain(&router.folders).cloned().collect::<Vec<_>>() {
        router.server(&Place::Guide(folder));
    }
    let result = router.run(&receiver);
    router.servers.into_iter().for_each(Running::end);
    result
}

struct Router {
    client: Arc<Client>,
    /// The folders that are open.
    folders: Vec<PathBuf>,
    outgoing: Sender<Message>,
    load: Load,
    servers: Vec<Running>,
    is_shut_down: bool,
}

struct Running {
    place: Place,
    /// Dropped to end the server.
    messages: Sender<Message>,
    thread: JoinHandle<()>,
}

impl Running {
    /// Ends the server, and passes its panic on.
    fn end(self) {
        drop(self.messages);
        self.thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
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
            Message::Notification(it) => match document_path(&it.params) {
                Some(path) => {
                    if let Some(server) = self.of_file(&path) {
                        send(server, it);
                    }
                }
                // Changed files, cancellations: each server knows whether they are its own.
                None => self.servers.iter().for_each(|server| send(server, it.clone())),
            },
            // Of the servers' only request, to watch files.
            Message::Response(_) => {}
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
        let server = match document_path(&request.params) {
            Some(path) => self.of_file(&path),
            // Symbols of a whole guide are those of the first.
            None => self.servers.first(),
        };
        match server {
            Some(server) => send(server, request),
            None => self.answer(Response::new_ok(request.id, ())),
        }
    }

    /// A failure is ignored: when the editor has disconnected, the loop ends at its next receive.
    fn answer(&self, response: Response) {
        let _ = self.outgoing.send(response.into());
    }

    /// The server for a file, which is started if there is none.
    fn of_file(&mut self, file: &Path) -> Option<&Running> {
        let place = match &self.client.root {
            Some(root) => Place::Guide(root.clone()),
            None => Place::of(file, &self.folders).or_else(|| Place::of(&self.in_folder(file)?, &self.folders))?,
        };
        Some(self.server(&place))
    }

    /// The path of a file below one of the folders: an editor may know a folder by its path without symbolic links.
    fn in_folder(&self, file: &Path) -> Option<PathBuf> {
        let canonical = file.parent()?.canonicalize().ok()?.join(file.file_name()?);
        self.folders.iter().find_map(|folder| {
            let below = canonical.strip_prefix(folder.canonicalize().ok()?).ok()?;
            Some(folder.join(below))
        })
    }

    fn server(&mut self, place: &Place) -> &Running {
        let n = self.servers.iter().position(|running| running.place == *place).unwrap_or_else(|| {
            self.servers.push(self.start(place.clone()));
            self.servers.len() - 1
        });
        &self.servers[n]
    }

    fn start(&self, place: Place) -> Running {
        let (sender, messages) = unbounded();
        let (client, outgoing, load) = (Arc::clone(&self.client), self.outgoing.clone(), self.load.clone());
        let served = place.clone();
        let thread = thread::spawn(move || server::serve(client, served, outgoing, &messages, load));
        Running { place, messages: sender, thread }
    }

    /// Ends the servers of folders that were closed, and starts those of folders that were opened.
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
        let closed: Vec<Running> = self.servers.extract_if(.., |running| !is_open(&running.place)).collect();
        for running in closed {
            send(&running, Notification::new(server::CLOSE.to_owned(), ()));
            running.end();
        }
        for folder in self.folders.clone() {
            self.server(&Place::Guide(folder));
        }
    }
}

/// A failure is ignored: a server whose thread has panicked is found when it is joined.
fn send(server: &Running, message: impl Into<Message>) {
    let _ = server.messages.send(message.into());
}

/// The path of the file that parameters are about.
fn document_path(params: &serde_json::Value) -> Option<PathBuf> {
    let uri = params.get("textDocument")?.get("uri")?.as_str()?;
    path_of(&lsp::Uri(uri.to_owned()))
}
