//! Walking a folder and reading its files. The walk stays below the folder and follows no symbolic link.

use std::fs;
use std::path::{Path, PathBuf};

use ignore::WalkBuilder;

use crate::parse::MAX_PAGE_BYTES;

/// Hidden folders of tools, which may be large and hold nothing of a site.
const OF_TOOLS: [&str; 9] = [".cache", ".direnv", ".git", ".hg", ".jj", ".pnpm-store", ".svn", ".venv", ".yarn"];

/// The path of an entry below a folder, with `/` between its parts.
pub(crate) fn below(path: &Path, folder: &Path) -> String {
    let below = path.strip_prefix(folder).unwrap_or(path);
    let parts: Vec<_> = below.components().map(|part| part.as_os_str().to_string_lossy()).collect();
    parts.join("/")
}

/// A file of the walk.
pub(crate) struct Entry {
    pub(crate) path: PathBuf,
    /// Why it must not be opened.
    pub(crate) problem: Option<String>,
}

/// The files below a folder that its ignore files do not name, in the order of the file system.
pub(crate) fn walk(folder: &Path) -> Vec<Entry> {
    let mut entries = Vec::new();
    let walk = WalkBuilder::new(folder)
        .follow_links(false)
        .parents(false)
        .require_git(false)
        .git_global(false)
        .git_exclude(false)
        // A site also serves files of hidden folders: `.well-known`, `.gitbook/assets`.
        .hidden(false)
        .filter_entry(|entry| entry.file_name().to_str().is_none_or(|name| !OF_TOOLS.contains(&name)))
        .build();
    for entry in walk {
        match entry {
            Ok(entry) => {
                let kind = entry.file_type();
                let is_link = kind.is_some_and(|kind| kind.is_symlink());
                let problem = if is_link {
                    Some("a symbolic link; put the page itself here".to_owned())
                } else if kind.is_some_and(|kind| kind.is_file()) {
                    // The name cannot be printed, and would look like that of another file.
                    entry.path().to_str().is_none().then(|| "its name is not UTF-8; rename it".to_owned())
                } else {
                    continue;
                };
                entries.push(Entry { path: entry.into_path(), problem });
            }
            Err(error) => {
                // A folder that cannot be entered is reported as a page in it.
                let problem = error.io_error().map_or_else(|| error.to_string(), ToString::to_string);
                if let Some(path) = path_of(&error) {
                    entries.push(Entry { path: path.join("unreadable.md"), problem: Some(problem) });
                }
            }
        }
    }
    entries
}

fn path_of(error: &ignore::Error) -> Option<PathBuf> {
    match error {
        ignore::Error::WithPath { path, .. } => Some(path.clone()),
        ignore::Error::WithDepth { err, .. } | ignore::Error::WithLineNumber { err, .. } => path_of(err),
        _ => None,
    }
}

/// The text of a file as far as it is UTF-8, and why it was not read as a whole.
pub(crate) fn read_text(path: &Path) -> (String, Option<String>) {
    let too_large = || format!("larger than {} MiB", MAX_PAGE_BYTES >> 20);
    let bytes = match fs::metadata(path) {
        Ok(metadata) if metadata.len() > MAX_PAGE_BYTES as u64 => return (String::new(), Some(too_large())),
        Ok(_) => fs::read(path),
        Err(error) => Err(error),
    };
    match bytes.map(String::from_utf8) {
        Ok(Ok(text)) => (text, None),
        Ok(Err(error)) => {
            let valid = error.utf8_error().valid_up_to();
            let mut bytes = error.into_bytes();
            let byte = bytes[valid];
            bytes.truncate(valid);
            let text = String::from_utf8(bytes).unwrap_or_default();
            (text, Some(format!("not UTF-8: byte {byte:#04x} at offset {valid}; nothing after it was read")))
        }
        Err(error) => (String::new(), Some(error.to_string())),
    }
}
