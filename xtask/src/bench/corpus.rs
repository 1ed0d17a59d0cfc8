use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

/// Makes a guide in `guide` by copying the pages of the folders, in order, under new paths until there are `pages`.
/// Returns its size in bytes. A folder whose name is a locale of two letters holds pages of that locale; other pages
/// are English.
pub(super) fn make_corpus(guide: &Path, folders: &[PathBuf], pages: usize) -> Result<u64> {
    let mut sources: Vec<(String, PathBuf)> = Vec::new();
    for folder in folders {
        collect(folder, "en", &mut sources)?;
    }
    sources.sort();
    if sources.is_empty() {
        bail!("no pages in {folders:?}");
    }
    if guide.exists() {
        fs::remove_dir_all(guide)?;
    }
    let mut bytes = 0;
    for n in 0..pages {
        let (locale, source) = &sources[n % sources.len()];
        let folder = guide.join("content").join(locale).join(format!("{:04}", n / sources.len()));
        fs::create_dir_all(&folder)?;
        // The number keeps pages of the same name from two folders apart.
        bytes += fs::copy(source, folder.join(format!("{}-{}", n % sources.len(), name_of(source))))?;
    }
    fs::write(guide.join("firstaid.toml"), "[content]\nroot = \"content\"\n")?;
    Ok(bytes)
}

/// Collects locale and path of each Markdown file below a folder.
fn collect(folder: &Path, locale: &str, sources: &mut Vec<(String, PathBuf)>) -> Result<()> {
    for entry in fs::read_dir(folder).with_context(|| folder.display().to_string())? {
        let path = entry?.path();
        let name = name_of(&path);
        if path.is_dir() {
            let is_locale = name.len() == 2 && name.bytes().all(|b| b.is_ascii_lowercase());
            collect(&path, if is_locale { &name } else { locale }, sources)?;
        } else if name.ends_with(".md") {
            sources.push((locale.to_owned(), path));
        }
    }
    Ok(())
}

fn name_of(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}
