//! What the caller supplies: a way to read the guide from disk.

use std::path::PathBuf;
use std::sync::Arc;

use firstaid_content::Guide;
use firstaid_lint::Linter;
use firstaid_text::SourceFile;

use crate::place::Place;

/// A guide as it is on disk, and its linter.
pub struct Loaded {
    /// The folder that the paths of pages are relative to.
    pub root: PathBuf,
    pub guide: Guide,
    pub linter: Linter,
    /// The glossary file of the guide, if it has one.
    pub glossary: Option<SourceFile>,
}

/// Reads a guide. For a page outside of any guide nothing beside it is read. Called at the start, and again whenever the
/// configuration, the registries or the files change on disk. The error is a message for the editor to show.
pub type Load = Arc<dyn Fn(&Place) -> Result<Loaded, String> + Send + Sync>;
