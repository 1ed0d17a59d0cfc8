//! The locales and catalogs of an open guide.

use std::collections::{BTreeSet, HashMap};
use std::path::Path;

use anyhow::{Result, bail};
use firstaid_content::{Locale, PageKey, nearest};
use firstaid_lint::Catalogs;
use firstaid_translate::po::{Catalog, Header};
use firstaid_translate::{CatalogError, LabelFinder, LocaleSync, Obstacle, Seal, Side, Synced, sync_locale};
use rayon::prelude::*;

use super::catalog_folders::{self, CatalogPlaces};
use crate::guide::{OpenGuide, catalog_file, catalog_folder, catalog_paths, catalog_text};
use crate::note::note_line;

/// The sync of a locale.
pub(crate) struct LocaleRun<T> {
    /// What was made of each page.
    pub(crate) done: Vec<T>,
    /// The pages that must stay as they are, sorted by name.
    pub(crate) left: Vec<(Box<str>, Left)>,
}

/// Why a page was not synced.
pub(crate) enum Left {
    Unreadable(CatalogError),
    Obstacle(Obstacle),
}

/// The catalogs of a locale by page name, and the errors of those that cannot be read, sorted by page name.
type AllCatalogs = (HashMap<Box<str>, Catalog>, Vec<(Box<str>, CatalogError)>);

/// The unbroken seals of catalogs by page name, and a function that reads such a catalog.
type Sealed<'a> = (&'a HashMap<Box<str>, Seal>, &'a (dyn Fn(&str) -> Option<Catalog> + Sync));

impl Left {
    /// The place, the reason and what to do, for people.
    pub(crate) fn describe(&self, locale: &Locale) -> String {
        match self {
            Self::Unreadable(error) => format!("{}:{}: not synced: {}", error.path, error.line, error.problem),
            Self::Obstacle(Obstacle::NotImported { path }) => {
                format!("{path}: not synced: it has text and no catalog; `translate import {locale}` makes one")
            }
            Self::Obstacle(Obstacle::NotWhole { path, line, problem }) => {
                format!("{path}:{line}: not synced: {problem}")
            }
        }
    }

    pub(super) fn is_not_imported(&self) -> bool {
        matches!(self, Self::Obstacle(Obstacle::NotImported { .. }))
    }
}

impl OpenGuide {
    /// The locale that a command names, which must not be the source's nor misspelt.
    pub(crate) fn locale(&self, tag: &str) -> Result<Locale> {
        let locale = self.named_locale(tag)?;
        self.refuse_misspelt(std::slice::from_ref(&locale))?;
        Ok(locale)
    }

    /// The locale of a tag, whether or not anybody knows its language. The source's is an error.
    pub(super) fn named_locale(&self, tag: &str) -> Result<Locale> {
        match Locale::new(tag) {
            Some(locale) if locale == *self.guide.layout.source() => {
                bail!("`{tag}` is the locale that the others are translated from")
            }
            Some(locale) => Ok(locale),
            None => bail!("`{tag}` is not a locale such as `es` or `pt-BR`"),
        }
    }

    /// The named locales, none of them misspelt, or all that have pages or catalogs. The source locale is not among
    /// them; naming it is an error.
    pub(super) fn locales(&self, named: &[String]) -> Result<Vec<Locale>> {
        if !named.is_empty() {
            let locales: Vec<Locale> = named.iter().map(|tag| self.named_locale(tag)).collect::<Result<_>>()?;
            self.refuse_misspelt(&locales)?;
            return Ok(locales);
        }
        for note in catalog_folders::notes(&catalog_folder(&self.root, &self.config)) {
            note_line(&note);
        }
        Ok(self.known_locales()?.into_iter().collect())
    }

    /// The locales that have pages or catalogs, without that of the source.
    pub(crate) fn known_locales(&self) -> Result<BTreeSet<Locale>> {
        let mut locales: BTreeSet<Locale> = self.guide.locales().into_iter().cloned().collect();
        locales.extend(catalog_paths(&self.root, &self.config)?.into_iter().map(|(key, _)| key.locale));
        locales.remove(self.guide.layout.source());
        Ok(locales)
    }

