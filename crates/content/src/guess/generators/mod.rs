//! How each site generator is recognised, and what its configuration says of pages.

mod astro;
mod docusaurus;
mod eleventy;
mod hugo;
mod jekyll;
mod mkdocs;
mod plain;

use super::place::Place;
use super::site::Site;

/// What recognises the site of a generator in a folder. The first that does decides: a repository may have files of
/// several.
pub(super) const ALL: [fn(&Place<'_>) -> Option<Site>; 10] = [
    docusaurus::detect,
    mkdocs::detect,
    plain::mdbook,
    astro::detect,
    eleventy::detect,
    hugo::detect,
    jekyll::detect,
    plain::gatsby,
    plain::vitepress,
    plain::gitbook,
];
