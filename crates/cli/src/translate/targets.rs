//! The files that a command may write, checked before it writes the first one.

use std::path::Path;

use anyhow::Result;
use firstaid_content::{Locale, Page, PageKey};

use super::catalog_folders::CatalogPlaces;
use super::prepared::LeftBehind;
use crate::files::refuse_to_write_outside;
use crate::guide::OpenGuide;
use crate::leftovers::remove_leftovers;
use crate::note::note_line;

/// Refuses to go on if a page or a catalog that `wants` names would be written outside of the root. Completes what killed
/// runs left in the folders of the locale, and removes the rest of it. Returns whether a catalog is new.
pub(crate) fn prepare_targets(
    opened: &OpenGuide,
    places: &CatalogPlaces,
    locale: &Locale,
    wants: &dyn Fn(&str) -> bool,
    dry_run: bool,
) -> Result<bool> {
    let guide = &opened.guide;
    let source = guide.layout.source();
    // Writing a file cleans its folder too, but a run may find nothing to write there.
    let clean = |path: &Path| {
        if let Some(folder) = path.parent().filter(|_| !dry_run) {
            remove_leftovers(&opened.root, folder);
        }
    };
    let wanted = || guide.pages.iter().filter(|page| page.key.locale == *source && wants(&page.key.name));
    let key = |page: &Page| PageKey { locale: locale.clone(), name: page.key.name.clone() };
    let (mut left, mut is_completed) = (LeftBehind::default(), false);
    // Before any folder is cleaned.
    for (page, name) in wanted().filter_map(|page| Some((guide.by_key(&key(page))?, &page.key.name))) {
        let path = places.path(name);
        if !dry_run && refuse_to_write_outside(&opened.root, &path).is_ok() && left.complete(&path, page)? {
            note_line(&format!("{}: completed after an interrupted sync", path.display()));
            is_completed = true;
        }
    }
    for page in wanted() {
        let key = key(page);
        let own = guide.by_key(&key).map(|page| page.source.path().to_owned());
        let own = own.or_else(|| Some(format!("{}{}", guide.prefix, guide.layout.path(&key)?)));
        let paths = own.map(|path| opened.root.join(path)).into_iter().chain([places.path(&key.name)]);
        for path in paths {
            let is_page_link = path.is_symlink() && path.extension().is_some_and(|it| it != "po");
            // A page that is a link is never read, and so never written.
            if !is_page_link {
                refuse_to_write_outside(&opened.root, &path)?;
                clean(&path);
            }
        }
    }
    Ok(is_completed)
}
