//! The front matter of a locale's page.

use std::fmt::Write as _;

use firstaid_content::{FrontMatter, Page, Value};
use firstaid_text::{Edit, TextRange, apply_edits};

use super::scalar::scalar;
use super::site::{Site, localized};
use crate::catalogs::memo::{Memo, State};
use crate::catalogs::po::Entry;
use crate::config::TranslationConfig;
use crate::writing::is_right_to_left;

/// Keys whose values name the language of the page.
const LANGUAGE_KEYS: [&str; 3] = ["lang", "language", "locale"];
/// Keys whose values are addresses on the site.
const ADDRESS_KEYS: [&str; 5] = ["permalink", "parent", "url", "redirect_from", "aliases"];
/// Edits that adapt a copy of the source's front matter to the locale: language, addresses, own keys, state and
/// direction.
pub(super) fn front_matter_edits(
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
        let is_draft = entries.iter().any(|entry| matches!(Memo::of(entry).state, State::MachineDraft(_)));
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

/// An address in the same quotes as `typed`.
fn quoted_as(typed: &str, address: &str) -> String {
    match typed.chars().next().filter(|c| matches!(c, '"' | '\'')) {
        Some(quote) => format!("{quote}{address}{quote}"),
        None => address.to_owned(),
    }
}

/// The offset of the closing delimiter line of a front matter.
fn closing_line(text: &str, range: TextRange) -> u32 {
    text[range].rfind('\n').map_or(range.end(), |newline| range.start() + newline as u32 + 1)
}

/// The front matter of the existing page `page` with the values of the new one. Order, quotes and further keys stay.
pub(super) fn merged(
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
            // A key that is new in the source is added.
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
