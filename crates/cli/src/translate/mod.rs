//! `firstaid translate …`: reading catalogs, writing them and the pages; what they should be is the translate crate's
//! business.

mod args;
mod status;
mod sync;

use std::collections::{BTreeSet, HashMap};
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use firstaid_content::{Guide, Locale, load_guide};
use firstaid_lint::Config;
use firstaid_registry::{Registry, Status};
use firstaid_translate::po::{self, Catalog, Header};
use firstaid_translate::{LocaleSync, Synced, sync_locale};
use jiff::civil::Date;

pub(crate) use args::TranslateCommand;

use crate::Outcome;
use crate::args::GuideArgs;
use crate::lint::{date, note_line};
use crate::setup::{Setup, read_own_up_to, setup};

/// A catalog is some times as large as its page.
const MAX_CATALOG_BYTES: u64 = 64 << 20;

pub(crate) fn run(command: TranslateCommand, root: PathBuf) -> Result<Outcome> {
    match command {
        TranslateCommand::Status(args) => status::run(&args, root),
        TranslateCommand::Check(args) => {
            let lint = crate::args::LintArgs { locale: Some(args.of), ..args.lint };
            crate::lint::run(&lint, root)
        }
        TranslateCommand::Sync(args) => sync::run(&args, root),
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
        locales.extend(locales_with_catalogs(&self.root, &self.config));
        locales.remove(source);
        Ok(locales.into_iter().collect())
    }

    /// What the files of a locale should be, page by page; `wants` names the pages.
    fn synced(&self, locale: &Locale, wants: &(dyn Fn(&str) -> bool + Sync)) -> Result<Vec<(Box<str>, Synced)>> {
        let catalogs = catalogs(&self.root, &self.config, locale)?;
        let is_retired = retired(&self.registry);
        let project = self.root.canonicalize().ok().and_then(|it| Some(it.file_name()?.to_string_lossy().into_owned()));
        let project = project.unwrap_or_else(|| "guide".to_owned());
        let header = || Catalog {
            header: Header::for_locale(locale, &project, self.today.at(0, 0, 0, 0)),
            ..Catalog::default()
        };
        let sync = LocaleSync {
            guide: &self.guide,
            locale,
            catalogs: &catalogs,
            config: &self.config.translation,
            is_retired: &is_retired,
            header: &header,
        };
        Ok(sync_locale(&sync, wants))
    }

    fn catalog_path(&self, locale: &Locale, name: &str) -> PathBuf {
        catalog_folder(&self.root, &self.config).join(locale.as_str()).join(format!("{name}.po"))
    }
}

fn catalog_folder(root: &Path, config: &Config) -> PathBuf {
    root.join(&config.content.root).join(&config.translation.catalogs)
}

/// Whether a text names a tool that must not be used any more.
fn retired(registry: &Registry) -> impl Fn(&str) -> bool + Sync + use<> {
    let gone = registry.tools.iter().filter(|tool| matches!(tool.status, Status::Dead | Status::Unmaintained));
    let names: Vec<String> = gone.map(|tool| tool.name.clone()).collect();
    move |text: &str| {
        names.iter().any(|name| {
            text.match_indices(&**name).any(|(at, _)| {
                let is_end = |c: Option<char>| !c.is_some_and(char::is_alphanumeric);
                is_end(text[..at].chars().next_back()) && is_end(text[at + name.len()..].chars().next())
            })
        })
    }
}

fn locales_with_catalogs(root: &Path, config: &Config) -> Vec<Locale> {
    let Ok(entries) = fs::read_dir(catalog_folder(root, config)) else { return Vec::new() };
    let names = entries.filter_map(|entry| entry.ok()?.file_name().into_string().ok());
    names.filter_map(|name| Locale::new(&name)).collect()
}

/// The catalogs of a locale, by the names of their pages.
fn catalogs(root: &Path, config: &Config, locale: &Locale) -> Result<HashMap<Box<str>, Catalog>> {
    let folder = catalog_folder(root, config).join(locale.as_str());
    let mut found = HashMap::new();
    collect(root, &folder, "", &mut found)?;
    Ok(found)
}

fn collect(root: &Path, folder: &Path, prefix: &str, found: &mut HashMap<Box<str>, Catalog>) -> Result<()> {
    let Ok(entries) = fs::read_dir(folder) else { return Ok(()) };
    for entry in entries {
        let entry = entry.with_context(|| folder.display().to_string())?;
        let Ok(name) = entry.file_name().into_string() else { continue };
        let path = entry.path();
        if entry.file_type().with_context(|| path.display().to_string())?.is_dir() {
            collect(root, &path, &format!("{prefix}{name}/"), found)?;
        } else if let Some(name) = name.strip_suffix(".po") {
            let text = read_own_up_to(root, &path, MAX_CATALOG_BYTES)?;
            found.insert(format!("{prefix}{name}").into(), po::parse(&path.display().to_string(), &text)?);
        }
    }
    Ok(())
}
