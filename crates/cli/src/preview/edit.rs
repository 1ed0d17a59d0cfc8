//! Writes an edit of a block, as `translate sync` writes: the same checks, the same conflicts, and both files or none.

use std::fs;
use std::path::Path;

use anyhow::Result;
use firstaid_content::{Locale, Page, PageKey};
use firstaid_online::preview::{Edit, Saved};
use firstaid_translate::po::{Catalog, Entry};
use firstaid_translate::{Synced, edit, review_entry};

use super::blocks::{key, version};
use crate::guide::OpenGuide;
use crate::translate::{CatalogPlaces, LocaleRun, advice, conflict_texts, prepare_targets, write_page};

/// Writes the edit if the block is as the form had it and its page can show the text.
pub(super) fn write_edit(mut opened: OpenGuide, locale: &Locale, edit: &Edit, reviewer: Option<&str>) -> Result<Saved> {
    let name = &*edit.name;
    let reviewer = match reviewer.filter(|_| edit.is_reviewed) {
        None if edit.is_reviewed => return Ok(Saved::Refused(NO_REVIEWER.to_owned())),
        Some(_) if edit.is_unsure => return Ok(Saved::Refused(UNSURE_REVIEW.to_owned())),
        reviewer => reviewer,
    };
    let mut places = opened.catalog_places(locale)?;
    if prepare_targets(&opened, &places, locale, &|it| it == name, false)? {
        places = opened.catalog_places(locale)?;
    }
    let catalog_path = places.path(name);
    let catalog_before = bytes(&catalog_path);
    let LocaleRun { mut done, left } = opened.synced_page(locale, &places, name);
    if let Some((_, left)) = left.first() {
        return Ok(Saved::Refused(left.describe(locale)));
    }
    let Some(synced) = done.pop() else { return Ok(Saved::Gone) };
    if let Some(why) = conflicts(&opened, &places, locale, name, &synced) {
        return Ok(Saved::Refused(why));
    }
    let in_use = |it: &&Entry| !it.obsolete && key(it) == edit.key;
    let Some(old) = synced.catalog.entries.iter().find(in_use) else { return Ok(Saved::Gone) };
    let text = match text(&edit.text, old) {
        Ok(text) => text,
        Err(why) => return Ok(Saved::Refused(why.to_owned())),
    };
    if version(old) != edit.version {
        return Ok(Saved::Conflict);
    }
    let catalog = edited(&synced.catalog, &edit.key, &text, edit.is_unsure);
    if reviewer.is_none() && catalog == synced.catalog && !synced.is_catalog_new && synced.page.is_none() {
        return Ok(Saved::Written);
    }
    let Some(again) = synced_again(&mut opened, locale, name, &synced, catalog) else { return Ok(Saved::Gone) };
    let mut again = Synced { page: again.page.or(synced.page), ..again };
    if let Some(by) = reviewer {
        let Some(with_review) = reviewed(&mut opened, locale, edit, by, again) else { return Ok(Saved::Gone) };
        again = with_review;
    }
    let entry = again.catalog.entries.iter().find(in_use);
    if let Some(reason) = entry.and_then(|entry| entry.refusal.reason()) {
        return Ok(Saved::Refused(format!("{}; {}", reason.describe(), advice(reason))));
    }
    if let Some(why) = conflicts(&opened, &places, locale, name, &again) {
        return Ok(Saved::Refused(why));
    }
    if bytes(&catalog_path) != catalog_before || !are_pages_as_read(&opened, locale, name) {
        return Ok(Saved::Refused("a file of the page was changed at the same moment; save again".to_owned()));
    }
    let whole = Synced { is_catalog_new: true, moved_from: synced.moved_from, ..again };
    let written = write_page(&opened, &places, locale, name, whole, false)?;
    Ok(match written.foreign {
        Some(path) => Saved::Refused(format!(
            "{}: it exists, and is no page of the guide (ignored or excluded)",
            opened.shown(&path)
        )),
        None => Saved::Written,
    })
}

const NO_REVIEWER: &str = "nobody is named who reviews; start the preview with `--by NAME`";

