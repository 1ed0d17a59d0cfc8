use std::path::Path;

use ignore::WalkBuilder;

use crate::paths::is_page;

/// Most pages that are looked at; more would not change the guess.
const MAX_PAGES: usize = 20_000;

/// The paths of possible pages below a folder, in order.
pub(super) fn pages(folder: &Path, exclude: &[String]) -> Vec<String> {
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
