//! Syncs all pages of one locale. Links need the heading ids of other pages, so the headings of all pages come first.

use std::collections::HashMap;

use firstaid_content::{Guide, Locale, Page, PageKey};
use firstaid_text::SourceFile;
use rayon::iter::Either;
use rayon::prelude::*;

use super::moves::moves;
use super::obstacle::{Obstacle, obstacle};
use super::page::{Merged, Synced, prepare};
use super::seal::Seal;
use super::side::Side;
use crate::catalogs::LabelNotes;
use crate::catalogs::po::Catalog;
use crate::config::TranslationConfig;
use crate::page::Site;

/// The input of [`sync_locale`].
pub struct LocaleSync<'a> {
    pub guide: &'a Guide,
    pub locale: &'a Locale,
    /// The catalogs of the locale, by page name, without those that are sealed.
    pub catalogs: &'a HashMap<Box<str>, Catalog>,
    /// The unbroken seals of catalogs, by page name. Their pages are left as they are unless the targets of their links
    /// change.
    pub sealed: &'a HashMap<Box<str>, Seal>,
    /// Reads a sealed catalog.
    pub open: &'a (dyn Fn(&str) -> Option<Catalog> + Sync),
    pub config: &'a TranslationConfig,
    /// Whether a text names a tool that must no longer be used.
    pub is_retired: &'a (dyn Fn(&str) -> bool + Sync),
    /// The side that wins where page and catalog were both changed; `None` makes that a conflict.
    pub prefer: Option<Side>,
    /// The notes on labels of apps for translators of a source page.
    pub labels: &'a (dyn Fn(&Page) -> LabelNotes + Sync),
    /// Makes a new catalog, without entries.
    pub header: &'a (dyn Fn() -> Catalog + Sync),
}

/// Syncs the pages whose names `wants` accepts and returns what `each` makes of them, in page order, those whose seal
/// is broken by their links last. `each` is called as soon as the files of its page are known, on several threads. The
/// names of pages with an obstacle come with it, in page order.
pub fn sync_locale<'a, T: Send>(
    sync: &LocaleSync<'a>,
    wants: &(dyn Fn(&str) -> bool + Sync),
    each: impl Fn(Box<str>, Synced) -> T + Sync,
) -> (Vec<T>, Vec<(Box<str>, Obstacle)>) {
    let LocaleSync { guide, locale, config, .. } = *sync;
    let mut site = Site::new(guide, locale);
    let source = guide.layout.source();
    let wanted = |page: &&Page| page.key.locale == *source && wants(&page.key.name);
    let is_sealed = |page: &&Page| sync.sealed.contains_key(&page.key.name);
    let (sealed, sources): (Vec<&Page>, Vec<&Page>) = guide.pages.iter().filter(wanted).partition(is_sealed);
    let moved_pages = moves(guide, locale, sync.catalogs, &sources, &site);
    let (merged, obstacles): (Vec<Merged<'_>>, Vec<_>) = sources.into_par_iter().partition_map(|page| {
        let name = &page.key.name;
        let moved = moved_pages.get(name);
        let catalog = sync.catalogs.get(name).or(moved.map(|moved| moved.catalog));
        if let Some(obstacle) = obstacle(guide, page, locale, catalog.is_some()) {
            return Either::Right((name.clone(), obstacle));
        }
        let own = guide.by_key(&PageKey { locale: locale.clone(), name: name.clone() });
        let own = own.or(moved.and_then(|moved| moved.page.as_ref()));
        Either::Left(prepare(page, catalog, own, &site, config, sync.is_retired, sync.prefer))
    });
    let merged: Vec<Merged<'_>> = merged.into_iter().filter(Merged::has_text).collect();
    let headings: Vec<_> =
        merged.par_iter().filter_map(|it| Some((it.name().into(), it.headings(&site, config)?))).collect();
    site.headings.extend(headings);
    // The headings of other pages are known now.
    let has_other_links = |page: &&Page| !sync.sealed[&page.key.name].has_links(page, &site);
    let opened = |page: &'a Page| Some((page, (sync.open)(&page.key.name)?));
    let opened: Vec<(&Page, Catalog)> = sealed.into_par_iter().filter(has_other_links).filter_map(opened).collect();
    let unsealed = opened.par_iter().map(|(page, catalog)| {
        let own = guide.by_key(&PageKey { locale: locale.clone(), name: page.key.name.clone() });
        prepare(page, Some(catalog), own, &site, config, sync.is_retired, sync.prefer)
    });
    let unsealed: Vec<Merged<'_>> = unsealed.collect();
    let finish = |it: Merged<'_>| {
        let name: Box<str> = it.name().into();
        let mut synced = it.finish(&site, config, sync.labels, sync.header);
        if let Some(moved) = moved_pages.get(&name) {
            synced.moved_from = Some(moved.from.into());
            synced.is_catalog_new = true;
            let again = |page: &Page| {
                let file = SourceFile::new(page.source.path(), page.text());
                guide.parse(page.key.clone(), file)
            };
            let unchanged = || moved.page.as_ref().map(again);
            synced.page = synced.page.or_else(unchanged);
        }
        each(name, synced)
    };
    (merged.into_par_iter().chain(unsealed).map(finish).collect(), obstacles)
}
