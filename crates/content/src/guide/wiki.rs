//! Where links of ikiwiki lead: `bestlink` of its `IkiWiki.pm`.

use super::index::Guide;
use super::resolve::{Resolved, is_listing};
use crate::page::Page;
use crate::paths::page_stem;

/// Endings of files that ikiwiki and its plug-ins make pages of, and indexes of folders.
const PAGES: [&str; 12] = [
    ".mdwn",
    ".md",
    "/index.mdwn",
    "/index.md",
    ".html",
    ".po",
    ".txt",
    ".rst",
    ".creole",
    ".textile",
    "/index.html",
    ".inline.html",
];

/// What every wiki has, from ikiwiki itself.
const OF_IKIWIKI: [&str; 9] = [
    "favicon.ico",
    "ikiwiki",
    "local.css",
    "recentchanges",
    "sandbox",
    "shortcuts",
    "smileys",
    "style.css",
    "templates",
];

impl Guide {
    /// Where a link of ikiwiki leads: to a page below this one, or below a folder above it, the nearest first; a name
    /// that begins with `/` is looked up at the root alone.
    pub(super) fn wiki(&self, from: &Page, name: &str) -> Resolved {
        let wanted = name.trim_matches('/');
        let own = self.below(from.source.path());
        let mut folder = if name.starts_with('/') { "" } else { page_stem(own).unwrap_or(own) };
        if wanted.is_empty() {
            return Resolved::Unknown;
        }
        loop {
            let path = if folder.is_empty() { wanted.to_owned() } else { format!("{folder}/{wanted}") };
            if let Some(found) = self.wiki_page(&path) {
                return found;
            }
            if folder.is_empty() {
                break;
            }
            folder = folder.rsplit_once('/').map_or("", |(above, _)| above);
        }
        let top = wanted.split('/').next().unwrap_or_default().to_ascii_lowercase();
        let is_made = OF_IKIWIKI.contains(&&*top) || is_listing(&wanted.to_lowercase());
        if is_made { Resolved::Unknown } else { Resolved::Nothing }
    }

    /// What is at a path below the content folder, if anything is.
    fn wiki_page(&self, below: &str) -> Option<Resolved> {
        let path = format!("{}{below}", self.prefix);
        let paths = || PAGES.iter().map(|ending| format!("{path}{ending}"));
        if let Some(&page) = paths().find_map(|path| self.by_path.get(&*path)) {
            return Some(Resolved::Page(page));
        }
        if self.files.contains(&*path) || paths().any(|path| self.files.contains(&*path)) {
            return Some(Resolved::File);
        }
        if let Some(page) = self.page_with_address(below) {
            return Some(Resolved::Page(page));
        }
        // A plug-in may make a page of it.
        (self.folders.contains(&*path) || self.is_missing(&path)).then_some(Resolved::Unknown)
    }
}
