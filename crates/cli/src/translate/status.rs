use std::io::Write;
use std::path::PathBuf;

use anyhow::Result;
use firstaid_content::{Locale, PageKey};
use firstaid_diagnostics::visible_line;
use firstaid_translate::{Counts, Grade, Memo, Synced};
use serde_json::json;

use super::args::{StatusArgs, StatusFormat};
use super::translations::{Left, LocaleRun};
use crate::files::save;
use crate::guide::{OpenGuide, open_guide};
use crate::outcome::Outcome;

/// Maximum changes of the source that are listed for a locale.
const MAX_LISTED: usize = 20;

pub(super) fn run(args: &StatusArgs, root: PathBuf) -> Result<Outcome> {
    let opened = open_guide(&args.guide, root)?;
    let mut out = anstream::stdout().lock();
    for (n, locale) in opened.locales(&args.locales)?.iter().enumerate() {
        let LocaleRun { done: pages, left } = opened.synced(locale, &opened.catalog_places(locale)?);
        let total = total(&opened, &pages, &left);
        let share = share(total, &pages, &left);
        match args.format {
            StatusFormat::Jsonl => {
                for (name, synced) in &pages {
                    writeln!(out, "{}", object(&opened, locale, name, synced))?;
                }
                for (name, left) in &left {
                    writeln!(out, "{}", left_object(locale, name, left))?;
                }
            }
            StatusFormat::Human => {
                if n > 0 {
                    writeln!(out)?;
                }
                table(locale, &pages, &left, (total, share), &mut out)?;
            }
        }
        if let Some(folder) = &args.badges {
            save(&folder.join(format!("{locale}.json")), &format!("{}\n", badge(locale, share)))?;
        }
    }
    out.flush()?;
    Ok(Outcome::Clean)
}

/// The counts of the pages of a locale by page name, and those of all pages.
#[cfg(feature = "report")]
pub(crate) struct Coverage {
    pub(crate) pages: Vec<(Box<str>, Counts)>,
    pub(crate) total: Counts,
}

/// How much of a locale is translated; `None` for one without catalogs, of which nothing is known.
#[cfg(feature = "report")]
pub(crate) fn locale_coverage(opened: &OpenGuide, locale: &Locale) -> Result<Option<Coverage>> {
    let places = opened.catalog_places(locale)?;
    if places.files().next().is_none() {
        return Ok(None);
    }
    let LocaleRun { done, left } = opened.sync_whole(locale, &places, |name, synced| (name, synced.counts));
    let mut sum = Counts::default();
    for (_, counts) in &done {
        sum.add(*counts);
    }
    let total = with_left(opened, sum, &left);
    Ok(Some(Coverage { pages: done, total }))
}

/// The counts of all pages. Of those that are left, nothing counts as translated.
fn total(opened: &OpenGuide, pages: &[(Box<str>, Synced)], left: &[(Box<str>, Left)]) -> Counts {
    let mut total = Counts::default();
    for (_, synced) in pages {
        total.add(synced.counts);
    }
    with_left(opened, total, left)
}

/// The counts with those of the pages that were left: nothing of them counts as translated.
fn with_left(opened: &OpenGuide, mut total: Counts, left: &[(Box<str>, Left)]) -> Counts {
    for (name, _) in left {
        let key = PageKey { locale: opened.guide.layout.source().clone(), name: name.clone() };
        if let Some(source) = opened.guide.by_key(&key) {
            total.add(Counts::untranslated(source));
        }
    }
    total
}

/// The coverage of a locale; `None` if nothing is known of any page. It is 100 only if no page is left.
fn share(total: Counts, pages: &[(Box<str>, Synced)], left: &[(Box<str>, Left)]) -> Option<usize> {
    let share = coverage(total).filter(|_| !pages.is_empty())?;
    Some(if left.is_empty() { share } else { share.min(99) })
}

/// The percentage of words whose translation is current, rounded down: 100 means all. `None` if there are no words.
fn coverage(counts: Counts) -> Option<usize> {
    (100 * counts.current_words).checked_div(counts.words)
}

