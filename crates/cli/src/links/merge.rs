use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result};
use firstaid_ledger::Ledger;

use super::args::MergeArgs;
use crate::files::{refuse_to_write_outside, save};
use crate::guide::{ledger_path, parse_ledger, read_ledger, setup_from};
use crate::outcome::Outcome;

/// Merges ledgers. Nothing is written unless all of them can be read.
pub(super) fn run(args: &MergeArgs, root: PathBuf) -> Result<Outcome> {
    let mut ledger = Ledger::default();
    for file in &args.files {
        let path = file.display().to_string();
        let text = fs::read_to_string(file).with_context(|| path.clone())?;
        ledger = ledger.merge(parse_ledger(&path, &text)?);
    }
    let output = if let Some(output) = &args.output {
        output.clone()
    } else {
        let setup = setup_from(args.guide.root.as_deref(), args.guide.config.as_deref(), root)?;
        ledger = ledger.merge(read_ledger(&setup.root, &setup.config)?.unwrap_or_default());
        let path = ledger_path(&setup.root, &setup.config);
        refuse_to_write_outside(&setup.root, &path)?;
        path
    };
    save(&output, &ledger.to_text())?;
    Ok(Outcome::Clean)
}
