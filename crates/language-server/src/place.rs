//! Which guide a file belongs to.

use std::path::{Path, PathBuf};

/// The name of the configuration file, in the root of a guide.
pub(crate) const CONFIG: &str = "firstaid.toml";

/// A guide, or a page that belongs to none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// The root of a guide.
    Guide(PathBuf),
    /// The path of a file that no configuration is for. Nothing beside it is read: its folder may hold anything.
    Page(PathBuf),
}

impl Place {
    /// The folder that paths are relative to.
    pub(crate) fn folder(&self) -> &Path {
        match self {
            Self::Guide(root) => root,
            Self::Page(page) => page.parent().unwrap_or(page),
        }
    }

    /// The place of a file. `folders` are those that the editor has open: a file below one of them belongs to the guide
    /// with the nearest configuration in that folder, else to the folder. Other files are served only if there are no
    /// folders, each with the nearest configuration above it.
    pub(crate) fn of(file: &Path, folders: &[PathBuf]) -> Option<Self> {
        let is_below = |folder: &&PathBuf| file.starts_with(folder);
        let folder = folders.iter().filter(is_below).max_by_key(|folder| folder.components().count());
        if folder.is_none() && !folders.is_empty() {
            return None;
        }
        let is_inside = |above: &&Path| folder.is_none_or(|folder| above.starts_with(folder));
        let configured = file.ancestors().skip(1).take_while(is_inside).find(|above| above.join(CONFIG).is_file());
        Some(match configured.or(folder.map(PathBuf::as_path)) {
            Some(root) => Self::Guide(root.to_path_buf()),
            None => Self::Page(file.to_path_buf()),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_configuration_decides_inside_the_folders_that_are_open() {
        let scratch = tempfile::tempdir().unwrap();
        let path = |below: &str| scratch.path().join(below);
        for folder in ["a/docs/guide", "b"] {
            std::fs::create_dir_all(path(folder)).unwrap();
        }
        std::fs::write(path("a/docs/firstaid.toml"), "").unwrap();
        let (file, other) = (path("a/docs/guide/x.md"), path("b/y.md"));
        let guide = |below: &str| Some(Place::Guide(path(below)));
        assert_eq!(Place::of(&file, &[]), guide("a/docs"));
        assert_eq!(Place::of(&other, &[]), Some(Place::Page(other.clone())));
        for folders in [vec![path("a")], vec![path("b"), path("a")]] {
            assert_eq!(Place::of(&file, &folders), guide("a/docs"));
        }
        assert_eq!(Place::of(&file, &[path("a"), path("a/docs/guide")]), guide("a/docs/guide"));
        assert_eq!(Place::of(&other, &[path("a"), path("b")]), guide("b"));
        assert_eq!(Place::of(&other, &[path("a")]), None);
    }
}
