//! Guessing the layout of a tree that has no configuration, from the files of site generators and the names of pages.
//!
//! A guess is a [`ContentConfig`], which could have been written by hand and is shown to the user.

mod data_text;
mod generators;
mod language;
mod locales;
mod mirror;
mod pages;
mod place;
mod settings;
mod site;

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::config::{ContentConfig, Generator, LanguageFrom, LocaleConfig};
use crate::paths::is_page;

use locales::Told;
use pages::Tree;

#[derive(Debug, thiserror::Error)]
#[error("{}: {source}", path.display())]
pub struct GuessError {
    path: PathBuf,
    source: io::Error,
}

/// Files about a repository, not of the guide in it; in lower case, without extensions.
const REPOSITORY_FILES: [&str; 18] = [
    "authors",
    "changelog",
    "changes",
    "code_of_conduct",
    "code-of-conduct",
    "codeowners",
    "contributing",
    "contributors",
    "copying",
    "governance",
    "history",
    "issue_template",
    "license",
    "maintainers",
    "notice",
    "pull_request_template",
    "security",
    "support",
];

/// Folders at the top of a repository whose files are built or installed.
const BUILT: [&str; 9] = ["_site", "build", "dist", "node_modules", "public", "site", "target", "vendor", "resources"];

/// A guessed layout.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Guess {
    pub content: ContentConfig,
    /// What of it is doubtful, and what of the tree it does not cover; for people, one sentence each without a full
    /// stop.
    pub doubts: Vec<String>,
}

/// Guesses where the pages of a tree are, and in which languages.
pub fn guess(root: &Path) -> Result<Guess, GuessError> {
    fs::read_dir(root).map_err(|source| GuessError { path: root.to_owned(), source })?;
    let mut tree = Tree::read(root);
    let mut site = generators::detect(root);
    if site.generator != Some(Generator::Lektor) {
        tree.leave_out(".lr");
    }
    let mut doubts = Vec::new();
    let mut content = ContentConfig { generator: site.generator, assets: site.assets, ..ContentConfig::default() };
    if let Some(named) = site.content.take_if(|folder| !root.join(&*folder).is_dir()) {
        doubts.push(format!(
            "the site's configuration seems to keep its pages in `{named}`, and there is no such folder"
        ));
    }
    content.root = site.content.unwrap_or_else(|| plain_root(root, &tree));
    let folder = root.join(&content.root);
    let is_whole = matches!(&*content.root, "." | "");
    content.exclude = excluded(&folder, is_whole);
    let pages = tree.below(&content.root, &content.exclude);
    content.anchors = site.anchors;
    let told = if let Some(parts) = site.parts {
        content.source_pages = Some(parts.source);
        content.pages = parts.translated;
        Told::No
    } else if site.by_locale.is_empty() && site.source_pages.is_none() {
        locales::guess(&folder, &pages, site.language.as_deref(), &site.locales, &mut content)
    } else {
        content.source_pages = site.source_pages;
        content.locales = site.by_locale.into_iter().map(|(tag, pages)| (tag, LocaleConfig { pages })).collect();
        Told::Yes
    };
    as_typed(&mut content);
    let is_mirrored = told == Told::No && !is_whole && mirror::guess(tree.pages(), &pages, &mut content);
    let has_front_matter = !matches!(content.generator, Some(Generator::Ikiwiki | Generator::Lektor));
    if told == Told::No && !is_mirrored && has_front_matter {
        content.language = LanguageFrom::FrontMatter;
    }
    if let Some(language) = site.language {
        content.source = language;
    } else if content.source_pages.is_some() {
        let folder = root.join(&content.root);
        let own = if is_mirrored { tree.below(&content.root, &content.exclude) } else { pages };
        if let Some(language) =
            language::of_pages(&folder, own.iter().filter(|page| locales::is_source(page, &content)))
        {
            language.clone_into(&mut content.source);
        }
    }
    if told == Told::WithoutSource {
        let source = &content.source;
        doubts.push(format!(
            "there are no pages in `{source}`, so translations are compared with nothing; `source` in \
                             firstaid.toml names another source"
        ));
    }
    content.data_text = data_text::data_text(root, &content);
    doubts.extend(tree.foreign_catalogs(content.generator));
    Ok(Guess { content, doubts })
}

/// Gives patterns the ending that pages of ikiwiki have.
fn as_typed(content: &mut ContentConfig) {
    if content.generator != Some(Generator::Ikiwiki) {
        return;
    }
    let own = content.locales.values_mut().map(|locale| &mut locale.pages);
    for patterns in own.chain(&mut content.source_pages).chain([&mut content.pages]) {
        for pattern in &mut patterns.0 {
            if let Some(stem) = pattern.strip_suffix(".md") {
                *pattern = format!("{stem}.mdwn");
            }
        }
    }
}

/// The content folder of a tree without a generator: `content/`, a folder with a folder for each locale, `docs/`, or
/// the whole tree.
fn plain_root(root: &Path, tree: &Tree) -> String {
    if root.join("content").is_dir() {
        return "content".to_owned();
    }
    if let Some(folder) = locales::folder_of_locales(root, tree.pages()) {
        return folder;
    }
    let at_top = fs::read_dir(root).into_iter().flatten().filter_map(Result::ok);
    let names = at_top.map(|entry| entry.file_name().to_string_lossy().into_owned());
    let own =
        names.filter(|name| is_page(name) && !is_repository_file(name) && !name.to_lowercase().starts_with("readme."));
    if own.count() == 0 {
        for folder in ["docs", "doc", "documentation", "src/content/docs"] {
            if root.join(folder).is_dir() && !tree.below(folder, &[]).is_empty() {
                return folder.to_owned();
            }
        }
    }
    ".".to_owned()
}

fn excluded(folder: &Path, is_whole: bool) -> Vec<String> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let names = entries.filter_map(Result::ok).map(|entry| entry.file_name().to_string_lossy().into_owned());
    let wanted = |name: &String| {
        matches!(&*name.to_lowercase(), "node_modules" | "summary.md" | "langs.md")
            || is_whole && (BUILT.contains(&&**name) || is_repository_file(name))
    };
    let mut excluded: Vec<String> = names.filter(wanted).collect();
    excluded.sort();
    excluded
}

fn is_repository_file(name: &str) -> bool {
    let stem = name.to_lowercase();
    let stem = stem.split('.').next().unwrap_or_default();
    is_page(name) && REPOSITORY_FILES.contains(&stem)
}
