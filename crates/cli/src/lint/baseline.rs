use std::fs;
use std::io::ErrorKind;
use std::path::Path;

use anyhow::{Context, Result, bail};
use firstaid_diagnostics::{Baseline, FileDiagnostics, Stale};

use crate::files::write_atomically;
use crate::note::note_line;

/// Maximum entries that are listed as no longer found.
const MAX_LISTED: usize = 10;

/// Removes accepted findings or, with `update`, accepts them all. `covers` says whether this run checked a path with a
/// rule: other entries are kept.
pub(super) fn apply(
    path: &Path,
    update: bool,
    files: Vec<FileDiagnostics>,
    covers: &dyn Fn(&str, &str) -> bool,
) -> Result<Vec<FileDiagnostics>> {
    let shown = path.display().to_string();
    let baseline = match fs::read_to_string(path) {
        Ok(text) => Baseline::parse(&shown, &text)?,
        Err(error) if error.kind() == ErrorKind::NotFound && update => Baseline::default(),
        Err(error) if error.kind() == ErrorKind::NotFound => {
            bail!("{shown}: no such file; --update-baseline creates it")
        }
        Err(error) => return Err(error).context(shown),
    };
    if update {
        let updated = baseline.clone().updated(Baseline::of(&files), covers);
        if updated != baseline || !path.exists() {
            write_atomically(path, updated.to_text().as_bytes()).with_context(|| shown.clone())?;
        }
        note_line(&format!("{shown}: {} accepted, {} before", count(updated.count()), baseline.count()));
        return Ok(Vec::new());
    }
    let compared = baseline.compare(files, covers);
    if compared.known > 0 {
        note_line(&format!("{} not shown: {shown} accepts them", count(compared.known)));
    }
    note_stale(&shown, &compared.stale);
    Ok(compared.new)
}

fn note_stale(shown: &str, stale: &[Stale]) {
    let total: usize = stale.iter().map(|it| it.count).sum();
    if total == 0 {
        return;
    }
    note_line(&format!("{shown}: {} no longer found; --update-baseline removes them", count(total)));
    for Stale { path, rule, text, count } in stale.iter().take(MAX_LISTED) {
        let times = if *count == 1 { String::new() } else { format!(" ({count} times)") };
        note_line(&format!("  {path}: {rule}: {text}{times}"));
    }
    if stale.len() > MAX_LISTED {
        note_line(&format!("  and {} more", stale.len() - MAX_LISTED));
    }
}

fn count(n: usize) -> String {
    if n == 1 { "1 finding".to_owned() } else { format!("{n} findings") }
}
