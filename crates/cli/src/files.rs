//! Writing files so that none is ever half written, and none outside of the guide: to a temporary file beside it, then
//! renamed.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Component, Path, PathBuf};

use anyhow::{Context, Result, bail};
use same_file::Handle;

use crate::leftovers::{is_temporary_name, remove_leftovers, temporary_name};

/// Replaces a file's bytes, keeping its permissions. A symbolic link stays one: the file that it names is replaced. On
/// an error the file is as it was.
pub fn write_atomically(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let is_link = fs::symlink_metadata(path).is_ok_and(|metadata| metadata.is_symlink());
    let path = &if is_link { path.canonicalize()? } else { path.to_owned() };
    match write_once(path, bytes, true) {
        // Another run may take a temporary file for a left-over one in the moment before it is locked.
        Err(error) if error.kind() == io::ErrorKind::NotFound => write_once(path, bytes, true),
        written => written,
    }
}

/// Puts a file in a place, without waiting for the disk: for files that can be made again. A symbolic link there is
/// replaced, not followed.
#[cfg(feature = "report")]
pub(crate) fn put(path: &Path, bytes: &[u8]) -> io::Result<()> {
    write_once(path, bytes, false)
}

fn write_once(path: &Path, bytes: &[u8], is_synced: bool) -> io::Result<()> {
    stage(path, create_beside(path)?, bytes, is_synced)?.put()
}

/// A file that is written under a temporary name. It is removed unless it is put in its place.
pub(crate) struct Staged {
    path: PathBuf,
    temporary: PathBuf,
    is_put: bool,
    /// Locked as long as the file has its temporary name.
    _file: File,
}

/// Writes a file under the temporary name that it was created with.
pub(crate) fn stage(
    path: &Path,
    (mut file, temporary): (File, PathBuf),
    bytes: &[u8],
    is_synced: bool,
) -> io::Result<Staged> {
    let written = (|| {
        file.write_all(bytes)?;
        if is_synced {
            file.sync_all()?;
        }
        if let Ok(metadata) = fs::metadata(path) {
            fs::set_permissions(&temporary, metadata.permissions())?;
        }
        Ok(())
    })();
    let staged = Staged { path: path.to_owned(), temporary, is_put: false, _file: file };
    written.map(|()| staged)
}

impl Staged {
    pub(crate) fn put(mut self) -> io::Result<()> {
        fs::rename(&self.temporary, &self.path)?;
        self.is_put = true;
        Ok(())
    }
}

impl Drop for Staged {
    fn drop(&mut self) {
        if !self.is_put {
            // Only the first error is reported.
            let _ = fs::remove_file(&self.temporary);
        }
    }
}

/// Writes a text to a file that the user named, after creating its folder.
pub(crate) fn save(path: &Path, text: &str) -> Result<()> {
    let shown = || path.display().to_string();
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).with_context(shown)?;
    }
    write_atomically(path, text.as_bytes()).with_context(shown)
}

/// Writes a text to a file of the guide in `root`, after creating its folder. Refuses a path that leads out of the
/// root. Removes what killed runs left in the folder.
pub(crate) fn save_inside(root: &Path, path: &Path, text: &str) -> Result<()> {
    refuse_to_write_outside(root, path)?;
    let real = path.canonicalize().unwrap_or_else(|_| path.to_owned());
    let shown = || path.display().to_string();
    if let Some(folder) = real.parent() {
        // Created first: a folder that does not exist cannot be cleaned, and would be once another thread writes there.
        fs::create_dir_all(folder).with_context(shown)?;
        remove_leftovers(root, folder);
    }
    write_atomically(path, text.as_bytes()).with_context(shown)
}

/// Refuses to write a file outside of the root, whether `..` or a symbolic link leads there. Neither the file nor its
/// folders need to exist.
pub(crate) fn refuse_to_write_outside(root: &Path, path: &Path) -> Result<()> {
    let real_root = root.canonicalize().with_context(|| root.display().to_string())?;
    let mut existing = path;
    // A link counts as existing even if it leads nowhere: writing through it would create the file that it names.
    while fs::symlink_metadata(existing).is_err() {
        // Below a folder that does not exist, `..` has no meaning.
        let is_plain = matches!(existing.components().next_back(), Some(Component::Normal(_)));
        match existing.parent().filter(|_| is_plain) {
            Some(parent) if parent.as_os_str().is_empty() => existing = Path::new("."),
            Some(parent) => existing = parent,
            None => bail!("{}: leads out of the root; nothing was written", path.display()),
        }
    }
    let real = existing.canonicalize().with_context(|| existing.display().to_string())?;
    if !real.starts_with(&real_root) {
        bail!("{}: leads out of the root; nothing was written", path.display());
    }
    if existing == path && !real.is_file() {
        bail!("{}: not a file; nothing was written", path.display());
    }
    Ok(())
}

