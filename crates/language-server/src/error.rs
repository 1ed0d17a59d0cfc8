use std::io;

/// Why serving ended before the editor asked for it.
#[derive(Debug, thiserror::Error)]
pub enum ServerError {
    #[error("the editor broke the protocol: {0}")]
    Protocol(#[from] lsp_server::ProtocolError),
    #[error("the editor sent wrong parameters with `{0}`: {1}")]
    Params(&'static str, serde_json::Error),
    #[error("the editor went away without a word")]
    Gone,
    #[error("the editor left without `shutdown`")]
    NoShutdown,
    #[error("standard input or output: {0}")]
    Io(#[from] io::Error),
}
