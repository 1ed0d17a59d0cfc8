//! The files of strings below a folder and in the archives there, and those that say where strings stand.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

use super::archive;
use super::formats::is_string_file;
use super::places::is_place_file;
use super::string::StringFile;

/// Archives of apps. `.ja` is that of Mozilla's programs.
const ARCHIVES: [&str; 6] = ["xpi", "ja", "jar", "apk", "aar", "zip"];

/// Adds the files at or below a path.
pub(crate) fn read(path: &Path, files: &mut Vec<StringFile>) -> Result<()> {
    if path.is_dir() {
        let entries = fs::read_dir(path).with_context(|| path.display().to_string())?;
        let mut paths = entries.map(|entry| Ok(entry?.path())).collect::<Result<Vec<_>>>()?;
        paths.sort();
        return paths.iter().filter(|path| !path.is_symlink()).try_for_each(|path| read(path, files));
    }
    let name = path.to_string_lossy();
    let is_archive = path.extension().is_some_and(|it| ARCHIVES.iter().any(|archive| it.eq_ignore_ascii_case(archive)));
    if is_archive {
        let bytes = fs::read(path).with_context(|| name.clone().into_owned())?;
        files.extend(archive::unpack(&bytes, is_wanted));
    } else if is_wanted(&name) {
        let bytes = fs::read(path).with_context(|| name.clone().into_owned())?;
        files.push(StringFile { path: name.into_owned(), bytes });
    }
    Ok(())
}

fn is_wanted(path: &str) -> bool {
    is_string_file(path) || is_place_file(path)
}
