//! The linter in editors, over the Language Server Protocol.
//!
//! One thread owns the guide and handles messages in order, so that every answer is about the latest text it received.
//! Open pages and catalogs have the editor's text, all other files that on disk. Rules, fixes and the guide are those
//! of a whole run. This crate must never judge a page, and never write a file: it sends edits.

mod actions;
mod capabilities;
mod completion;
mod convert;
mod counterpart;
mod definition;
mod document_links;
mod documents;
mod entity;
mod error;
mod facts;
mod hover;
mod links;
mod load;
mod markdown;
mod messages;
mod queue;
mod references;
mod rename;
mod requests;
mod root;
mod server;
mod symbols;
mod terms;
mod view;
mod workspace;

use std::path::PathBuf;

use lsp_server::Connection;

pub use error::ServerError;
pub use load::{Load, Loaded};

/// Serves an editor on standard input and output until it sends `exit`. The guide is in `root`, or else in the folder
/// that the editor has open.
pub fn run_stdio(root: Option<PathBuf>, load: Load) -> Result<(), ServerError> {
    let (connection, threads) = Connection::stdio();
    run(connection, root, load)?;
    Ok(threads.join()?)
}

/// Serves an editor over any connection, as [`run_stdio`] does.
pub fn run(connection: Connection, root: Option<PathBuf>, load: Load) -> Result<(), ServerError> {
    let (id, params) = connection.initialize_start()?;
    let params = serde_json::from_value(params).map_err(|error| ServerError::Params("initialize", error))?;
    let client = capabilities::Client::new(&params, root);
    connection.initialize_finish(id, capabilities::initialize_result(&client))?;
    server::serve(connection, client, load)
}
