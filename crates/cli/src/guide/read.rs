//! Reading the guide's own files: nothing outside of its root, and nothing too large.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};
use firstaid_content::MAX_PAGE_BYTES;
use firstaid_content::paths::join;

/// Refuses a path that leads out of the root, by `..` or by a symbolic link: findings would show the file's text to
/// everybody who sees them.
pub(super) fn refuse_outside(root: &Path, path: &Path) -> Result<()> {
    let real = |path: &Path| path.canonicalize().with_context(|| path.display().to_string());
    if !real(path)?.starts_with(real(root)?) {
        bail!("{}: leads out of the root", path.display());
    }
    Ok(())
}

/// A path as people see it: from the root, with `/` between its parts.
pub(super) fn shown(root: &Path, path: &Path) -> String {
    let below = path.strip_prefix(root).unwrap_or(path);
    let parts: Vec<_> = below.components().map(|part| part.as_os_str().to_string_lossy()).collect();
    // A configured folder may contain `..`; every file needs one path.
    let shown = parts.join("/");
    join("", &shown).filter(|_| below.is_relative()).unwrap_or(shown)
}

/// The text of a file below the root that is at most as large as a page may be.
pub(crate) fn read_inside(root: &Path, path: &Path) -> Result<String> {
    read_inside_up_to(root, path, MAX_PAGE_BYTES as u64)
}

/// The text of a file below the root of at most `max_bytes`.
pub(crate) fn read_inside_up_to(root: &Path, path: &Path, max_bytes: u64) -> Result<String> {
    refuse_outside(root, path)?;
    let shown = || path.display().to_string();
    let metadata = fs::metadata(path).with_context(shown)?;
    if !metadata.is_file() {
        bail!("{}: not a file", path.display());
    }
    if metadata.len() > max_bytes {
        bail!("{}: larger than {} MiB", path.display(), max_bytes >> 20);
    }
    fs::read_to_string(path).with_context(shown)
}
