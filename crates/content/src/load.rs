//! Reading a guide from disk. The walk stays below the root, follows no symbolic link, and reads each file once.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use firstaid_text::{SourceFile, TextRange};
use ignore::WalkBuilder;
use rayon::prelude::*;

use crate::page::parse;
use crate::{
    AnchorDialect, ContentConfig, Guide, LanguageFrom, Layout, Locale, MAX_PAGE_BYTES, Page, PageKey, Problem,
    ProblemKind, front_matter,
};

#[derive(Debug, thiserror::Error)]
pub enum LoadError {
    #[error("{}: {source}", path.display())]
    Root { path: PathBuf, source: io::Error },
    #[error("{}: not a folder", .0.display())]
    NotAFolder(PathBuf),
}

/// How far the reading of a guide has come.
#[derive(Clone, Copy, Debug)]
pub enum Step {
    /// So many pages were found.
    Found(usize),
    /// One more was read and parsed; told from any thread.
    Parsed,
}

/// Reads and parses every page below the content folder that the configuration names.
///
/// Pages that cannot be read are part of the guide, empty or cut short, with a [`Problem`]. Hidden files and
/// folders whose name starts with `_` hold no pages; files that the guide's own `.gitignore` names are left out;
/// what git ignores on one machine alone makes no difference.
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
        // What lies below the content folder was met already.
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
            let page = read_page(path, entry, config.anchors, |text| own_key(key, text, config.language, &source));
            progress(Step::Parsed);
            page
        })
        .collect();
    Ok(Guide::new(pages, files, layout, config.anchors, prefix).with_config(config))
}

/// Whether a path below the content folder is in one of these, or in a package of npm's.
pub(crate) fn is_excluded(exclude: &[String], below: &str) -> bool {
    let holds = |path: &String| {
        below.strip_prefix(path.trim_matches('/')).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    };
    exclude.iter().any(holds) || below.split('/').any(|part| part == "node_modules")
}

/// The path of an entry below a folder, with `/` between its parts.
fn below(path: &Path, folder: &Path) -> String {
    let below = path.strip_prefix(folder).unwrap_or(path);
    let parts: Vec<_> = below.components().map(|part| part.as_os_str().to_string_lossy()).collect();
    parts.join("/")
}

/// A file of the walk; `problem` says why it must not be opened.
struct Entry {
    path: PathBuf,
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
        .build();
    for entry in walk {
        match entry {
            Ok(entry) => {
                let kind = entry.file_type();
                let is_link = kind.is_some_and(|kind| kind.is_symlink());
                let problem = if is_link {
                    Some("a symbolic link; put the page itself here".to_owned())
                } else if kind.is_some_and(|kind| kind.is_file()) {
                    // Such a name cannot be shown, so what is shown could be the name of another file.
                    entry.path().to_str().is_none().then(|| "its name is not UTF-8; rename it".to_owned())
                } else {
                    continue;
                };
                entries.push(Entry { path: entry.into_path(), problem });
            }
            Err(error) => {
                // A folder that may not be entered: its name is all that is known.
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

fn read_page(path: String, entry: Entry, anchors: AnchorDialect, key: impl FnOnce(&str) -> PageKey) -> Page {
    let (text, problem) = match entry.problem {
        Some(problem) => (String::new(), Some(problem)),
        None => read_text(&entry.path),
    };
    let end = text.len() as u32;
    let key = key(&text);
    let mut page = parse(key, SourceFile::new(path, text), anchors);
    if let Some(message) = problem {
        page.problems.push(Problem { kind: ProblemKind::Unreadable, range: TextRange::empty(end), message });
    }
    page
}

/// The key of a page that the path gives this one. Only among pages of the source the front matter may know better.
pub(crate) fn own_key(key: PageKey, text: &str, language: LanguageFrom, source: &Locale) -> PageKey {
    let may_differ = language == LanguageFrom::FrontMatter && key.locale == *source;
    match may_differ.then(|| named_language(text)).flatten() {
        Some(locale) => PageKey { locale, ..key },
        None => key,
    }
}

/// The language that the front matter of a page names.
fn named_language(text: &str) -> Option<Locale> {
    let (front_matter, _) = front_matter::split(text, &mut Vec::new());
    let front_matter = front_matter?;
    let named = ["lang", "language", "locale"].into_iter().find_map(|key| front_matter.get_str(key))?;
    Locale::new(named.trim()).filter(Locale::is_known)
}

/// The text of a file as far as it is UTF-8, and what kept it from being read whole.
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
