//! The site generator of a tree, and what its configuration says.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use regex::Regex;

use super::place::inside;
use crate::anchor::AnchorDialect;
use crate::config::{Generator, Patterns};
use crate::locale::Locale;

/// What is known of a site; paths are below the root.
#[derive(Default)]
pub(super) struct Site {
    pub(super) generator: Option<Generator>,
    pub(super) content: Option<String>,
    pub(super) parts: Option<Parts>,
    pub(super) assets: Vec<String>,
    pub(super) anchors: Option<AnchorDialect>,
    pub(super) language: Option<String>,
    /// Where the pages of the source are, and those of single locales, if the configuration says so.
    pub(super) source_pages: Option<Patterns>,
    pub(super) by_locale: BTreeMap<String, Patterns>,
    /// Locales that the configuration declares.
    pub(super) locales: Vec<String>,
}

impl Site {
    /// A site whose pages are in a folder, below the root.
    pub(super) fn new(generator: Generator, content: String, config: &str) -> Self {
        Self { generator: Some(generator), content: Some(content), language: language(config), ..Self::default() }
    }
}

/// The pages of a site whose generator fixes where they are.
pub(super) struct Parts {
    pub(super) source: Patterns,
    pub(super) translated: Patterns,
}

/// The setting that names the main language.
static LANGUAGE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r#"(?m)^\s*["']?(?:defaultLocale|defaultContentLanguage|languageCode|default_lang|default_locale|language|lang|locale)["']?\s*[:=]\s*["']?([A-Za-z]{2,3}(?:[-_][A-Za-z]{2,4})?)["']?\s*,?\s*(?:#.*)?$"#,
    )
    .expect("a valid pattern")
});

/// The setting that names the folder of pages, in a configuration that is a program or of a language of its own.
static FOLDER: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r#"(?m)^\s*["']?(?:contentDir|root|src)["']?\s*[:=]\s*["']?([^"'\s#,\]]+)["']?"#)
        .expect("a valid pattern")
});

fn language(config: &str) -> Option<String> {
    let tag = LANGUAGE.captures(config)?.get(1)?.as_str();
    Locale::new(tag).filter(Locale::is_known).map(|locale| locale.language().to_owned())
}

/// The folder of pages that a configuration names, if it is inside the tree.
pub(super) fn named(config: &str) -> Option<&str> {
    inside(FOLDER.captures(config)?.get(1)?.as_str())
}
