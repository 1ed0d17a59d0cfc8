//! What the site has of the files of a guide: a generator leaves drafts and partials out, and gives pages other names.

use super::index::Guide;
use super::resolve::Resolved;
use crate::config::Generator;
use crate::page::Page;
use crate::paths::{folder, is_excluded, join, page_stem};
use crate::target::{By, Target};

/// Why a link is dead on the site although the guide has the file that it names.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Unpublished {
    /// The page is a draft.
    Draft,
    /// The file is no page: its name begins with `_`, or no part of the site has it.
    NoPage,
    /// The list of chapters does not name the page.
    NotAChapter,
    /// The page has another address: it names one, or is the index of its folder.
    Renamed,
    /// The link names the file of a page, and nothing makes an address of that.
    FileName,
}

impl Guide {
    /// Why the site has nothing where a link leads, if the guide has its file. A page that is not published itself may
    /// link to others that are not.
    pub fn unpublished(&self, from: &Page, target: &Target<'_>) -> Option<Unpublished> {
        let is_known = matches!(
            self.generator,
            Some(Generator::Astro | Generator::Docusaurus | Generator::Hugo | Generator::MdBook)
        );
        if !is_known || target.path.is_empty() || self.is_left_out(from) {
            return None;
        }
        let path = &*target.path;
        match self.resolve_target(from, target) {
            Resolved::Page(index) => self.why_not(from, &self.pages[index], path, target.by),
            Resolved::File if target.by == By::Address => self.is_no_page(from, path).then_some(Unpublished::NoPage),
            _ => None,
        }
    }

    fn is_left_out(&self, page: &Page) -> bool {
        self.is_draft(page) || self.declared.leaves_out(page.source.path())
    }

    fn why_not(&self, from: &Page, page: &Page, path: &str, by: By) -> Option<Unpublished> {
        if self.is_draft(page) {
            return Some(Unpublished::Draft);
        }
        if self.declared.leaves_out(page.source.path()) {
            return Some(Unpublished::NotAChapter);
        }
        let keeps_link = self.is_starlight() && self.declared.keeps_file_links
            || self.generator == Some(Generator::Docusaurus) && !path.starts_with('/') && self.is_elsewhere(from, page);
        if keeps_link && page_stem(path).is_some() {
            return Some(Unpublished::FileName);
        }
        let is_renamed = by == By::Address
            && match self.generator {
                Some(Generator::MdBook) => is_named_readme(path),
                Some(Generator::Docusaurus) => self.has_other_name(page, path),
                Some(Generator::Astro) => self.is_starlight() && self.has_other_name(page, path),
                _ => false,
            };
        is_renamed.then_some(Unpublished::Renamed)
    }

    /// Whether two pages are in parts of the site that different plug-ins of Docusaurus read. Those of the versions of
    /// one documentation are in one.
    fn is_elsewhere(&self, one: &Page, other: &Page) -> bool {
        let plugin = |page: &Page| {
            let part = self.layout.part(&page.key).trim_end_matches('/');
            let (folder, version) = part.rsplit_once('/').unwrap_or((part, ""));
            let versions = folder.strip_suffix("versioned_docs").filter(|_| version.starts_with("version-"));
            versions
                .map_or(part.to_owned(), |id| if id.is_empty() { "docs" } else { id.trim_end_matches('_') }.to_owned())
        };
        plugin(one) != plugin(other)
    }

    /// Whether a page says of itself that only its authors shall see it.
    fn is_draft(&self, page: &Page) -> bool {
        let front_matter = page.front_matter.as_ref();
        // Of Astro, it is Starlight that knows drafts.
        let knows_drafts = self.generator != Some(Generator::Astro) || self.is_starlight();
        knows_drafts && front_matter.and_then(|it| it.get_str("draft")).is_some_and(|it| it.trim() == "true")
    }

    /// Whether a path ends as the file of a page does, and the page gives itself an address that ends otherwise. Its file
    /// can still be named.
    fn has_other_name(&self, page: &Page, path: &str) -> bool {
        let is_source = page.key.locale == *self.layout.source();
        let has_slug = page.front_matter.as_ref().is_some_and(|it| it.get_str("slug").is_some());
        if !is_source || !has_slug || page_stem(path).is_some() || self.declared.has_address(path) {
            return false;
        }
        let last = last_part(path);
        let file = page_stem(page.source.path()).map_or("", last_part);
        file == last && self.addresses_of(page).iter().all(|address| last_part(address) != last)
    }

    /// Whether a path is that of a file of Markdown from which no page is made.
    fn is_no_page(&self, from: &Page, path: &str) -> bool {
        if !matches!(self.generator, Some(Generator::Docusaurus | Generator::MdBook)) || page_stem(path).is_none() {
            return false;
        }
        let joined = match path.strip_prefix('/') {
            Some(path) => join(self.prefix.trim_end_matches('/'), path),
            None => join(folder(from.source.path()), path),
        };
        let Some(joined) = joined.filter(|path| self.files.contains(&**path)) else { return false };
        let is_asset = self.assets.iter().any(|folder| joined.starts_with(&**folder));
        let is_list = last_part(&joined) == "SUMMARY.md";
        let below = self.below(&joined);
        if self.generator == Some(Generator::MdBook) {
            return (is_list || !is_excluded(&self.exclude, below)) && self.declared.leaves_out(&joined);
        }
        let is_hidden = below.split('/').any(|part| part.starts_with('_'));
        let is_source = from.key.locale == *self.layout.source();
        let is_elsewhere = is_source && !below.starts_with(self.layout.part(&from.key));
        !is_asset && !is_excluded(&self.exclude, below) && (is_hidden || is_elsewhere)
    }

    /// Whether the pages are those of Starlight, which fixes their folder.
    pub(super) fn is_starlight(&self) -> bool {
        self.generator == Some(Generator::Astro) && self.prefix.ends_with("content/docs/")
    }
}

/// Whether a path names a file `README`, of which mdBook makes the index of its folder.
fn is_named_readme(path: &str) -> bool {
    let name = last_part(path);
    let stem = page_stem(name).or_else(|| name.strip_suffix(".html"));
    stem.is_some_and(|stem| stem.eq_ignore_ascii_case("readme"))
}

fn last_part(path: &str) -> &str {
    path.trim_end_matches('/').rsplit('/').next().unwrap_or_default()
}
