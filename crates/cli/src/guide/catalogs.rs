//! The catalogs of a guide: `_catalogs/<locale>/<page>.po` below the content folder.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use firstaid_content::paths::join;
use firstaid_content::{Locale, PageKey};
use firstaid_lint::{Config, catalog_key};
use firstaid_text::SourceFile;
use rayon::prelude::*;

use super::read::read_inside_up_to;

/// 16 times the largest page: an entry holds source, translation and comments.
const MAX_CATALOG_BYTES: u64 = 64 << 20;

pub(crate) fn catalog_folder(root: &Path, config: &Config) -> PathBuf {
    root.join(&config.content.root).join(&config.translation.catalogs)
}

/// The path of every catalog and the key of its page, sorted by key. Folders whose name is not a locale are skipped.
pub(crate) fn catalog_paths(root: &Path, config: &Config) -> Result<Vec<(PageKey, PathBuf)>> {
    let folder = catalog_folder(root, config);
    let mut found = Vec::new();
    let Ok(entries) = fs::read_dir(&folder) else { return Ok(found) };
    for entry in entries {
        let entry = entry.with_context(|| folder.display().to_string())?;
        let Ok(name) = entry.file_name().into_string() else { continue };
        if Locale::new(&name).is_some() {
            collect(&entry.path(), &format!("{name}/"), &mut found)?;
        }
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
pub(crate) fn catalog_files(root: &Path, config: &Config) -> Result<Vec<(PageKey, SourceFile)>> {
    let read = |(key, path): (PageKey, PathBuf)| Ok((key, catalog_file(root, &path)?));
    catalog_paths(root, config)?.into_par_iter().map(read).collect()
}

/// Reads one catalog. Its path is relative to the root.
pub(crate) fn catalog_file(root: &Path, path: &Path) -> Result<SourceFile> {
    let text = read_inside_up_to(root, path, MAX_CATALOG_BYTES)?;
    let below = path.strip_prefix(root).unwrap_or(path);
    let parts: Vec<_> = below.components().map(|part| part.as_os_str().to_string_lossy()).collect();
    // The configured folder may contain `..`; findings need one path per file.
    let shown = parts.join("/");
    Ok(SourceFile::new(join("", &shown).unwrap_or(shown), text))
}
