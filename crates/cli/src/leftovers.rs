//! Temporary files that a killed run left behind.

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

/// The folders that this process has cleaned. No folder is cleaned after this process began to write into it.
static CLEANED: Mutex<BTreeSet<PathBuf>> = Mutex::new(BTreeSet::new());

const PREFIX: &str = ".firstaid-";
const SUFFIX: &str = ".tmp";

/// The name of a temporary file, by two numbers. Only these names are ever removed.
pub(crate) fn temporary_name(first: u64, second: u64) -> String {
    format!("{PREFIX}{first}-{second}{SUFFIX}")
}

/// Whether [`temporary_name`] makes this name.
pub(crate) fn is_temporary_name(name: &OsStr) -> bool {
    let numbers = name.to_str().and_then(|name| name.strip_prefix(PREFIX)?.strip_suffix(SUFFIX)?.split_once('-'));
    let is_number = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    numbers.is_some_and(|(first, second)| is_number(first) && is_number(second))
}

/// Removes the temporary files of ended runs from a folder in the root, once in each process, without its subfolders.
/// Those of a run that is still at work are locked by it and stay. What cannot be read or removed is left: it harms
/// nobody. A folder that is outside of the root, as by a symbolic link, is left alone.
pub(crate) fn remove_leftovers(root: &Path, folder: &Path) {
    let (Ok(root), Ok(folder)) = (root.canonicalize(), folder.canonicalize()) else { return };
    // Locked until the folder is clean: another thread must not write into it before.
    let mut cleaned = CLEANED.lock().unwrap_or_else(PoisonError::into_inner);
    if folder.starts_with(root) && cleaned.insert(folder.clone()) {
        let entries = fs::read_dir(folder).into_iter().flatten().flatten();
        for entry in entries.filter(|entry| is_temporary_name(&entry.file_name())) {
            let is_file = entry.file_type().is_ok_and(|kind| kind.is_file());
            if is_file && !is_in_use(&entry.path()) {
                let _ = fs::remove_file(entry.path());
            }
        }
    }
}

/// Whether a running process may hold the file's lock.
pub(crate) fn is_in_use(path: &Path) -> bool {
    // Where there are no locks nobody can tell: the file stays.
    !matches!(File::open(path).map(|file| file.try_lock()), Ok(Ok(())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_files_of_ended_runs_are_removed() {
        let tree = tempfile::tempdir().unwrap();
        let kept =
            [".firstaid-notes.txt", ".firstaid-1.tmp", ".firstaid-1-x.tmp", "firstaid-1-0.tmp", ".firstaid-1-0.tmp~"];
        for name in kept.iter().chain(&[".firstaid-99999999-0.tmp", ".firstaid-7-12.tmp", ".firstaid-8-0.tmp"]) {
            fs::write(tree.path().join(name), "half a").unwrap();
        }
        let at_work = File::open(tree.path().join(".firstaid-8-0.tmp")).unwrap();
        at_work.lock().unwrap();
        let other = tempfile::tempdir().unwrap();
        remove_leftovers(other.path(), tree.path());
        assert!(tree.path().join(".firstaid-7-12.tmp").exists(), "outside of the root");
        remove_leftovers(tree.path(), &tree.path().join("missing"));
        remove_leftovers(tree.path(), tree.path());
        let mut left: Vec<_> = fs::read_dir(tree.path()).unwrap().map(|it| it.unwrap().file_name()).collect();
        left.sort();
        let mut expected: Vec<_> = kept.iter().chain(&[".firstaid-8-0.tmp"]).map(Into::into).collect();
        expected.sort();
        assert_eq!(left, expected as Vec<std::ffi::OsString>);
    }
}
