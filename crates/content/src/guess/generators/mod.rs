//! How each site generator is recognised, and what its configuration says of pages.

mod astro;
mod docusaurus;
mod eleventy;
mod hugo;
mod ikiwiki;
mod jekyll;
mod lektor;
mod mkdocs;
mod plain;

use std::path::Path;

use super::place::Place;
use super::site::Site;

/// Folders in which a repository may have its site.
const FOLDERS: [&str; 6] = ["", "docs", "website", "site", "doc", "documentation"];

/// What recognises the site of a generator in a folder. The first that does decides: a repository may have files of
/// several.
const ALL: [fn(&Place<'_>) -> Option<Site>; 14] = [
    docusaurus::detect,
    mkdocs::detect,
    plain::mdbook,
    astro::detect,
    eleventy::detect,
    hugo::detect,
    jekyll::detect,
    plain::gatsby,
    plain::vitepress,
    plain::nextra,
    plain::docsify,
    plain::gitbook,
    lektor::detect,
    ikiwiki::detect,
];

/// The site of a tree; an empty one if no generator is recognised.
pub(super) fn detect(root: &Path) -> Site {
    let places = FOLDERS.iter().filter(|folder| root.join(folder).is_dir()).map(|folder| Place::new(root, folder));
    places.into_iter().find_map(|place| ALL.iter().find_map(|detect| detect(&place))).unwrap_or_default()
}
