//! The locales and catalogs of an open guide.

use std::collections::{BTreeSet, HashMap};
use std::path::PathBuf;

use anyhow::{Result, bail};
use firstaid_content::{Locale, PageKey};
use firstaid_translate::po::{self, Catalog, Header};
use firstaid_translate::{LocaleSync, Side, Synced, sync_locale};
use rayon::prelude::*;

use super::catalog_folders;
use crate::guide::{OpenGuide, catalog_file, catalog_folder, catalog_paths};
use crate::note::note_line;

impl OpenGuide {
    /// The named locales, or all that have pages or catalogs. The source locale is not among them; naming it is an
    /// error.
    pub(super) fn locales(&self, named: &[String]) -> Result<Vec<Locale>> {
        let source = self.guide.layout.source();
        if !named.is_empty() {
            let locale = |tag: &String| match Locale::new(tag) {
                Some(locale) if locale == *source => bail!("`{tag}` is the locale that the others are translated from"),
                Some(locale) => Ok(locale),
                None => bail!("`{tag}` is not a locale such as `es` or `pt-BR`"),
            };
            return named.iter().map(locale).collect();
        }
        let mut locales: BTreeSet<Locale> = self.guide.locales().into_iter().cloned().collect();
        locales.extend(catalog_paths(&self.root, &self.config)?.into_iter().map(|(key, _)| key.locale));
        locales.remove(source);
        for note in catalog_folders::notes(&catalog_folder(&self.root, &self.config)) {
            note_line(&note);
        }
        Ok(locales.into_iter().collect())
    }

    /// The catalogs of a locale, by page name.
    pub(super) fn catalogs(&self, locale: &Locale) -> Result<HashMap<Box<str>, Catalog>> {
        let of_locale =
            catalog_paths(&self.root, &self.config)?.into_par_iter().filter(|(key, _)| key.locale == *locale);
        let read = |(key, path): (PageKey, PathBuf)| {
            let file = catalog_file(&self.root, &path)?;
            Ok((key.name, po::parse(file.path(), file.text())?))
        };
        of_locale.map(read).collect()
    }

    /// A catalog with a header and no entries.
    pub(super) fn new_catalog(&self, locale: &Locale) -> Catalog {
        let project = &self.config.translation.project;
        Catalog { header: Header::for_locale(locale, project, self.today.at(0, 0, 0, 0)), ..Catalog::default() }
    }

    /// Syncs every page of a locale in memory, by page name.
    pub(super) fn synced(&self, locale: &Locale) -> Result<Vec<(Box<str>, Synced)>> {
        self.sync(locale, None, &|_| true, |name, synced| (name, synced))
    }

    /// Syncs the pages that `wants` accepts in memory, and calls `each` for each in any order, on any thread.
    pub(super) fn sync<T: Send>(
        &self,
        locale: &Locale,
        prefer: Option<Side>,
        wants: &(dyn Fn(&str) -> bool + Sync),
        each: impl Fn(Box<str>, Synced) -> T + Sync,
    ) -> Result<Vec<T>> {
        let catalogs = self.catalogs(locale)?;
        let is_retired = |text: &str| self.registry.names_gone_tool(text);
        let sync = LocaleSync {
            guide: &self.guide,
            locale,
            catalogs: &catalogs,
            config: &self.config.translation,
            is_retired: &is_retired,
            prefer,
            header: &|| self.new_catalog(locale),
        };
        Ok(sync_locale(&sync, wants, each))
    }

    pub(super) fn catalog_path(&self, locale: &Locale, name: &str) -> PathBuf {
        catalog_folders::catalog_path(&catalog_folder(&self.root, &self.config), locale, name)
    }
}
