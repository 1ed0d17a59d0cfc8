//! The guide as it was read at one time, and what is worked out of it when somebody asks.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use anyhow::{Result, bail};
use firstaid_content::{Locale, PageKey};
use firstaid_diagnostics::FileDiagnostics;
use firstaid_lint::{Catalogs, Linter, RuleSet};
use firstaid_translate::memory::Memory;
use firstaid_translate::{Glossary, Synced, memory_of};
use rayon::prelude::*;

use crate::guide::{OpenGuide, catalog_files, read_ledger};
use crate::translate::{CatalogPlaces, Left, LocaleRun};

pub(super) struct Snapshot {
    pub(super) opened: OpenGuide,
    pub(super) linter: Linter,
    pub(super) locales: BTreeMap<Locale, OnceLock<Result<Arc<Translations>, String>>>,
}

/// The pages of a locale, synced in memory.
pub(super) struct Translations {
    pub(super) locale: Locale,
    pub(super) places: CatalogPlaces,
    pub(super) done: BTreeMap<Box<str>, Synced>,
    pub(super) left: BTreeMap<Box<str>, Left>,
    pub(super) glossary: Glossary,
    memory: OnceLock<Memory>,
    findings: Mutex<HashMap<Box<str>, Arc<Found>>>,
}

/// The findings of a page and of its catalog.
#[derive(Default)]
pub(super) struct Found {
    pub(super) page: Option<FileDiagnostics>,
    pub(super) catalog: Option<FileDiagnostics>,
}

impl Found {
    pub(super) fn count(&self) -> usize {
        self.page.iter().chain(&self.catalog).map(|file| file.diagnostics.len()).sum()
    }
}

impl Snapshot {
    /// A snapshot of all translations, or of one locale, which the guide need not have.
    pub(super) fn new(opened: OpenGuide, only: Option<&Locale>) -> Result<Self> {
        let OpenGuide { root, config, registry, guide, today } = &opened;
        if guide.pages.is_empty() {
            bail!("{}: no pages found under `{}`", root.display(), config.content.pages);
        }
        let rules = RuleSet::new(config, &[], &[])?;
        let linter = Linter::new(registry.clone(), config.clone(), rules, *today);
        let catalogs = Catalogs::new(catalog_files(root, config)?);
        let linter = linter.with_ledger(read_ledger(root, config)?).with_catalogs(catalogs);
        let locales = match only {
            Some(only) => [only.clone()].into(),
            None => opened.known_locales()?,
        };
        if locales.is_empty() {
            bail!("{}: the guide has no translations; name a locale, as in `preview es`", root.display());
        }
        let locales = locales.into_iter().map(|locale| (locale, OnceLock::new())).collect();
        Ok(Self { opened, linter, locales })
    }

    /// The translations of a locale; `None` for one that the preview does not show.
    pub(super) fn translations(&self, locale: &Locale) -> Option<Result<Arc<Translations>>> {
        let cell = self.locales.get(locale)?;
        let made = || Translations::new(&self.opened, locale).map(Arc::new).map_err(|error| format!("{error:#}"));
        Some(cell.get_or_init(made).clone().map_err(anyhow::Error::msg))
    }

    /// The findings of a page of a locale.
    pub(super) fn findings(&self, of: &Translations, name: &str) -> Arc<Found> {
        let known = || of.findings.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(found) = known().get(name) {
            return Arc::clone(found);
        }
        let key = PageKey { locale: of.locale.clone(), name: name.into() };
        let guide = &self.opened.guide;
        let page = guide.by_key(&key).map(|page| self.linter.lint_page(guide, page));
        let found = Arc::new(Found { page, catalog: self.linter.lint_catalog(guide, &key) });
        known().insert(name.into(), Arc::clone(&found));
        found
    }

    /// The findings of all pages of a locale, by page name.
    pub(super) fn all_findings(&self, of: &Translations) -> HashMap<Box<str>, Arc<Found>> {
        let names: Vec<&Box<str>> = of.done.keys().chain(of.left.keys()).collect();
        names.into_par_iter().map(|name| (name.clone(), self.findings(of, name))).collect()
    }
}

impl Translations {
    fn new(opened: &OpenGuide, locale: &Locale) -> Result<Self> {
        let places = opened.catalog_places(locale)?;
        let LocaleRun { done, left } = opened.synced(locale, &places);
        Ok(Self {
            locale: locale.clone(),
            places,
            done: done.into_iter().collect(),
            left: left.into_iter().collect(),
            glossary: Glossary::new(&opened.registry.glossary, locale.as_str()),
            memory: OnceLock::new(),
            findings: Mutex::default(),
        })
    }

    /// All translations of the locale.
    pub(super) fn memory(&self) -> &Memory {
        self.memory.get_or_init(|| memory_of(self.done.iter().map(|(name, synced)| (&**name, &synced.catalog))))
    }
}
