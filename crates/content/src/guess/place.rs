//! The folder in which a repository may have its site.

use std::fs::{self, FileType};
use std::path::{Path, PathBuf};

use super::settings::Settings;

/// The largest configuration that is read, 1 MiB.
const MAX_BYTES: u64 = 1 << 20;

/// A folder of a tree, and what is in it.
pub(super) struct Place<'a> {
    /// The path of the folder below the root; empty for the root.
    pub(super) below: &'a str,
    folder: PathBuf,
}

impl<'a> Place<'a> {
    pub(super) fn new(root: &Path, below: &'a str) -> Self {
        Self { below, folder: root.join(below) }
    }

    /// The path below the root of a path in this folder.
    pub(super) fn at(&self, path: &str) -> String {
        join(self.below, path)
    }

    pub(super) fn is_dir(&self, path: &str) -> bool {
        self.folder.join(path).is_dir()
    }

    /// The text of the first of these files that is there.
    pub(super) fn read(&self, names: &[&str]) -> Option<String> {
        names.iter().find_map(|name| read_small(&self.folder.join(name)))
    }

    /// The text of the first of these files that is there, and what it sets.
    pub(super) fn settings(&self, names: &[&str]) -> Option<(String, Settings)> {
        names.iter().find_map(|name| {
            let text = read_small(&self.folder.join(name))?;
            let settings = Settings::parse(name, &text);
            Some((text, settings))
        })
    }

    /// The text of the first file of this folder whose name has an ending.
    pub(super) fn read_ending(&self, ending: &str) -> Option<String> {
        self.names("", |kind| kind.is_file())
            .iter()
            .find(|name| name.ends_with(ending))
            .and_then(|name| self.read(&[name]))
    }

    pub(super) fn is_file(&self, path: &str) -> bool {
        self.folder.join(path).is_file()
    }

    /// Whether a folder of this one has a file whose name has an ending.
    pub(super) fn has_ending(&self, path: &str, ending: &str) -> bool {
        self.names(path, |kind| kind.is_file()).iter().any(|name| name.ends_with(ending))
    }

    /// The names of the folders in a folder of this one, in order.
    pub(super) fn folders(&self, path: &str) -> Vec<String> {
        self.names(path, |kind| kind.is_dir())
    }

    fn names(&self, path: &str, is_wanted: impl Fn(FileType) -> bool) -> Vec<String> {
        let entries = fs::read_dir(self.folder.join(path)).into_iter().flatten().filter_map(Result::ok);
        let wanted = entries.filter(|entry| entry.file_type().is_ok_and(&is_wanted));
        let mut names: Vec<String> = wanted.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
        names.sort();
        names
    }
}

/// A path below a folder; `.` is the folder itself.
pub(super) fn join(below: &str, path: &str) -> String {
    match (below, path) {
        ("" | ".", path) => path.to_owned(),
        (below, "" | ".") => below.to_owned(),
        (below, path) => format!("{below}/{path}"),
    }
}

/// A folder that a configuration names, if it is inside the tree.
pub(super) fn inside(folder: &str) -> Option<&str> {
    let folder = folder.trim_start_matches("./").trim_end_matches('/');
    let is_inside = !folder.starts_with('/') && !folder.split('/').any(|part| part == "..");
    (is_inside && !folder.is_empty()).then_some(folder)
}

fn read_small(path: &Path) -> Option<String> {
    let metadata = fs::symlink_metadata(path).ok()?;
    if !metadata.is_file() || metadata.len() > MAX_BYTES {
        return None;
    }
    fs::read(path).ok().map(|bytes| String::from_utf8_lossy(&bytes).into_owned())
}
