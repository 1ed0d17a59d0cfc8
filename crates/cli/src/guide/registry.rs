use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};
use firstaid_content::{ContentConfig, Locale};
use firstaid_registry::Registry;

use super::read::read_inside;

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
    Ok(registry)
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
