use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result};
use firstaid_ledger::Ledger;

use super::args::MergeArgs;
use super::{ledger_path, parse, read_ledger};
use crate::Outcome;
use crate::files::write_atomically;
use crate::setup::setup;

/// Joins ledgers. Nothing is written unless all of them can be read.
pub(super) fn run(args: &MergeArgs, root: PathBuf) -> Result<Outcome> {
    let mut ledger = Ledger::default();
    for file in &args.files {
        let path = file.display().to_string();
        let text = fs::read_to_string(file).with_context(|| path.clone())?;
        ledger = ledger.merge(parse(&path, &text)?);
    }
    let output = if let Some(output) = &args.output {
        output.clone()
    } else {
        let setup = setup(args.guide.root.clone().unwrap_or(root), args.guide.config.as_deref())?;
        ledger = ledger.merge(read_ledger(&setup.root, &setup.config)?.unwrap_or_default());
        ledger_path(&setup.root, &setup.config)
    };
    if let Some(folder) = output.parent() {
        fs::create_dir_all(folder).with_context(|| folder.display().to_string())?;
    }
    write_atomically(&output, ledger.to_text().as_bytes()).with_context(|| output.display().to_string())?;
    Ok(Outcome::Clean)
}
