//! The locales in the names of folders and pages.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use super::language;
use crate::config::{ContentConfig, LocaleConfig, Patterns};
use crate::layout::Layout;
use crate::locale::Locale;
use crate::paths::page_stem;

/// What separates the name of a page and the tag of a locale.
const SEPARATORS: [char; 3] = ['.', '_', '-'];

/// Most folders above the folders of locales.
const MAX_DEPTH: usize = 4;

/// Whether the paths of pages tell their locales.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Told {
    No,
    Yes,
    /// They do, and the source is not among them.
    WithoutSource,
}

/// Fills in the patterns for folders named like locales (`es/page.md`), and for names that end in one (`page.es.md`).
/// `declared` are the locales that a configuration names, `language` the main one.
pub(super) fn guess(
    folder: &Path,
    pages: &[String],
    language: Option<&str>,
    declared: &[String],
    content: &mut ContentConfig,
) -> Told {
    if let Some(language) = language {
        language.clone_into(&mut content.source);
    }
    let folders = locale_folders(folder, pages, declared);
    let tops: BTreeSet<&str> = pages.iter().filter_map(|page| page.split_once('/')).map(|(top, _)| top).collect();
    let others = tops.iter().filter(|top| is_locale_folder(top) && !folders.contains(**top));
    content.not_locales = others.map(|top| (*top).to_owned()).collect();
    let own: Vec<&String> = pages.iter().filter(|page| !in_folder(page, &folders)).collect();
    for locale in &folders {
        if let Some(pages) = suffixed_folder(folder, locale) {
            content.locales.insert(locale.clone(), LocaleConfig { pages });
        }
    }
    let has_source = folders.iter().any(|tag| Locale::new(tag).is_some_and(|it| it.as_str() == content.source));
    let suffixes = suffixes(&own);
    let plain = own.iter().filter(|page| suffix_of(page, &suffixes).is_none()).count();
    for (locale, separator, tag) in &suffixes {
        let pages = Patterns(vec![format!("{{page}}{separator}{tag}.md")]);
        content.locales.insert(locale.clone(), LocaleConfig { pages });
    }
    if folders.is_empty() && suffixes.is_empty() || plain > 0 && !has_source {
        content.source_pages = Some("{page}.md".into());
    }
    let has_paths = !(folders.is_empty() && suffixes.is_empty());
    if !has_source && content.source_pages.is_none() && suffixes.is_empty() {
        // A single locale is translated from none. Of several, none may be the source: it may be elsewhere.
        match (folders.len(), folders.first().and_then(|tag| Locale::new(tag))) {
            (1, Some(only)) if language.is_none() => only.as_str().clone_into(&mut content.source),
            _ => return Told::WithoutSource,
        }
    }
    if has_paths { Told::Yes } else { Told::No }
}

/// Whether the guessed patterns make a page one of the source's.
pub(super) fn is_source(page: &str, content: &ContentConfig) -> bool {
    let layout = Layout::new(content).ok();
    layout.and_then(|layout| layout.key(page)).is_some_and(|key| key.locale.as_str() == content.source)
}

/// A folder below the root that has pages in at least two folders named like locales.
pub(super) fn folder_of_locales(root: &Path, pages: &[String]) -> Option<String> {
    let mut found: BTreeMap<String, BTreeSet<&str>> = BTreeMap::new();
    for page in pages {
        let parts: Vec<&str> = page.split('/').collect();
        for depth in 1..parts.len().saturating_sub(1).min(MAX_DEPTH) {
            if is_locale_folder(parts[depth]) {
                found.entry(parts[..depth].join("/")).or_default().insert(parts[depth]);
            }
        }
    }
    let has_top = !locale_folders(root, pages, &[]).is_empty();
    let best = found.into_iter().filter(|(_, locales)| locales.len() > 1 && !has_top);
    let within = |folder: &str| pages.iter().filter(|page| page.starts_with(&format!("{folder}/"))).count();
    let (folder, _) = best.max_by_key(|(folder, locales)| (locales.len(), std::cmp::Reverse(folder.len())))?;
    (within(&folder) * 2 > pages.len()).then_some(folder)
}

pub(super) fn is_locale_folder(name: &str) -> bool {
    Locale::new(name).is_some_and(|locale| locale.is_known())
}

