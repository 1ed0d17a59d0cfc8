use std::fs;
use std::path::Path;

use anyhow::Result;
use firstaid_lint::ChangedFile;

use crate::guide::{PastFiles, read_bytes_inside};

/// Maximum size of a file whose text is compared.
const MAX_BYTES: u64 = 64 << 20;

/// The files that changed since, with their text on both sides. Files that `is_parsed` names, by their paths as they
/// are shown, have no text: whoever needs it has the page or the catalog.
pub(super) fn changed_files(files: &PastFiles, is_parsed: &dyn Fn(&str) -> bool) -> Result<Vec<ChangedFile>> {
    let file = |path: &Path| {
        let (now, root) = files.now(path);
        let shown = files.shown(path);
        let is_wanted = !is_parsed(&shown);
        // A file that git cannot read has no text either: then the reviewer sees more than the change, never less.
        let before = || files.text(path).ok().flatten().unwrap_or_default();
        // Readers of lists take the lines before a byte that is not UTF-8.
        let lossy = |bytes: Vec<u8>| String::from_utf8_lossy(&bytes).into_owned();
        let after = || read_bytes_inside(&root, &now, MAX_BYTES).map(lossy).unwrap_or_default();
        let (before, after) = (text(&files.then(path), is_wanted, before), text(&now, is_wanted, after));
        ChangedFile { path: shown, before, after }
    };
    Ok(files.changed()?.iter().map(|path| file(path)).collect())
}

/// `None` if there is nothing at the path; empty for what is no file of text, such as a link.
fn text(path: &Path, is_wanted: bool, read: impl Fn() -> String) -> Option<String> {
    let metadata = fs::symlink_metadata(path).ok()?;
    let is_text = is_wanted && metadata.is_file() && metadata.len() <= MAX_BYTES;
    Some(if is_text { read() } else { String::new() })
}
