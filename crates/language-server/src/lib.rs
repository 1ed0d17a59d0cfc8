//! The linter in editors, over the Language Server Protocol.
//!
//! One thread owns the guide and answers in order: what it says is always about the text that it has at that moment,
//! so nothing it says is stale. Open pages and catalogs are as the editor has them, all else is as it is on disk.
//! Rules, fixes and the guide are those of a whole run; this crate must never judge a page, and never write a file: it
//! sends edits.

mod actions;
mod capabilities;
mod completion;
mod convert;
mod counterpart;
mod definition;
mod documents;
mod error;
mod facts;
mod hover;
mod links;
mod messages;
mod queue;
mod references;
mod rename;
mod requests;
mod server;
mod symbols;
mod terms;
mod thing;
mod view;
mod workspace;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use firstaid_content::Guide;
use firstaid_lint::Linter;
use firstaid_text::SourceFile;
use lsp_server::Connection;

pub use error::ServerError;

/// A guide as it is on disk, with what is needed to lint it.
pub struct Loaded {
    /// The folder that the paths of pages begin in.
    pub root: PathBuf,
    pub guide: Guide,
    pub linter: Linter,
    /// The file that the guide's terms are in, if it has one.
    pub glossary: Option<SourceFile>,
}

/// Reads a guide: called at the start, and again whenever its configuration, its registries or its files change. What
/// went wrong is shown to whoever edits.
pub type Load = Arc<dyn Fn(&Path) -> Result<Loaded, String> + Send + Sync>;

/// Serves an editor on standard input and output until it says goodbye. The guide is in `root`, or else in the folder
/// that the editor has open.
pub fn run_stdio(root: Option<PathBuf>, load: Load) -> Result<(), ServerError> {
    let (connection, threads) = Connection::stdio();
    run(connection, root, load)?;
    Ok(threads.join()?)
}

/// The same over any connection.
pub fn run(connection: Connection, root: Option<PathBuf>, load: Load) -> Result<(), ServerError> {
    let (id, params) = connection.initialize_start()?;
    let params = serde_json::from_value(params).map_err(|error| ServerError::Params("initialize", error))?;
    let client = capabilities::Client::new(&params, root);
    connection.initialize_finish(id, capabilities::answer(&client))?;
    server::serve(connection, client, load)
}
