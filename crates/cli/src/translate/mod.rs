//! `firstaid translate …`: reading catalogs, writing them and the pages; what they should be is the translate crate's
//! business.

mod args;
mod draft;
mod exchange;
mod import;
#[cfg(feature = "online")]
mod machine;
mod review;
mod status;
mod sync;

use std::collections::{BTreeSet, HashMap};
use std::path::PathBuf;

use anyhow::{Result, bail};
use firstaid_content::{Guide, Locale, PageKey, load_guide};
use firstaid_lint::Config;
use firstaid_registry::Registry;
use firstaid_translate::po::{self, Catalog, Header};
use firstaid_translate::{LocaleSync, Side, Synced, sync_locale};
use jiff::civil::Date;
use rayon::prelude::*;

pub(crate) use args::TranslateCommand;

use crate::Outcome;
use crate::args::GuideArgs;
use crate::catalogs::{catalog_file, catalog_folder, catalog_paths};
use crate::lint::{date, note_line};
use crate::setup::{Setup, setup};

pub(crate) fn run(command: TranslateCommand, root: PathBuf) -> Result<Outcome> {
    match command {
        TranslateCommand::Status(args) => status::run(&args, root),
        TranslateCommand::Check(args) => {
            let lint = crate::args::LintArgs { locale: Some(args.of), ..args.lint };
            crate::lint::run(&lint, root)
        }
        TranslateCommand::Sync(args) => sync::run(&args, root),
        TranslateCommand::Import(args) => import::run(&args, root),
        TranslateCommand::Draft(args) => draft::run(&args, root),
        TranslateCommand::Export(args) => exchange::export(&args, root),
        TranslateCommand::Review(args) => review::run(&args, root),
    }
}

/// A guide, as the translation commands need it.
struct Opened {
    root: PathBuf,
    config: Config,
    registry: Registry,
    guide: Guide,
    today: Date,
}

fn open(args: &GuideArgs, root: PathBuf) -> Result<Opened> {
    let Setup { root, config, layout, registry, notes } =
        setup(args.root.clone().unwrap_or(root), args.config.as_deref())?;
    for note in notes {
        note_line(&note);
    }
    let guide = load_guide(&root, &config.content, layout, &|_| ())?;
    Ok(Opened { root, config, registry, guide, today: date(args.today) })
}

impl Opened {
    /// The named locales, or all that have pages or catalogs; never the source's.
    fn locales(&self, named: &[String]) -> Result<Vec<Locale>> {
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
        Ok(locales.into_iter().collect())
    }

    /// The catalogs of a locale, by the names of their pages.
    fn catalogs(&self, locale: &Locale) -> Result<HashMap<Box<str>, Catalog>> {
        let of_locale =
            catalog_paths(&self.root, &self.config)?.into_par_iter().filter(|(key, _)| key.locale == *locale);
        let read = |(key, path): (PageKey, PathBuf)| {
            let file = catalog_file(&self.root, &path)?;
            Ok((key.name, po::parse(file.path(), file.text())?))
        };
        of_locale.map(read).collect()
    }

    /// A catalog with a header and no entries.
    fn new_catalog(&self, locale: &Locale) -> Catalog {
        let project = &self.config.translation.project;
        Catalog { header: Header::for_locale(locale, project, self.today.at(0, 0, 0, 0)), ..Catalog::default() }
    }

    /// What the files of a locale should be, page by page.
    fn synced(&self, locale: &Locale) -> Result<Vec<(Box<str>, Synced)>> {
        self.sync(locale, None, &|_| true, |name, synced| (name, synced))
    }

    /// Syncs the pages that `wants` names and gives each to `each`, in any order.
    fn sync<T: Send>(
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

    fn catalog_path(&self, locale: &Locale, name: &str) -> PathBuf {
        catalog_folder(&self.root, &self.config).join(locale.as_str()).join(format!("{name}.po"))
    }
}
