//! Guessing the layout of a tree that has no configuration, from the files of site generators and the names of pages.
//!
//! A guess is only a [`ContentConfig`]: whatever it says could have been written by hand, and is shown to the user.

mod language;
mod locales;
mod site;

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use ignore::WalkBuilder;

use crate::layout::PAGE_EXTENSIONS;
use crate::{ContentConfig, LanguageFrom};

#[derive(Debug, thiserror::Error)]
#[error("{}: {source}", path.display())]
pub struct GuessError {
    path: PathBuf,
    source: io::Error,
}

/// More pages than this are not looked at: they would not change the guess.
const MAX_PAGES: usize = 20_000;

/// Files of a repository, not of the guide in it; in lower case.
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

/// Folders at the top of a repository that programs write into.
const BUILT: [&str; 9] = ["_site", "build", "dist", "node_modules", "public", "site", "target", "vendor", "resources"];

/// Guesses where the pages of a tree are, and in which languages.
pub fn guess(root: &Path) -> Result<ContentConfig, GuessError> {
    fs::read_dir(root).map_err(|source| GuessError { path: root.to_owned(), source })?;
    let site = site::detect(root);
    let mut content = ContentConfig { generator: site.generator, assets: site.assets, ..ContentConfig::default() };
    content.root = site.content.unwrap_or_else(|| plain_root(root));
    let folder = root.join(&content.root);
    let is_whole = matches!(&*content.root, "." | "");
    content.exclude = excluded(&folder, is_whole);
    let pages = pages(&folder, &content.exclude);
    if let Some(anchors) = site.anchors {
        content.anchors = anchors;
    }
    let paths_tell = match site.parts {
        Some(parts) => {
            content.source_pages = Some(parts.source);
            content.pages = parts.translated;
            false
        }
        None => locales::guess(&folder, &pages, site.language.as_deref(), &mut content),
    };
    if !paths_tell {
        content.language = LanguageFrom::FrontMatter;
    }
    if let Some(language) = site.language {
        content.source = language;
    } else if content.source_pages.is_some() {
        let own = pages.iter().filter(|page| locales::is_source(page, &content));
        if let Some(language) = language::of_pages(&folder, own) {
            language.clone_into(&mut content.source);
        }
    }
    Ok(content)
}

/// Without a generator: `content/`, a folder with one for each locale, `docs/`, or all of the tree.
fn plain_root(root: &Path) -> String {
    let has_pages = |folder: &str| !pages(&root.join(folder), &[]).is_empty();
    if root.join("content").is_dir() {
        return "content".to_owned();
    }
    if let Some(folder) = locales::folder_of_locales(root) {
        return folder;
    }
    let at_top = fs::read_dir(root).into_iter().flatten().filter_map(Result::ok);
    let names = at_top.map(|entry| entry.file_name().to_string_lossy().into_owned());
    let own =
        names.filter(|name| is_page(name) && !is_repository_file(name) && !name.to_lowercase().starts_with("readme."));
    if own.count() == 0 {
        for folder in ["docs", "doc", "documentation", "src/content/docs"] {
            if root.join(folder).is_dir() && has_pages(folder) {
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

pub(crate) fn is_page(name: &str) -> bool {
    PAGE_EXTENSIONS.iter().any(|extension| name.ends_with(extension))
}

/// The paths of what may be pages, below a folder, in order.
fn pages(folder: &Path, exclude: &[String]) -> Vec<String> {
    let walk = WalkBuilder::new(folder).parents(false).require_git(false).git_global(false).git_exclude(false).build();
    let files = walk.filter_map(Result::ok).filter(|entry| entry.file_type().is_some_and(|kind| kind.is_file()));
    let below = files.filter_map(|entry| {
        let below = entry.path().strip_prefix(folder).ok()?;
        let parts: Vec<_> = below.components().map(|part| part.as_os_str().to_string_lossy()).collect();
        Some(parts.join("/"))
    });
    let wanted = |path: &String| {
        let first = path.split('/').next().unwrap_or_default();
        is_page(path) && !exclude.iter().any(|name| name == first) && !path.contains("node_modules/")
    };
    let mut pages: Vec<String> = below.filter(wanted).take(MAX_PAGES).collect();
    pages.sort();
    pages
}
