use std::collections::{HashMap, HashSet};
use std::path::Path;

use anyhow::{Context, Result, bail};
use firstaid_content::{Guide, Locale, PageKey};
use firstaid_diagnostics::{FileDiagnostics, ShownPaths};
use firstaid_lint::Catalogs;
use ignore::gitignore::{Gitignore, GitignoreBuilder};

use super::args::LintArgs;
use super::path::{new_path_in_guide, path_in_guide};
use crate::guide::shown_paths;

/// The pages and catalogs whose findings are shown: those in the named files and folders, and of the named locale.
pub(super) struct Filter {
    /// Paths; `None` for all pages and catalogs.
    wanted: Option<HashSet<String>>,
    excluded: Gitignore,
    /// Number of pages whose findings are shown.
    pub(super) pages: usize,
    /// The locale of each page and catalog of the guide, by path.
    pub(super) locales: HashMap<String, String>,
}

impl Filter {
    pub(super) fn new(args: &LintArgs, root: &Path, guide: &Guide, catalogs: &Catalogs) -> Result<Self> {
        let files = || {
            let pages = guide.pages.iter().map(|page| (&page.key, page.source.path()));
            let data = guide.data.iter().map(|page| (&page.key, page.source.path()));
            pages.chain(catalogs.paths()).chain(data)
        };
        let excluded = excluded(root, &args.exclude)?;
        let is_excluded = |path: &str| is_excluded(&excluded, path);
        let locales = files().map(|(key, path)| (path.to_owned(), key.locale.to_string())).collect();
        if args.paths.is_empty() && args.locale.is_none() {
            let pages = guide.pages.iter().filter(|page| !is_excluded(page.source.path())).count();
            return Ok(Self { wanted: None, excluded, pages, locales });
        }
        // Naming a page includes its catalogs, and naming a catalog includes its page.
        let mut keys: HashSet<&PageKey> = files().map(|(key, _)| key).collect();
        if !args.paths.is_empty() {
            let mut named = HashSet::new();
            for path in &args.paths {
                let below = match &args.stdin_filename {
                    Some(file) => new_path_in_guide(root, file)?,
                    None => path_in_guide(root, path)?,
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
        let pages =
            guide.pages.iter().filter(|page| keys.contains(&page.key) && !is_excluded(page.source.path())).count();
        let wanted = files().filter(|(key, _)| keys.contains(key)).map(|(_, path)| path.to_owned()).collect();
        Ok(Self { wanted: Some(wanted), excluded, pages, locales })
    }

    /// Whether the findings of the whole guide are shown, with those of the source.
    pub(super) fn is_whole(&self) -> bool {
        self.wanted.is_none()
    }

    pub(super) fn keeps(&self, path: &str) -> bool {
        self.wanted.as_ref().is_none_or(|wanted| wanted.contains(path)) && !is_excluded(&self.excluded, path)
    }

    pub(super) fn apply(&self, mut files: Vec<FileDiagnostics>) -> Vec<FileDiagnostics> {
        files.retain(|file| self.keeps(file.source.path()));
        files
    }
}

/// The patterns of `--exclude`, for paths from the root or, as printed, from the working folder.
fn excluded(root: &Path, patterns: &[String]) -> Result<Gitignore> {
    // Paths are given to it without the root in front.
    let mut builder = GitignoreBuilder::new("");
    let paths = shown_paths(root);
    for pattern in patterns {
        let pattern = pattern.strip_prefix("./").unwrap_or(pattern);
        let add = |builder: &mut GitignoreBuilder, line: &str| {
            builder.add_line(None, line).map(drop).with_context(|| format!("--exclude: `{pattern}`"))
        };
        match &paths {
            ShownPaths::Below(root) => add(&mut builder, pattern.strip_prefix(&**root).unwrap_or(pattern))?,
            // A pattern with folders may also begin where the user stands.
            ShownPaths::Within(folder) if pattern.trim_end_matches('/').contains('/') => {
                add(&mut builder, pattern)?;
                add(&mut builder, &format!("{folder}/{pattern}"))?;
            }
            ShownPaths::FromRoot | ShownPaths::Within(_) => add(&mut builder, pattern)?,
        }
    }
    builder.build().context("--exclude")
}

fn is_excluded(excluded: &Gitignore, path: &str) -> bool {
    !excluded.is_empty() && excluded.matched_path_or_any_parents(path, false).is_ignore()
}
