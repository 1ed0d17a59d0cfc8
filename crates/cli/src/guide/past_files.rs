//! The files of a repository at an earlier commit: those of the guide, and those that the command line names.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use tempfile::TempDir;

use super::git;
use super::read::{below, shown};
use super::repository::repository_of;
use crate::note::note_line;

/// Paths are those from the top of the repository.
pub(crate) struct PastFiles {
    commit: String,
    top: PathBuf,
    /// The root of the guide.
    below: PathBuf,
    /// The files that the command line names, such as the configuration.
    named: Vec<PathBuf>,
    /// Holds the files, laid out as in the repository; removed when this is dropped.
    folder: TempDir,
}

impl PastFiles {
    /// The files of the guide in `root` at a commit, and those of `named` that are in its repository. A note tells
    /// which are not.
    pub(super) fn new(root: &Path, named: &[&Path], commit: String) -> Result<Self> {
        let (top, below) = repository_of(root)?.context("not in a git repository")?;
        let folder = TempDir::new().context("a temporary folder")?;
        let mut files = Self { commit, top, below, named: Vec::new(), folder };
        for file in named {
            match files.path_of(file) {
                Some(path) => files.named.push(path),
                None => note_line(&format!(
                    "{}: not in the repository of the guide, so it counts as it is, not as it was",
                    file.display()
                )),
            }
        }
        std::fs::create_dir_all(files.root()).context("a temporary folder")?;
        git::write_tree(&files.top, &files.commit, &files.below, &files.named, files.folder.path())?;
        Ok(files)
    }

    /// The first digits of the commit.
    pub(super) fn short_commit(&self) -> &str {
        &self.commit[..self.commit.len().min(10)]
    }

    /// The root of the guide at the commit.
    pub(crate) fn root(&self) -> PathBuf {
        self.folder.path().join(&self.below)
    }

    /// The path of a file, which need not exist; `None` if it is not in the repository.
    pub(crate) fn path_of(&self, file: &Path) -> Option<PathBuf> {
        below(&self.top, file)
    }

    /// Where a file is now, and the folder that it must not lead out of: the guide or, for a file that the command line
    /// names, the repository.
    pub(crate) fn now(&self, path: &Path) -> (PathBuf, PathBuf) {
        let root = if path.starts_with(&self.below) { self.top.join(&self.below) } else { self.top.clone() };
        (self.top.join(path), root)
    }

    /// Where a file of the guide or one that the command line names is at the commit. It need not exist, and if nobody
    /// reads files of its name it has a size but no bytes.
    pub(crate) fn then(&self, path: &Path) -> PathBuf {
        self.folder.path().join(path)
    }

    /// The text of a file at the commit, whatever its extension; `None` if there is no such file.
    pub(crate) fn text(&self, path: &Path) -> Result<Option<String>> {
        git::file_at(&self.top, &self.commit, path)
    }

    /// The files of the guide that changed since, and those that the command line names.
    pub(crate) fn changed(&self) -> Result<Vec<PathBuf>> {
        git::changed_paths(&self.top, &self.commit, &self.below, &self.named)
    }

    /// A path as people see it: from the root, with `..` if it is outside.
    pub(crate) fn shown(&self, path: &Path) -> String {
        let folders = self.below.ancestors().enumerate();
        let mut from = folders.filter_map(|(up, folder)| Some((up, path.strip_prefix(folder).ok()?)));
        let (up, path) = from.next().unwrap_or((0, path));
        "../".repeat(up) + &shown(Path::new(""), path)
    }

    /// A message without the path of the temporary folder, which no longer exists when people read it.
    pub(crate) fn plain(&self, message: &str) -> String {
        let prefix = |folder: &Path| format!("{}/", folder.display());
        message.replace(&prefix(&self.root()), "").replace(&prefix(self.folder.path()), "")
    }
}
