//! The linter in editors, over the Language Server Protocol.
//!
//! For each guide one thread owns it and handles messages in order, so that every answer is about the latest text it
//! received; the router gives it the messages about its files.
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
mod parent;
mod place;
mod queue;
mod references;
mod rename;
mod requests;
mod root;
mod router;
mod server;
mod symbols;
mod terms;
mod transport;
mod view;
mod workspace;

use std::path::PathBuf;

use lsp_server::{Connection, ErrorCode, Response};

pub use error::ServerError;
pub use load::{Load, Loaded};
pub use place::Place;

/// Serves an editor on standard input and output until it sends `exit`. The guide is in `root`, or else in the folders
/// that the editor has open, or around the files that it opens.
pub fn run_stdio(root: Option<PathBuf>, load: Load) -> Result<(), ServerError> {
    let (connection, writer) = transport::stdio();
    run(connection, root, load)?;
    Ok(writer.join()?)
}

/// Serves an editor over any connection, as [`run_stdio`] does.
pub fn run(connection: Connection, root: Option<PathBuf>, load: Load) -> Result<(), ServerError> {
    let (id, client) = loop {
        let (id, params) = connection.initialize_start()?;
        match serde_json::from_value(params) {
            Ok(params) => break (id, capabilities::Client::new(&params, root)),
            Err(error) => {
                let message = format!("initialize: {error}");
                let answer = Response::new_err(id, ErrorCode::InvalidParams as i32, message);
                connection.sender.send(answer.into()).map_err(|_| ServerError::Disconnected)?;
            }
        }
    };
    connection.initialize_finish(id, capabilities::initialize_result(&client))?;
    router::serve(connection, client, load)
}
