//! Writes the resolution of the conflicts of a page, as `translate sync --prefer page` and the edits after it would.

use anyhow::Result;
use firstaid_content::Locale;
use firstaid_online::preview::{Choice, Decision, Resolution, Saved};
use firstaid_text::TextRange;
use firstaid_translate::po::Entry;
use firstaid_translate::{Conflict, Side, Synced, edit, segments};

use super::at_work::AtWork;
use super::conflicts::{Sides, keys, segments_of, version};
use super::edit::{refusal, text};
use crate::guide::{OpenGuide, catalog_file};

/// What becomes of a conflict.
#[derive(Clone, PartialEq, Eq, Debug)]
enum Outcome {
    /// What the page has stays.
    Page,
    /// A stretch of the page becomes that of the source.
    Stretch(TextRange, String),
    /// A segment of the source, by its number, gets a text.
    Text(usize, String),
}

/// Writes the resolution if the conflicts are as the form had them and the page can show what was chosen.
pub(super) fn write_resolution(opened: OpenGuide, locale: &Locale, resolution: &Resolution) -> Result<Saved> {
    let (mut work, synced) = match AtWork::begin(opened, locale, &resolution.name)? {
        Ok(begun) => begun,
        Err(saved) => return Ok(saved),
    };
    if synced.conflicts.is_empty() {
        return Ok(Saved::Gone);
    }
    if version(&synced.conflicts) != resolution.version {
        return Ok(Saved::Conflict);
    }
    let outcomes = match outcomes(&work, &synced, &resolution.decisions) {
        Ok(outcomes) => outcomes,
        Err(why) => return Ok(Saved::Refused(why)),
    };
    let text = work.page().map(|page| (page.source.path().to_owned(), with_stretches(page.text(), &outcomes)));
    let resolved = match text {
        Some((path, text)) => {
            let made = work.with_text(&path, text.clone(), |work| resolved(work, &synced, &outcomes));
            // Where the stretches alone make the page as it shall be, the syncs have nothing to write.
            let is_new = work.page().is_some_and(|page| page.text() != text);
            let stretched = || work.opened.guide.parsed(&path, text).filter(|_| is_new);
            made.map(|it| it.map(|it| Synced { page: it.page.or_else(stretched), ..it }))
        }
        None => resolved(&mut work, &synced, &outcomes),
    };
    match resolved {
        Ok(Some(resolved)) => work.write(Synced { moved_from: synced.moved_from, ..resolved }),
        Ok(None) => Ok(Saved::Gone),
        Err(why) => Ok(Saved::Refused(why)),
    }
}

/// What becomes of each conflict, in order; or why that cannot be told.
fn outcomes(work: &AtWork<'_>, synced: &Synced, decisions: &[Decision]) -> Result<Vec<Outcome>, String> {
    let source = work.source().ok_or("the source has no such page any more")?;
    let (of_source, of_page) = (segments(source), work.page().map(segments).unwrap_or_default());
    let sides = Sides { source, of_source: &of_source, page: work.page(), of_page: &of_page };
    let about = segments_of(&synced.conflicts, sides);
    let mut outcomes = Vec::new();
    for (n, (conflict, key)) in synced.conflicts.iter().zip(keys(&synced.conflicts)).enumerate() {
        let decision = decisions.iter().find(|it| it.key == key);
        let made = outcome(conflict, decision, about[n], &synced.catalog.entries);
        outcomes.push(made.map_err(|why| format!("conflict {}: {why}", n + 1))?);
    }
    Ok(outcomes)
}

fn outcome(
    conflict: &Conflict,
    decision: Option<&Decision>,
    segment: Option<usize>,
    entries: &[Entry],
) -> Result<Outcome, &'static str> {
    let choice = decision.and_then(|it| it.choice).ok_or("choose a text")?;
    let typed = decision.map_or("", |it| it.text.trim());
    let is_side = match conflict {
        Conflict::Both { page, catalog, .. } => typed == page.trim() || typed == catalog.trim(),
        Conflict::Unanswered { page, .. } => typed == page.trim(),
        Conflict::Structure { translation, .. } => typed == translation.trim(),
        _ => true,
    };
    // What somebody typed must not be dropped for a button that was pressed by mistake.
    if choice != Choice::Text && !typed.is_empty() && !is_side {
        return Err(
            "you typed another text, but chose one of the sides; choose \u{201c}Another text\u{201d}, or empty its field",
        );
    }
    let chosen = |text: &str| {
        let entry = segment.and_then(|n| Some((n, entries.get(n)?)));
        let (n, entry) = entry.ok_or("its block cannot be told from others; edit the page or the catalog instead")?;
        Ok(Outcome::Text(n, self::text(text, entry)?))
    };
    match (choice, conflict) {
        (Choice::Page, Conflict::Both { .. } | Conflict::Unanswered { .. } | Conflict::Gap { .. }) => Ok(Outcome::Page),
        (Choice::Catalog, Conflict::Both { catalog, .. }) => chosen(catalog),
        (Choice::Source, Conflict::Gap { page_range, source, .. }) => Ok(Outcome::Stretch(*page_range, source.clone())),
        (Choice::Text, Conflict::Both { .. } | Conflict::Unanswered { .. } | Conflict::Structure { .. }) => {
            chosen(typed)
        }
        (Choice::Catalog, Conflict::Structure { .. }) => Err("the page cannot show this text; write it as one block"),
        _ => Err("there is no such choice"),
    }
}

