//! Exporting XLIFF and TMX for other tools, and importing XLIFF.

use std::fs;
use std::io::Write;
use std::path::PathBuf;

use anyhow::{Context, Result, bail};
use firstaid_content::Locale;
use firstaid_translate::po::Catalog;
use firstaid_translate::{apply_translations, exchange_state, memory_units, tmx, xliff};

use super::args::{ExportArgs, ExportFormat, ImportArgs};
use crate::files::{save, save_inside};
use crate::guide::{OpenGuide, open_guide};
use crate::note::note_line;
use crate::outcome::Outcome;

pub(super) fn export(args: &ExportArgs, root: PathBuf) -> Result<Outcome> {
    let opened = open_guide(&args.guide, root)?;
    let locale = opened.locales(std::slice::from_ref(&args.locale))?.remove(0);
    let catalogs = sorted(&opened, &locale, &args.page)?;
    let source = opened.guide.layout.source();
    let text = match args.format {
        ExportFormat::Xliff => {
            let pages: Vec<(&str, &Catalog)> = catalogs.iter().map(|(name, catalog)| (&**name, catalog)).collect();
            xliff::export(source, &locale, &pages, exchange_state)
        }
        ExportFormat::Tmx => {
            let units: Vec<_> =
                catalogs.iter().flat_map(|(name, catalog)| memory_units(name, &locale, catalog)).collect();
            tmx::export(source, &units)
        }
    };
    match &args.output {
        Some(path) => save(path, &text)?,
        None => anstream::stdout().write_all(text.as_bytes())?,
    }
    Ok(Outcome::Clean)
}

fn sorted(opened: &OpenGuide, locale: &Locale, pages: &[String]) -> Result<Vec<(Box<str>, Catalog)>> {
    let mut catalogs: Vec<_> = opened.catalogs(locale)?.into_iter().collect();
    catalogs.retain(|(name, _)| pages.is_empty() || pages.iter().any(|page| **page == **name));
    catalogs.sort_by(|a, b| a.0.cmp(&b.0));
    if catalogs.is_empty() {
        bail!("`{locale}` has no such catalog; `translate sync {locale}` creates catalogs");
    }
    Ok(catalogs)
}

/// Imports XLIFF files into the catalogs. Every file is read before any catalog is written.
pub(super) fn import(opened: &OpenGuide, locale: &Locale, args: &ImportArgs) -> Result<Outcome> {
    let mut catalogs = sorted(opened, locale, &args.page)?;
    let mut translations = Vec::new();
    for path in &args.files {
        let shown = path.display().to_string();
        let text = fs::read_to_string(path).with_context(|| shown.clone())?;
        let pages: Vec<(&str, &Catalog)> = catalogs.iter().map(|(name, catalog)| (&**name, catalog)).collect();
        translations.extend(xliff::import(&shown, &text, locale, &pages)?);
    }
    let mut imported = 0;
    for (name, catalog) in &mut catalogs {
        let of_page: Vec<_> = translations.iter().filter(|it| *it.page == **name).cloned().collect();
        let changed = apply_translations(catalog, &of_page);
        imported += changed;
        if changed > 0 && !args.dry_run {
            save_inside(&opened.root, &opened.catalog_path(locale, name), &catalog.to_string())?;
        }
    }
    note_line(&format!(
        "{} translations read, {imported} imported; next: `translate sync {locale}`",
        translations.len()
    ));
    Ok(Outcome::Clean)
}
