//! Reading a guide from disk. The walk stays below the root, follows no symbolic link, and reads each file once.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use firstaid_text::{SourceFile, TextRange};
use ignore::WalkBuilder;
use rayon::prelude::*;

use crate::anchor::AnchorDialect;
use crate::config::ContentConfig;
use crate::front_matter::FrontMatter;
use crate::guide::Guide;
use crate::key::PageKey;
use crate::layout::{Layout, own_key};
use crate::page::Page;
use crate::parse::{MAX_PAGE_BYTES, parse_as};
use crate::paths::is_excluded;
use crate::problem::{Problem, ProblemKind};
use crate::submodules;

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
    Ok(Guide::new(pages, files, layout, config.anchors(), prefix).with_config(config).with_missing(missing))
}

/// Hidden folders of tools, which may be large and hold nothing of a site.
const OF_TOOLS: [&str; 9] = [".cache", ".direnv", ".git", ".hg", ".jj", ".pnpm-store", ".svn", ".venv", ".yarn"];

/// The path of an entry below a folder, with `/` between its parts.
fn below(path: &Path, folder: &Path) -> String {
    let below = path.strip_prefix(folder).unwrap_or(path);
    let parts: Vec<_> = below.components().map(|part| part.as_os_str().to_string_lossy()).collect();
    parts.join("/")
}

/// A file of the walk.
struct Entry {
    path: PathBuf,
    /// Why it must not be opened.
    problem: Option<String>,
}

fn walk(folder: &Path) -> Vec<Entry> {
    let mut entries = Vec::new();
    let walk = WalkBuilder::new(folder)
        .follow_links(false)
        .parents(false)
        .require_git(false)
        .git_global(false)
        .git_exclude(false)
        // A site also serves files of hidden folders: `.well-known`, `.gitbook/assets`.
        .hidden(false)
        .filter_entry(|entry| entry.file_name().to_str().is_none_or(|name| !OF_TOOLS.contains(&name)))
        .build();
    for entry in walk {
        match entry {
            Ok(entry) => {
                let kind = entry.file_type();
                let is_link = kind.is_some_and(|kind| kind.is_symlink());
                let problem = if is_link {
                    Some("a symbolic link; put the page itself here".to_owned())
                } else if kind.is_some_and(|kind| kind.is_file()) {
                    // The name cannot be printed, and would look like that of another file.
                    entry.path().to_str().is_none().then(|| "its name is not UTF-8; rename it".to_owned())
                } else {
                    continue;
                };
                entries.push(Entry { path: entry.into_path(), problem });
            }
            Err(error) => {
                // A folder that cannot be entered is reported as a page in it.
                let problem = error.io_error().map_or_else(|| error.to_string(), ToString::to_string);
                if let Some(path) = path_of(&error) {
                    entries.push(Entry { path: path.join("unreadable.md"), problem: Some(problem) });
                }
            }
        }
    }
    entries
}

fn path_of(error: &ignore::Error) -> Option<PathBuf> {
    match error {
        ignore::Error::WithPath { path, .. } => Some(path.clone()),
        ignore::Error::WithDepth { err, .. } | ignore::Error::WithLineNumber { err, .. } => path_of(err),
        _ => None,
    }
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

/// The text of a file as far as it is UTF-8, and why it was not read as a whole.
fn read_text(path: &Path) -> (String, Option<String>) {
    let too_large = || format!("larger than {} MiB", MAX_PAGE_BYTES >> 20);
    let bytes = match fs::metadata(path) {
        Ok(metadata) if metadata.len() > MAX_PAGE_BYTES as u64 => return (String::new(), Some(too_large())),
        Ok(_) => fs::read(path),
        Err(error) => Err(error),
    };
    match bytes.map(String::from_utf8) {
        Ok(Ok(text)) => (text, None),
        Ok(Err(error)) => {
            let valid = error.utf8_error().valid_up_to();
            let mut bytes = error.into_bytes();
            let byte = bytes[valid];
            bytes.truncate(valid);
            let text = String::from_utf8(bytes).unwrap_or_default();
            (text, Some(format!("not UTF-8: byte {byte:#04x} at offset {valid}; nothing after it was read")))
        }
        Err(error) => (String::new(), Some(error.to_string())),
    }
}
