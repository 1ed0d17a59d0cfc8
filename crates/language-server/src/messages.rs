//! Messages that the server sends on its own.

use std::path::Path;

use gen_lsp_types as lsp;
use lsp_server::{Message, Notification, Request};

use crate::place::CONFIG;

const WATCHED: &str = "workspace/didChangeWatchedFiles";

pub(crate) fn diagnostics(params: lsp::PublishDiagnosticsParams) -> Message {
    Notification::new("textDocument/publishDiagnostics".to_owned(), params).into()
}

pub(crate) fn error(message: String) -> Message {
    let params = lsp::ShowMessageParams { kind: lsp::MessageType::Error, message };
    Notification::new("window/showMessage".to_owned(), params).into()
}

/// Asks the editor to report changes to the configuration of a guide and to the files in its content folder.
pub(crate) fn watch_files(root: &Path, prefix: &str) -> Message {
    let watcher = |pattern: String| lsp::FileSystemWatcher { glob_pattern: pattern.into(), kind: None };
    let watchers = vec![watcher(format!("**/{CONFIG}")), watcher(format!("**/{prefix}**"))];
    let options = lsp::DidChangeWatchedFilesRegistrationOptions { watchers };
    let registration = lsp::Registration {
        id: watch_id(root),
        method: WATCHED.to_owned(),
        register_options: serde_json::to_value(options).ok(),
    };
    let params = lsp::RegistrationParams { registrations: vec![registration] };
    Request::new(watch_id(root).into(), "client/registerCapability".to_owned(), params).into()
}

/// Takes [`watch_files`] back.
pub(crate) fn watch_no_files(root: &Path) -> Message {
    let registration = lsp::Unregistration { id: watch_id(root), method: WATCHED.to_owned() };
    let params = lsp::UnregistrationParams { unregisterations: vec![registration] };
    Request::new(format!("no {}", watch_id(root)).into(), "client/unregisterCapability".to_owned(), params).into()
}

/// One for each guide that is open.
fn watch_id(root: &Path) -> String {
    format!("watch {}", root.display())
}
