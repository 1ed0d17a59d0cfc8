//! The front matter of a locale's page.

use std::fmt::Write as _;

use firstaid_content::{Entry as EntryOfPage, FrontMatter, Node, Page, ScalarStyle, Value, front_matter};
use firstaid_text::{Edit, TextRange, apply_edits};

use super::render::render;
use super::scalar::scalar;
use super::site::{Site, localized};
use crate::catalogs::memo::{Memo, State};
use crate::catalogs::po::Entry;
use crate::config::TranslationConfig;
use crate::hash::short_hash;
use crate::segments::{Segment, SegmentKind};
use crate::writing::is_right_to_left;

/// Keys whose values name the language of the page.
const LANGUAGE_KEYS: [&str; 3] = ["lang", "language", "locale"];
/// Keys whose values are addresses on the site.
const ADDRESS_KEYS: [&str; 5] = ["permalink", "parent", "url", "redirect_from", "aliases"];

/// Edits that adapt a copy of the source's front matter to the locale: language, addresses, own keys, state and
/// direction.
fn front_matter_edits(
    source: &Page,
    copy: &str,
    copied: &FrontMatter,
    is_new: bool,
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
        } else if config.own_keys.iter().any(|own| own == key) && is_new && !entry.value.is_null() {
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

/// The front matter that the locale's page would have if it were new: the text of the source's page with the values of
/// the locale, and where its front matter is. `text` gives the text of each segment.
pub(crate) fn made_front_matter(
    source: &Page,
    segments: &[Segment],
    text: impl Fn(usize) -> Option<String>,
    entries: &[Entry],
    is_new: bool,
    site: &Site<'_>,
    config: &TranslationConfig,
) -> Option<(String, FrontMatter)> {
    source.front_matter.as_ref()?;
    let count = segments.iter().take_while(|it| matches!(it.kind, SegmentKind::FrontMatter(_))).count();
    let copy = render(source, &segments[..count], text);
    let copied = front_matter(&copy)?;
    let edits = front_matter_edits(source, &copy, &copied, is_new, entries, site, config);
    let made = apply_edits(&copy, &edits).unwrap_or(copy);
    let new = front_matter(&made)?;
    Some((made, new))
}

/// What the last sync recorded of a key.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Recorded {
    /// There is no record, and the page is as the last sync wrote it.
    Written,
    /// There is no record: what the page has is its own.
    Nothing,
    /// There was no such key.
    Absent,
    /// The hash of its value.
    Value(u32),
}

/// How to join the front matter of a page with the one that the source would give it now.
pub(crate) struct FrontMatterMerge<'a> {
    pub(crate) page: &'a Page,
    pub(crate) old: &'a FrontMatter,
    /// The result of [`made_front_matter`].
    pub(crate) made: &'a str,
    pub(crate) new: &'a FrontMatter,
    pub(crate) recorded: &'a dyn Fn(&str) -> Recorded,
    pub(crate) is_segment: &'a dyn Fn(&str) -> bool,
    /// Whether a text is in the catalog, so that replacing it loses nothing.
    pub(crate) is_known: &'a dyn Fn(&str) -> bool,
    pub(crate) own_keys: &'a [String],
    /// The key that only sync writes.
    pub(crate) status_key: Option<&'a str>,
    /// The side that wins where both changed a value: whether it is the page.
    pub(crate) prefers_page: Option<bool>,
}

/// A value that page and source changed in different ways.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct ValueClash {
    pub(crate) page_range: TextRange,
    pub(crate) page: String,
    pub(crate) source: String,
}

/// What becomes of a value of the page.
enum Fate {
    Keep,
    Replace,
    Clash,
}

