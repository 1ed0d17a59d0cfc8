//! The page of a locale, made from the source page and its catalog.
//!
//! The body is the source's with each segment replaced. The front matter is the locale page's own if there is one,
//! else the source's, with those values changed that the translation or the locale decides.

use std::borrow::Cow;
use std::fmt::Write as _;

use firstaid_content::{FrontMatter, Locale, Page, Value, front_matter};
use firstaid_text::{Edit, TextRange, apply_edits};

use crate::memo::{self, Memo};
use crate::po::Entry;
use crate::render::scalar;
use crate::site::{Retargeted, Site, localized};
use crate::{Segment, SegmentKind, Stale, TranslationConfig, message, render};

/// Keys that name the language of a page.
const LANGUAGE_KEYS: [&str; 3] = ["lang", "language", "locale"];
/// Keys whose values are addresses on the site.
const ADDRESS_KEYS: [&str; 5] = ["permalink", "parent", "url", "redirect_from", "aliases"];
/// Languages written from right to left, by their primary subtag.
const RIGHT_TO_LEFT: [&str; 10] = ["ar", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"];

/// Which text an entry gives to its page.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Shown {
    Translation,
    /// The source's, because there is no translation, or none that may stand.
    Source,
}

pub(crate) fn shown(entry: &Entry, config: &TranslationConfig) -> Shown {
    let text = entry.string();
    if text.is_empty() {
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

pub fn is_right_to_left(locale: &Locale) -> bool {
    RIGHT_TO_LEFT.contains(&locale.language())
}

/// What a text of the source is put between where it stands in for a translation.
fn marks(source: &Locale, locale: &Locale) -> (String, &'static str) {
    let direction = if is_right_to_left(source) == is_right_to_left(locale) {
        ""
    } else if is_right_to_left(source) {
        " dir=\"rtl\""
    } else {
        " dir=\"ltr\""
    };
    (format!("<span lang=\"{source}\"{direction}>"), "</span>")
}

/// Takes the marks off a text that stands in for a translation, and those that links to the source's pages have.
pub(crate) fn unmarked<'t>(text: &'t str, source: &Locale, locale: &Locale) -> Cow<'t, str> {
    let (open, close) = marks(source, locale);
    let inner = text.strip_prefix(&*open).and_then(|rest| rest.strip_suffix(close)).unwrap_or(text);
    let title = format!("}} \"{source}\")");
    if inner.contains(&title) { inner.replace(&title, "})").into() } else { inner.into() }
}

/// The text of a segment on the page: slots filled with targets as the locale has them.
pub(crate) fn text_of(source: &Page, segment: &Segment, entry: &Entry, site: &Site<'_>, shown: Shown) -> String {
    let text = if shown == Shown::Translation { entry.string() } else { &segment.message };
    // A link to a page of the source says so where it can have a title.
    let mut text = Cow::Borrowed(text);
    let targets: Vec<Retargeted> = segment.slots.iter().map(|slot| site.retarget(source, &slot.url)).collect();
    for (n, _) in targets.iter().enumerate().filter(|(_, target)| target.is_foreign) {
        let bare = format!("]({{{}}})", n + 1);
        if text.contains(&bare) {
            text = text.replace(&bare, &format!("]({{{}}} \"{}\")", n + 1, source.key.locale)).into();
        }
    }
    let text = message::fill(&text, |n| Some(Cow::Borrowed(&*targets.get(n.checked_sub(1)?)?.url)));
    if shown == Shown::Source && !matches!(segment.kind, SegmentKind::FrontMatter(_) | SegmentKind::Verbatim) {
        let (open, close) = marks(&source.key.locale, site.locale);
        return format!("{open}{text}{close}");
    }
    text
}

/// The text of the page of the locale. `entries` are those of the segments.
pub(crate) fn locale_page(
    source: &Page,
    segments: &[Segment],
    entries: &[Entry],
    existing: Option<&Page>,
    site: &Site<'_>,
    config: &TranslationConfig,
) -> String {
    let text = |n: usize| Some(text_of(source, &segments[n], &entries[n], site, shown(&entries[n], config)));
    let copy = render(source, segments, text);
    let Some(copied) = front_matter(&copy) else { return copy };
    let edits = front_matter_edits(source, &copy, &copied, existing, entries, site, config);
    let Ok(made) = apply_edits(&copy, &edits) else { return copy };
    let own = existing.and_then(|page| Some((page, page.front_matter.as_ref()?)));
    let (Some((page, old)), Some(new)) = (own, front_matter(&made)) else { return made };
    let merged = merged(page, old, &made, &new, source, config);
    format!("{}{merged}{}", &made[..new.range.start() as usize], &made[new.range.end() as usize..])
}

