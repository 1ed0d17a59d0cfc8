use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use firstaid_content::{ContentConfig, Locale};
use firstaid_registry::Registry;

use super::read::{read_bytes_inside, read_inside};

/// Maximum bytes of a locale file of a label pack.
const MAX_LABELS_BYTES: u64 = 4 << 20;

/// The built-in registry with the guide's own files added to it. A glossary that cannot be read becomes a note; any
/// other file that cannot be read is an error.
pub(super) fn load_registry(root: &Path, content: &ContentConfig, notes: &mut Vec<String>) -> Result<Registry> {
    let mut registry = Registry::built_in();
    let folder = root.join(content.data_folder());
    for name in Registry::GUIDE_FILES {
        let file = folder.join(name);
        if fs::symlink_metadata(&file).is_ok() {
            registry.add_guide_file(&file.display().to_string(), &read_inside(root, &file)?)?;
        }
    }
    let glossary = folder.join("glossary.yaml");
    if glossary.exists() {
        // Other guides have glossaries in other formats.
        let text = read_inside(root, &glossary)?;
        let error = registry.add_glossary(&glossary.display().to_string(), &text).err();
        notes.extend(error.map(|error| format!("{error}; the glossary is ignored")));
    }
    add_words(root, &folder.join("words"), &mut registry)?;
    // The guide's own packs come last, because they replace others.
    for folder in [root.join("labels"), folder.join("labels")] {
        add_label_packs(root, &folder, &mut registry)?;
    }
    Ok(registry)
}

/// Adds the label packs of a folder: the folders in it that have a `pack.yaml`.
fn add_label_packs(root: &Path, folder: &Path, registry: &mut Registry) -> Result<()> {
    for pack in entries(folder)? {
        let header = pack.join("pack.yaml");
        if fs::symlink_metadata(&header).is_err() {
            continue;
        }
        let mut files = Vec::new();
        for path in entries(&pack)? {
            let name = path.file_name().and_then(|name| name.to_str());
            if let Some(name) = name.filter(|name| name.ends_with(".tsv") || name.ends_with(".txt.gz")) {
                files.push((name.to_owned(), read_bytes_inside(root, &path, MAX_LABELS_BYTES)?));
            }
        }
        let text = read_inside(root, &header)?;
        registry.add_label_pack(&header.display().to_string(), &text, files)?;
    }
    Ok(())
}

/// The paths in a folder, in order; none if there is no such folder.
fn entries(folder: &Path) -> Result<Vec<PathBuf>> {
    if !folder.is_dir() {
        return Ok(Vec::new());
    }
    let entries = fs::read_dir(folder).with_context(|| folder.display().to_string())?;
    let mut paths = entries.map(|entry| Ok(entry?.path())).collect::<Result<Vec<_>>>()?;
    paths.sort();
    Ok(paths)
}

/// Adds the word lists of a folder: `<locale>.txt` for the language of a locale, `all.txt` for every language.
fn add_words(root: &Path, folder: &Path, registry: &mut Registry) -> Result<()> {
    if !folder.is_dir() {
        return Ok(());
    }
    for entry in fs::read_dir(folder).with_context(|| folder.display().to_string())? {
        let path = entry?.path();
        let Some(tag) = path.file_name().and_then(|name| name.to_str()?.strip_suffix(".txt")) else { continue };
        let locale = Locale::new(tag);
        let language = match &locale {
            _ if tag == "all" => "",
            Some(locale) => locale.language(),
            None => bail!("{}: `{tag}` is neither a locale nor `all`", path.display()),
        };
        registry.add_words(language, &read_inside(root, &path)?);
    }
    Ok(())
}
