use std::collections::BTreeMap;

use crate::config::{Generator, Patterns};
use crate::guess::place::{Place, inside};
use crate::guess::settings::Settings;
use crate::guess::site::{Site, named};
use crate::paths::join;

const CONFIGS: [&str; 10] = [
    "hugo.toml",
    "hugo.yaml",
    "hugo.yml",
    "hugo.json",
    "config.toml",
    "config.yaml",
    "config/_default/hugo.toml",
    "config/_default/hugo.yaml",
    "config/_default/config.toml",
    "config/_default/config.yaml",
];

/// Settings of the languages alone, which are at the top of the file.
const LANGUAGES: [&str; 2] = ["config/_default/languages.toml", "config/_default/languages.yaml"];

/// Hugo: <https://gohugo.io/configuration/languages/>.
pub(super) fn detect(place: &Place<'_>) -> Option<Site> {
    let (config, settings) = place.settings(&CONFIGS)?;
    let folder = settings.text(&["contentDir"]).and_then(inside).or_else(|| named(&config));
    let of_languages = place.settings(&LANGUAGES).map(|(_, settings)| settings);
    let (settings, above): (&Settings, &[&str]) = match &of_languages {
        Some(settings) => (settings, &[]),
        None => (&settings, &["languages"]),
    };
    let languages = match languages(settings, above, place) {
        languages if languages.len() > 1 => Some(languages),
        _ => None,
    };
    if languages.is_none() && !place.is_dir("content") && !folder.is_some_and(|folder| place.is_dir(folder)) {
        return None;
    }
    let content = place.at(folder.unwrap_or("content"));
    let site = Site::new(Generator::Hugo, content, &config);
    let assets = vec![place.at("static"), place.at("assets")];
    let locales = settings.table(above).iter().map(|entry| entry.key.to_string()).collect();
    let source = site.language.clone();
    Some(match languages {
        Some(languages) => with_folders(Site { assets, locales, ..site }, &languages, source.as_deref(), place),
        None => Site { assets, locales, ..site },
    })
}

/// The folder of each language that has one of its own. The languages are at the path `above` in the settings.
fn languages(settings: &Settings, above: &[&str], place: &Place<'_>) -> BTreeMap<String, String> {
    let tables = settings.table(above).iter();
    let own = tables.filter_map(|entry| {
        let folder = settings.text(&[above, &[&entry.key, "contentDir"]].concat()).and_then(inside)?;
        place.is_dir(folder).then(|| (entry.key.to_string(), folder.to_owned()))
    });
    own.collect()
}

/// The site with a pattern for each language, below the folder that all have in common.
fn with_folders(site: Site, languages: &BTreeMap<String, String>, source: Option<&str>, place: &Place<'_>) -> Site {
    let common = common_folder(languages.values().map(String::as_str));
    let content = join("", &common).map(|common| place.at(&common));
    let below = |folder: &str| folder.strip_prefix(&*common).unwrap_or(folder).trim_start_matches('/').to_owned();
    let pattern = |folder: &str| match &*below(folder) {
        "" => "{page}.md".to_owned(),
        folder => format!("{folder}/{{page}}.md"),
    };
    // Folders that are named like their languages are what is guessed anyway.
    if languages.iter().all(|(tag, folder)| below(folder) == *tag) {
        return Site { content, ..site };
    }
    let is_source = |tag: &str| source.is_some_and(|source| source == tag);
    let source_pages =
        languages.iter().find(|(tag, _)| is_source(tag)).map(|(_, folder)| pattern(folder).as_str().into());
    let own = languages.iter().filter(|(tag, _)| !is_source(tag));
    let by_locale = own.map(|(tag, folder)| (tag.clone(), Patterns(vec![pattern(folder)]))).collect();
    Site { content, source_pages, by_locale, ..site }
}

/// The longest path of whole folders that all paths begin with; `.` if there is none.
fn common_folder<'a>(mut paths: impl Iterator<Item = &'a str>) -> String {
    let first: Vec<&str> = paths.next().unwrap_or_default().split('/').collect();
    let shared = paths.fold(first.len(), |shared, path| {
        first.iter().zip(path.split('/')).take(shared).take_while(|(a, b)| **a == *b).count()
    });
    first[..shared].join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages_may_share_a_folder_that_is_typed_in_any_way() {
        let root = std::path::Path::new("");
        for (folders, content, wanted) in [
            (["a//中/deutsch", "a//中/de"], "a/中", ["deutsch/{page}.md", "de/{page}.md"]),
            (["中", "文"], "", ["中/{page}.md", "文/{page}.md"]),
            (["text/./german", "text/./french"], "text", ["german/{page}.md", "french/{page}.md"]),
        ] {
            let languages = ["de", "fr"].into_iter().zip(folders);
            let languages = languages.map(|(tag, folder)| (tag.to_owned(), folder.to_owned())).collect();
            let site = with_folders(Site::default(), &languages, None, &Place::new(root, ""));
            let found: Vec<&str> = site.by_locale.values().map(|patterns| &*patterns.0[0]).collect();
            assert_eq!((site.content.as_deref(), &*found), (Some(content), &wanted[..]), "{folders:?}");
        }
    }
}
