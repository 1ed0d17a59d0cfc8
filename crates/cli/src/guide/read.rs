//! Reading the guide's own files: nothing outside of its root, and nothing too large.

use std::fs;
use std::path::{Component, Path, PathBuf};

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
pub(crate) fn shown(root: &Path, path: &Path) -> String {
    let below = path.strip_prefix(root).unwrap_or(path);
    let parts: Vec<_> = below.components().map(|part| part.as_os_str().to_string_lossy()).collect();
    // A configured folder may contain `..`; every file needs one path.
    let shown = parts.join("/");
    join("", &shown).filter(|_| below.is_relative()).unwrap_or(shown)
}

/// The path of a file, which need not exist, below a folder; `None` if it is outside. Links inside the folder are not
/// followed: a change that makes the file a link does not rename it.
pub(super) fn below(folder: &Path, file: &Path) -> Option<PathBuf> {
    let folder = folder.canonicalize().ok()?;
    let mut named = PathBuf::new();
    for part in std::path::absolute(file).ok()?.components() {
        match part {
            Component::ParentDir => drop(named.pop()),
            part => named.push(part),
        }
    }
    let mut above = named.ancestors().skip(1);
    let inside = above.find(|above| above.canonicalize().is_ok_and(|it| it == folder));
    let inside = inside.and_then(|above| named.strip_prefix(above).ok()).map(Path::to_owned);
    inside.or_else(|| Some(named.canonicalize().ok()?.strip_prefix(&folder).ok()?.to_owned()))
}

/// The text of a file below the root that is at most as large as a page may be.
pub(crate) fn read_inside(root: &Path, path: &Path) -> Result<String> {
    read_inside_up_to(root, path, MAX_PAGE_BYTES as u64)
}

/// The text of a file below the root of at most `max_bytes`.
pub(crate) fn read_inside_up_to(root: &Path, path: &Path, max_bytes: u64) -> Result<String> {
    let bytes = read_bytes_inside(root, path, max_bytes)?;
    String::from_utf8(bytes).with_context(|| path.display().to_string())
}

/// The bytes of a file below the root, at most `max_bytes`.
pub(crate) fn read_bytes_inside(root: &Path, path: &Path, max_bytes: u64) -> Result<Vec<u8>> {
    refuse_outside(root, path)?;
    let shown = || path.display().to_string();
    let metadata = fs::metadata(path).with_context(shown)?;
    if !metadata.is_file() {
        bail!("{}: not a file", path.display());
    }
    if metadata.len() > max_bytes {
        bail!("{}: larger than {} MiB", path.display(), max_bytes >> 20);
    }
    fs::read(path).with_context(shown)
}
