use std::collections::BTreeSet;
use std::path::PathBuf;

use anyhow::{Result, bail};
use firstaid_content::{Locale, PageKey};
use firstaid_diagnostics::visible_line;
use firstaid_translate::{Side, Synced};

use super::args::SyncArgs;
use super::catalog_folders::CatalogPlaces;
use super::summary::Summary;
use super::synced_page::write_page;
use super::targets::prepare_targets;
use crate::guide::{OpenGuide, open_guide};
use crate::note::note_line;
use crate::outcome::Outcome;

pub(super) fn run(args: &SyncArgs, root: PathBuf) -> Result<Outcome> {
    let opened = open_guide(&args.guide, root)?;
    let locales = opened.locales(&args.locales)?;
    for name in &args.page {
        let source = opened.guide.layout.source();
        let key = PageKey { locale: source.clone(), name: name.as_str().into() };
        if opened.guide.by_key(&key).is_none() {
            bail!("--page: the guide has no page `{name}` in `{source}`");
        }
    }
    let options = Options { pages: &args.page, prefer: args.prefer.map(Into::into), dry_run: args.dry_run };
    sync(&opened, &locales, &options)
}

pub(super) struct Options<'a> {
    /// Only these pages; all if it is empty.
    pub(super) pages: &'a [String],
    pub(super) prefer: Option<Side>,
    /// Whether nothing is written.
    pub(super) dry_run: bool,
}

/// Syncs locales, and reports what happened to the pages.
pub(super) fn sync(opened: &OpenGuide, locales: &[Locale], options: &Options<'_>) -> Result<Outcome> {
    let dry_run = options.dry_run;
    let wants = |name: &str| options.pages.is_empty() || options.pages.iter().any(|page| page == name);
    let mut places: Vec<CatalogPlaces> =
        locales.iter().map(|locale| opened.catalog_places(locale)).collect::<Result<_>>()?;
    for (locale, places) in locales.iter().zip(&mut places) {
        if prepare_targets(opened, places, locale, &wants, dry_run)? {
            *places = opened.catalog_places(locale)?;
        }
    }
    let mut summary = Summary::new(opened.guide.layout.source().clone(), dry_run);
    let mut told = BTreeSet::new();
    for (locale, places) in locales.iter().zip(&places) {
        let write = |name: Box<str>, synced: Synced| write_page(opened, places, locale, &name, synced, dry_run);
        let run = opened.sync(locale, places, options.prefer, &wants, write);
        for page in run.done {
            let page = page?;
            for line in page.lines(opened, places, locale) {
                anstream::println!("{}", visible_line(&line));
            }
            for path in page.page.iter().chain(&page.catalog).filter(|_| dry_run) {
                note_line(&format!("{} would be written", path.display()));
            }
            summary.add(&page);
        }
        for (_, left) in &run.left {
            let line = left.describe(locale);
            if told.insert(line.clone()) {
                anstream::println!("{}", visible_line(&line));
            }
            summary.leave(left);
        }
    }
    for line in summary.lines() {
        note_line(&line);
    }
    Ok(summary.outcome())
}
