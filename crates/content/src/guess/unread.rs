//! Translations of other tools, which are not read.

use std::path::Path;

use ignore::WalkBuilder;

/// Deeper folders are not searched.
const MAX_DEPTH: usize = 6;

/// Most files that are looked at.
const MAX_FILES: usize = 20_000;

/// A sentence on the catalogs of mdBook, Sphinx and other tools, if a tree has any.
pub(super) fn catalogs(root: &Path) -> Option<String> {
    let mut walk = WalkBuilder::new(root);
    walk.max_depth(Some(MAX_DEPTH)).parents(false).require_git(false).git_global(false).git_exclude(false);
    let files = walk.build().filter_map(Result::ok).filter(|entry| entry.file_type().is_some_and(|it| it.is_file()));
    // Our own catalogs are in the folder of a locale in `_catalogs`.
    let is_ours = |path: &Path| path.components().any(|part| part.as_os_str() == "_catalogs");
    let is_foreign = |path: &Path| path.extension().is_some_and(|end| end == "po") && !is_ours(path);
    let mut found = files.take(MAX_FILES).map(ignore::DirEntry::into_path).filter(|path| is_foreign(path));
    let first = found.next()?;
    let first = first.strip_prefix(root).unwrap_or(&first).display().to_string();
    Some(match found.count() {
        0 => format!("the catalog {first} is not read"),
        more => format!("{} catalogs such as {first} are not read", more + 1),
    })
}
