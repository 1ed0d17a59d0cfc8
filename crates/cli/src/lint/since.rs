use std::collections::HashSet;
use std::path::Path;

use anyhow::Result;
use firstaid_diagnostics::{Before, FileDiagnostics, brought as brought_by};
use firstaid_lint::{Linter, RuleSet};
use jiff::civil::Date;

use crate::args::LintArgs;
use crate::past::past;

/// Of these findings those that the work since `rev` brings: by the rules, registries and pages as they were then.
pub(super) fn brought(
    args: &LintArgs,
    root: &Path,
    rev: &str,
    files: Vec<FileDiagnostics>,
    today: Date,
) -> Result<Vec<FileDiagnostics>> {
    let Some(past) = past(root, args.config.as_deref(), rev)? else { return Ok(files) };
    let pages = past.guide.pages.iter().map(|page| page.source.path().to_owned());
    let files_then: HashSet<String> = pages.chain(past.catalogs.paths().map(|(_, path)| path.to_owned())).collect();
    let rules = RuleSet::new(&past.setup.config, &args.select, &args.ignore)?;
    let linter = Linter::new(past.setup.registry, past.setup.config, rules, today)
        .with_ledger(past.ledger)
        .with_catalogs(past.catalogs);
    let findings = linter.lint(&past.guide, &|| ());
    let is_there = |path: &str| root.join(path).is_file();
    Ok(brought_by(&Before { findings: &findings, files: &files_then }, files, &is_there))
}
