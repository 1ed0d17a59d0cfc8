//! What a change does to the translations of a guide, told in English, for reviewers who do not read their languages.
//!
//! Two versions of one page are compared block by block. Both are in the language of the page, so a number, a denial or
//! a name that differs is another one. Blank space, letter case, punctuation and fixed typos are no change. What it
//! cannot tell by itself, another wording, is counted and never left out.

mod block;
mod differences;
mod gaps;
mod pages;
mod pairing;
mod states;

use std::collections::BTreeMap;
use std::fmt;

use firstaid_content::{Guide, Locale, Page, PageKey};
use firstaid_mentions::names::Names;
use firstaid_text::line_similarity;
use firstaid_translate::TranslationConfig;

use crate::engine::catalogs::Preview;
use crate::identity_review::Side;
use pages::{Pages, changes_of};
use states::changes_of_states;

/// A difference between two versions of a translated page.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct TranslationChange {
    pub path: Box<str>,
    /// The line of the block in the version that has it; 1-based, 0 for the whole page.
    pub line: u32,
    pub kind: TranslationChangeKind,
    /// What differs, in English.
    pub what: String,
    /// The block in the source language, if the page has a source and the block is part of it.
    pub source: Option<Box<str>>,
    pub before: Option<Box<str>>,
    pub after: Option<Box<str>>,
    /// Whether the same change altered the block in the source, too: then the translation may only follow it.
    pub follows_source: bool,
}

/// What a difference is about, the gravest first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum TranslationChangeKind {
    Identity,
    Reversal,
    Negation,
    Number,
    Warning,
    Step,
    Name,
    Label,
    Link,
    Term,
    /// A block shows the text of the source.
    Untranslated,
    /// Between the blocks: code, HTML, link definitions, settings of the front matter.
    Markup,
    Text,
    Wording,
    State,
    Page,
}

impl TranslationChangeKind {
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Identity => "identity",
            Self::Reversal => "reversal",
            Self::Negation => "negation",
            Self::Number => "number",
            Self::Warning => "warning",
            Self::Step => "step",
            Self::Name => "name",
            Self::Label => "label",
            Self::Link => "link",
            Self::Term => "term",
            Self::Untranslated => "untranslated",
            Self::Markup => "markup",
            Self::Text => "text",
            Self::Wording => "wording",
            Self::State => "state",
            Self::Page => "page",
        }
    }

    /// Whether a wrong one can harm readers.
    pub const fn is_grave(self) -> bool {
        matches!(
            self,
            Self::Identity | Self::Reversal | Self::Negation | Self::Number | Self::Warning | Self::Step | Self::Name
        )
    }
}

impl fmt::Display for TranslationChangeKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// The translated pages of a guide.
type Versions<'a> = BTreeMap<&'a PageKey, Version<'a>>;

/// A page as readers get it after the next sync.
#[derive(Clone, Copy)]
struct Version<'a> {
    page: &'a Page,
    /// The catalog that a sync would bring to the page.
    catalog: Option<&'a str>,
}

/// Minimum likeness of a renamed page, in thousandths of its lines.
const MIN_RENAMED_LIKENESS: usize = 500;

/// The differences of the translated pages and catalogs, by path and line. `is_asked` tells the locales to compare. A
/// catalog that was changed and not synced counts as the page that it would give.
pub fn translation_changes(
    before: Side<'_>,
    after: Side<'_>,
    config: &TranslationConfig,
    is_asked: &dyn Fn(&Locale) -> bool,
) -> Vec<TranslationChange> {
    let source = after.guide.layout.source();
    let old_previews = before.catalogs.previews(before.guide, before.registry, config, None);
    let new_previews = after.catalogs.previews(after.guide, after.registry, config, None);
    let mut old = versions(before.guide, &old_previews);
    let mut new = versions(after.guide, &new_previews);
    old.retain(|key, _| is_asked(&key.locale));
    new.retain(|key, _| is_asked(&key.locale));
    let former_keys = renamed(&old, &new);
    let names = Names::new(after.registry);
    let mut found = Vec::new();
    let gone = old.keys().filter(|key| !new.contains_key(*key) && !former_keys.values().any(|it| it == *key));
    for key in new.keys().chain(gone) {
        let then = former_keys.get(key).copied().unwrap_or(key);
        let pages = Pages {
            before: old.get(then).map(|it| it.page),
            after: new.get(key).map(|it| it.page),
            source_before: source_of(before.guide, source, then),
            source_after: source_of(after.guide, source, key),
        };
        let mut of_page = changes_of(&pages, after.registry, &names);
        if let Some(catalog) = new.get(key).and_then(|it| it.catalog) {
            for change in &mut of_page {
                (change.path, change.line) = (catalog.into(), 0);
            }
        }
        found.extend(of_page);
    }
    for (key, file) in after.catalogs.files().filter(|(key, _)| is_asked(&key.locale)) {
        if let (Some(old), Some(new)) = (before.catalogs.get(key), after.catalogs.get(key)) {
            found.extend(changes_of_states(file.source.path(), old, new));
        }
    }
    found.sort();
    found.dedup();
    found
}

fn versions<'a>(guide: &'a Guide, previews: &'a [Preview<'a>]) -> Versions<'a> {
    let pages = guide.pages.iter().filter(|page| page.key.locale != *guide.layout.source());
    let mut all: Versions<'_> = pages.map(|page| (&page.key, Version { page, catalog: None })).collect();
    for preview in previews {
        let catalog = Some(preview.file.source.path());
        all.insert(&preview.page.key, Version { page: &preview.page, catalog });
    }
    all
}

fn source_of<'g>(guide: &'g Guide, source: &Locale, key: &PageKey) -> Option<&'g Page> {
    guide.by_key(&PageKey { locale: source.clone(), name: key.name.clone() })
}

/// The former key of each page that was renamed: a page that is gone, in the same locale, and has most of its lines.
fn renamed<'a>(old: &Versions<'a>, new: &Versions<'a>) -> BTreeMap<&'a PageKey, &'a PageKey> {
    let mut gone: Vec<(&PageKey, &Page)> =
        old.iter().filter(|(key, _)| !new.contains_key(*key)).map(|(key, it)| (*key, it.page)).collect();
    let mut found = BTreeMap::new();
    for (key, it) in new.iter().filter(|(key, _)| !old.contains_key(*key)) {
        let alike = gone.iter().enumerate().filter(|(_, (then, _))| then.locale == key.locale);
        let scores = alike.map(|(n, (_, page))| (line_similarity(page.text(), it.page.text()), n));
        if let Some((_, n)) = scores.filter(|(score, _)| *score >= MIN_RENAMED_LIKENESS).max() {
            found.insert(*key, gone.remove(n).0);
        }
    }
    found
}

#[cfg(test)]
mod tests;
