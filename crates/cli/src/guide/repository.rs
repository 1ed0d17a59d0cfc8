use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

/// The top of the git repository that contains a folder, and the path of the folder below it, ending in `/` and empty
/// at the top. `None` outside of any repository.
///
/// The repository is the nearest with a `.git`: no commit can contain a file of that name, while it can contain all
/// files of a bare repository, which git would take for the one to ask.
pub(super) fn repository_of(folder: &Path) -> Result<Option<(PathBuf, PathBuf)>> {
    let folder = folder.canonicalize().with_context(|| folder.display().to_string())?;
    // In a worktree or a submodule `.git` is a file.
    let top = folder.ancestors().find(|folder| folder.join(".git").exists());
    Ok(top.and_then(|top| Some((top.to_owned(), folder.strip_prefix(top).ok()?.to_owned()))))
}

/// The path of a folder below the top of its git repository, ending in `/`. Empty at the top and outside of any
/// repository.
pub(crate) fn path_in_repository(folder: &Path) -> Result<String> {
    let below = repository_of(folder)?.map(|(_, below)| below).unwrap_or_default();
    Ok(below.components().flat_map(|part| [part.as_os_str().to_string_lossy(), "/".into()]).collect())
}