    /// Refuses a locale that the guide does not have and whose language nobody writes, such as `esp`: it is misspelt.
    fn refuse_misspelt(&self, locales: &[Locale]) -> Result<()> {
        let has = self.known_locales()?;
        if let Some(locale) = locales.iter().find(|locale| !has.contains(locale) && !locale.is_known()) {
            let near = nearest(locale.as_str(), has.iter().map(Locale::as_str));
            let hint = near.map(|near| format!("; did you mean `{near}`?")).unwrap_or_default();
            bail!("`{locale}` is not a language that is known here, and the guide has no such locale{hint}");
        }
        Ok(())
    }

    /// Where the catalogs of a locale are, before anything is written.
    pub(crate) fn catalog_places(&self, locale: &Locale) -> Result<CatalogPlaces> {
        let paths = catalog_paths(&self.root, &self.config)?.into_iter().filter(|(key, _)| key.locale == *locale);
        let folder = catalog_folder(&self.root, &self.config);
        Ok(CatalogPlaces::new(&folder, locale, paths.map(|(key, path)| (key.name, path))))
    }

    /// The catalogs of a locale, by page name. Those that cannot be read are left out, with a note.
    pub(super) fn catalogs(&self, locale: &Locale, places: &CatalogPlaces) -> HashMap<Box<str>, Catalog> {
        let (catalogs, unreadable) = self.all_catalogs(locale, places, &|_| true);
        for (_, error) in unreadable {
            note_line(&format!("this catalog cannot be read and is left out: {error}"));
        }
        catalogs
    }

    /// The catalogs of the pages that `wants` accepts.
    fn all_catalogs(&self, locale: &Locale, places: &CatalogPlaces, wants: &dyn Fn(&str) -> bool) -> AllCatalogs {
        let paths: Vec<_> = places.files().filter(|(name, _)| wants(name)).collect();
        let read = |(name, path): (&str, &Path)| {
            (PageKey { locale: locale.clone(), name: name.into() }, catalog_file(&self.root, path))
        };
        let (mut catalogs, mut unreadable) = (HashMap::new(), Vec::new());
        for (key, file) in Catalogs::new(paths.into_par_iter().map(read).collect()).into_files() {
            match file.catalog {
                Ok(catalog) => drop(catalogs.insert(key.name, catalog)),
                Err(error) => unreadable.push((key.name, error)),
            }
        }
        unreadable.sort_by(|a, b| a.0.cmp(&b.0));
        (catalogs, unreadable)
    }

    /// The catalogs of the pages that `wants` accepts that are as the last sync left them, as are their sources and
    /// pages. None of them is parsed, and only one a thread is in memory.
    fn sealed(
        &self,
        locale: &Locale,
        places: &CatalogPlaces,
        wants: &(dyn Fn(&str) -> bool + Sync),
    ) -> HashMap<Box<str>, Seal> {
        let page =
            |locale: &Locale, name: &str| self.guide.by_key(&PageKey { locale: locale.clone(), name: name.into() });
        let seal = |(name, path): (&str, &Path)| {
            let (source, own) = (page(self.guide.layout.source(), name)?, page(locale, name)?);
            let text = catalog_text(&self.root, path).filter(|_| places.several(name).is_none())?;
            Some((name.into(), Seal::unbroken(&text, source, own, &self.guide, &self.config.translation)?))
        };
        let files: Vec<_> = places.files().filter(|(name, _)| wants(name)).collect();
        files.into_par_iter().filter_map(seal).collect()
    }

    /// A catalog with a header and no entries.
    pub(super) fn new_catalog(&self, locale: &Locale) -> Catalog {
        let project = &self.config.translation.project;
        Catalog { header: Header::for_locale(locale, project, self.today.at(0, 0, 0, 0)), ..Catalog::default() }
    }

    /// Syncs every page of a locale in memory, by page name.
    pub(crate) fn synced(&self, locale: &Locale, places: &CatalogPlaces) -> LocaleRun<(Box<str>, Synced)> {
        self.sync_whole(locale, places, |name, synced| (name, synced))
    }

