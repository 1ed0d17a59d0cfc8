use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use firstaid_content::ContentConfig;
use firstaid_text::SourceFile;

use crate::guide::{read_inside, shown};

/// Extensions of the files of a data folder that may hold identities. The ledger (`jsonl`) is not among them: it
/// repeats the links of the pages.
const DATA_EXTENSIONS: [&str; 6] = ["yaml", "yml", "json", "toml", "csv", "txt"];

/// The files of the guide's data folder and of other folders below its root, sorted by path.
pub(super) fn data_files(root: &Path, content: &ContentConfig, others: &[String]) -> Result<Vec<SourceFile>> {
    let mut files = BTreeMap::new();
    let mut folders: Vec<PathBuf> = others.iter().map(|folder| root.join(folder)).collect();
    folders.push(root.join(content.data_folder()));
    folders.retain(|folder| folder.is_dir());
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).with_context(|| folder.display().to_string())? {
            let entry = entry?;
            let (path, kind) = (entry.path(), entry.file_type()?);
            if kind.is_dir() {
                folders.push(path);
            } else if kind.is_file() && path.extension().is_some_and(|end| DATA_EXTENSIONS.iter().any(|it| end == *it))
            {
                files.insert(shown(root, &path), read_inside(root, &path)?);
            }
        }
    }
    Ok(files.into_iter().map(|(path, text)| SourceFile::new(path, text)).collect())
}
