use std::collections::HashSet;
use std::path::Path;

use anyhow::Result;
use firstaid_content::Guide;
use firstaid_diagnostics::{Baseline, Before, FileDiagnostics, introduced_findings};
use firstaid_ledger::LinkUrl;
use firstaid_lint::{link_uses, name_renamed_headings};
use jiff::civil::Date;

use super::args::LintArgs;
use crate::guide::{Past, PastFiles, PastGuide, past};
use crate::note::note_line;
use crate::past_findings::past_findings;

/// What the changes since a commit introduce.
pub(super) struct Introduced {
    pub(super) findings: Vec<FileDiagnostics>,
    /// The file of `--baseline` as it was at the commit; empty if it did not exist or cannot be understood. `None` if
    /// it is not in the repository.
    pub(super) baseline: Option<Baseline>,
}

/// The guide as it was at the merge base of a commit and HEAD; `None` inside if there is no commit yet.
pub(super) struct Opened(Option<Past>);

pub(super) fn open(args: &LintArgs, root: &Path, rev: &str) -> Result<Opened> {
    let baseline = args.baseline.as_deref().filter(|_| !args.update_baseline);
    past(root, args.config.as_deref(), baseline, rev).map(Opened)
}

/// The addresses on the web that the guide linked to; none if it cannot be read.
pub(super) fn links(opened: &Opened) -> HashSet<LinkUrl> {
    let guide = opened.0.as_ref().and_then(|past| past.guide.as_ref()).map(|past| &past.guide);
    guide.into_iter().flat_map(link_uses).map(|(url, ..)| url).collect()
}

/// Keeps the findings that the changes since `rev` introduce. The guide at the merge base is linted with its own
/// rules, registries and pages. `opened` is the result of [`open`], if it was called. `after` is the guide with the
/// changes.
pub(super) fn new_findings(
    args: &LintArgs,
    root: &Path,
    rev: &str,
    opened: Option<Opened>,
    (after, files): (&Guide, Vec<FileDiagnostics>),
    today: Date,
) -> Result<Introduced> {
    let baseline = args.baseline.as_deref().filter(|_| !args.update_baseline);
    let Opened(opened) = opened.map_or_else(|| open(args, root, rev), Ok)?;
    let Some(past) = opened else {
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
