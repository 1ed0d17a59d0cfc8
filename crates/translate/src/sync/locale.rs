//! All pages of one locale: links lead to the ids that the headings of other pages will have, so headings come first.

use std::collections::HashMap;

use firstaid_content::{Guide, Locale, Page, PageKey};
use rayon::prelude::*;

use super::page::{Draft, Synced, prepare};
use super::side::Side;
use crate::catalogs::po::Catalog;
use crate::config::TranslationConfig;
use crate::page::Site;

/// What a sync of a locale needs to know.
pub struct LocaleSync<'a> {
    pub guide: &'a Guide,
    pub locale: &'a Locale,
    /// The catalogs of the locale, by the names of their pages.
    pub catalogs: &'a HashMap<Box<str>, Catalog>,
    pub config: &'a TranslationConfig,
    /// Whether a text names a tool that must not be used any more.
    pub is_retired: &'a (dyn Fn(&str) -> bool + Sync),
    /// Which file is right where both were changed; without it that is a conflict.
    pub prefer: Option<Side>,
    /// The header of a new catalog.
    pub header: &'a (dyn Fn() -> Catalog + Sync),
}

/// What `each` makes of the pages that `wants` names, in order; it is given what the files of a page should be as soon
/// as that is known.
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
    let drafts: Vec<Draft<'_>> = sources
        .into_par_iter()
        .map(|page| {
            let key = PageKey { locale: locale.clone(), name: page.key.name.clone() };
            let own = guide.by_key(&key).filter(|page| page.is_whole());
            prepare(page, sync.catalogs.get(&page.key.name), own, &site, config, sync.is_retired, sync.prefer)
        })
        .filter(|draft| !draft.segments.is_empty())
        .collect();
    let headings: Vec<_> =
        drafts.par_iter().filter_map(|draft| Some((draft.name().into(), draft.headings(&site, config)?))).collect();
    site.headings.extend(headings);
    let finish = |draft: Draft<'_>| each(draft.name().into(), draft.finish(&site, config, sync.header));
    drafts.into_par_iter().map(finish).collect()
}
