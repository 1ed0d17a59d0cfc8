use std::collections::HashSet;
use std::fs;
use std::io::ErrorKind;
use std::path::Path;

use anyhow::{Context, Result, bail};
use firstaid_diagnostics::{Baseline, FileDiagnostics, Stale};

use crate::files::save;
use crate::note::note_line;

/// Maximum entries that are listed as no longer found.
const MAX_LISTED: usize = 10;

/// What a run does with a baseline.
pub(super) struct Use<'a> {
    pub(super) path: &'a Path,
    /// Whether all findings are accepted.
    pub(super) update: bool,
    /// The paths of the pages that the run fixed: their entries are brought up to date.
    pub(super) fixed: &'a HashSet<String>,
    /// The baseline before the changes that the run looks at, if it is known.
    pub(super) before: Option<Baseline>,
    /// Whether this run checked a path with a rule: other entries are kept.
    pub(super) covers: &'a dyn Fn(&str, &str) -> bool,
}

/// Removes accepted findings or, with `update`, accepts them all.
pub(super) fn apply(how: Use<'_>, files: Vec<FileDiagnostics>) -> Result<Vec<FileDiagnostics>> {
    let Use { path, update, fixed, before, covers } = how;
    let shown = path.display().to_string();
    let baseline = read(path, update)?;
    if update {
        let updated = baseline.clone().updated(Baseline::of(&files), covers);
        if updated != baseline || !path.exists() {
            save(path, &updated.to_text())?;
        }
        note_line(&format!("{shown}: {} accepted, {} before", count(updated.count()), baseline.count()));
        return Ok(Vec::new());
    }
    if let Some(before) = before {
        note_added(&shown, &baseline.beyond(&before));
        let compared = before.compare(files, covers);
        note_known(&shown, compared.known);
        return Ok(compared.new);
    }
    let compared = baseline.compare(files, covers);
    if !fixed.is_empty() {
        let is_fixed = |path: &str, rule: &str| fixed.contains(path) && covers(path, rule);
        let updated = baseline.clone().updated(compared.accepted.of_covered(&is_fixed), &is_fixed);
        if updated != baseline {
            save(path, &updated.to_text())?;
        }
    }
    note_known(&shown, compared.known);
    let stale = compared.stale.into_iter().filter(|it| !fixed.contains(&it.path));
    note_stale(&shown, &stale.collect::<Vec<_>>());
    Ok(compared.new)
}

/// Reads the file. It must exist, unless the run creates it.
fn read(path: &Path, is_created: bool) -> Result<Baseline> {
    let shown = path.display().to_string();
    match fs::read_to_string(path) {
        Ok(text) => Ok(Baseline::parse(&shown, &text)?),
        Err(error) if error.kind() == ErrorKind::NotFound && is_created => Ok(Baseline::default()),
        Err(error) if error.kind() == ErrorKind::NotFound => {
            bail!("{shown}: no such file; --update-baseline creates it")
        }
        Err(error) => Err(error).context(shown),
    }
}

/// A change does not accept its own findings.
fn note_added(shown: &str, added: &[Stale]) {
    let added = added.iter().map(|it| it.count).sum();
    if added > 0 {
        note_line(&format!("{shown}: {} accepted by the change itself, which does not count", count(added)));
    }
}

fn note_known(shown: &str, known: usize) {
    if known > 0 {
        let them = if known == 1 { "it" } else { "them" };
        note_line(&format!("{} not shown: {shown} accepts {them}", count(known)));
    }
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
