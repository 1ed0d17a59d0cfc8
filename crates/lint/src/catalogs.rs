//! The catalogs of the guide's translations: what they say of their pages, and what a translator changed in them that
//! no page has yet.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

use firstaid_content::{Guide, Locale, Page, PageKey};
use firstaid_diagnostics::{Diagnostic, FileDiagnostics};
use firstaid_registry::Registry;
use firstaid_text::{SourceFile, TextRange};
use firstaid_translate::po::{self, Catalog, Entry};
use firstaid_translate::{
    CatalogError, LocaleSync, Side, Synced, TranslationConfig, is_pending, segments, sync_locale,
};
use rayon::prelude::*;

/// A catalog and its file.
pub struct CatalogFile {
    pub source: Arc<SourceFile>,
    pub catalog: Result<Catalog, CatalogError>,
}

/// The catalogs of a guide, by the pages that they make.
#[derive(Default)]
pub struct Catalogs {
    by_key: HashMap<PageKey, CatalogFile>,
}

impl Catalogs {
    /// Parses the files, each the catalog of the page with its key.
    pub fn new(files: Vec<(PageKey, SourceFile)>) -> Self {
        let parse = |(key, source): (PageKey, SourceFile)| {
            let catalog = po::parse(source.path(), source.text());
            (key, CatalogFile { source: Arc::new(source), catalog })
        };
        Self { by_key: files.into_par_iter().map(parse).collect() }
    }

    /// The catalog of a page, if it has one that can be read.
    pub fn get(&self, key: &PageKey) -> Option<&Catalog> {
        self.by_key.get(key)?.catalog.as_ref().ok()
    }

    /// Each with the key of its page.
    pub fn files(&self) -> impl Iterator<Item = (&PageKey, &CatalogFile)> {
        self.by_key.iter()
    }

    /// Key and path of each.
    pub fn paths(&self) -> impl Iterator<Item = (&PageKey, &str)> {
        self.by_key.iter().map(|(key, file)| (key, file.source.path()))
    }

    /// The files that cannot be read, each with what is wrong, at its line.
    pub(crate) fn unreadable(&self) -> impl Iterator<Item = (&CatalogFile, &CatalogError, TextRange)> {
        self.by_key.values().filter_map(|file| {
            let error = file.catalog.as_ref().err()?;
            let lines = file.source.lines();
            let line = error.line.clamp(1, lines.line_count());
            Some((file, error, lines.line_range(file.source.text(), line)))
        })
    }

    /// The pages that the catalogs would make which were changed since the last sync, with those catalogs.
    pub(crate) fn previews(&self, guide: &Guide, registry: &Registry, config: &TranslationConfig) -> Vec<Preview<'_>> {
        let mut pending: BTreeMap<&Locale, HashSet<&str>> = BTreeMap::new();
        for (key, file) in &self.by_key {
            if file.catalog.as_ref().is_ok_and(|catalog| catalog.entries.iter().any(is_pending)) {
                pending.entry(&key.locale).or_default().insert(&key.name);
            }
        }
        // However little there is of a page, its translator wants to know.
        let config = TranslationConfig { publish_at: 0, ..config.clone() };
        let mut previews = Vec::new();
        for (locale, names) in pending {
            let of_names = names.iter().filter_map(|&name| {
                let key = PageKey { locale: locale.clone(), name: name.into() };
                Some((name.into(), self.get(&key)?.clone()))
            });
            let sync = LocaleSync {
                guide,
                locale,
                catalogs: &of_names.collect(),
                config: &config,
                is_retired: &|text| registry.names_gone_tool(text),
                prefer: Some(Side::Catalog),
                header: &Catalog::default,
            };
            let preview = |name, Synced { catalog, page, .. }: Synced| {
                let file = &self.by_key[&PageKey { locale: locale.clone(), name }];
                Some(Preview { file, entries: catalog.entries, page: page? })
            };
            previews.extend(sync_locale(&sync, &|name| names.contains(name), preview).into_iter().flatten());
        }
        previews
    }
}

/// A page as a changed catalog would make it.
pub(crate) struct Preview<'a> {
    file: &'a CatalogFile,
    /// Of the page's segments, in order, with their places in the file.
    entries: Vec<Entry>,
    pub(crate) page: Page,
}

impl Preview<'_> {
    /// The findings on the page that are about what was changed, at their places in the catalog. Fixes are left out:
    /// they are edits of the page.
    pub(crate) fn in_catalog(&self, found: Vec<Diagnostic>) -> FileDiagnostics {
        let (segments, text) = (segments(&self.page), self.page.text());
        let moved = found.into_iter().filter_map(|finding| {
            let n = segments.iter().position(|segment| segment.range.contains(finding.range))?;
            let entry = self.entries.get(n).filter(|entry| self.is_changed(entry))?;
            let literals = *entry.place.strings.first()?;
            let part = &text[finding.range];
            let range = match entry.string().match_indices(part).next() {
                Some((at, _)) if !part.is_empty() => {
                    let part = TextRange::from(at..at + part.len());
                    po::locate(self.file.source.text(), literals, part)
                }
                _ => literals,
            };
            Some(Diagnostic { range, also: Vec::new(), block: None, fix: None, ..finding })
        });
        FileDiagnostics::new(Arc::clone(&self.file.source), moved.collect())
    }

    /// Whether a translator changed the entry since the last sync; its text alone does not tell any more, for the sync
    /// that made the preview has seen it.
    fn is_changed(&self, entry: &Entry) -> bool {
        let of_file = self.file.catalog.iter().flat_map(|catalog| &catalog.entries);
        of_file.filter(|it| is_pending(it)).any(|it| it.place == entry.place)
    }
}