    /// Syncs one page of a locale in memory.
    #[cfg(feature = "online")]
    pub(crate) fn synced_page(&self, locale: &Locale, places: &CatalogPlaces, name: &str) -> LocaleRun<Synced> {
        self.sync_all(locale, places, &HashMap::new(), None, &|it| it == name, |_, synced| synced)
    }

    /// Syncs one page with a catalog that is not written yet. `None` if the page must stay as it is.
    #[cfg(feature = "online")]
    pub(crate) fn synced_with(
        &self,
        locale: &Locale,
        name: &str,
        catalog: Catalog,
        prefer: Option<Side>,
    ) -> Option<Synced> {
        let catalogs = HashMap::from([(name.into(), catalog)]);
        let (sealed, open) = (HashMap::new(), |_: &str| None);
        let (mut done, _) =
            self.sync_catalogs(locale, &catalogs, (&sealed, &open), prefer, &|it| it == name, |_, synced| synced);
        done.pop()
    }

    /// Syncs every page of a locale in memory, and calls `each` for each, in any order, on any thread.
    pub(super) fn sync_whole<T: Send>(
        &self,
        locale: &Locale,
        places: &CatalogPlaces,
        each: impl Fn(Box<str>, Synced) -> T + Sync,
    ) -> LocaleRun<T> {
        self.sync_all(locale, places, &HashMap::new(), None, &|_| true, each)
    }

    /// Syncs the pages that `wants` accepts in memory, and calls `each` for each that may have changed, in any order, on
    /// any thread.
    pub(super) fn sync<T: Send>(
        &self,
        locale: &Locale,
        places: &CatalogPlaces,
        prefer: Option<Side>,
        wants: &(dyn Fn(&str) -> bool + Sync),
        each: impl Fn(Box<str>, Synced) -> T + Sync,
    ) -> LocaleRun<T> {
        // A side that wins may replace what page and catalog have differed in for long.
        let sealed = if prefer.is_none() { self.sealed(locale, places, wants) } else { HashMap::new() };
        self.sync_all(locale, places, &sealed, prefer, wants, each)
    }

    fn sync_all<T: Send>(
        &self,
        locale: &Locale,
        places: &CatalogPlaces,
        sealed: &HashMap<Box<str>, Seal>,
        prefer: Option<Side>,
        wants: &(dyn Fn(&str) -> bool + Sync),
        each: impl Fn(Box<str>, Synced) -> T + Sync,
    ) -> LocaleRun<T> {
        let (catalogs, unreadable) = self.all_catalogs(locale, places, &|name| !sealed.contains_key(name));
        let open = |name: &str| catalog_file(&self.root, &places.path(name)).catalog.ok();
        let is_readable = |name: &str| unreadable.iter().all(|(other, _)| **other != *name);
        let wanted = |name: &str| wants(name) && is_readable(name);
        let (done, mut left) = self.sync_catalogs(locale, &catalogs, (sealed, &open), prefer, &wanted, each);
        let mut left: Vec<(Box<str>, Left)> = left.drain(..).map(|(name, it)| (name, Left::Obstacle(it))).collect();
        left.extend(
            unreadable.into_iter().filter(|(name, _)| wants(name)).map(|(name, it)| (name, Left::Unreadable(it))),
        );
        left.sort_by(|a, b| a.0.cmp(&b.0));
        LocaleRun { done, left }
    }

    fn sync_catalogs<T: Send>(
        &self,
        locale: &Locale,
        catalogs: &HashMap<Box<str>, Catalog>,
        (sealed, open): Sealed<'_>,
        prefer: Option<Side>,
        wants: &(dyn Fn(&str) -> bool + Sync),
        each: impl Fn(Box<str>, Synced) -> T + Sync,
    ) -> (Vec<T>, Vec<(Box<str>, Obstacle)>) {
        let is_retired = |text: &str| self.registry.names_gone_tool(text);
        let finder = LabelFinder::new(&self.registry, locale.as_str());
        let sync = LocaleSync {
            guide: &self.guide,
            locale,
            catalogs,
            sealed,
            open,
            config: &self.config.translation,
            is_retired: &is_retired,
            prefer,
            labels: &|page| finder.notes(page),
            header: &|| self.new_catalog(locale),
        };
        sync_locale(&sync, wants, each)
    }
}