/// A page with stretches of the source. The blanks around each stay as the page has them.
fn with_stretches(page: &str, outcomes: &[Outcome]) -> String {
    let mut stretches: Vec<(TextRange, &str)> = outcomes
        .iter()
        .filter_map(|it| if let Outcome::Stretch(range, text) = it { Some((*range, &**text)) } else { None })
        .collect();
    stretches.sort_by_key(|(range, _)| range.start());
    let line_end = if page.contains("\r\n") { "\r\n" } else { "\n" };
    let mut text = page.to_owned();
    for (range, new) in stretches.into_iter().rev() {
        let new = new.replace("\r\n", "\n").replace('\n', line_end);
        let old = &page[range];
        let bare = old.trim();
        let new = match (new.is_empty(), bare.is_empty()) {
            (true, _) => new,
            (false, true) => format!("{old}{new}{line_end}"),
            (false, false) => old.replacen(bare, &new, 1),
        };
        text.replace_range(range.start() as usize..range.end() as usize, &new);
    }
    text
}

/// The page without conflicts: first each as the page has it, then the texts that were chosen instead. `None` if the page
/// must stay as it is; an error says why the page cannot show one of the texts.
fn resolved(work: &mut AtWork<'_>, synced: &Synced, outcomes: &[Outcome]) -> Result<Option<Synced>, String> {
    let Ok(mut catalog) = catalog_file(&work.opened.root, &work.catalog_path).catalog else { return Ok(None) };
    // What the page cannot show must be another text before any page is made of it.
    for (conflict, outcome) in synced.conflicts.iter().zip(outcomes) {
        if let (Conflict::Structure { source, .. }, Outcome::Text(_, text)) = (conflict, outcome) {
            let entries = catalog.entries.iter_mut().filter(|it| !it.obsolete && it.id == *source);
            entries.for_each(|entry| edit(entry, text.clone(), false));
        }
    }
    let first = work.opened.synced_with(work.locale, work.name, catalog, Some(Side::Page));
    let Some(first) = first else { return Ok(None) };
    let mut catalog = first.catalog.clone();
    let texts = outcomes.iter().enumerate().filter_map(|(number, outcome)| {
        if let Outcome::Text(n, text) = outcome { Some((number, *n, text)) } else { None }
    });
    for (_, n, text) in texts.clone() {
        if let Some(entry) = catalog.entries.get_mut(n) {
            edit(entry, text.clone(), false);
            // The first sync has put what the page did not show aside.
            let (id, strings) = (entry.id.clone(), entry.strings.clone());
            catalog.entries.retain(|it| !(it.obsolete && it.id == id && it.strings == strings));
        }
    }
    let Some(again) = work.synced_again(&first, catalog) else { return Ok(None) };
    for (number, n, _) in texts {
        if let Some(why) = again.catalog.entries.get(n).and_then(refusal) {
            return Err(format!("conflict {}: {why}", number + 1));
        }
    }
    Ok(Some(Synced { page: again.page.or(first.page), ..again }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn both() -> Conflict {
        let (source, page, catalog) = ("One".to_owned(), "Uno".to_owned(), "El uno".to_owned());
        Conflict::Both { source, page, page_range: TextRange::new(0, 3), catalog }
    }

    fn gap() -> Conflict {
        let (page, source) = ("<hr>\n".to_owned(), "<br>\n".to_owned());
        Conflict::Gap { page_range: TextRange::new(2, 7), page, source }
    }

    fn decided(conflict: &Conflict, choice: Option<Choice>, typed: &str) -> Result<Outcome, &'static str> {
        let decision = Decision { key: String::new(), choice, text: typed.to_owned() };
        outcome(conflict, Some(&decision), Some(0), &[Entry::untranslated(None, "One".to_owned())])
    }

    #[test]
    fn each_choice_has_its_outcome() {
        let text = |text: &str| Ok(Outcome::Text(0, text.to_owned()));
        assert_eq!(decided(&both(), Some(Choice::Page), "Uno"), Ok(Outcome::Page));
        assert_eq!(decided(&both(), Some(Choice::Catalog), ""), text("El uno"));
        assert_eq!(decided(&both(), Some(Choice::Text), "Una\n"), text("Una"));
        assert_eq!(decided(&gap(), Some(Choice::Page), ""), Ok(Outcome::Page));
        let stretch = Outcome::Stretch(TextRange::new(2, 7), "<br>\n".to_owned());
        assert_eq!(decided(&gap(), Some(Choice::Source), ""), Ok(stretch));
    }

    #[test]
    fn what_is_not_decided_or_typed_in_vain_is_refused() {
        for (conflict, choice, typed) in [
            (both(), None, ""),
            (both(), Some(Choice::Page), "something else"),
            (both(), Some(Choice::Text), " \n"),
            (both(), Some(Choice::Source), ""),
            (gap(), Some(Choice::Text), "<p>"),
            (gap(), Some(Choice::Catalog), ""),
        ] {
            assert!(decided(&conflict, choice, typed).is_err(), "{conflict:?} {choice:?} {typed}");
        }
    }

    #[test]
    fn stretches_get_the_line_ends_and_blanks_of_the_page() {
        let stretch = |start, end, text: &str| Outcome::Stretch(TextRange::new(start, end), text.to_owned());
        for (page, outcome, expected) in [
            ("a\n b\nc\n", stretch(2, 5, "x\ny"), "a\n x\ny\nc\n"),
            ("a\r\nb\r\n", stretch(0, 3, "x\ny"), "x\r\ny\r\nb\r\n"),
            ("a\nb\n", stretch(2, 2, "x"), "a\nx\nb\n"),
            ("a\nb\nc\n", stretch(2, 4, ""), "a\nc\n"),
        ] {
            assert_eq!(with_stretches(page, &[Outcome::Page, outcome]), expected, "{page:?}");
        }
        assert_eq!(with_stretches("a\nb\nc\n", &[stretch(4, 6, "y"), stretch(0, 2, "x")]), "x\nb\ny\n");
    }
}
