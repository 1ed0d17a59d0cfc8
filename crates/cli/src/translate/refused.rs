//! How translations that a page cannot show are listed.

use firstaid_translate::po::{Entry, Reason};

use super::catalog_folders::CatalogPlaces;
use crate::guide::{OpenGuide, catalog_file};

/// The lines on the refused entries of a page. The line number is that of the translation in the catalog's file, as it
/// is after the sync.
pub(super) fn refused_lines(opened: &OpenGuide, places: &CatalogPlaces, name: &str, refused: &[Entry]) -> Vec<String> {
    if refused.is_empty() {
        return Vec::new();
    }
    let path = places.path(name);
    let file = catalog_file(&opened.root, &path);
    let line_of = |entry: &Entry| {
        let catalog = file.catalog.as_ref().ok()?;
        let is_same = |it: &&Entry| !it.obsolete && (&it.context, &it.id) == (&entry.context, &entry.id);
        // A dry run leaves an entry whose source has changed under its former message.
        let place = catalog.entries.iter().find(is_same).map_or(&entry.place, |it| &it.place);
        Some(file.source.line_column(place.strings.first()?.start()).line)
    };
    let mut lines = Vec::new();
    for (entry, reason) in refused.iter().filter_map(|entry| Some((entry, entry.refusal.reason()?))) {
        let at = line_of(entry).map_or(String::new(), |line| format!(":{line}"));
        let (path, problem) = (path.display(), reason.describe());
        lines.push(format!("{path}{at}: readers get the source text: {problem}; {}", advice(reason)));
        lines.push(format!("  source:  {}", entry.id));
        lines.push(format!("  catalog: {}", entry.string()));
    }
    lines
}

/// What a translator does about it.
pub(crate) fn advice(reason: &Reason) -> String {
    match reason {
        Reason::LostPlaceholder(n) => format!("write {{{n}}} where its link belongs"),
        Reason::DoubledPlaceholder(n) => format!("keep one {{{n}}}"),
        Reason::UnknownPlaceholder(_) => "use the placeholders of the source".to_owned(),
        Reason::BreaksBlock => "write it as one block, without empty lines".to_owned(),
    }
}
