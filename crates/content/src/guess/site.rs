//! The site generator of a tree, and what its configuration says, read line by line.

use std::fs;
use std::path::Path;
use std::sync::LazyLock;

use regex::Regex;

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
}

/// The pages of a site whose generator fixes where they are.
pub(super) struct Parts {
    pub(super) source: Patterns,
    pub(super) translated: Patterns,
}

/// Folders in which a repository may have its site.
const FOLDERS: [&str; 6] = ["", "docs", "website", "site", "doc", "documentation"];

/// Folders of Jekyll that hold no pages.
const NOT_PAGES: [&str; 8] = ["_data", "_drafts", "_i18n", "_includes", "_layouts", "_plugins", "_sass", "_site"];

/// The largest configuration that is read, 1 MiB.
const MAX_BYTES: u64 = 1 << 20;

/// The setting that names the main language.
static LANGUAGE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r#"(?m)^\s*["']?(?:defaultLocale|defaultContentLanguage|languageCode|default_lang|default_locale|language|lang|locale)["']?\s*[:=]\s*["']?([A-Za-z]{2,3}(?:[-_][A-Za-z]{2,4})?)["']?\s*,?\s*(?:#.*)?$"#,
    )
    .expect("a valid pattern")
});

/// The setting that names the folder of pages.
static FOLDER: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r#"(?m)^(?:docs_dir|contentDir|root|src)\s*[:=]\s*(?:!ENV\s*\[[^\]]*,\s*)?["']?([^"'\s#\]]+)["']?"#)
        .expect("a valid pattern")
});

/// The folder of a theme of one's own, in the configuration of `MkDocs`.
static THEME: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r#"(?m)^\s+custom_dir\s*:\s*["']?([^"'\s#]+)["']?"#).expect("a valid pattern"));

pub(super) fn detect(root: &Path) -> Site {
    FOLDERS
        .iter()
        .filter(|folder| root.join(folder).is_dir())
        .find_map(|folder| detect_in(root, folder))
        .unwrap_or_default()
}

fn detect_in(root: &Path, below: &str) -> Option<Site> {
    let folder = root.join(below);
    let read = |names: &[&str]| names.iter().find_map(|name| read_small(&folder.join(name)));
    let at = |path: &str| join(below, path);
    let is_dir = |path: &str| folder.join(path).is_dir();
    let site = |generator, content: String, config: &str| Site {
        generator: Some(generator),
        content: Some(content),
        language: language(config),
        ..Site::default()
    };
    if let Some(config) = read(&["docusaurus.config.js", "docusaurus.config.ts", "docusaurus.config.mjs"]) {
        return Some(docusaurus(site(Generator::Docusaurus, at("."), &config), &at));
    }
    if let Some(config) = read(&["mkdocs.yml", "mkdocs.yaml"]) {
        let content = at(named(&config).unwrap_or("docs"));
        // A function of its own for anchors usually keeps letters of other scripts.
        let anchors = config.contains("slugify").then_some(AnchorDialect::GitHub);
        // The site has the files of the theme at its root.
        let assets = THEME.captures(&config).and_then(|theme| inside(theme.get(1)?.as_str()));
        let assets = assets.map(at).into_iter().collect();
        return Some(Site { anchors, assets, ..site(Generator::MkDocs, content, &config) });
    }
    if let Some(config) = read(&["book.toml"]) {
        return Some(site(Generator::MdBook, at(named(&config).unwrap_or("src")), &config));
    }
    let hugo = [
        "hugo.toml",
        "hugo.yaml",
        "hugo.yml",
        "hugo.json",
        "config.toml",
        "config.yaml",
        "config/_default/hugo.toml",
        "config/_default/config.toml",
    ];
    if let Some(config) = read(&hugo).filter(|config| is_dir("content") || named(config).is_some_and(is_dir)) {
        let content = at(named(&config).unwrap_or("content"));
        return Some(Site { assets: vec![at("static"), at("assets")], ..site(Generator::Hugo, content, &config) });
    }
    for content in [".", "content"] {
        if let Some(config) = read(&[&join(content, "_config.yml"), &join(content, "_config.yaml")]) {
            return Some(jekyll(site(Generator::Jekyll, at(content), &config), &folder.join(content)));
        }
    }
    if let Some(config) = read(&["gatsby-config.js", "gatsby-config.ts", "gatsby-config.mjs"]) {
        // A plug-in decides where the pages are, so the folder is guessed as without a generator.
        let content = (!below.is_empty()).then(|| at("."));
        return Some(Site { content, assets: vec![at("static")], ..site(Generator::Gatsby, String::new(), &config) });
    }
    if is_dir(".vitepress") {
        return Some(Site { assets: vec![at("public")], ..site(Generator::VitePress, at("."), "") });
    }
    if read(&["LANGS.md", "SUMMARY.md", ".gitbook.yaml", "book.json"]).is_some() {
        let config = read(&[".gitbook.yaml", "book.json"]).unwrap_or_default();
        return Some(site(Generator::GitBook, at(named(&config).unwrap_or(".")), &config));
    }
    None
}

/// Docusaurus: <https://docusaurus.io/docs/i18n/introduction#translation-files-location>.
fn docusaurus(site: Site, at: &dyn Fn(&str) -> String) -> Site {
    let source = ["docs/{page}.md", "blog/{page}.md", "src/pages/{page}.md"];
    let translated = ["docs/current", "blog", "pages"]
        .map(|part| format!("i18n/{{locale}}/docusaurus-plugin-content-{part}/{{page}}.md"));
    let parts =
        Parts { source: Patterns(source.map(str::to_owned).to_vec()), translated: Patterns(translated.to_vec()) };
    Site { parts: Some(parts), assets: vec![at("static")], ..site }
}

/// Jekyll: pages anywhere, and collections in folders whose names begin with `_`.
fn jekyll(site: Site, folder: &Path) -> Site {
    let names = fs::read_dir(folder).into_iter().flatten().filter_map(Result::ok);
    let names =
        names.filter(|entry| entry.path().is_dir()).map(|entry| entry.file_name().to_string_lossy().into_owned());
    let mut collections: Vec<String> =
        names.filter(|name| name.starts_with('_') && !NOT_PAGES.contains(&&**name)).collect();
    collections.sort();
    let has_i18n = folder.join("_i18n").is_dir();
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

fn language(config: &str) -> Option<String> {
    let tag = LANGUAGE.captures(config)?.get(1)?.as_str();
    Locale::new(tag).filter(Locale::is_known).map(|locale| locale.language().to_owned())
}

/// The folder of pages that a configuration names, if it is inside the tree.
fn named(config: &str) -> Option<&str> {
    inside(FOLDER.captures(config)?.get(1)?.as_str())
}

/// A folder that a configuration names, if it is inside the tree.
fn inside(folder: &str) -> Option<&str> {
    let folder = folder.trim_start_matches("./").trim_end_matches('/');
    let is_inside = !folder.starts_with('/') && !folder.split('/').any(|part| part == "..");
    (is_inside && !folder.is_empty()).then_some(folder)
}

fn join(below: &str, path: &str) -> String {
    match (below, path) {
        ("" | ".", path) => path.to_owned(),
        (below, ".") => below.to_owned(),
        (below, path) => format!("{below}/{path}"),
    }
}

fn read_small(path: &Path) -> Option<String> {
    let metadata = fs::symlink_metadata(path).ok()?;
    if !metadata.is_file() || metadata.len() > MAX_BYTES {
        return None;
    }
    fs::read(path).ok().map(|bytes| String::from_utf8_lossy(&bytes).into_owned())
}
