use std::fs;
use std::path::Path;

use anyhow::Result;
use firstaid_lint::ChangedFile;

use crate::guide::{Past, shown};

/// Maximum size of a file whose text is compared.
const MAX_BYTES: u64 = 64 << 20;

/// The files that changed since, with their text on both sides.
pub(super) fn changed_files(root: &Path, past: &Past) -> Result<Vec<ChangedFile>> {
    let file = |path: &Path| ChangedFile {
        path: shown(root, &root.join(path)),
        before: text(&past.root().join(path)),
        after: text(&root.join(path)),
    };
    Ok(past.changed_paths()?.iter().map(|path| file(path)).collect())
}

/// `None` if there is nothing at the path; empty for what is no file of text, such as a link.
fn text(path: &Path) -> Option<String> {
    let metadata = fs::symlink_metadata(path).ok()?;
    let is_text = metadata.is_file() && metadata.len() <= MAX_BYTES;
    let bytes = if is_text { fs::read(path).unwrap_or_default() } else { Vec::new() };
    Some(String::from_utf8(bytes).unwrap_or_default())
}
