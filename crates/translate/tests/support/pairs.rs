//! Translated pages of guides on disk, with their sources.

use std::fs;
use std::path::Path;

use firstaid_content::{ContentConfig, Layout, PageKey, guess, load_guide};

/// A page and its source.
pub(crate) struct Pair {
    /// The path of the page, below the folder of its guide.
    pub(crate) path: String,
    pub(crate) locale: String,
    pub(crate) source: String,
    pub(crate) translation: String,
    /// [`ContentConfig::text_keys`] of the guide.
    pub(crate) text_keys: Vec<String>,
}

/// The translated pages of the guide in a folder, by path. Its layout is guessed.
pub(crate) fn pairs(folder: &Path) -> Vec<Pair> {
    let config: ContentConfig = guess(folder).unwrap_or_else(|error| panic!("{error}")).content;
    let layout = Layout::new(&config).expect("a valid layout");
    let guide = load_guide(folder, &config, layout, &|_| ()).unwrap_or_else(|error| panic!("{error}"));
    let pair = |page: &firstaid_content::Page| {
        let PageKey { locale, name } = page.key.clone();
        let source = guide.by_key(&PageKey { locale: guide.layout.source().clone(), name })?;
        let text = |path: &str| fs::read_to_string(folder.join(path)).ok();
        let path = page.source.path().to_owned();
        Some(Pair {
            locale: locale.to_string(),
            source: text(source.source.path())?,
            translation: text(&path)?,
            text_keys: config.text_keys.clone(),
            path,
        })
    };
    guide.pages.iter().filter(|page| page.key.locale != *guide.layout.source()).filter_map(pair).collect()
}