impl FrontMatterMerge<'_> {
    /// The front matter of the page with what changed in the source. Order, quotes and further keys stay.
    pub(crate) fn merged(&self) -> (String, Vec<ValueClash>) {
        let own = &self.page.text()[self.old.range];
        let line_end = if own.contains("\r\n") { "\r\n" } else { "\n" };
        let (mut edits, mut clashes) = (Vec::new(), Vec::new());
        let mut added = String::new();
        for entry in &self.new.entries {
            let lines = &self.made[TextRange::new(entry.key_range.start(), entry.value.range.end())];
            let Some(there) = self.old.get(&entry.key) else {
                if self.is_added(&entry.key) {
                    added.push_str(lines.trim_end());
                    added.push_str(line_end);
                }
                continue;
            };
            match self.fate(there, entry) {
                Fate::Keep => {}
                Fate::Replace => edits.push(self.replacement(there, entry, line_end)),
                Fate::Clash => clashes.push(ValueClash {
                    page_range: there.key_range.cover(there.value.range),
                    page: self.page.text()[there.key_range.cover(there.value.range)].to_owned(),
                    source: lines.to_owned(),
                }),
            }
        }
        edits.extend(self.old.entries.iter().filter(|it| self.is_dropped(it)).map(|it| self.removal(it)));
        let is_object = own.starts_with('{');
        if !added.is_empty() && !is_object {
            edits.push(Edit::insert(closing_line(own, TextRange::new(0, own.len() as u32)), added));
        }
        (apply_edits(own, &edits).unwrap_or_else(|_| own.to_owned()), clashes)
    }

    fn is_own(&self, key: &str) -> bool {
        self.own_keys.iter().any(|own| own == key)
    }

    /// Whether a key that the page lacks is new in the source.
    fn is_added(&self, key: &str) -> bool {
        let is_new = matches!((self.recorded)(key), Recorded::Absent | Recorded::Written);
        self.status_key == Some(key) || !self.is_own(key) && is_new
    }

    /// Whether the source dropped a key that the page has as it was.
    fn is_dropped(&self, there: &EntryOfPage) -> bool {
        if self.new.get(&there.key).is_some() || self.is_own(&there.key) {
            return false;
        }
        match (self.recorded)(&there.key) {
            Recorded::Value(SEGMENT_VALUE) => there.value.as_str().is_some_and(self.is_known),
            Recorded::Value(hash) => value_hash(self.page.text(), &there.value) == hash,
            _ => false,
        }
    }

    fn fate(&self, there: &EntryOfPage, entry: &EntryOfPage) -> Fate {
        let is_same = there.value.value == entry.value.value
            || there
                .value
                .as_str()
                .is_some_and(|text| entry.value.as_str().map(str::trim_end) == Some(text.trim_end()));
        if is_same || self.is_own(&entry.key) {
            return Fate::Keep;
        }
        if self.status_key == Some(&*entry.key) {
            return Fate::Replace;
        }
        if (self.is_segment)(&entry.key) {
            // Edits of the page are in the catalog already.
            let own = value_hash(self.page.text(), &there.value);
            // The guide has named the key since, and the page has what the source had.
            let is_copy = matches!((self.recorded)(&entry.key), Recorded::Value(hash) if hash == own);
            let is_known = is_copy || there.value.as_str().is_some_and(self.is_known);
            let is_replaced = is_known || self.prefers_page == Some(false);
            return if is_replaced { Fate::Replace } else { Fate::Keep };
        }
        let (own, new) = (value_hash(self.page.text(), &there.value), value_hash(self.made, &entry.value));
        match (self.recorded)(&entry.key) {
            Recorded::Written => Fate::Replace,
            // The guide has taken the key off its list of texts: what the page has is its translation.
            Recorded::Nothing | Recorded::Value(SEGMENT_VALUE) => Fate::Keep,
            Recorded::Value(hash) if hash == new => Fate::Keep,
            Recorded::Value(hash) if hash == own => Fate::Replace,
            Recorded::Absent | Recorded::Value(_) => match self.prefers_page {
                Some(true) => Fate::Keep,
                Some(false) => Fate::Replace,
                None => Fate::Clash,
            },
        }
    }

    fn replacement(&self, there: &EntryOfPage, entry: &EntryOfPage, line_end: &str) -> Edit {
        let shift = self.old.range.start();
        let at = |start: u32, end: u32| TextRange::new(start - shift, end - shift);
        let (text, typed) = (self.page.text(), &self.made[entry.value.range]);
        let value = at(there.value.range.start(), there.value.range.end());
        if let (Value::Scalar { style: own, .. }, Value::Scalar { style, text: new }) =
            (&there.value.value, &entry.value.value)
            && !there.value.range.is_empty()
        {
            let is_text = (self.is_segment)(&entry.key);
            let is_block = matches!(own, ScalarStyle::Folded | ScalarStyle::Literal);
            // A number, a date or a truth value in quotes would be a text.
            if *style == ScalarStyle::Plain && !is_block && !is_text && !typed.contains('\n') {
                return Edit::replace(value, typed);
            }
            if is_text || !is_block {
                return Edit::replace(
                    value,
                    scalar(new.trim_end_matches('\n'), Some(*own), text, there.value.range, line_end),
                );
            }
        }
        let lines = &self.made[TextRange::new(entry.key_range.start(), entry.value.range.end())];
        Edit::replace(at(there.key_range.start(), there.value.range.end()), lines.trim_end())
    }

    /// Removes the lines of an entry.
    fn removal(&self, there: &EntryOfPage) -> Edit {
        let shift = self.old.range.start();
        let text = self.page.text();
        let end = there.value.range.end().max(there.key_range.end());
        let end = text[end as usize..].find('\n').map_or(end, |newline| end + newline as u32 + 1);
        Edit::replace(TextRange::new(there.key_range.start() - shift, end.min(self.old.range.end()) - shift), "")
    }
}

/// Stands for the hash of a value that is a segment: its translations are in the catalog.
pub(crate) const SEGMENT_VALUE: u32 = 0;

/// The hashes of the keys of a front matter in `text`, with those of their values.
pub(crate) fn key_hashes(text: &str, front_matter: &FrontMatter, is_segment: &dyn Fn(&str) -> bool) -> Vec<(u32, u32)> {
    let hashes = |entry: &EntryOfPage| {
        let value = if is_segment(&entry.key) { SEGMENT_VALUE } else { value_hash(text, &entry.value) };
        (short_hash(&[entry.key.as_bytes()]), value)
    };
    front_matter.entries.iter().map(hashes).collect()
}

/// The hash of a key's value, as [`key_hashes`] has that of a value that is no segment; `None` without such a key.
pub(crate) fn hash_of_value(page: &Page, key: &str) -> Option<u32> {
    let entry = page.front_matter.as_ref()?.get(key)?;
    Some(value_hash(page.text(), &entry.value))
}

/// The hash of a value, whatever its quotes and line breaks; never [`SEGMENT_VALUE`].
fn value_hash(text: &str, node: &Node) -> u32 {
    fn plain(text: &str, node: &Node, out: &mut String) {
        match &node.value {
            Value::Scalar { text, .. } => out.push_str(text.trim_end()),
            Value::Sequence(nodes) => {
                for node in nodes {
                    out.push_str("\n- ");
                    plain(text, node, out);
                }
            }
            Value::Mapping(entries) => {
                for entry in entries {
                    out.push_str("\n: ");
                    out.push_str(&entry.key);
                    out.push('=');
                    plain(text, &entry.value, out);
                }
            }
            Value::Alias => out.push_str(&text[node.range]),
        }
    }
    let mut out = String::new();
    plain(text, node, &mut out);
    short_hash(&[out.as_bytes()]).max(1)
}
