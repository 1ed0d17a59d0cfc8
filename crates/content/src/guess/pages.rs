//! The pages of a tree, and the translations of other tools in it, which are not read.

use std::path::{Path, PathBuf};

use ignore::WalkBuilder;

use crate::config::Generator;
use crate::paths::{is_excluded, is_page, join};

/// Most pages that are looked at; more would not change the guess.
const MAX_PAGES: usize = 50_000;

/// What one walk finds in a tree, in the order of paths.
pub(super) struct Tree {
    root: PathBuf,
    /// The paths of possible pages below the root.
    pages: Vec<String>,
    /// The first catalog of another tool, and how many there are.
    catalogs: Option<(String, usize)>,
}

impl Tree {
    pub(super) fn read(root: &Path) -> Self {
        let mut tree = Self { root: root.to_owned(), pages: Vec::new(), catalogs: None };
        for path in walk(root) {
            if is_page(&path) {
                tree.pages.push(path);
            } else if is_foreign_catalog(&path) {
                tree.catalogs.get_or_insert((path, 0)).1 += 1;
            }
            if tree.pages.len() == MAX_PAGES {
                break;
            }
        }
        tree.pages.sort();
        tree
    }

    /// Takes files with an ending for no pages.
    pub(super) fn leave_out(&mut self, ending: &str) {
        self.pages.retain(|page| !page.ends_with(ending));
    }

    /// All pages, whatever a site would exclude.
    pub(super) fn pages(&self) -> &[String] {
        &self.pages
    }

    /// The paths of the pages below a folder of the tree that are not excluded, in order.
    pub(super) fn below(&self, folder: &str, exclude: &[String]) -> Vec<String> {
        let folder = join("", folder).unwrap_or_default();
        let is_wanted = |path: &&str| !is_excluded(exclude, path);
        let own = |path| below(path, &folder);
        let found: Vec<String> =
            self.pages.iter().filter_map(|path| own(path)).filter(is_wanted).map(str::to_owned).collect();
        if !found.is_empty() || folder.is_empty() {
            return found;
        }
        // The folder may be hidden, or ignored at the root.
        let pages = walk(&self.root.join(folder)).filter(|path| is_page(path)).take(MAX_PAGES);
        let mut found: Vec<String> = pages.filter(|path| is_wanted(&&**path)).collect();
        found.sort();
        found
    }

    /// A sentence on the catalogs of mdBook, Sphinx and other tools, if the tree has any.
    pub(super) fn foreign_catalogs(&self, generator: Option<Generator>) -> Option<String> {
        let tool = match generator {
            Some(Generator::Ikiwiki) => " of ikiwiki's translations",
            Some(Generator::Lektor) => " of Lektor's translations",
            _ => "",
        };
        Some(match self.catalogs.as_ref()? {
            (only, 1) => format!("the catalog{tool} {only} is not read"),
            (first, count) => format!("{count} catalogs{tool} such as {first} are not read"),
        })
    }
}

/// The part of a path below a folder; empty for the root.
fn below<'p>(path: &'p str, folder: &str) -> Option<&'p str> {
    if folder.is_empty() { Some(path) } else { path.strip_prefix(folder)?.strip_prefix('/') }
}

/// The paths of the files below a folder, in the order of names.
fn walk(folder: &Path) -> impl Iterator<Item = String> + use<> {
    let mut walk = WalkBuilder::new(folder);
    walk.parents(false).require_git(false).git_global(false).git_exclude(false).sort_by_file_name(Ord::cmp);
    let folder = folder.to_owned();
    let files = walk.build().filter_map(Result::ok).filter(|entry| entry.file_type().is_some_and(|it| it.is_file()));
    files.filter_map(move |entry| {
        let below = entry.path().strip_prefix(&folder).ok()?;
        let parts: Vec<_> = below.components().map(|part| part.as_os_str().to_string_lossy()).collect();
        Some(parts.join("/"))
    })
}

/// Our own catalogs are in the folder of a locale in `_catalogs`.
fn is_foreign_catalog(path: &str) -> bool {
    path.ends_with(".po") && !path.split('/').any(|part| matches!(part, "_catalogs" | "node_modules"))
}
