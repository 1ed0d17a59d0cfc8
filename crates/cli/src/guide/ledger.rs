use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Result;
use firstaid_ledger::Ledger;
use firstaid_lint::Config;

use super::read::read_inside_up_to;
use crate::note::note_line;

/// The file of the ledger, in the guide's data folder.
const LEDGER: &str = "links.jsonl";
/// Room for 1.6 million links: 100,000 take about 30 MB.
const MAX_LEDGER_BYTES: u64 = 512 << 20;

pub(crate) fn ledger_path(root: &Path, config: &Config) -> PathBuf {
    root.join(config.content.data_folder()).join(LEDGER)
}

/// Reads the guide's ledger; `None` if there is no file.
pub(crate) fn read_ledger(root: &Path, config: &Config) -> Result<Option<Ledger>> {
    let path = ledger_path(root, config);
    if fs::symlink_metadata(&path).is_err() {
        return Ok(None);
    }
    let text = read_inside_up_to(root, &path, MAX_LEDGER_BYTES)?;
    Ok(Some(parse_ledger(&path.display().to_string(), &text)?))
}

/// Parses a ledger, with a note for each line that is kept without being understood.
pub(crate) fn parse_ledger(path: &str, text: &str) -> Result<Ledger> {
    let (ledger, unknown) = Ledger::parse(path, text)?;
    for line in unknown {
        note_line(&line.to_string());
    }
    Ok(ledger)
}