/// Creates a file in the same folder, and locks it as long as it is open. It never opens an existing file or follows a
/// link. Its name does not contain the name of `path`, which may be as long as the file system allows.
pub(crate) fn create_beside(path: &Path) -> io::Result<(File, PathBuf)> {
    let mut attempt = 0;
    loop {
        match create_locked(path.with_file_name(temporary_name(std::process::id().into(), attempt))) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists && attempt < 10_000 => attempt += 1,
            created => return created,
        }
    }
}

/// Creates a temporary file, and locks it as long as it is open. It is not found if another run took it for a left-over
/// one before it was locked, even if that run has a file of the same name there by now.
pub(crate) fn create_locked(temporary: PathBuf) -> io::Result<(File, PathBuf)> {
    debug_assert!(temporary.file_name().is_some_and(is_temporary_name), "a later run cleans it up");
    let file = File::create_new(&temporary)?;
    // Without locks, as on some network file systems, left-over files are those of ended processes only.
    let _ = file.try_lock();
    if Handle::from_file(file.try_clone()?)? != Handle::from_path(&temporary)? {
        return Err(io::ErrorKind::NotFound.into());
    }
    Ok((file, temporary))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(root: &Path, path: &str) -> bool {
        refuse_to_write_outside(root, &root.join(path)).is_err()
    }

    #[test]
    fn files_that_are_saved_at_once_into_a_new_folder_have_their_own_text() {
        for _ in 0..1500 {
            let root = tempfile::tempdir().unwrap();
            let file = |n: usize| root.path().join("new").join(n.to_string());
            std::thread::scope(|scope| {
                for n in 0..6 {
                    scope.spawn(move || save_inside(file(n).ancestors().nth(2).unwrap(), &file(n), &n.to_string()));
                }
            });
            for n in 0..6 {
                assert_eq!(fs::read_to_string(file(n)).unwrap(), n.to_string());
            }
        }
    }

    #[test]
    fn paths_that_climb_out_of_the_root_are_refused() {
        let tree = tempfile::tempdir().unwrap();
        let root = tree.path().join("guide");
        fs::create_dir_all(root.join("content")).unwrap();
        fs::create_dir(tree.path().join("home")).unwrap();
        fs::write(root.join("content/a.md"), "a").unwrap();
        for inside in ["content/a.md", "content/b/c.md", "d.md", "content/../e.md"] {
            assert!(!refused(&root, inside), "{inside}");
        }
        for outside in ["../home/a.md", "content/../../home/new/a.md", "new/../../home/a.md", "content", ".."] {
            assert!(refused(&root, outside), "{outside}");
        }
    }

    #[test]
    #[cfg(unix)]
    fn links_out_of_the_root_are_refused_and_links_inside_stay_links() {
        use std::os::unix::fs::symlink;
        let tree = tempfile::tempdir().unwrap();
        let root = tree.path().join("guide");
        fs::create_dir_all(root.join("store")).unwrap();
        fs::create_dir(tree.path().join("home")).unwrap();
        symlink("../home", root.join("folder")).unwrap();
        symlink("../home/new.md", root.join("dangling.md")).unwrap();
        symlink("store/a.po", root.join("a.po")).unwrap();
        fs::write(root.join("store/a.po"), "old").unwrap();
        assert!(refused(&root, "folder/a.md") && refused(&root, "folder/b/a.md") && refused(&root, "dangling.md"));
        save_inside(&root, &root.join("a.po"), "new").unwrap();
        assert!(fs::symlink_metadata(root.join("a.po")).unwrap().is_symlink());
        assert_eq!(fs::read_to_string(root.join("store/a.po")).unwrap(), "new");
    }
}