const UNSURE_REVIEW: &str = "whoever is not sure has not reviewed it; untick \u{201c}Not sure\u{201d}, or only save it";

/// The typed text as a translation of an entry, or what is wrong with it.
fn text(typed: &str, entry: &Entry) -> Result<String, &'static str> {
    if typed.contains(|c: char| c.is_control() && !matches!(c, '\n' | '\t')) {
        return Err("the text contains a control character");
    }
    // The field adds no blanks, but people do; code keeps those that begin it.
    let text = typed.trim_end().trim_start_matches('\n');
    if text.trim().is_empty() {
        return Err("the text is empty");
    }
    let end = if entry.id.ends_with('\n') { "\n" } else { "" };
    Ok(format!("{text}{end}"))
}

fn edited(catalog: &Catalog, of: &str, text: &str, is_unsure: bool) -> Catalog {
    let mut catalog = catalog.clone();
    let entries = catalog.entries.iter_mut().filter(|it| !it.obsolete && key(it) == of);
    entries.for_each(|entry| edit(entry, text.to_owned(), is_unsure));
    catalog
}

/// Syncs the page once more, with the edited catalog, after the page that the first sync made.
fn synced_again(
    opened: &mut OpenGuide,
    locale: &Locale,
    name: &str,
    first: &Synced,
    catalog: Catalog,
) -> Option<Synced> {
    let Some(page) = &first.page else { return opened.synced_with(locale, name, catalog) };
    let path = page.source.path();
    let former = opened.guide.by_path(path).map(|page| page.text().to_owned());
    opened.guide.insert(path, page.text().to_owned());
    let again = opened.synced_with(locale, name, catalog);
    // What is written is compared with what is on disk.
    match former {
        Some(former) => opened.guide.set_text(path, former),
        None => drop(opened.guide.remove(path)),
    }
    again
}

/// Marks the edited block as reviewed, and syncs the page again: the sync of the edit itself says that nobody has
/// reviewed the new text.
fn reviewed(opened: &mut OpenGuide, locale: &Locale, edit: &Edit, by: &str, first: Synced) -> Option<Synced> {
    let mut catalog = first.catalog.clone();
    for entry in catalog.entries.iter_mut().filter(|it| !it.obsolete && key(it) == edit.key) {
        review_entry(entry, by);
    }
    let again = synced_again(opened, locale, &edit.name, &first, catalog)?;
    Some(Synced { page: again.page.or(first.page), ..again })
}

/// The conflicts of a page in one text.
fn conflicts(
    opened: &OpenGuide,
    places: &CatalogPlaces,
    locale: &Locale,
    name: &str,
    synced: &Synced,
) -> Option<String> {
    let texts = conflict_texts(opened, places, locale, name, &synced.conflicts);
    let lines: Vec<String> = texts.into_iter().map(|it| it.line).collect();
    (!lines.is_empty()).then(|| lines.join("; "))
}

/// Whether a page and its source are on disk as the guide has them.
fn are_pages_as_read(opened: &OpenGuide, locale: &Locale, name: &str) -> bool {
    let page = |locale: &Locale| opened.guide.by_key(&PageKey { locale: locale.clone(), name: name.into() });
    let is_as_read = |page: &Page| {
        let path = opened.root.join(page.source.path());
        bytes(&path).is_some_and(|bytes| bytes == page.text().as_bytes())
    };
    [page(opened.guide.layout.source()), page(locale)].into_iter().flatten().all(is_as_read)
}

fn bytes(path: &Path) -> Option<Vec<u8>> {
    fs::read(path).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn typed_text_is_taken_without_blanks_around_it() {
        let entry = |id: &str| Entry::untranslated(None, id.to_owned());
        assert_eq!(text("\nHola\u{200f} \n\n", &entry("Hello")).as_deref(), Ok("Hola\u{200f}"));
        assert_eq!(text("  code", &entry("  code\n")).as_deref(), Ok("  code\n"));
        assert!(text(" \n", &entry("Hello")).is_err() && text("a\u{1b}[1m", &entry("Hello")).is_err());
    }
}
