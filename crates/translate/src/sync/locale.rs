//! Syncs all pages of one locale. Links need the heading ids of other pages, so the headings of all pages come first.

use std::collections::HashMap;

use firstaid_content::{Guide, Locale, Page, PageKey};
use rayon::prelude::*;

use super::page::{Merged, Synced, prepare};
use super::side::Side;
use crate::catalogs::po::Catalog;
use crate::config::TranslationConfig;
use crate::page::Site;

/// The input of [`sync_locale`].
pub struct LocaleSync<'a> {
    pub guide: &'a Guide,
    pub locale: &'a Locale,
    /// The catalogs of the locale, by page name.
    pub catalogs: &'a HashMap<Box<str>, Catalog>,
    pub config: &'a TranslationConfig,
    /// Whether a text names a tool that must no longer be used.
    pub is_retired: &'a (dyn Fn(&str) -> bool + Sync),
    /// The side that wins where page and catalog were both changed; `None` makes that a conflict.
    pub prefer: Option<Side>,
    /// Makes a new catalog, without entries.
    pub header: &'a (dyn Fn() -> Catalog + Sync),
}

/// Syncs the pages whose names `wants` accepts and returns what `each` makes of them, in page order. `each` is called
/// as soon as the files of its page are known, on several threads.
pub fn sync_locale<T: Send>(
    sync: &LocaleSync<'_>,
    wants: &(dyn Fn(&str) -> bool + Sync),
    each: impl Fn(Box<str>, Synced) -> T + Sync,
) -> Vec<T> {
    let LocaleSync { guide, locale, config, .. } = *sync;
    let mut site = Site::new(guide, locale);
    let source = guide.layout.source();
    let wanted = |page: &&Page| page.key.locale == *source && page.is_whole() && wants(&page.key.name);
    let sources: Vec<&Page> = guide.pages.iter().filter(wanted).collect();
    let merged: Vec<Merged<'_>> = sources
        .into_par_iter()
        .map(|page| {
            let key = PageKey { locale: locale.clone(), name: page.key.name.clone() };
            let own = guide.by_key(&key).filter(|page| page.is_whole());
            prepare(page, sync.catalogs.get(&page.key.name), own, &site, config, sync.is_retired, sync.prefer)
        })
        .filter(|it| !it.segments.is_empty())
        .collect();
    let headings: Vec<_> =
        merged.par_iter().filter_map(|it| Some((it.name().into(), it.headings(&site, config)?))).collect();
    site.headings.extend(headings);
    let finish = |it: Merged<'_>| each(it.name().into(), it.finish(&site, config, sync.header));
    merged.into_par_iter().map(finish).collect()
}
