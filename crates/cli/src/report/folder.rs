//! The folder of a report. Nothing outside of it is written, and in it nothing that no report wrote is touched.

use std::collections::BTreeSet;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use firstaid_diagnostics::site::{FOLDERS, SiteFile, is_site_file};
use rayon::prelude::*;

use crate::files::put;
use crate::leftovers::{is_temporary_name, remove_leftovers};

/// The list of the files of a report, in its folder: by it a later run knows the folder, and which files are its own.
const LIST: &str = "firstaid-report.txt";
/// The first line of the list.
const FIRST_LINE: &str = "firstaid report 1: the files below are replaced or removed by the next report";
/// Room for a million files.
const MAX_LIST_BYTES: u64 = 128 << 20;

/// A folder that may be written into.
pub(super) struct Folder {
    path: PathBuf,
    /// The files of an earlier report.
    old: BTreeSet<String>,
}

impl Folder {
    /// Accepts a folder that does not exist, is empty, or has an earlier report, and changes nothing.
    pub(super) fn claim(path: &Path) -> Result<Self> {
        let entries = match fs::read_dir(path) {
            Err(error) if error.kind() == ErrorKind::NotFound => return Self::new(path, BTreeSet::new()),
            entries => entries.with_context(|| path.display().to_string())?,
        };
        let mut is_empty = true;
        for entry in entries {
            is_empty &= is_temporary_name(&entry.with_context(|| path.display().to_string())?.file_name());
        }
        match old_files(&path.join(LIST))? {
            Some(old) => Self::new(path, old),
            None if is_empty => Self::new(path, BTreeSet::new()),
            None => bail!("{}: has files and no report; nothing was written", path.display()),
        }
    }

    fn new(path: &Path, old: BTreeSet<String>) -> Result<Self> {
        for folder in FOLDERS.map(|folder| path.join(folder)) {
            // What is written through a link would be outside of the folder.
            if fs::symlink_metadata(&folder).is_ok_and(|metadata| !metadata.is_dir()) {
                bail!("{}: not a folder; nothing was written", folder.display());
            }
        }
        Ok(Self { path: path.to_owned(), old })
    }

    /// Writes the files, the last one after all others, and removes those of the earlier report that are not among
    /// them. Each file is old or new whenever the run ends. Returns the number of files.
    pub(super) fn write(&self, files: &[SiteFile<'_>]) -> Result<usize> {
        for folder in [""].iter().chain(&FOLDERS).map(|folder| self.path.join(folder)) {
            fs::create_dir_all(&folder).with_context(|| folder.display().to_string())?;
            remove_leftovers(&self.path, &folder);
        }
        let new: BTreeSet<String> = files.iter().map(|file| file.path.clone()).collect();
        // Until all are written, the files of both reports are ours.
        self.list(self.old.union(&new))?;
        let write = |file: &SiteFile<'_>| {
            debug_assert!(is_site_file(&file.path), "a later run removes it");
            self.put(&file.path, &file.render())
        };
        if let Some((last, others)) = files.split_last() {
            others.par_iter().try_for_each(write)?;
            write(last)?;
        }
        for old in self.old.difference(&new).map(|old| self.path.join(old)) {
            // What cannot be removed is left: no page of the report leads there.
            if fs::symlink_metadata(&old).is_ok_and(|metadata| metadata.is_file()) {
                let _ = fs::remove_file(&old);
            }
        }
        self.list(new.iter())?;
        Ok(new.len())
    }

    fn list<'a>(&self, files: impl Iterator<Item = &'a String>) -> Result<()> {
        let lines: String = files.flat_map(|file| ["\n", file]).collect();
        self.put(LIST, &format!("{FIRST_LINE}{lines}\n"))
    }

    fn put(&self, path: &str, text: &str) -> Result<()> {
        let path = self.path.join(path);
        put(&path, text.as_bytes()).with_context(|| path.display().to_string())
    }
}

/// The files of an earlier report, by its list; `None` if there is none. Names that no report gives are left out: the
/// list may be anybody's.
fn old_files(list: &Path) -> Result<Option<BTreeSet<String>>> {
    let shown = || list.display().to_string();
    let Ok(metadata) = fs::symlink_metadata(list) else { return Ok(None) };
    if !metadata.is_file() || metadata.len() > MAX_LIST_BYTES {
        return Ok(None);
    }
    let text = String::from_utf8(fs::read(list).with_context(shown)?).unwrap_or_default();
    let mut lines = text.lines();
    let is_ours = lines.next() == Some(FIRST_LINE);
    Ok(is_ours.then(|| lines.filter(|line| is_site_file(line)).map(str::to_owned).collect()))
}
