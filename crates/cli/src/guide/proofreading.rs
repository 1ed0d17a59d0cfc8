use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Result;
use firstaid_lint::Config;
use firstaid_translate::proofread::Proofreading;

use super::read::read_inside_up_to;

/// The file of suggested edits, in the guide's data folder.
const PROOFREADING: &str = "proofread.jsonl";
/// Room for 100,000 paragraphs.
const MAX_BYTES: u64 = 64 << 20;

pub(crate) fn proofreading_path(root: &Path, config: &Config) -> PathBuf {
    root.join(config.content.data_folder()).join(PROOFREADING)
}

/// Reads what machines suggested for the guide's paragraphs; `None` if there is no file.
pub(crate) fn read_proofreading(root: &Path, config: &Config) -> Result<Option<Proofreading>> {
    let path = proofreading_path(root, config);
    if fs::symlink_metadata(&path).is_err() {
        return Ok(None);
    }
    let text = read_inside_up_to(root, &path, MAX_BYTES)?;
    Ok(Some(Proofreading::parse(&path.display().to_string(), &text)?))
}
