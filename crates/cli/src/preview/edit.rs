//! Writes an edit of a block, as `translate sync` writes: the same checks, the same conflicts, and both files or none.

use anyhow::Result;
use firstaid_content::Locale;
use firstaid_online::preview::{Edit, Saved};
use firstaid_translate::po::{Catalog, Entry};
use firstaid_translate::{Synced, edit, review_entry};

use super::at_work::AtWork;
use super::blocks::{key, version};
use crate::guide::OpenGuide;
use crate::translate::advice;

/// Writes the edit if the block is as the form had it and its page can show the text.
pub(super) fn write_edit(opened: OpenGuide, locale: &Locale, edit: &Edit, reviewer: Option<&str>) -> Result<Saved> {
    let reviewer = match reviewer.filter(|_| edit.is_reviewed) {
        None if edit.is_reviewed => return Ok(Saved::Refused(NO_REVIEWER.to_owned())),
        Some(_) if edit.is_unsure => return Ok(Saved::Refused(UNSURE_REVIEW.to_owned())),
        reviewer => reviewer,
    };
    let (mut work, synced) = match AtWork::begin(opened, locale, &edit.name)? {
        Ok(begun) => begun,
        Err(saved) => return Ok(saved),
    };
    if let Some(why) = work.conflicts(&synced.conflicts) {
        return Ok(Saved::Refused(format!("the page has conflicts, which must be resolved first: {why}")));
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
    let Some(again) = work.synced_again(&synced, catalog) else { return Ok(Saved::Gone) };
    let mut again = Synced { page: again.page.or(synced.page), ..again };
    if let Some(by) = reviewer {
        let Some(with_review) = reviewed(&mut work, edit, by, again) else { return Ok(Saved::Gone) };
        again = with_review;
    }
    if let Some(why) = again.catalog.entries.iter().find(in_use).and_then(refusal) {
        return Ok(Saved::Refused(why));
    }
    work.write(Synced { moved_from: synced.moved_from, ..again })
}

const NO_REVIEWER: &str = "nobody is named who reviews; start the preview with `--by NAME`";

const UNSURE_REVIEW: &str = "whoever is not sure has not reviewed it; untick \u{201c}Not sure\u{201d}, or only save it";

/// Why a page cannot show the translation of an entry, and what to do.
pub(super) fn refusal(entry: &Entry) -> Option<String> {
    let reason = entry.refusal.reason()?;
    Some(format!("{}; {}", reason.describe(), advice(reason)))
}

/// The typed text as a translation of an entry, or what is wrong with it.
pub(super) fn text(typed: &str, entry: &Entry) -> Result<String, &'static str> {
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

/// Marks the edited block as reviewed, and syncs the page again: the sync of the edit itself says that nobody has
/// reviewed the new text.
fn reviewed(work: &mut AtWork<'_>, edit: &Edit, by: &str, first: Synced) -> Option<Synced> {
    let mut catalog = first.catalog.clone();
    for entry in catalog.entries.iter_mut().filter(|it| !it.obsolete && key(it) == edit.key) {
        review_entry(entry, by);
    }
    let again = work.synced_again(&first, catalog)?;
    Some(Synced { page: again.page.or(first.page), ..again })
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
