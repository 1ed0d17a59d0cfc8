use std::collections::HashSet;
use std::path::Path;

use anyhow::Result;
use firstaid_diagnostics::{Before, FileDiagnostics, introduced_findings};
use firstaid_lint::{Linter, RuleSet};
use jiff::civil::Date;

use super::args::LintArgs;
use crate::guide::past;

/// Keeps the findings that the changes since `rev` introduce. The guide at the merge base is linted with its own
/// rules, registries and pages.
pub(super) fn new_findings(
    args: &LintArgs,
    root: &Path,
    rev: &str,
    files: Vec<FileDiagnostics>,
    today: Date,
) -> Result<Vec<FileDiagnostics>> {
    let Some(past) = past(root, args.config.as_deref(), rev)? else { return Ok(files) };
    let pages = past.guide.pages.iter().map(|page| page.source.path().to_owned());
    let past_files: HashSet<String> = pages.chain(past.catalogs.paths().map(|(_, path)| path.to_owned())).collect();
    let rules = RuleSet::new(&past.setup.config, &args.select, &args.ignore)?;
    let linter = Linter::new(past.setup.registry, past.setup.config, rules, today)
        .with_ledger(past.ledger)
        .with_catalogs(past.catalogs);
    let findings = linter.lint(&past.guide, &|| ());
    let exists = |path: &str| root.join(path).is_file();
    Ok(introduced_findings(&Before { findings: &findings, files: &past_files }, files, &exists))
}
