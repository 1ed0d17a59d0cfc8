use std::collections::BTreeMap;

use crate::config::{Generator, Patterns};
use crate::guess::place::{Place, inside};
use crate::guess::settings::Settings;
use crate::guess::site::{Site, named};
use crate::paths::join;

const CONFIGS: [&str; 9] = [
    "hugo.toml",
    "hugo.yaml",
    "hugo.yml",
    "hugo.json",
    "config.toml",
    "config.yaml",
    "config/_default/hugo.toml",
    "config/_default/hugo.yaml",
    "config/_default/config.toml",
];

/// Hugo: <https://gohugo.io/configuration/languages/>.
pub(super) fn detect(place: &Place<'_>) -> Option<Site> {
    let (config, settings) = place.settings(&CONFIGS)?;
    let folder = settings.text(&["contentDir"]).and_then(inside).or_else(|| named(&config));
    let languages = match languages(&settings, place) {
        languages if languages.len() > 1 => Some(languages),
        _ => None,
    };
    if languages.is_none() && !place.is_dir("content") && !folder.is_some_and(|folder| place.is_dir(folder)) {
        return None;
    }
    let content = place.at(folder.unwrap_or("content"));
    let site = Site::new(Generator::Hugo, content, &config);
    let assets = vec![place.at("static"), place.at("assets")];
    let locales = settings.table(&["languages"]).iter().map(|entry| entry.key.to_string()).collect();
    let source = site.language.clone();
    Some(match languages {
        Some(languages) => with_folders(Site { assets, locales, ..site }, &languages, source.as_deref(), place),
        None => Site { assets, locales, ..site },
    })
}

/// The folder of each language that has one of its own.
fn languages(settings: &Settings, place: &Place<'_>) -> BTreeMap<String, String> {
    let tables = settings.table(&["languages"]).iter();
    let own = tables.filter_map(|entry| {
        let folder = settings.text(&["languages", &entry.key, "contentDir"]).and_then(inside)?;
        place.is_dir(folder).then(|| (entry.key.to_string(), folder.to_owned()))
    });
    own.collect()
}

/// The site with a pattern for each language, below the folder that all have in common.
fn with_folders(site: Site, languages: &BTreeMap<String, String>, source: Option<&str>, place: &Place<'_>) -> Site {
    let common = common_folder(languages.values().map(String::as_str));
    let below = |folder: &str| folder[common.len()..].trim_start_matches('/').to_owned();
    let pattern = |folder: &str| match &*below(folder) {
        "" => "{page}.md".to_owned(),
        folder => format!("{folder}/{{page}}.md"),
    };
    // Folders that are named like their languages are what is guessed anyway.
    if languages.iter().all(|(tag, folder)| below(folder) == *tag) {
        return Site { content: Some(place.at(&common)), ..site };
    }
    let is_source = |tag: &str| source.is_some_and(|source| source == tag);
    let source_pages =
        languages.iter().find(|(tag, _)| is_source(tag)).map(|(_, folder)| pattern(folder).as_str().into());
    let own = languages.iter().filter(|(tag, _)| !is_source(tag));
    let by_locale = own.map(|(tag, folder)| (tag.clone(), Patterns(vec![pattern(folder)]))).collect();
    Site { content: Some(place.at(&common)), source_pages, by_locale, ..site }
}

/// The longest path of whole folders that all paths begin with; `.` if there is none.
fn common_folder<'a>(mut paths: impl Iterator<Item = &'a str>) -> String {
    let first: Vec<&str> = paths.next().unwrap_or_default().split('/').collect();
    let shared = paths.fold(first.len(), |shared, path| {
        first.iter().zip(path.split('/')).take(shared).take_while(|(a, b)| **a == *b).count()
    });
    join("", &first[..shared].join("/")).unwrap_or_default()
}
