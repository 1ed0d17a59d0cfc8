//! Messages that the server sends on its own.

use std::path::Path;

use gen_lsp_types as lsp;
use lsp_server::{Message, Notification, Request};

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
    let watchers = vec![watcher("**/firstaid.toml".to_owned()), watcher(format!("**/{prefix}**"))];
    let id = format!("watch {}", root.display());
    let options = lsp::DidChangeWatchedFilesRegistrationOptions { watchers };
    let registration = lsp::Registration {
        id: id.clone(),
        method: "workspace/didChangeWatchedFiles".to_owned(),
        register_options: serde_json::to_value(options).ok(),
    };
    let params = lsp::RegistrationParams { registrations: vec![registration] };
    Request::new(id.into(), "client/registerCapability".to_owned(), params).into()
}
