use std::path::Path;

use anyhow::{Context, Result};

/// The path of a folder below the top of its git repository, ending in `/`. Empty at the top and outside of any
/// repository.
pub(crate) fn path_in_repository(folder: &Path) -> Result<String> {
    let folder = folder.canonicalize().with_context(|| folder.display().to_string())?;
    // In a worktree or a submodule `.git` is a file.
    let top = folder.ancestors().find(|folder| folder.join(".git").exists());
    let below = top.and_then(|top| folder.strip_prefix(top).ok());
    let parts = below.into_iter().flat_map(|below| below.components());
    Ok(parts.flat_map(|part| [part.as_os_str().to_string_lossy(), "/".into()]).collect())
}
