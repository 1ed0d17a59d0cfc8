use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::{fs, io};

use anyhow::{Context, Result, bail};
use firstaid_content::{Guide, Locale, PageKey};
use firstaid_diagnostics::FileDiagnostics;
use firstaid_lint::Catalogs;

use crate::args::LintArgs;

/// The pages and catalogs that a run is about: those of the named files and folders, and of the named locale.
pub(super) struct Filter {
    /// By path; `None` for all.
    wanted: Option<HashSet<String>>,
    pub(super) pages: usize,
    /// The locale of each page and catalog of the guide, by path.
    pub(super) locales: HashMap<String, String>,
}

impl Filter {
    pub(super) fn new(args: &LintArgs, root: &Path, guide: &Guide, catalogs: &Catalogs) -> Result<Self> {
        let files = || {
            let pages = guide.pages.iter().map(|page| (&page.key, page.source.path()));
            pages.chain(catalogs.paths())
        };
        let locales = files().map(|(key, path)| (path.to_owned(), key.locale.to_string())).collect();
        if args.paths.is_empty() && args.locale.is_none() {
            return Ok(Self { wanted: None, pages: guide.pages.len(), locales });
        }
        // A page is looked at with its catalog, and a catalog with its page.
        let mut keys: HashSet<&PageKey> = files().map(|(key, _)| key).collect();
        if !args.paths.is_empty() {
            let mut named = HashSet::new();
            for path in &args.paths {
                let below = match &args.stdin_filename {
                    Some(file) => below_if_new(root, file)?,
                    None => below(root, path)?,
                };
                let folder = format!("{below}/");
                let inside = |file: &str| below.is_empty() || file == below || file.starts_with(&folder);
                let mut found = files().filter(|(_, file)| inside(file)).map(|(key, _)| key).peekable();
                if found.peek().is_none() {
                    bail!("{}: no page of the guide", path.display());
                }
                named.extend(found);
            }
            keys = named;
        }
        if let Some(tag) = &args.locale {
            let Some(locale) = Locale::new(tag) else {
                bail!("--locale: `{tag}` is not a locale such as `es` or `pt-BR`")
            };
            if !files().any(|(key, _)| key.locale == locale) {
                bail!("--locale: the guide has no pages in `{locale}`");
            }
            keys.retain(|key| key.locale == locale);
        }
        let pages = guide.pages.iter().filter(|page| keys.contains(&page.key)).count();
        let wanted = files().filter(|(key, _)| keys.contains(key)).map(|(_, path)| path.to_owned()).collect();
        Ok(Self { wanted: Some(wanted), pages, locales })
    }

    pub(super) fn keeps(&self, path: &str) -> bool {
        self.wanted.as_ref().is_none_or(|wanted| wanted.contains(path))
    }

    pub(super) fn apply(&self, mut files: Vec<FileDiagnostics>) -> Vec<FileDiagnostics> {
        files.retain(|file| self.keeps(file.source.path()));
        files
    }
}

/// The path of a file or folder below the root, with `/` between its parts; empty for the root itself.
fn below(root: &Path, path: &Path) -> Result<String> {
    relative(root, path, path.canonicalize())
}

/// The same for a file that need not be there: the path that it would have.
pub(super) fn below_if_new(root: &Path, path: &Path) -> Result<String> {
    relative(root, path, full(path))
}

fn relative(root: &Path, path: &Path, full: io::Result<PathBuf>) -> Result<String> {
    let root = root.canonicalize().with_context(|| root.display().to_string())?;
    let full = full.with_context(|| path.display().to_string())?;
    let Ok(below) = full.strip_prefix(&root) else {
        bail!("{}: not below the root {}", path.display(), root.display());
    };
    Ok(below.components().map(|part| part.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/"))
}

/// The path without links and `..`; of what is not there, that of the folder that is, and the rest of its name.
fn full(path: &Path) -> io::Result<PathBuf> {
    let missing = match path.canonicalize() {
        Err(error) if error.kind() == io::ErrorKind::NotFound && fs::symlink_metadata(path).is_err() => error,
        found => return found,
    };
    // `..` is no name that something new can have.
    let (Some(folder), Some(name)) = (path.parent(), path.file_name()) else { return Err(missing) };
    Ok(full(if folder.as_os_str().is_empty() { Path::new(".") } else { folder })?.join(name))
}
