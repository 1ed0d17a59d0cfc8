use std::io;

/// Why the server stopped before the editor shut it down.
#[derive(Debug, thiserror::Error)]
pub enum ServerError {
    #[error("the editor violated the protocol: {0}")]
    Protocol(#[from] lsp_server::ProtocolError),
    #[error("the editor closed the connection without `exit`")]
    Disconnected,
    #[error("the editor's process ended without `exit`")]
    EditorEnded,
    #[error("the editor sent `exit` without `shutdown`")]
    NoShutdown,
    #[error("standard input or output: {0}")]
    Io(#[from] io::Error),
}
