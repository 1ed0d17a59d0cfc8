//! From the paths of the command line to the paths of the guide.

use std::path::{Path, PathBuf};
use std::{fs, io};

use anyhow::{Context, Result, bail};

/// The path of an existing file or folder below the root, with `/` between its parts; empty for the root itself.
pub(crate) fn path_in_guide(root: &Path, path: &Path) -> Result<String> {
    relative(root, path, path.canonicalize())
}

/// As [`path_in_guide`], for a file that need not exist.
pub(super) fn new_path_in_guide(root: &Path, path: &Path) -> Result<String> {
    relative(root, path, canonical(path))
}

fn relative(root: &Path, path: &Path, canonical: io::Result<PathBuf>) -> Result<String> {
    let root = root.canonicalize().with_context(|| root.display().to_string())?;
    let canonical = canonical.with_context(|| path.display().to_string())?;
    let Ok(below) = canonical.strip_prefix(&root) else {
        bail!("{}: not below the root {}", path.display(), root.display());
    };
    Ok(below.components().map(|part| part.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/"))
}

/// The path without links and `..`. For a file that does not exist: the canonical path of its nearest existing folder,
/// and the remaining names.
fn canonical(path: &Path) -> io::Result<PathBuf> {
    let missing = match path.canonicalize() {
        Err(error) if error.kind() == io::ErrorKind::NotFound && fs::symlink_metadata(path).is_err() => error,
        found => return found,
    };
    // A path that ends in `..` has no file name: no new file can be called that.
    let (Some(folder), Some(name)) = (path.parent(), path.file_name()) else { return Err(missing) };
    Ok(canonical(if folder.as_os_str().is_empty() { Path::new(".") } else { folder })?.join(name))
}
