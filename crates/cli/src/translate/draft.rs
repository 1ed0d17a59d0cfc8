use std::collections::HashSet;
use std::path::PathBuf;

use anyhow::Result;
use firstaid_content::Locale;
#[cfg(not(feature = "online"))]
use firstaid_translate::machine::Machine;
use firstaid_translate::machine::Unfilled;
use firstaid_translate::memory::{self, Context, Trust};
use firstaid_translate::po::Catalog;
use firstaid_translate::{
    AppLabels, Filled, Glossary, Pseudo, app_labels, fill_in, fill_pseudo, is_same_language, memory_of, plan_drafts,
    tmx,
};

use super::args::DraftArgs;
use super::catalog_folders::CatalogPlaces;
use super::exchange::{file_name, note_memory, read_text};
#[cfg(feature = "online")]
use super::machine::machine;
use super::translations::LocaleRun;
use crate::files::save_inside;
use crate::guide::{OpenGuide, open_guide};
use crate::note::note_line;
use crate::outcome::Outcome;

/// Drafts missing translations into the catalogs. `translate sync` then updates the pages. A machine that was asked and
/// gave no usable answer is a finding, as is a page with conflicts, which is left.
pub(super) fn run(args: &DraftArgs, root: PathBuf) -> Result<Outcome> {
    let opened = open_guide(&args.guide, root)?;
    let locale = opened.locale(&args.locale)?;
    let places = opened.catalog_places(&locale)?;
    let UpToDate { mut catalogs, conflicted } = up_to_date(&opened, &places, &locale);
    let is_wanted = |name: &str| args.page.is_empty() || args.page.iter().any(|page| page == name);
    let conflicted: Vec<Box<str>> = conflicted.into_iter().filter(|name| is_wanted(name)).collect();
    for name in &conflicted {
        note_line(&format!(
            "page `{name}` of `{locale}` is left: it has conflicts; `translate sync {locale}` shows them"
        ));
    }
    let outcome = if conflicted.is_empty() { Outcome::Clean } else { Outcome::Findings };
    if let Some(kind) = pseudo_kind(&locale) {
        let mut filled = 0;
        for (name, catalog) in catalogs.iter_mut().filter(|(name, _)| is_wanted(name)) {
            filled += fill_pseudo(catalog, kind);
            write(&opened, &places, name, catalog, args.dry_run)?;
        }
        note_line(&format!("{filled} segments filled with pseudo-translations"));
        return Ok(outcome);
    }
    // The catalogs of pages that the source does not have any more, or that have conflicts, are only remembered.
    let synced: HashSet<Box<str>> = catalogs.iter().map(|(name, _)| name.clone()).collect();
    let orphans: Vec<_> =
        opened.catalogs(&locale, &places).into_iter().filter(|(name, _)| !synced.contains(name)).collect();
    let mut memory = memory_of(catalogs.iter().chain(&orphans).map(|(name, catalog)| (&**name, catalog)));
    for path in &args.tmx {
        let shown = path.display().to_string();
        let units = tmx::import(&shown, &read_text(path)?, opened.guide.layout.source())?;
        note_memory(&shown, &units, &locale);
        for unit in units.units.into_iter().filter(|unit| is_same_language(&unit.locale, &locale)) {
            memory.add(memory::Unit {
                source: unit.source,
                translation: unit.target,
                origin: unit.origin.unwrap_or_else(|| file_name(path)).into(),
                context: Context::default(),
                trust: Trust::Unsure,
            });
        }
    }
    let machine = machine(args)?;
    let glossary = Glossary::new(&opened.registry.glossary, locale.as_str());
    let glossary = glossary.with_labels(labels(&opened, &locale));
    let wanted: Vec<Catalog> =
        catalogs.iter().filter(|(name, _)| is_wanted(name)).map(|(_, catalog)| catalog.clone()).collect();
    let plan = plan_drafts(&wanted, &memory, args.min_similarity, machine.as_deref(), &glossary);
    if args.dry_run {
        let estimate = plan.estimate();
        note_line(&format!(
            "{} texts of {} characters would be sent in {} requests",
            estimate.texts, estimate.characters, estimate.requests
        ));
        return Ok(outcome);
    }
    let drafts = plan.complete(opened.guide.layout.source().as_str());
    let wanted_catalogs = catalogs.iter_mut().filter(|(name, _)| is_wanted(name)).map(|(_, catalog)| catalog);
    let filled = fill_in(wanted_catalogs, drafts);
    for (name, catalog) in catalogs.iter().filter(|(name, _)| is_wanted(name)) {
        write(&opened, &places, name, catalog, false)?;
    }
    report(&filled, &locale);
    let is_from_machine = |reason: &Unfilled| matches!(reason, Unfilled::Refused { .. } | Unfilled::Failed { .. });
    let is_fruitless = filled.by_machine == 0 && filled.empty.iter().any(|(_, reason)| is_from_machine(reason));
    Ok(if is_fruitless { Outcome::Findings } else { outcome })
}

/// What apps show in a locale for the labels in the steps of the source.
fn labels(opened: &OpenGuide, locale: &Locale) -> AppLabels {
    let source = opened.guide.layout.source();
    let pages = opened.guide.pages.iter().filter(|page| page.key.locale == *source);
    app_labels(pages, &opened.registry, locale.as_str())
}

/// The catalogs of a locale, by page name.
struct UpToDate {
    /// Synced in memory with their current sources.
    catalogs: Vec<(Box<str>, Catalog)>,
    /// The pages that have conflicts: their catalogs stay as they are.
    conflicted: Vec<Box<str>>,
}

fn up_to_date(opened: &OpenGuide, places: &CatalogPlaces, locale: &Locale) -> UpToDate {
    let LocaleRun { done: synced, left } = opened.synced(locale, places);
    for (_, left) in left {
        note_line(&left.describe(locale));
    }
    let (conflicted, synced): (Vec<_>, Vec<_>) =
        synced.into_iter().partition(|(_, synced)| !synced.conflicts.is_empty());
    let catalogs = synced.into_iter().map(|(name, synced)| (name, synced.catalog)).collect();
    UpToDate { catalogs, conflicted: conflicted.into_iter().map(|(name, _)| name).collect() }
}

fn pseudo_kind(locale: &Locale) -> Option<Pseudo> {
    match locale.as_str() {
        "en-XA" => Some(Pseudo::Accented),
        "ar-XB" => Some(Pseudo::RightToLeft),
        _ => None,
    }
}

fn write(opened: &OpenGuide, places: &CatalogPlaces, name: &str, catalog: &Catalog, dry_run: bool) -> Result<()> {
    if dry_run { Ok(()) } else { save_inside(&opened.root, &places.path(name), &catalog.to_string()) }
}

fn report(filled: &Filled, locale: &Locale) {
    for (text, reason) in &filled.empty {
        let words: Vec<&str> = text.split_whitespace().take(8).collect();
        note_line(&format!("not drafted: `{}`: {reason}", words.join(" ")));
    }
    let Filled { from_memory, by_machine, copied, empty } = filled;
    note_line(&format!(
        "{from_memory} from the memory, {by_machine} by machine, {copied} copied, {} not drafted; next: `translate sync {locale}`",
        empty.len()
    ));
}

#[cfg(not(feature = "online"))]
fn machine(args: &DraftArgs) -> Result<Option<Box<dyn Machine>>> {
    if args.machine.is_some() {
        anyhow::bail!(crate::network_args::NO_NETWORK);
    }
    Ok(None)
}
