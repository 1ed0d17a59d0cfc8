//! The text of a segment on the page of a locale: its translation, or the source text in its place.

use std::borrow::Cow;

use firstaid_content::{Locale, Page};

use super::render::escape_bars;
use super::site::{Retargeted, Site};
use crate::catalogs::memo::Memo;
use crate::catalogs::po::Entry;
use crate::config::{Stale, TranslationConfig};
use crate::hash::hash;
use crate::segments::{
    Segment, SegmentKind, as_one_paragraph, has_language, message, squeezed, unescape_title, without_escapes,
};
use crate::writing::is_right_to_left;

/// Which text of an entry the page shows.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Shown {
    Translation,
    /// The source text: there is no translation, it has slots that the source lacks, or it is too stale to be shown.
    Source,
}

pub(crate) fn shown(entry: &Entry, config: &TranslationConfig) -> Shown {
    let text = entry.string();
    if text.is_empty() || entry.refusal.reason().is_some() {
        return Shown::Source;
    }
    let memo = Memo::of(entry);
    let slots = memo.slots.len();
    if message::slots_in(text).iter().any(|&n| n == 0 || n > slots) {
        return Shown::Source;
    }
    let is_stale = |grade| entry.is_fuzzy() && config.stale(grade) != Stale::Keep;
    if memo.change.is_some_and(|(grade, _)| is_stale(grade)) { Shown::Source } else { Shown::Translation }
}

/// The message or translation of an entry, whichever [`shown`] says, with slots.
pub(crate) fn shown_text<'e>(entry: &'e Entry, config: &TranslationConfig) -> &'e str {
    match shown(entry, config) {
        Shown::Translation => entry.string(),
        Shown::Source => &entry.id,
    }
}

/// The markup before and after source text that stands in for a translation.
fn language_markup(source: &Locale, locale: &Locale) -> (String, &'static str) {
    let direction = if is_right_to_left(source) == is_right_to_left(locale) {
        ""
    } else if is_right_to_left(source) {
        " dir=\"rtl\""
    } else {
        " dir=\"ltr\""
    };
    (format!("<span lang=\"{source}\"{direction}>"), "</span>")
}

/// Removes the markup of [`text_of`]: around source text that stands in for a translation, and in links to pages of the
/// source.
pub(crate) fn unmarked<'t>(text: &'t str, source: &Locale, locale: &Locale) -> Cow<'t, str> {
    let (open, close) = language_markup(source, locale);
    let inner = text.strip_prefix(&*open).and_then(|rest| rest.strip_suffix(close)).unwrap_or(text);
    let title = format!("}} \"{source}\")");
    if inner.contains(&title) { inner.replace(&title, "})").into() } else { inner.into() }
}

/// A translation with marks escaped that would begin another block in the place of its segment.
fn in_one_block<'t>(kind: &SegmentKind, text: &'t str) -> Cow<'t, str> {
    match kind {
        SegmentKind::Paragraph | SegmentKind::Item => as_one_paragraph(text).unwrap_or(Cow::Borrowed(text)),
        _ => Cow::Borrowed(text),
    }
}

/// A text as it stands on a page in a segment of this kind: with the backslashes that a sync would write, without those
/// blanks and line ends that mean nothing there. What is written and what is read must be compared in this form alone.
pub(crate) fn as_on_page(kind: &SegmentKind, text: &str) -> String {
    match kind {
        SegmentKind::Paragraph | SegmentKind::Item => flowing(&in_one_block(kind, text)),
        // The lines of a heading are joined.
        SegmentKind::Heading(_) => squeezed(text),
        SegmentKind::Html => flowing(text),
        SegmentKind::Cell => squeezed(&escape_bars(text)),
        SegmentKind::Title => squeezed(&unescape_title(text)),
        SegmentKind::FrontMatter(_) => text.trim().lines().map(squeezed).collect::<Vec<_>>().join("\n"),
        SegmentKind::Verbatim => text.trim().lines().map(str::trim_start).collect::<Vec<_>>().join("\n"),
    }
}

/// A text whose line ends are blanks, save hard line breaks.
fn flowing(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut lines = text.trim().lines().peekable();
    while let Some(line) = lines.next() {
        for (n, word) in line.split_whitespace().enumerate() {
            if n > 0 {
                out.push(' ');
            }
            out.push_str(word);
        }
        if lines.peek().is_some() {
            out.push(if line.ends_with("  ") { '\n' } else { ' ' });
        }
    }
    out
}

/// The hashes of the translations that a page may show as this text: the text itself, and that without the backslashes
/// of [`text_of`].
pub(crate) fn hashes(text: &str) -> impl Iterator<Item = u64> {
    [Some(hash(text.as_bytes())), without_escapes(text).map(|it| hash(it.as_bytes()))].into_iter().flatten()
}

/// Whether the page has the translation of an entry with backslashes that the catalog does not have, because it begins
/// like another block.
pub fn is_escaped(entry: &Entry) -> bool {
    let is_owned = |kind: &SegmentKind| matches!(in_one_block(kind, entry.string().trim()), Cow::Owned(_));
    entry.is_translated() && !entry.obsolete && Memo::of(entry).kind().is_some_and(|kind| is_owned(&kind))
}

/// The text of a segment on the page, with slots filled with the targets of the locale.
pub(crate) fn text_of(source: &Page, segment: &Segment, entry: &Entry, site: &Site<'_>, shown: Shown) -> String {
    // A link to a page of the source names the source's language in its title.
    let mut text = match shown {
        // Blanks that begin code are a part of it.
        Shown::Translation if segment.kind == SegmentKind::Verbatim => Cow::Borrowed(entry.string()),
        // Blanks around any other block are no part of it.
        Shown::Translation => in_one_block(&segment.kind, entry.string().trim()),
        Shown::Source => Cow::Borrowed(&*segment.message),
    };
    let targets: Vec<Retargeted> = segment.slots.iter().map(|slot| site.retarget(source, &slot.url)).collect();
    for (n, _) in targets.iter().enumerate().filter(|(_, target)| target.leads_to_source) {
        let bare = format!("]({{{}}})", n + 1);
        if text.contains(&bare) {
            text = text.replace(&bare, &format!("]({{{}}} \"{}\")", n + 1, source.key.locale)).into();
        }
    }
    let text = message::fill(&text, |n| Some(Cow::Borrowed(&*targets.get(n.checked_sub(1)?)?.url)));
    let is_plain = matches!(segment.kind, SegmentKind::FrontMatter(_) | SegmentKind::Title | SegmentKind::Verbatim);
    if shown == Shown::Source && !is_plain && has_language(&segment.message, &segment.kind) {
        let (open, close) = language_markup(&source.key.locale, site.locale);
        return format!("{open}{text}{close}");
    }
    text
}
