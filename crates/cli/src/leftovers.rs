//! Temporary files that a killed run left behind.

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::fs::{self, File, TryLockError};
use std::path::{Path, PathBuf};

const PREFIX: &str = ".firstaid-";
const SUFFIX: &str = ".tmp";

/// The name of a temporary file of a process. Only these names are ever removed.
pub(crate) fn temporary_name(process: u32, attempt: u32) -> String {
    format!("{PREFIX}{process}-{attempt}{SUFFIX}")
}

/// Whether [`temporary_name`] makes this name.
pub(crate) fn is_temporary_name(name: &OsStr) -> bool {
    let numbers = name.to_str().and_then(|name| name.strip_prefix(PREFIX)?.strip_suffix(SUFFIX)?.split_once('-'));
    let is_number = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    numbers.is_some_and(|(process, attempt)| is_number(process) && is_number(attempt))
}

/// Removes the temporary files of ended runs from the folders, without their subfolders. Those of a run that is still at
/// work are locked by it and stay. What cannot be read or removed is left: it harms nobody.
pub(crate) fn remove_leftovers(folders: &BTreeSet<PathBuf>) {
    for folder in folders {
        let entries = fs::read_dir(folder).into_iter().flatten().flatten();
        for entry in entries.filter(|entry| is_temporary_name(&entry.file_name())) {
            let is_file = entry.file_type().is_ok_and(|kind| kind.is_file());
            if is_file && !is_in_use(&entry.path()) {
                let _ = fs::remove_file(entry.path());
            }
        }
    }
}

/// Whether a running process holds the file's lock.
fn is_in_use(path: &Path) -> bool {
    match File::open(path).map(|file| file.try_lock()) {
        Ok(Err(TryLockError::WouldBlock)) => true,
        // Without locks nobody can tell: the file stays.
        Ok(Err(TryLockError::Error(_))) | Err(_) => true,
        Ok(Ok(())) => false,
    }
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
        remove_leftovers(&BTreeSet::from([tree.path().to_owned(), tree.path().join("missing")]));
        let mut left: Vec<_> = fs::read_dir(tree.path()).unwrap().map(|it| it.unwrap().file_name()).collect();
        left.sort();
        let mut expected: Vec<_> = kept.iter().chain(&[".firstaid-8-0.tmp"]).map(Into::into).collect();
        expected.sort();
        assert_eq!(left, expected as Vec<std::ffi::OsString>);
    }
}
