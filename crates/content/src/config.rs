//! The `[content]` table of `firstaid.toml`.

use std::collections::BTreeMap;
use std::fmt;
use std::path::Path;

use serde::Deserialize;

use crate::anchor::AnchorDialect;

/// The `[content]` table of `firstaid.toml`.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct ContentConfig {
    /// The folder that holds the pages, below the root of the run.
    pub root: String,
    /// The locale that the others are translated from.
    pub source: String,
    /// Where pages are, with `{locale}` and `{page}`.
    pub pages: Patterns,
    /// Where the source's pages are, if not under `pages`; with `{page}`.
    #[serde(alias = "source_pages")]
    pub source_pages: Option<Patterns>,
    pub locales: BTreeMap<String, LocaleConfig>,
    /// Folders that are named like locales and are none, such as `os` for operating systems.
    pub not_locales: Vec<String>,
    /// How ids are made from headings, if not as the generator does it.
    pub anchors: Option<AnchorDialect>,
    /// The folder of the guide's own registries, below `root`.
    pub data: String,
    /// Folders and files, below `root`, that hold no pages.
    pub exclude: Vec<String>,
    /// Folders, below the root of the run, whose files the site serves from its own root.
    pub assets: Vec<String>,
    /// The site generator, if it is known.
    pub generator: Option<Generator>,
    pub language: LanguageFrom,
    /// Keys of the front matter whose values readers see as text, beside the usual ones such as `title`.
    pub text_keys: Vec<String>,
    /// YAML and JSON files whose strings readers see, from the root of the run; with `*` and `{locale}`.
    #[serde(alias = "data_text")]
    pub data_text: Vec<String>,
}

/// One pattern or several, one for each part of the site.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(from = "OneOrMany")]
pub struct Patterns(pub Vec<String>);

#[derive(Deserialize)]
#[serde(untagged)]
enum OneOrMany {
    One(String),
    Many(Vec<String>),
}

impl From<OneOrMany> for Patterns {
    fn from(patterns: OneOrMany) -> Self {
        match patterns {
            OneOrMany::One(pattern) => Self(vec![pattern]),
            OneOrMany::Many(patterns) => Self(patterns),
        }
    }
}

impl From<&str> for Patterns {
    fn from(pattern: &str) -> Self {
        Self(vec![pattern.to_owned()])
    }
}

/// As in `firstaid.toml`; a single pattern has no quotes.
impl fmt::Display for Patterns {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.join("`, `"))
    }
}

/// A site generator, which decides the addresses of pages and the anchors of headings.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Generator {
    Astro,
    Docsify,
    Docusaurus,
    Eleventy,
    Gatsby,
    GitBook,
    Hugo,
    Ikiwiki,
    Jekyll,
    Lektor,
    MdBook,
    MkDocs,
    Nextra,
    VitePress,
}

impl Generator {
    /// The name in the configuration.
    pub fn name(self) -> &'static str {
        match self {
            Self::Astro => "astro",
            Self::Docsify => "docsify",
            Self::Docusaurus => "docusaurus",
            Self::Eleventy => "eleventy",
            Self::Gatsby => "gatsby",
            Self::GitBook => "gitbook",
            Self::Hugo => "hugo",
            Self::Ikiwiki => "ikiwiki",
            Self::Jekyll => "jekyll",
            Self::Lektor => "lektor",
            Self::MdBook => "mdbook",
            Self::MkDocs => "mkdocs",
            Self::Nextra => "nextra",
            Self::VitePress => "vitepress",
        }
    }

    /// How it makes ids from headings, unless it is told otherwise.
    pub fn anchors(self) -> AnchorDialect {
        match self {
            Self::GitBook => AnchorDialect::GitBook,
            Self::Ikiwiki => AnchorDialect::Ikiwiki,
            Self::MkDocs => AnchorDialect::MkDocs,
            Self::VitePress => AnchorDialect::VitePress,
            Self::Astro
            | Self::Docsify
            | Self::Docusaurus
            | Self::Eleventy
            | Self::Gatsby
            | Self::Hugo
            | Self::Jekyll
            | Self::Lektor
            | Self::MdBook
            | Self::Nextra => AnchorDialect::GitHub,
        }
    }
}

impl ContentConfig {
    /// The folder of the guide's own registries, below the root of the run. An absolute path stays one, so that whoever
    /// checks the folders of a configuration sees where it leads.
    pub fn data_folder(&self) -> String {
        if Path::new(&self.data).has_root() { self.data.clone() } else { format!("{}/{}", self.root, self.data) }
    }

    /// How ids are made from headings: as configured, or else as the generator does it.
    pub fn anchors(&self) -> AnchorDialect {
        self.anchors.or(self.generator.map(Generator::anchors)).unwrap_or_default()
    }
}

/// Where the language of a page is written.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LanguageFrom {
    /// In its path; front matter that says otherwise is a mistake.
    #[default]
    Path,
    /// In `lang`, `language` or `locale` of its front matter; in its path if there is none.
    FrontMatter,
}

#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LocaleConfig {
    /// Where this locale's pages are, with `{page}`.
    pub pages: Patterns,
}

impl Default for ContentConfig {
    fn default() -> Self {
        Self {
            root: "content".to_owned(),
            source: "en".to_owned(),
            pages: "{locale}/{page}.md".into(),
            source_pages: None,
            locales: BTreeMap::new(),
            not_locales: Vec::new(),
            anchors: None,
            data: "_data".to_owned(),
            exclude: Vec::new(),
            assets: Vec::new(),
            generator: None,
            language: LanguageFrom::default(),
            text_keys: Vec::new(),
            data_text: Vec::new(),
        }
    }
}
