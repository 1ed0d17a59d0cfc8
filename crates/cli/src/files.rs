//! Writing files so that none is ever half written: to a temporary file beside it, then renamed.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

/// Replaces a file's bytes, keeping its permissions. On an error the file is as it was.
pub fn write_atomically(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let (mut file, temporary) = create_beside(path)?;
    let written = (|| {
        file.write_all(bytes)?;
        file.sync_all()?;
        if let Ok(metadata) = fs::metadata(path) {
            fs::set_permissions(&temporary, metadata.permissions())?;
        }
        fs::rename(&temporary, path)
    })();
    if written.is_err() {
        // Only the first error is reported.
        let _ = fs::remove_file(&temporary);
    }
    written
}

/// Writes a text to a file as [`write_atomically`] does, after creating its folder.
pub(crate) fn save(path: &Path, text: &str) -> Result<()> {
    let shown = || path.display().to_string();
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).with_context(shown)?;
    }
    write_atomically(path, text.as_bytes()).with_context(shown)
}

/// Creates a file in the same folder. It never opens an existing file or follows a link. Its name does not contain the
/// name of `path`, which may be as long as the file system allows.
fn create_beside(path: &Path) -> io::Result<(File, PathBuf)> {
    let mut attempt = 0;
    loop {
        let temporary = path.with_file_name(format!(".firstaid-{}-{attempt}.tmp", std::process::id()));
        match File::create_new(&temporary) {
            Ok(file) => return Ok((file, temporary)),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists && attempt < 10_000 => attempt += 1,
            Err(error) => return Err(error),
        }
    }
}
