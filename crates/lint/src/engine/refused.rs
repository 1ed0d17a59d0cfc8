//! Findings in translations that a page cannot show.

use std::sync::Arc;

use firstaid_content::PageKey;
use firstaid_diagnostics::{FileDiagnostics, Severity};
use firstaid_text::TextRange;
use firstaid_translate::po::{self, Entry};
use firstaid_translate::{is_pending, merge, segments};
use rayon::prelude::*;

use crate::engine::catalogs::CatalogFile;
use crate::{Report, Rule, World};

/// The findings of the rule on refused translations: in all catalogs, or only in that of one page.
pub(crate) fn refused_translations(
    world: &World<'_>,
    (rule, severity): (&Rule, Severity),
    only: Option<&PageKey>,
) -> Vec<FileDiagnostics> {
    let files: Vec<_> = world.catalogs.files().filter(|(key, _)| only.is_none_or(|only| only == *key)).collect();
    let refused = |(key, file): (&PageKey, &CatalogFile)| {
        let catalog = file.catalog.as_ref().ok().filter(|catalog| catalog.entries.iter().any(is_pending))?;
        let source = PageKey { locale: world.guide.layout.source().clone(), name: key.name.clone() };
        let source = world.guide.by_key(&source)?;
        let is_retired = |text: &str| world.registry.names_gone_tool(text);
        let entries = merge(source, &segments(source), &catalog.entries, &is_retired);
        let mut found = Vec::new();
        let mut report = Report::new(rule.name, severity, &mut found);
        for entry in &entries {
            let Some(reason) = entry.refusal.reason() else { continue };
            let Some(range) = range(file, entry, reason) else { continue };
            let finding = report.found(range, format!("readers get the source text: {}", reason.describe()));
            report.push(finding);
        }
        (!found.is_empty()).then(|| FileDiagnostics::new(Arc::clone(&file.source), found))
    };
    files.into_par_iter().filter_map(refused).collect()
}

/// The part at fault of the first translation of an entry, or all of it.
fn range(file: &CatalogFile, entry: &Entry, reason: &po::Reason) -> Option<TextRange> {
    let literals = *entry.place.strings.first()?;
    let part = reason.part().and_then(|part| {
        let at = entry.string().rfind(&part)?;
        Some(po::locate(file.source.text(), literals, TextRange::from(at..at + part.len())))
    });
    Some(part.unwrap_or(literals))
}
