//! The findings of a guide at an earlier commit.

use std::collections::HashSet;

use firstaid_content::Guide;
use firstaid_diagnostics::FileDiagnostics;
use firstaid_lint::{Linter, RuleSet, UnknownRule};
use jiff::civil::Date;

use crate::guide::PastGuide;

/// A guide at an earlier commit with its findings, by the rules, registries and ledger of that commit.
pub(crate) struct PastFindings {
    pub(crate) guide: Guide,
    pub(crate) findings: Vec<FileDiagnostics>,
    /// Paths of the pages and catalogs.
    pub(crate) files: HashSet<String>,
    #[cfg(feature = "report")]
    pub(crate) linter: Linter,
}

/// Lints a guide as it was, on today's date. The error is that of a rule that its configuration did not know.
pub(crate) fn past_findings(
    past: PastGuide,
    select: &[String],
    ignore: &[String],
    today: Date,
) -> Result<PastFindings, UnknownRule> {
    let PastGuide { setup, guide, ledger, catalogs } = past;
    let rules = RuleSet::new(&setup.config, select, ignore)?;
    let pages = guide.pages.iter().map(|page| page.source.path().to_owned());
    let files = pages.chain(catalogs.paths().map(|(_, path)| path.to_owned())).collect();
    let linter = Linter::new(setup.registry, setup.config, rules, today).with_ledger(ledger).with_catalogs(catalogs);
    let findings = linter.lint(&guide, &|| ());
    Ok(PastFindings {
        guide,
        findings,
        files,
        #[cfg(feature = "report")]
        linter,
    })
}
