use std::collections::HashSet;
use std::path::Path;

use anyhow::Result;
use firstaid_diagnostics::{Baseline, Before, FileDiagnostics, introduced_findings};
use firstaid_lint::{Linter, RuleSet};
use jiff::civil::Date;

use super::args::LintArgs;
use crate::guide::{Past, past};

/// What the changes since a commit introduce.
pub(super) struct Introduced {
    pub(super) findings: Vec<FileDiagnostics>,
    /// The file of `--baseline` as it was at the commit; empty if it did not exist. `None` if it is not in the root.
    pub(super) baseline: Option<Baseline>,
}

/// Keeps the findings that the changes since `rev` introduce. The guide at the merge base is linted with its own
/// rules, registries and pages.
pub(super) fn new_findings(
    args: &LintArgs,
    root: &Path,
    rev: &str,
    files: Vec<FileDiagnostics>,
    today: Date,
) -> Result<Introduced> {
    let Some(past) = past(root, args.config.as_deref(), rev)? else {
        return Ok(Introduced { findings: files, baseline: None });
    };
    let baseline = args.baseline.as_deref().filter(|_| !args.update_baseline);
    let baseline = baseline.and_then(|file| past_baseline(&past, root, file)).transpose()?;
    let pages = past.guide.pages.iter().map(|page| page.source.path().to_owned());
    let past_files: HashSet<String> = pages.chain(past.catalogs.paths().map(|(_, path)| path.to_owned())).collect();
    let rules = RuleSet::new(&past.setup.config, &args.select, &args.ignore)?;
    let linter = Linter::new(past.setup.registry, past.setup.config, rules, today)
        .with_ledger(past.ledger)
        .with_catalogs(past.catalogs);
    let findings = linter.lint(&past.guide, &|| ());
    let exists = |path: &str| root.join(path).is_file();
    let findings = introduced_findings(&Before { findings: &findings, files: &past_files }, files, &exists);
    Ok(Introduced { findings, baseline })
}

fn past_baseline(past: &Past, root: &Path, file: &Path) -> Option<Result<Baseline>> {
    let (root, file) = (root.canonicalize().ok()?, file.canonicalize().ok()?);
    let below = file.strip_prefix(root).ok()?;
    let shown = below.display().to_string();
    let text = past.file(below).transpose().unwrap_or_else(|| Ok(String::new()));
    Some(text.and_then(|text| Ok(Baseline::parse(&shown, &text)?)))
}