/// What the locale decides in a copy of the source's front matter.
fn front_matter_edits(
    source: &Page,
    copy: &str,
    copied: &FrontMatter,
    existing: Option<&Page>,
    entries: &[Entry],
    site: &Site<'_>,
    config: &TranslationConfig,
) -> Vec<Edit> {
    let mut edits = Vec::new();
    for entry in &copied.entries {
        let key = &*entry.key;
        let mut set = |range: TextRange, value: &str| {
            if copy[range] != *value {
                edits.push(Edit::replace(range, value));
            }
        };
        let typed = |node: &firstaid_content::Node, value: &str| match &node.value {
            Value::Scalar { style, .. } => scalar(value, Some(*style), copy, node.range, "\n"),
            _ => value.to_owned(),
        };
        if LANGUAGE_KEYS.contains(&key) && entry.value.as_str() == Some(source.key.locale.as_str()) {
            set(entry.value.range, &typed(&entry.value, site.locale.as_str()));
        } else if ADDRESS_KEYS.contains(&key) {
            let nodes = match &entry.value.value {
                Value::Sequence(nodes) => nodes.iter().collect(),
                _ => vec![&entry.value],
            };
            for node in nodes {
                let Some(address) = node.as_str() else { continue };
                let address = localized(address, &source.key.locale, site.locale);
                if node.as_str() != Some(&*address) {
                    edits.push(Edit::replace(node.range, quoted_as(&copy[node.range], &address)));
                }
            }
        } else if config.own_keys.iter().any(|own| own == key) && existing.is_none() && !entry.value.is_null() {
            set(entry.value.range, "null");
        }
    }
    let mut added = String::new();
    if let Some(key) = config.status_key.as_ref().filter(|key| copied.get(key).is_none()) {
        let is_draft = entries.iter().any(|entry| matches!(Memo::of(entry).state, memo::State::MachineDraft(_)));
        let status = if is_draft { "machine-draft" } else { "translated" };
        writeln!(added, "{key}: {status}").expect("a string grows");
    }
    if let Some(key) = config.direction_key.as_ref().filter(|key| copied.get(key).is_none()) {
        let direction = if is_right_to_left(site.locale) { "rtl" } else { "ltr" };
        writeln!(added, "{key}: {direction}").expect("a string grows");
    }
    if !added.is_empty() {
        edits.push(Edit::insert(closing_line(copy, copied.range), added));
    }
    edits
}

/// An address in the quotes that the old one had.
fn quoted_as(typed: &str, address: &str) -> String {
    match typed.chars().next().filter(|c| matches!(c, '"' | '\'')) {
        Some(quote) => format!("{quote}{address}{quote}"),
        None => address.to_owned(),
    }
}

/// Where the line that ends a front matter begins.
fn closing_line(text: &str, range: TextRange) -> u32 {
    text[range].rfind('\n').map_or(range.end(), |newline| range.start() + newline as u32 + 1)
}

/// The locale page's own front matter, with its order, its quotes and its further keys, and the values of the new one.
fn merged(
    page: &Page,
    old: &FrontMatter,
    made: &str,
    new: &FrontMatter,
    source: &Page,
    config: &TranslationConfig,
) -> String {
    let own = &page.text()[old.range];
    let mut edits = Vec::new();
    let mut added = String::new();
    let line_end = if own.contains("\r\n") { "\r\n" } else { "\n" };
    for entry in &new.entries {
        let key = &*entry.key;
        let Some(there) = old.get(key) else {
            // What the source has gained the translation gains.
            let is_status = source.front_matter.as_ref().is_none_or(|it| it.get(key).is_none());
            let is_own = config.own_keys.iter().any(|own| own == key) && !is_status;
            if !is_own {
                let lines = &made[TextRange::new(entry.key_range.start(), entry.value.range.end())];
                added.push_str(lines.trim_end());
                added.push_str(line_end);
            }
            continue;
        };
        let is_same = there.value.value == entry.value.value
            || there.value.as_str().is_some_and(|text| entry.value.as_str() == Some(text));
        if is_same || config.own_keys.iter().any(|own| own == key) {
            continue;
        }
        let value = match (&there.value.value, entry.value.as_str()) {
            (Value::Scalar { style, .. }, Some(text)) if !there.value.range.is_empty() => {
                scalar(text, Some(*style), page.text(), there.value.range, line_end)
            }
            _ => made[entry.value.range].to_owned(),
        };
        let range =
            TextRange::new(there.value.range.start() - old.range.start(), there.value.range.end() - old.range.start());
        edits.push(Edit::replace(range, value));
    }
    if !added.is_empty() {
        edits.push(Edit::insert(closing_line(own, TextRange::new(0, own.len() as u32)), added));
    }
    apply_edits(own, &edits).unwrap_or_else(|_| made[new.range].to_owned())
}
