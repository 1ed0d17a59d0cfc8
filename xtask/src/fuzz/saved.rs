//! Files of cases that failed, in `xtask/fuzz/`: `FORMAT-HASH`. They are replayed by the tests.

use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use super::format::Format;

pub(super) fn folder(root: &Path) -> PathBuf {
    root.join("xtask/fuzz")
}

/// The path of a file. Equal files have one.
pub(super) fn path(folder: &Path, format: Format, bytes: &[u8]) -> PathBuf {
    let mut hasher = DefaultHasher::new();
    bytes.hash(&mut hasher);
    folder.join(format!("{}-{:08x}", format.name(), hasher.finish() as u32))
}

pub(super) fn save(path: &Path, bytes: &[u8]) -> Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::write(path, bytes).with_context(|| path.display().to_string())
}

/// The saved files, in order.
pub(super) fn read(folder: &Path) -> Result<Vec<(PathBuf, Format, Vec<u8>)>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).into_iter().flatten() {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if let Some(format) = Format::ALL.into_iter().find(|it| name.split('-').next() == Some(it.name())) {
            let bytes = fs::read(&path).with_context(|| path.display().to_string())?;
            found.push((path, format, bytes));
        }
    }
    found.sort_by(|a, b| a.0.cmp(&b.0));
    Ok(found)
}

/// The smallest part of a file that still fails, as far as `fails` may be asked `tries` times.
pub(super) fn shrunk(bytes: &[u8], mut tries: usize, mut fails: impl FnMut(&[u8]) -> bool) -> Vec<u8> {
    let mut smallest = bytes.to_vec();
    let mut size = smallest.len() / 2;
    while size > 0 {
        let mut at = 0;
        while at < smallest.len() && tries > 0 {
            tries -= 1;
            let without: Vec<u8> = [&smallest[..at], &smallest[(at + size).min(smallest.len())..]].concat();
            if fails(&without) {
                smallest = without;
            } else {
                at += size;
            }
        }
        size /= 2;
    }
    smallest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_does_not_matter_is_taken_away() {
        let text = "one\ntwo\nthree\nfour\nfive\n".repeat(20);
        let fails = |bytes: &[u8]| bytes.windows(5).any(|it| it == b"three");
        assert_eq!(shrunk(text.as_bytes(), 1000, fails), b"three");
        assert!(shrunk(text.as_bytes(), 3, fails).len() < text.len());
    }
}
