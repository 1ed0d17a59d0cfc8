//! The catalogs of a guide: `_catalogs/<locale>/<page>.po` below the content folder.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use firstaid_content::{Locale, PageKey};
use firstaid_lint::{CatalogFile, Config, catalog_key};
use rayon::prelude::*;

use super::read::{refuse_outside, shown};

/// 16 times the largest page: an entry holds source, translation and comments.
const MAX_CATALOG_BYTES: u64 = 64 << 20;

pub(crate) fn catalog_folder(root: &Path, config: &Config) -> PathBuf {
    root.join(&config.content.root).join(&config.translation.catalogs)
}

/// The path of every catalog and the key of its page, sorted by key. Folders whose name is not a locale are skipped. A
/// folder outside of the root is an error.
pub(crate) fn catalog_paths(root: &Path, config: &Config) -> Result<Vec<(PageKey, PathBuf)>> {
    let folder = catalog_folder(root, config);
    let mut found = Vec::new();
    for (name, _) in locale_folders(&folder)? {
        let folder = folder.join(&name);
        if !folder.is_dir() {
            continue;
        }
        refuse_outside(root, &folder)?;
        collect(&folder, &format!("{name}/"), &mut found)?;
    }
    found.sort();
    Ok(found)
}

/// The names of the folders of locales below the folder of catalogs, in order.
fn locale_folders(folder: &Path) -> Result<Vec<(String, Locale)>> {
    let Ok(entries) = fs::read_dir(folder) else { return Ok(Vec::new()) };
    let mut found = Vec::new();
    for entry in entries {
        let entry = entry.with_context(|| folder.display().to_string())?;
        let Ok(name) = entry.file_name().into_string() else { continue };
        found.extend(Locale::new(&name).map(|locale| (name, locale)));
    }
    found.sort();
    Ok(found)
}

fn collect(folder: &Path, prefix: &str, found: &mut Vec<(PageKey, PathBuf)>) -> Result<()> {
    let Ok(entries) = fs::read_dir(folder) else { return Ok(()) };
    for entry in entries {
        let entry = entry.with_context(|| folder.display().to_string())?;
        let Ok(name) = entry.file_name().into_string() else { continue };
        let path = entry.path();
        if entry.file_type().with_context(|| path.display().to_string())?.is_dir() {
            collect(&path, &format!("{prefix}{name}/"), found)?;
        } else if let Some(key) = catalog_key(&format!("{prefix}{name}")) {
            found.push((key, path));
        }
    }
    Ok(())
}

/// Reads every catalog, with the key of its page, sorted by key.
pub(crate) fn catalog_files(root: &Path, config: &Config) -> Result<Vec<(PageKey, CatalogFile)>> {
    let paths = catalog_paths(root, config)?;
    Ok(paths.into_par_iter().map(|(key, path)| (key, catalog_file(root, &path))).collect())
}

/// Reads one catalog. A catalog that cannot be read costs no more than its page.
pub(crate) fn catalog_file(root: &Path, path: &Path) -> CatalogFile {
    let shown = shown(root, path);
    match read_bytes(root, path) {
        Ok(bytes) => CatalogFile::of_bytes(&shown, bytes),
        Err(reason) => CatalogFile::unread(&shown, reason),
    }
}

/// The text of a catalog as it is on disk; `None` if it cannot be read or is not UTF-8.
pub(crate) fn catalog_text(root: &Path, path: &Path) -> Option<String> {
    String::from_utf8(read_bytes(root, path).ok()?).ok()
}

/// The bytes of a catalog, or why they were not read.
fn read_bytes(root: &Path, path: &Path) -> Result<Vec<u8>, String> {
    refuse_outside(root, path).map_err(|_| "a link that leads out of the root, or to nothing".to_owned())?;
    let metadata = fs::metadata(path).map_err(|error| error.to_string())?;
    if !metadata.is_file() {
        return Err("not a file".to_owned());
    }
    if metadata.len() > MAX_CATALOG_BYTES {
        return Err(format!("larger than {} MiB", MAX_CATALOG_BYTES >> 20));
    }
    fs::read(path).map_err(|error| error.to_string())
}
