use std::path::Path;

use anyhow::Result;
use firstaid_content::Guide;
use firstaid_diagnostics::{Baseline, Before, FileDiagnostics, introduced_findings};
use firstaid_lint::name_renamed_headings;
use jiff::civil::Date;

use super::args::LintArgs;
use crate::guide::{PastFiles, PastGuide, past};
use crate::note::note_line;
use crate::past_findings::past_findings;

/// What the changes since a commit introduce.
pub(super) struct Introduced {
    pub(super) findings: Vec<FileDiagnostics>,
    /// The file of `--baseline` as it was at the commit; empty if it did not exist or cannot be understood. `None` if
    /// it is not in the repository.
    pub(super) baseline: Option<Baseline>,
}

/// Keeps the findings that the changes since `rev` introduce. The guide at the merge base is linted with its own
/// rules, registries and pages. `after` is the guide with the changes.
pub(super) fn new_findings(
    args: &LintArgs,
    root: &Path,
    rev: &str,
    (after, files): (&Guide, Vec<FileDiagnostics>),
    today: Date,
) -> Result<Introduced> {
    let baseline = args.baseline.as_deref().filter(|_| !args.update_baseline);
    let Some(past) = past(root, args.config.as_deref(), baseline, rev)? else {
        return Ok(Introduced { findings: files, baseline: None });
    };
    let baseline = baseline.and_then(|file| past_baseline(&past.files, file)).transpose()?;
    let findings = match past.guide {
        Some(guide) => introduced(args, root, guide, (after, files), today),
        None => files,
    };
    Ok(Introduced { findings, baseline })
}

fn introduced(
    args: &LintArgs,
    root: &Path,
    past: PastGuide,
    (after, files): (&Guide, Vec<FileDiagnostics>),
    today: Date,
) -> Vec<FileDiagnostics> {
    let past = match past_findings(past, &args.select, &args.ignore, today) {
        Ok(past) => past,
        Err(error) => {
            note_line(&format!("the configuration was not valid, so everything is new: {error}"));
            return files;
        }
    };
    let exists = |path: &str| root.join(path).is_file();
    let mut files = introduced_findings(&Before { findings: &past.findings, files: &past.files }, files, &exists);
    name_renamed_headings(&past.guide, after, &mut files);
    files
}

fn past_baseline(files: &PastFiles, file: &Path) -> Option<Result<Baseline>> {
    let path = files.path_of(file)?;
    let parsed = |text: &str| {
        Baseline::parse(&files.shown(&path), text).unwrap_or_else(|error| {
            note_line(&format!("the baseline was not valid, so it accepted nothing: {error}"));
            Baseline::default()
        })
    };
    Some(files.text(&path).map(|text| parsed(text.as_deref().unwrap_or_default())))
}