/// The folders of locales at the top. A name of two letters may mean anything (`docs/os`), so it takes a second sign:
/// the configuration declares the locale, all pages are in such folders, the text is in the language, or most pages
/// have the names of pages beside them.
fn locale_folders(folder: &Path, pages: &[String], declared: &[String]) -> BTreeSet<String> {
    let tops = pages.iter().filter_map(|page| page.split_once('/')).filter(|(top, _)| is_locale_folder(top));
    let mut folders: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (top, below) in tops {
        folders.entry(top).or_default().push(below);
    }
    let beside: BTreeSet<&str> = pages.iter().map(String::as_str).collect();
    let nothing_else = pages.iter().all(|page| page.split_once('/').is_some_and(|(top, _)| folders.contains_key(top)));
    let has_sign = |tag: &str, below: &[&str]| {
        if nothing_else || declared.iter().any(|locale| locale.eq_ignore_ascii_case(tag)) {
            return true;
        }
        let written = language::leaning(folder, below.iter().map(|page| format!("{tag}/{page}")));
        let own = Locale::new(tag).is_some_and(|locale| written == Some(locale.language()));
        let is_index = |page: &str| matches!(page_stem(page), Some("index" | "_index" | "README" | "readme"));
        let has_twin = |page: &str| {
            let others = folders.keys().filter(|other| **other != tag);
            beside.contains(page)
                || is_suffixed_twin(page, tag, &beside)
                || others.into_iter().any(|other| beside.contains(&*format!("{other}/{page}")))
        };
        let twins = below.iter().filter(|page| !is_index(page) && has_twin(page)).count();
        let others = below.iter().filter(|page| !is_index(page)).count();
        // Every folder has an index.
        own || match others {
            0 => written.is_none() && below.iter().any(|page| has_twin(page)),
            _ => twins > 0 && twins * 2 >= others,
        }
    };
    folders.iter().filter(|(tag, below)| has_sign(tag, below)).map(|(tag, _)| (*tag).to_owned()).collect()
}

/// Whether a page of a locale is named like one beside its folder, with the locale's tag at its end: `ru/Trust_RU.md`.
fn is_suffixed_twin(page: &str, tag: &str, beside: &BTreeSet<&str>) -> bool {
    let lower = |page: &str| page_stem(page).unwrap_or(page).to_lowercase();
    SEPARATORS.iter().any(|separator| {
        let stem = lower(page);
        let bare = stem.strip_suffix(&format!("{separator}{}", tag.to_lowercase()));
        bare.is_some_and(|bare| beside.iter().any(|other| lower(other) == bare))
    })
}

fn in_folder(page: &str, folders: &BTreeSet<String>) -> bool {
    page.split_once('/').is_some_and(|(top, _)| folders.contains(top))
}

/// The pattern of a folder in which the names of most pages end in the locale's tag: `ru/Trust_RU.md`.
fn suffixed_folder(folder: &Path, locale: &str) -> Option<Patterns> {
    let entries = fs::read_dir(folder.join(locale)).ok()?;
    let names: Vec<String> =
        entries.filter_map(|entry| Some(entry.ok()?.file_name().to_string_lossy().into_owned())).collect();
    let pages = || names.iter().filter(|name| name.ends_with(".md"));
    ['_', '-', '.']
        .into_iter()
        .flat_map(|separator| [format!("{separator}{}", locale.to_uppercase()), format!("{separator}{locale}")])
        .find_map(|suffix| {
            let with = pages().filter(|name| name.ends_with(&format!("{suffix}.md"))).count();
            (with * 2 > pages().count()).then(|| Patterns(vec![format!("{locale}/{{page}}{suffix}.md")]))
        })
}

/// Locales that names of pages end in, with the separator and the tag as typed. A page counts if another one has the
/// same name without a tag, or with another locale's.
fn suffixes(pages: &[&String]) -> Vec<(String, char, String)> {
    let stems: BTreeSet<&str> = pages.iter().filter_map(|page| page_stem(page)).collect();
    let mut families: BTreeMap<(&str, char), Vec<&str>> = BTreeMap::new();
    for &name in &stems {
        for separator in SEPARATORS {
            let Some((base, tag)) = name.rsplit_once(separator) else { continue };
            if is_locale_folder(tag) && !base.is_empty() && !base.ends_with('/') {
                families.entry((base, separator)).or_default().push(tag);
            }
        }
    }
    let mut counts: BTreeMap<(char, &str), usize> = BTreeMap::new();
    for ((base, separator), tags) in &families {
        let is_family = stems.contains(base) || tags.len() > 1;
        for &tag in tags.iter().filter(|_| is_family) {
            *counts.entry((*separator, tag)).or_default() += 1;
        }
    }
    // `how-to` beside `how` is not Tongan; after a dot it hardly ever is anything but a locale.
    let bases = stems.len() - families.values().map(Vec::len).sum::<usize>().min(stems.len());
    let enough = |separator: char, count: usize| separator == '.' || count >= 2 && count * 3 >= bases;
    let mut seen = BTreeSet::new();
    let kept = counts.into_iter().filter(|&((separator, _), count)| enough(separator, count));
    kept.filter(|((_, tag), _)| seen.insert(tag.to_lowercase()))
        .map(|((separator, tag), _)| (tag.to_owned(), separator, tag.to_owned()))
        .collect()
}

fn suffix_of<'a>(page: &str, suffixes: &'a [(String, char, String)]) -> Option<&'a str> {
    let stem = page_stem(page)?;
    let has = |(_, separator, tag): &&(String, char, String)| stem.ends_with(&format!("{separator}{tag}"));
    suffixes.iter().find(has).map(|(locale, ..)| &**locale)
}
