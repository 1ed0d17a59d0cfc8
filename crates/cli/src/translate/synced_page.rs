//! The files of a synced page, and what people should know of it.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use firstaid_content::{Locale, Page, PageKey};
use firstaid_translate::po::Entry;
use firstaid_translate::{Conflict, Synced};

use super::catalog_folders::CatalogPlaces;
use super::conflicts::conflict_lines;
use super::prepared::prepare;
use super::refused::refused_lines;
use crate::files::{refuse_to_write_outside, save_inside};
use crate::guide::OpenGuide;

/// The sync of a page.
pub(crate) struct SyncedPage {
    name: Box<str>,
    pub(super) conflicts: Vec<Conflict>,
    /// Blocks that only the page or only the source has.
    pub(super) differences: Vec<Conflict>,
    /// Entries whose translations the page cannot show.
    pub(super) refused: Vec<Entry>,
    /// The file of the page, if it was written.
    pub(super) page: Option<PathBuf>,
    pub(super) catalog: Option<PathBuf>,
    /// Number of blocks that readers get in the language of the source.
    pub(super) fallbacks: usize,
    /// A file at the page's path that is no page of the guide, and so was not replaced.
    pub(crate) foreign: Option<PathBuf>,
    moved_from: Option<Box<str>>,
}

/// Writes the changed files of a page unless it has conflicts: both or, for a run that is killed, as [`prepare`] has it.
pub(crate) fn write_page(
    opened: &OpenGuide,
    places: &CatalogPlaces,
    locale: &Locale,
    name: &str,
    synced: Synced,
    dry_run: bool,
) -> Result<SyncedPage> {
    let Synced { catalog, is_catalog_new, page, conflicts, differences, fallbacks, moved_from, .. } = synced;
    let is_refused = |entry: &&Entry| !entry.obsolete && entry.refusal.reason().is_some();
    let mut done = SyncedPage {
        name: name.into(),
        conflicts,
        differences,
        refused: catalog.entries.iter().filter(is_refused).cloned().collect(),
        page: None,
        catalog: None,
        fallbacks,
        foreign: None,
        moved_from,
    };
    let path = page.as_ref().map(|page| opened.root.join(page.source.path()));
    done.foreign = path.clone().filter(|path| is_foreign(opened, locale, name, path));
    if !done.conflicts.is_empty() || done.foreign.is_some() {
        done.moved_from = None;
        return Ok(done);
    }
    let save = |path: &Path, text: &str| if dry_run { Ok(()) } else { save_inside(&opened.root, path, text) };
    let own = is_catalog_new.then(|| (places.path(name), catalog.to_string()));
    // The catalog of a page that moved is completed by what is left of its former one.
    let is_pair = path.is_some() && done.moved_from.is_none() && !dry_run;
    let prepared =
        own.as_ref().filter(|_| is_pair).map(|(path, text)| prepare(&opened.root, path, text)).transpose()?;
    if let Some((path, page)) = path.zip(page.as_ref().map(Page::text)) {
        save(&path, page)?;
        done.page = Some(path);
    }
    if let Some((path, text)) = own {
        match prepared {
            Some(prepared) => prepared.put().with_context(|| path.display().to_string())?,
            None => save(&path, &text)?,
        }
        if let Some(from) = done.moved_from.as_deref().filter(|_| !dry_run) {
            remove_former(&opened.root, &places.path(from), &path)?;
        }
        done.catalog = Some(path);
    }
    Ok(done)
}

/// Whether a file stands where a new page would be, although it is no page of the guide: one that is ignored or
/// excluded.
fn is_foreign(opened: &OpenGuide, locale: &Locale, name: &str, path: &Path) -> bool {
    let key = PageKey { locale: locale.clone(), name: name.into() };
    opened.guide.by_key(&key).is_none() && fs::symlink_metadata(path).is_ok()
}

/// Removes the catalog that was superseded by that of the page's new name. Where letter case does not tell files apart,
/// both may be one file.
fn remove_former(root: &Path, former: &Path, new: &Path) -> Result<()> {
    refuse_to_write_outside(root, former)?;
    let real = |path: &Path| path.canonicalize().ok();
    let shown = || former.display().to_string();
    if real(former) == real(new) {
        return fs::rename(former, new).with_context(shown);
    }
    fs::remove_file(former).with_context(shown)
}

impl SyncedPage {
    /// What people should know of the page: its conflicts, what readers do not get of it, and what became of it.
    pub(super) fn lines(&self, opened: &OpenGuide, places: &CatalogPlaces, locale: &Locale) -> Vec<String> {
        let mut lines = conflict_lines(opened, places, locale, &self.name, &self.conflicts);
        lines.extend(conflict_lines(opened, places, locale, &self.name, &self.differences));
        lines.extend(refused_lines(opened, places, &self.name, &self.refused));
        if let Some(path) = &self.foreign {
            let path = path.display();
            lines.push(format!("{path}: not written: it exists, and is no page of the guide (ignored or excluded)"));
        }
        if let Some(from) = &self.moved_from {
            lines.push(format!("`{from}` is now `{}` in the source: its catalog for `{locale}` follows", self.name));
            let key = PageKey { locale: locale.clone(), name: from.clone() };
            let former = opened.guide.by_key(&key).map(|page| page.source.path());
            lines.extend(
                former.map(|path| format!("{path}: its translation moved to `{}`; delete this page", self.name)),
            );
        }
        lines
    }
}
