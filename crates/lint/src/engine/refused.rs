//! Findings in translations that a page cannot show.

use std::sync::Arc;

use firstaid_content::PageKey;
use firstaid_diagnostics::{FileDiagnostics, Severity};
use firstaid_text::TextRange;
use firstaid_translate::po::{self, Catalog, Entry};
use firstaid_translate::{is_escaped, is_pending, merge, segments};
use rayon::prelude::*;

use crate::engine::catalogs::CatalogFile;
use crate::{Report, Rule, World};

/// The findings of the rule on refused translations: in all catalogs, or only in that of one page. `severity_in` is the
/// severity of the rule in the catalog at a path; `None` if it does not run there.
pub(crate) fn refused_translations(
    world: &World<'_>,
    rule: &Rule,
    severity_in: impl Fn(&str) -> Option<Severity> + Sync,
    only: Option<&PageKey>,
) -> Vec<FileDiagnostics> {
    let files: Vec<_> = world.catalogs.files().filter(|(key, _)| only.is_none_or(|only| only == *key)).collect();
    let findings = |(key, file): (&PageKey, &CatalogFile)| {
        let catalog = file.catalog.as_ref().ok()?;
        let severity = severity_in(file.source.path())?;
        let mut found = Vec::new();
        let mut report = Report::new(rule.name, severity, &mut found);
        for entry in catalog.entries.iter().filter(|entry| is_escaped(entry)) {
            let Some(&range) = entry.place.strings.first() else { continue };
            let message = "this text begins like another block; the page has it with a backslash";
            report.push(report.found(range, message).at_most(Severity::Info));
        }
        let is_changed = catalog.entries.iter().any(is_pending);
        for entry in is_changed.then(|| merged(world, key, catalog)).into_iter().flatten() {
            let Some(reason) = entry.refusal.reason() else { continue };
            let Some(range) = range(file, &entry, reason) else { continue };
            let finding = report.found(range, format!("readers get the source text: {}", reason.describe()));
            report.push(finding);
        }
        drop(report);
        (!found.is_empty()).then(|| FileDiagnostics::new(Arc::clone(&file.source), found))
    };
    files.into_par_iter().filter_map(findings).collect()
}

/// The entries of a catalog, merged with the current source of its page.
fn merged(world: &World<'_>, key: &PageKey, catalog: &Catalog) -> Vec<Entry> {
    let source = PageKey { locale: world.guide.layout.source().clone(), name: key.name.clone() };
    let Some(source) = world.guide.by_key(&source) else { return Vec::new() };
    let is_retired = |text: &str| world.registry.names_gone_tool(text);
    merge(source, &segments(source), &catalog.entries, &is_retired)
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
