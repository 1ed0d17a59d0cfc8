use std::sync::LazyLock;

use regex::Regex;

use crate::config::{Generator, Patterns};
use crate::guess::place::{Place, inside};
use crate::guess::site::{Parts, Site};

/// Where the settings of a part of the site begin: of a plug-in, or of the preset.
static SETTINGS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r#"plugin-content-(docs|blog|pages)["'`]\s*\)?\s*,\s*\{|\b(docs|blog|pages)\s*:\s*\{"#)
        .expect("a valid pattern")
});

/// A setting that names a part or its folder.
static NAMED: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r#"\b(id|path)["']?\s*:\s*["'`]([^"'`]+)["'`]"#).expect("a valid pattern"));

/// A part of the site: a folder of pages, and the plug-in that reads it.
#[derive(PartialEq, Eq, Debug)]
struct Part {
    plugin: &'static str,
    /// What tells it from other parts of the same plug-in.
    id: Option<String>,
    /// Below the folder of the site, or above it: `../docs`.
    folder: String,
}

/// Docusaurus: <https://docusaurus.io/docs/i18n/introduction#translation-files-location>, several folders of
/// documentation: <https://docusaurus.io/docs/docs-multi-instance>, and their older versions:
/// <https://docusaurus.io/docs/versioning>.
pub(super) fn detect(place: &Place<'_>) -> Option<Site> {
    let config = place.read(&["docusaurus.config.js", "docusaurus.config.ts", "docusaurus.config.mjs"])?;
    let parts = parts(&config);
    // Pages beside the folder of the site make the content folder the one above both.
    let is_beside = |part: &Part| part.folder.starts_with("../");
    let has_beside = !place.below.is_empty() && parts.iter().any(is_beside);
    let (content, below) =
        if has_beside { (".".to_owned(), format!("{}/", place.below)) } else { (place.at("."), String::new()) };
    let mut source = Vec::new();
    let mut translated = Vec::new();
    for part in parts.iter().filter(|part| has_beside || !is_beside(part)) {
        let plugin = match &part.id {
            Some(id) => format!("{}-{id}", part.plugin),
            None => part.plugin.to_owned(),
        };
        let plugin =
            |inner: &str| format!("{below}i18n/{{locale}}/docusaurus-plugin-content-{plugin}{inner}/{{page}}.md");
        source.push(match part.folder.strip_prefix("../") {
            Some(folder) => format!("{folder}/{{page}}.md"),
            None => format!("{below}{}/{{page}}.md", part.folder),
        });
        if part.plugin != "docs" {
            translated.push(plugin(""));
            continue;
        }
        translated.push(plugin("/current"));
        let versions = part.id.as_ref().map_or("versioned_docs".to_owned(), |id| format!("{id}_versioned_docs"));
        for folder in place.folders(&versions).iter().filter(|folder| folder.starts_with("version-")) {
            source.push(format!("{below}{versions}/{folder}/{{page}}.md"));
            translated.push(plugin(&format!("/{folder}")));
        }
    }
    let parts = Parts { source: Patterns(source), translated: Patterns(translated) };
    let site = Site::new(Generator::Docusaurus, content, &config);
    Some(Site { parts: Some(parts), assets: vec![place.at("static")], ..site })
}

/// The parts that a configuration names, and those of the preset that it does not.
fn parts(config: &str) -> Vec<Part> {
    let mut parts: Vec<Part> = Vec::new();
    for found in SETTINGS.captures_iter(config) {
        let (Some(whole), Some(name)) = (found.get(0), found.get(1).or(found.get(2))) else { continue };
        let Some((plugin, folder)) = DEFAULTS.iter().find(|(plugin, _)| *plugin == name.as_str()) else { continue };
        let own = own_settings(&config[whole.end()..]);
        let value = |key: &str| own.iter().find(|(name, _)| *name == key).map(|(_, value)| *value);
        let folder = match value("path") {
            None => Some(*folder),
            Some(folder) => match folder.strip_prefix("../") {
                Some(above) => inside(above).map(|_| folder.trim_end_matches('/')),
                None => inside(folder),
            },
        };
        let id = value("id").filter(|id| *id != "default").map(str::to_owned);
        let part = folder.map(|folder| Part { plugin, id, folder: folder.to_owned() });
        parts.extend(part.filter(|part| parts.iter().all(|it| it.folder != part.folder)));
    }
    for (plugin, folder) in DEFAULTS {
        if parts.iter().all(|part| part.plugin != plugin || part.id.is_some()) {
            parts.push(Part { plugin, id: None, folder: folder.to_owned() });
        }
    }
    parts.sort_by_key(|part| (DEFAULTS.iter().position(|(plugin, _)| *plugin == part.plugin), part.id.clone()));
    parts
}

/// Plug-ins and the folders that they read unless they are told otherwise.
const DEFAULTS: [(&str, &str); 3] = [("docs", "docs"), ("blog", "blog"), ("pages", "src/pages")];

/// The keys and values of a table, from behind its opening brace; not those of tables inside it.
fn own_settings(text: &str) -> Vec<(&str, &str)> {
    let mut depth = 0_usize;
    let mut end = text.len();
    let mut inner = Vec::new();
    for (at, c) in text.char_indices() {
        match c {
            '{' | '[' => depth += 1,
            '}' | ']' if depth == 0 => {
                end = at;
                break;
            }
            '}' | ']' => depth -= 1,
            _ => {}
        }
        inner.push((at, depth));
    }
    let depth_at = |at: usize| inner.binary_search_by_key(&at, |(at, _)| *at).map_or(0, |n| inner[n].1);
    let found = NAMED.captures_iter(&text[..end]).filter_map(|found| Some((found.get(1)?, found.get(2)?)));
    found.filter(|(key, _)| depth_at(key.start()) == 0).map(|(key, value)| (key.as_str(), value.as_str())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_those_of_the_preset_and_of_plugins() {
        let shown = |config: &str| {
            let parts = parts(config).into_iter().map(|part| match part.id {
                Some(id) => format!("{}-{id} {}", part.plugin, part.folder),
                None => format!("{} {}", part.plugin, part.folder),
            });
            parts.collect::<Vec<_>>().join(", ")
        };
        let preset = "presets: [['classic', {docs: {sidebarPath: './sidebars.js', path: 'guides'}, blog: false}]]";
        assert_eq!(shown(""), "docs docs, blog blog, pages src/pages");
        assert_eq!(shown(preset), "docs guides, blog blog, pages src/pages");
        let plugin = "plugins: [['@docusaurus/plugin-content-docs', {id: 'tools', path: 'tools', routeBasePath: 'x'}]]";
        assert_eq!(shown(plugin), "docs docs, docs-tools tools, blog blog, pages src/pages");
        let nested = "docs: {lastVersion: 'x', versions: {a: {path: 'b'}}, path: \"../docs/\"}, id: 'y'";
        assert_eq!(shown(nested), "docs ../docs, blog blog, pages src/pages");
        for outside in ["docs: {path: '../../../etc'}", "docs: {path: '/etc'}"] {
            assert_eq!(shown(outside), "docs docs, blog blog, pages src/pages", "{outside}");
        }
    }
}