fn table(
    locale: &Locale,
    pages: &[(Box<str>, Synced)],
    left: &[(Box<str>, Left)],
    (total, share): (Counts, Option<usize>),
    out: &mut impl Write,
) -> Result<()> {
    let names = pages.iter().map(|(name, _)| name).chain(left.iter().map(|(name, _)| name));
    let width = names.map(|name| name.chars().count()).max().unwrap_or(0).max(8);
    writeln!(out, "{:width$}  words  current  stale  missing  by machine  reviewed", locale.as_str())?;
    let row = |name: &str, counts: Counts, share: Option<usize>| {
        let Counts { words, stale, missing, drafted, reviewed, .. } = counts;
        let share = share.map_or("-".to_owned(), |share| format!("{share} %"));
        let name = visible_line(name);
        format!("{name:width$}  {words:5}  {share:>7}  {stale:5}  {missing:7}  {drafted:10}  {reviewed:8}")
    };
    for (name, synced) in pages {
        writeln!(out, "{}", row(name, synced.counts, coverage(synced.counts)))?;
    }
    for (name, left) in left {
        let state = if left.is_not_imported() { "not imported" } else { "not read" };
        writeln!(out, "{:width$}  {state}", visible_line(name))?;
    }
    writeln!(out, "{}", row("total", total, share))?;
    let changed: Vec<_> = pages.iter().flat_map(|(name, synced)| changes(name, synced)).collect();
    if !changed.is_empty() {
        writeln!(out, "\nchanged in the source since the translation:")?;
    }
    for (name, grade, reason, text) in changed.iter().take(MAX_LISTED) {
        let line = format!("  {name}: {}, {reason}: {}", grade.as_str(), first_words(text));
        writeln!(out, "{}", visible_line(&line))?;
    }
    if changed.len() > MAX_LISTED {
        writeln!(out, "  and {} more", changed.len() - MAX_LISTED)?;
    }
    let conflicts = pages.iter().filter(|(_, synced)| !synced.conflicts.is_empty()).count();
    if conflicts > 0 {
        let noun = if conflicts == 1 { "page has" } else { "pages have" };
        writeln!(out, "\n{conflicts} {noun} conflicts; `translate sync {locale}` shows them")?;
    }
    if !left.is_empty() {
        writeln!(out)?;
    }
    for (_, left) in left {
        writeln!(out, "{}", visible_line(&left.describe(locale)))?;
    }
    Ok(())
}

/// The segments of a page whose source changed, the gravest change first.
fn changes<'a>(name: &'a str, synced: &'a Synced) -> Vec<(&'a str, Grade, String, &'a str)> {
    let in_use = synced.catalog.entries.iter().filter(|entry| !entry.obsolete);
    let mut found: Vec<_> = in_use
        .filter_map(|entry| {
            let (grade, reason) = Memo::of(entry).change?;
            Some((name, grade, reason, &*entry.id))
        })
        .collect();
    found.sort_by_key(|(_, grade, ..)| std::cmp::Reverse(*grade));
    found
}

fn first_words(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    let more = if words.len() > 10 { " …" } else { "" };
    format!("{}{more}", words[..words.len().min(10)].join(" "))
}

fn object(opened: &OpenGuide, locale: &Locale, name: &str, synced: &Synced) -> serde_json::Value {
    let counts = synced.counts;
    let key = PageKey { locale: locale.clone(), name: name.into() };
    let changes = changes(name, synced);
    json!({
        "locale": locale.as_str(),
        "page": name,
        "path": opened.guide.by_key(&key).map(|page| page.source.path()),
        "segments": counts.segments,
        "words": counts.words,
        "current": counts.current,
        "current_words": counts.current_words,
        "by_machine": counts.drafted,
        "reviewed": counts.reviewed,
        "stale": counts.stale,
        "stale_words": counts.stale_words,
        "missing": counts.missing,
        "coverage": coverage(counts).unwrap_or(100),
        "conflicts": synced.conflicts.len(),
        "changes": changes
            .iter()
            .map(|(_, grade, reason, text)| json!({ "grade": grade.as_str(), "reason": reason, "source": text }))
            .collect::<Vec<_>>(),
    })
}

/// The object of a page whose translation is not known: it was not imported, or a file of it cannot be read.
fn left_object(locale: &Locale, name: &str, left: &Left) -> serde_json::Value {
    let state = if left.is_not_imported() { "not-imported" } else { "not-read" };
    json!({ "locale": locale.as_str(), "page": name, "state": state, "reason": left.describe(locale) })
}

/// The endpoint format of shields.io. `share` is the coverage in percent, `None` if nothing is known of it.
fn badge(locale: &Locale, share: Option<usize>) -> serde_json::Value {
    let color = match share {
        Some(100) => "brightgreen",
        Some(80..) => "green",
        Some(50..) => "yellow",
        Some(_) => "orange",
        None => "lightgrey",
    };
    let message = share.map_or("not imported".to_owned(), |share| format!("{share} %"));
    json!({ "schemaVersion": 1, "label": locale.as_str(), "message": message, "color": color })
}
