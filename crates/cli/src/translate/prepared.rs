//! Catalogs that are written together with their pages. A catalog records what a sync made of its page, so a sync that
//! is killed between both must not leave only one of them new: an edit of the old page would be in neither.
//!
//! The catalog is written first, under a temporary name that says of which catalog it is and which bytes it replaces;
//! then the page is replaced, then the catalog gets its name. The next sync gives a catalog its name that was left
//! behind after its page was written. One that was left behind before is removed as any temporary file is.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use firstaid_content::Page;
use firstaid_translate::{is_as_synced, po};

use crate::files::{Staged, create_beside, create_locked, refuse_to_write_outside, stage};
use crate::leftovers::{is_in_use, is_temporary_name, remove_leftovers, temporary_name};

/// Writes a catalog under its temporary name. Refuses a path that leads out of the root.
pub(super) fn prepare(root: &Path, path: &Path, text: &str) -> Result<Staged> {
    refuse_to_write_outside(root, path)?;
    let path = &real(path);
    let staged = || -> io::Result<Staged> {
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder)?;
            remove_leftovers(root, folder);
        }
        let created = match create_locked(path.with_file_name(name(path, &replaced(path)?))) {
            // Another run is at work on the same page, or took the file for a left-over one.
            Err(error) if matches!(error.kind(), ErrorKind::AlreadyExists | ErrorKind::NotFound) => create_beside(path),
            created => created,
        };
        stage(path, created?, text.as_bytes(), true)
    };
    staged().with_context(|| path.display().to_string())
}

/// Catalogs that killed runs left under their temporary names.
#[derive(Default)]
pub(super) struct LeftBehind {
    /// The temporary files of each folder that was looked at.
    folders: BTreeMap<PathBuf, Vec<OsString>>,
}

impl LeftBehind {
    /// Gives the catalog of a page its name if a killed run had written the page. Returns whether it has.
    pub(super) fn complete(&mut self, path: &Path, page: &Page) -> Result<bool> {
        let path = &real(path);
        let Some(folder) = path.parent() else { return Ok(false) };
        let names = self.folders.entry(folder.to_owned()).or_insert_with(|| temporary_files(folder));
        if names.is_empty() {
            return Ok(false);
        }
        let shown = || path.display().to_string();
        let name: OsString = name(path, &replaced(path).with_context(shown)?).into();
        let left = folder.join(&name);
        if !names.contains(&name) || is_in_use(&left) {
            return Ok(false);
        }
        let text = fs::read_to_string(&left).unwrap_or_default();
        let is_of_page = po::parse(&left.display().to_string(), &text).is_ok_and(|it| is_as_synced(&it, page));
        if is_of_page {
            fs::rename(&left, path).with_context(shown)?;
        }
        Ok(is_of_page)
    }
}

fn temporary_files(folder: &Path) -> Vec<OsString> {
    let files = fs::read_dir(folder).into_iter().flatten().flatten();
    let is_file = |entry: &fs::DirEntry| entry.file_type().is_ok_and(|kind| kind.is_file());
    files.filter(is_file).map(|entry| entry.file_name()).filter(|name| is_temporary_name(name)).collect()
}

/// The file that is replaced: that which a symbolic link names.
fn real(path: &Path) -> PathBuf {
    if path.is_symlink() { path.canonicalize().unwrap_or_else(|_| path.to_owned()) } else { path.to_owned() }
}

/// The bytes of a catalog; none if it does not exist yet.
fn replaced(path: &Path) -> io::Result<Vec<u8>> {
    match fs::read(path) {
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(Vec::new()),
        read => read,
    }
}

/// The temporary name of the catalog at a path that replaces these bytes.
fn name(path: &Path, replaced: &[u8]) -> String {
    temporary_name(hash(&path.file_name()), hash(&replaced))
}

fn hash(of: &impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    of.hash(&mut hasher);
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;
    use firstaid_content::{AnchorDialect, Locale, PageKey, parse};
    use firstaid_text::SourceFile;

    fn page(text: &str) -> Page {
        let key = PageKey { locale: Locale::new("es").unwrap(), name: "A".into() };
        parse(key, SourceFile::new("es/A.md", text), AnchorDialect::GitHub)
    }

    /// A catalog whose sync wrote a page of the text "a".
    const OF_A: &str = "msgid \"\"\nmsgstr \"\"\n\"X-Page-Hash: af63dc4c8601ec8c\\n\"\n";

    /// A folder with the old catalog and what a killed run left: the new one under its temporary name.
    fn killed() -> (tempfile::TempDir, PathBuf) {
        let tree = tempfile::tempdir().unwrap();
        let path = tree.path().join("A.po");
        fs::write(&path, "old").unwrap();
        let left = prepare(tree.path(), &path, OF_A).unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "old");
        let at_kill = tree.path().join("copy");
        let temporary = temporary_files(tree.path());
        fs::copy(tree.path().join(&temporary[0]), &at_kill).unwrap();
        drop(left);
        assert!(temporary_files(tree.path()).is_empty(), "what is not put in its place is removed");
        fs::rename(at_kill, tree.path().join(&temporary[0])).unwrap();
        (tree, path)
    }

    #[test]
    fn the_catalog_of_a_page_that_was_written_is_completed() {
        let (tree, path) = killed();
        assert!(LeftBehind::default().complete(&path, &page("a")).unwrap());
        assert_eq!(fs::read_to_string(&path).unwrap(), OF_A);
        assert!(temporary_files(tree.path()).is_empty());
        assert!(!LeftBehind::default().complete(&path, &page("a")).unwrap());
    }

    #[test]
    fn a_catalog_is_not_completed_if_its_page_or_what_it_replaces_is_another() {
        let (_tree, path) = killed();
        assert!(!LeftBehind::default().complete(&path, &page("b")).unwrap(), "the page was not written");
        fs::write(&path, "edited since").unwrap();
        assert!(!LeftBehind::default().complete(&path, &page("a")).unwrap());
        assert_eq!(fs::read_to_string(&path).unwrap(), "edited since");
        let (tree, path) = killed();
        let at_work = fs::File::open(tree.path().join(&temporary_files(tree.path())[0])).unwrap();
        at_work.lock().unwrap();
        assert!(!LeftBehind::default().complete(&path, &page("a")).unwrap(), "another run is at work");
    }

    #[test]
    fn a_new_catalog_is_completed() {
        let tree = tempfile::tempdir().unwrap();
        let path = tree.path().join("es/A.po");
        prepare(tree.path(), &path, OF_A).unwrap().put().unwrap();
        fs::rename(&path, path.with_file_name(name(&path, &[]))).unwrap();
        assert!(LeftBehind::default().complete(&path, &page("a")).unwrap());
        assert_eq!(fs::read_to_string(&path).unwrap(), OF_A);
    }
}
