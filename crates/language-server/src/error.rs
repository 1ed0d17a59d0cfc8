use std::io;

/// Why the server stopped before the editor shut it down.
#[derive(Debug, thiserror::Error)]
pub enum ServerError {
    #[error("the editor violated the protocol: {0}")]
    Protocol(#[from] lsp_server::ProtocolError),
    #[error("the editor sent invalid parameters with `{0}`: {1}")]
    Params(&'static str, serde_json::Error),
    #[error("the editor closed the connection without `exit`")]
    Disconnected,
    #[error("the editor sent `exit` without `shutdown`")]
    NoShutdown,
    #[error("standard input or output: {0}")]
    Io(#[from] io::Error),
}
