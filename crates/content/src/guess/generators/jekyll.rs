use crate::config::{Generator, Patterns};
use crate::guess::place::{Place, join};
use crate::guess::site::{Parts, Site};

/// Folders of Jekyll that hold no pages.
const NOT_PAGES: [&str; 8] = ["_data", "_drafts", "_i18n", "_includes", "_layouts", "_plugins", "_sass", "_site"];

/// Jekyll: pages anywhere, and collections in folders whose names begin with `_`.
pub(super) fn detect(place: &Place<'_>) -> Option<Site> {
    [".", "content"].into_iter().find_map(|content| {
        let config = place.read(&[&join(content, "_config.yml"), &join(content, "_config.yaml")])?;
        Some(with_collections(Site::new(Generator::Jekyll, place.at(content), &config), place, content))
    })
}

fn with_collections(site: Site, place: &Place<'_>, content: &str) -> Site {
    let folders = place.folders(content);
    let is_collection = |name: &&String| name.starts_with('_') && !NOT_PAGES.contains(&&***name);
    let collections: Vec<&String> = folders.iter().filter(is_collection).collect();
    let has_i18n = folders.iter().any(|name| name == "_i18n");
    if collections.is_empty() && !has_i18n {
        return site;
    }
    let own = collections.iter().map(|name| format!("{name}/{{page}}.md"));
    let source = std::iter::once("{page}.md".to_owned()).chain(own).collect();
    let translated = collections.iter().map(|name| format!("{{locale}}/{name}/{{page}}.md"));
    let first = if has_i18n { "_i18n/{locale}/{page}.md" } else { "{locale}/{page}.md" };
    let translated = std::iter::once(first.to_owned()).chain(translated).collect();
    Site { parts: Some(Parts { source: Patterns(source), translated: Patterns(translated) }), ..site }
}
