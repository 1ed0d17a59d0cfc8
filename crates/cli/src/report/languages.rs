//! The locales of the report: how much of each is translated.

use std::collections::{HashMap, HashSet};

use anyhow::Result;
use firstaid_content::Locale;
use firstaid_diagnostics::site::{FileHealth, LanguageHealth, Translated};
use firstaid_translate::Counts;

use crate::guide::OpenGuide;
use crate::translate::locale_coverage;

/// The shown locales, the source first; also sets what is translated of each page.
pub(super) fn languages<'a>(
    opened: &'a OpenGuide,
    only: Option<&Locale>,
    files: &mut [FileHealth<'_>],
) -> Result<Vec<LanguageHealth<'a>>> {
    let source = opened.guide.layout.source();
    let mut names: HashMap<&Locale, HashSet<&str>> = HashMap::new();
    for page in &opened.guide.pages {
        names.entry(&page.key.locale).or_default().insert(&page.key.name);
    }
    let mut locales: Vec<&Locale> = names.keys().copied().collect();
    locales.sort_by_key(|locale| (*locale != source, locale.as_str()));
    let of_source = opened.guide.pages.iter().filter(|page| page.key.locale == *source);
    let of_source: Vec<(&str, &str)> = of_source.map(|page| (&*page.key.name, page.source.path())).collect();
    let mut languages = Vec::new();
    for locale in locales.into_iter().filter(|locale| only.is_none_or(|only| only == *locale)) {
        let own = &names[locale];
        let coverage = if locale == source { None } else { locale_coverage(opened, locale)? };
        if let Some(coverage) = &coverage {
            let pages: HashMap<&str, Counts> = coverage.pages.iter().map(|(name, it)| (&**name, *it)).collect();
            for file in files.iter_mut().filter(|file| file.is_page && file.locale == locale.as_str()) {
                let page = opened.guide.by_path(file.path);
                file.translated = page.and_then(|page| pages.get(&*page.key.name)).copied().map(translated);
            }
        }
        languages.push(LanguageHealth {
            locale: locale.as_str(),
            is_source: locale == source,
            pages: own.len(),
            missing_pages: of_source.iter().filter(|(name, _)| !own.contains(name)).map(|(_, path)| *path).collect(),
            translated: coverage.map(|it| translated(it.total)),
        });
    }
    Ok(languages)
}

fn translated(counts: Counts) -> Translated {
    let Counts { words, current_words, stale_words, missing, .. } = counts;
    Translated { words, current: current_words, stale: stale_words, missing }
}
