//! Reading a guide from disk: each file once.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use firstaid_text::{SourceFile, TextRange};
use rayon::prelude::*;

use crate::anchor::AnchorDialect;
use crate::config::ContentConfig;
use crate::declared::Declared;
use crate::front_matter::FrontMatter;
use crate::guide::Guide;
use crate::key::PageKey;
use crate::layout::{Layout, own_key};
use crate::load_data::load_data;
use crate::page::Page;
use crate::parse::parse_as;
use crate::paths::is_excluded;
use crate::problem::{Problem, ProblemKind};
use crate::submodules;
use crate::walk::{Entry, below, read_text, walk};

#[derive(Debug, thiserror::Error)]
pub enum LoadError {
    #[error("{}: {source}", path.display())]
    Root { path: PathBuf, source: io::Error },
    #[error("{}: not a folder", .0.display())]
    NotAFolder(PathBuf),
}

/// Progress of reading a guide, reported from any thread.
#[derive(Clone, Copy, Debug)]
pub enum Step {
    /// The number of pages that were found.
    Found(usize),
    /// One more page was read and parsed.
    Parsed,
}

/// Reads and parses every page below the content folder that the configuration names.
///
/// Pages that cannot be read are part of the guide, empty or cut short, with a [`Problem`]. Hidden files and folders
/// whose name starts with `_` hold no pages. Files that the guide's own `.gitignore` names are left out; ignore files
/// outside the guide have no effect.
pub fn load_guide(
    root: &Path,
    config: &ContentConfig,
    layout: Layout,
    progress: &(dyn Fn(Step) + Sync),
) -> Result<Guide, LoadError> {
    let folder = root.join(&config.root);
    let metadata = fs::metadata(&folder).map_err(|source| LoadError::Root { path: folder.clone(), source })?;
    if !metadata.is_dir() {
        return Err(LoadError::NotAFolder(folder));
    }
    let prefix = match config.root.trim_matches('/') {
        "" | "." => String::new(),
        content => format!("{content}/"),
    };
    let mut candidates = Vec::new();
    let mut files = Vec::new();
    for entry in walk(&folder) {
        let below = below(&entry.path, &folder);
        let path = format!("{prefix}{below}");
        match layout.key(&below).filter(|_| !is_excluded(&config.exclude, &below)) {
            Some(key) => candidates.push((path, key, entry)),
            None if entry.problem.is_none() => files.push(path.into()),
            None => {}
        }
    }
    for assets in config.assets.iter().map(|assets| assets.trim_matches('/')) {
        // Files below the content folder are known already.
        if !prefix.is_empty() && !format!("{assets}/").starts_with(&prefix) {
            let folder = root.join(assets);
            files.extend(walk(&folder).iter().map(|entry| format!("{assets}/{}", below(&entry.path, &folder)).into()));
        }
    }
    candidates.sort_by(|a, b| a.0.cmp(&b.0));
    progress(Step::Found(candidates.len()));
    let source = layout.source().clone();
    let pages: Vec<Page> = candidates
        .into_par_iter()
        .map(|(path, key, entry)| {
            let page = read_page(path, entry, config.anchors(), |front_matter| {
                own_key(key, front_matter, config.language, &source)
            });
            progress(Step::Parsed);
            page
        })
        .collect();
    let missing = submodules::not_checked_out(root);
    let data = load_data(root, config, &prefix, &files, &source, &pages);
    let paths = pages.iter().map(|page| page.source.path());
    let declared = Declared::read(root, config.generator, &prefix, &files, paths);
    let guide = Guide::new(pages, files, layout, config.anchors(), prefix).with_config(config);
    Ok(guide.with_missing(missing).with_declared(declared).with_data(data))
}

fn read_page(
    path: String,
    entry: Entry,
    anchors: AnchorDialect,
    key: impl FnOnce(Option<&FrontMatter>) -> PageKey,
) -> Page {
    let (text, problem) = match entry.problem {
        Some(problem) => (String::new(), Some(problem)),
        None => read_text(&entry.path),
    };
    let end = text.len() as u32;
    let mut page = parse_as(SourceFile::new(path, text), anchors, key);
    if let Some(message) = problem {
        page.problems.push(Problem { kind: ProblemKind::Unreadable, range: TextRange::empty(end), message });
    }
    page
}
