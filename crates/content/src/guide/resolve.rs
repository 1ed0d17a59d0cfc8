//! Where links inside a guide lead.

use super::index::{Guide, permalink};
use crate::addresses::without_number;
use crate::config::Generator;
use crate::key::PageKey;
use crate::locale::Locale;
use crate::page::Page;
use crate::paths::{PAGE_EXTENSIONS, folder, join, page_stem};
use crate::target::{By, Target};

/// What a link inside the guide leads to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Resolved {
    /// A page, by its index.
    Page(usize),
    /// A file that is no page, or a folder.
    File,
    /// Nothing: the guide has no such page or file.
    Nothing,
    /// Something outside the root.
    Outside,
    /// Something that only the generator may make.
    Unknown,
}

impl Guide {
    /// Where a link on `from` leads.
    pub fn resolve_target(&self, from: &Page, target: &Target<'_>) -> Resolved {
        let path = &*target.path;
        match target.by {
            By::Address => self.resolve(from, path),
            By::File => self.at(&format!("{}{}", self.prefix, path.trim_start_matches('/'))),
            By::Name => self.named(from, path),
            By::Wiki => self.wiki(from, path),
        }
    }

    /// Resolves the path of a link on `from`: percent escapes decoded, without query and fragment.
    ///
    /// A path that begins with `/` is a permalink, an address on the site, or a path below the content folder. Any
    /// other path is relative to the page's file or, if nothing is there, to an address of the page. A path in `.html`
    /// leads to the page that it is made from.
    pub fn resolve(&self, from: &Page, path: &str) -> Resolved {
        let resolved = self.resolve_as_typed(from, path);
        let stem = path.strip_suffix(".html").or_else(|| path.strip_suffix(".htm"));
        match (resolved, stem) {
            (Resolved::Nothing | Resolved::Unknown, Some(stem)) => match self.resolve_as_typed(from, stem) {
                Resolved::Nothing => resolved,
                found => found,
            },
            _ => resolved,
        }
    }

    fn resolve_as_typed(&self, from: &Page, path: &str) -> Resolved {
        if let Some(absolute) = path.strip_prefix('/') {
            return self.absolute(from, absolute);
        }
        let folder = folder(from.source.path());
        // The site may be a part of a larger one, about which nothing is known here.
        let below = folder.strip_prefix(self.prefix.trim_end_matches('/')).unwrap_or(folder);
        let climbs_out = self.generator.is_some() && join(below, path).is_none();
        let joined = join(folder, path);
        // MkDocs knows nothing above its folder of pages, so no link leads out of it and back in, or to a page outside.
        let is_to_page = page_stem(path).is_some();
        let is_of_mkdocs = self.generator == Some(Generator::MkDocs);
        if climbs_out && is_of_mkdocs && (is_to_page || self.is_in_content(joined.as_deref())) {
            return Resolved::Nothing;
        }
        if self.has_own_folder(from, path) && self.is_page_beside(joined.as_deref()) {
            return self.on_site(from, path).unwrap_or(Resolved::Nothing);
        }
        let found = joined.as_deref().map_or(Resolved::Outside, |joined| self.at(joined));
        let found = self.of_mdbook(found, joined.as_deref());
        if matches!(found, Resolved::Page(_) | Resolved::File) {
            return found;
        }
        // These look files up by their paths, and addresses by nothing else.
        let is_file = is_to_page
            && matches!(
                self.generator,
                Some(Generator::Docusaurus | Generator::MdBook | Generator::MkDocs | Generator::VitePress)
            );
        // A link of Docsify begins at the root of the site, unless it is told otherwise.
        if self.generator == Some(Generator::Docsify)
            && let found @ (Resolved::Page(_) | Resolved::File) = self.absolute(from, path)
        {
            return found;
        }
        let on_site = if is_file { self.above(folder, path) } else { self.on_site(from, path) };
        let found = on_site.or_else(|| self.of_source(from, path)).unwrap_or(found);
        let is_asset = joined.is_some_and(|joined| self.assets.iter().any(|folder| joined.starts_with(folder)));
        if climbs_out && !is_asset { Resolved::Unknown } else { found }
    }

    /// Whether the address of a page is a folder of its own, in which a relative path begins; if not, or if it is not
    /// known, that may be the folder above.
    fn has_own_folder(&self, page: &Page, path: &str) -> bool {
        if self.generator == Some(Generator::Lektor) {
            return true;
        }
        let name = page_stem(page.source.path()).and_then(|stem| stem.rsplit('/').next());
        path.ends_with('/')
            && matches!(self.generator, Some(Generator::Eleventy | Generator::MkDocs))
            && !matches!(name, Some("index" | "README" | "readme"))
            && page.front_matter.as_ref().is_none_or(|it| it.get("permalink").is_none())
    }

    /// Whether a path without an ending is that of a page, and of no folder.
    fn is_page_beside(&self, path: Option<&str>) -> bool {
        path.is_some_and(|path| {
            !self.folders.contains(path)
                && PAGE_EXTENSIONS.iter().any(|end| self.by_path.contains_key(&*format!("{path}{end}")))
        })
    }

    fn is_in_content(&self, path: Option<&str>) -> bool {
        !self.prefix.is_empty() && path.is_some_and(|path| path.starts_with(&*self.prefix))
    }

    /// The page at a path relative to a folder above, as Docusaurus looks pages up: in the folder of its part of the
    /// site, too.
    fn above(&self, mut folder: &str, path: &str) -> Option<Resolved> {
        while self.generator == Some(Generator::Docusaurus) && !folder.is_empty() {
            folder = folder.rsplit_once('/').map_or("", |(above, _)| above);
            let found = join(folder, path).map(|joined| self.at(&joined));
            if let Some(found @ Resolved::Page(_)) = found {
                return Some(found);
            }
        }
        None
    }

    /// What is at a path relative to one of the page's addresses, if anything is.
    fn on_site(&self, from: &Page, path: &str) -> Option<Resolved> {
        if self.generator.is_none() {
            let joined = join(permalink(from)?, path)?;
            return self.page_at(&joined).map(Resolved::Page);
        }
        let has_own_folder = self.has_own_folder(from, path);
        self.addresses_of(from).iter().find_map(|address| {
            let parent = address.rsplit_once('/').map_or("", |(parent, _)| parent);
            let folders = [Some(&**address), (!has_own_folder).then_some(parent)];
            folders.into_iter().flatten().find_map(|folder| {
                let joined = join(folder, path)?;
                let page = self.page_at(&joined).or_else(|| self.page_with_address(&joined));
                let file = || Some(self.at(&format!("{}{joined}", self.prefix))).filter(|it| *it != Resolved::Nothing);
                let declared = || self.declared.has_address(&joined).then_some(Resolved::Unknown);
                page.map(Resolved::Page).or_else(file).or_else(|| self.asset(&joined)).or_else(declared)
            })
        })
    }

    /// What is at a path relative to the source of a page, for generators that fill the gaps of a translation with
    /// pages of the source.
    fn of_source(&self, from: &Page, path: &str) -> Option<Resolved> {
        let fills = matches!(
            self.generator,
            Some(Generator::Docsify | Generator::Docusaurus | Generator::MkDocs | Generator::Hugo)
        );
        if !fills || from.key.locale == *self.layout.source() {
            return None;
        }
        let key = PageKey { locale: self.layout.source().clone(), name: from.key.name.clone() };
        let own = format!("{}{}", self.prefix, self.layout.path(&key)?);
        let joined = join(folder(&own), path)?;
        let with_address = || self.page_with_address(self.below(&joined)).map(Resolved::Page);
        Some(self.at(&joined)).filter(|found| *found != Resolved::Nothing).or_else(with_address)
    }

    /// What is at a path in a book of mdBook, if no file is: an index may be named as if its file were not a `README`, and
    /// a book has pages that no file is behind.
    fn of_mdbook(&self, found: Resolved, joined: Option<&str>) -> Resolved {
        let is_of_mdbook = self.generator == Some(Generator::MdBook) && found == Resolved::Nothing;
        let Some(joined) = joined.filter(|_| is_of_mdbook) else { return found };
        let folder = joined.strip_suffix("index.md").filter(|it| it.is_empty() || it.ends_with('/'));
        let names = ["README.md", "readme.md", "Readme.md"];
        let index = |folder| names.iter().find_map(|name| self.by_path.get(&*format!("{folder}{name}")));
        let is_made = matches!(self.below(joined), "print.html" | "toc.html");
        match folder.and_then(index) {
            Some(&index) => Resolved::Page(index),
            None if is_made => Resolved::Unknown,
            None => found,
        }
    }

    fn absolute(&self, from: &Page, path: &str) -> Resolved {
        let local = format!("{}/{path}", from.key.locale);
        let page = self.page_at(path).or_else(|| self.page_with_address(path));
        let page = page.or_else(|| self.generator.and_then(|_| self.page_with_address(&local)));
        if let Some(page) = page.or_else(|| self.shown_for_translation(path)) {
            return Resolved::Page(page);
        }
        let at_root = self.at(&format!("{}{path}", self.prefix));
        if at_root != Resolved::Nothing {
            return at_root;
        }
        if let Some(asset) = self.asset(path) {
            return asset;
        }
        if self.declared.has_address(path) {
            return Resolved::Unknown;
        }
        if self.is_bare_folder(path) {
            return Resolved::Nothing;
        }
        // A generator makes more than pages: feeds, tags, files of its theme.
        let top = path.split('/').next().unwrap_or_default();
        // These serve the pictures of one folder, and make the names of those that they make from their content.
        let knows_pictures = matches!(
            self.generator,
            Some(
                Generator::Astro | Generator::Docusaurus | Generator::Gatsby | Generator::Nextra | Generator::VitePress
            )
        );
        if knows_pictures && is_picture(path) {
            return Resolved::Nothing;
        }
        // Models that are not read here make the addresses of Lektor's posts of their dates.
        let is_dated = self.generator == Some(Generator::Lektor)
            && path.split('/').any(|part| part.len() == 4 && part.bytes().all(|b| b.is_ascii_digit()));
        let is_ours =
            !is_dated && self.tops.contains(top) && path.trim_end_matches('/').contains('/') && !is_listing(path);
        if self.generator.is_some() && !is_ours { Resolved::Unknown } else { Resolved::Nothing }
    }

    /// The page of the source that a generator shows at the address of a translation that does not exist. Of Astro, it
    /// is Starlight that does so.
    fn shown_for_translation(&self, path: &str) -> Option<usize> {
        let fills = matches!(
            self.generator,
            Some(Generator::Astro | Generator::Docsify | Generator::Docusaurus | Generator::MkDocs)
        );
        let (locale, below) = path.split_once('/')?;
        let is_locale = self.tops.contains(locale) && Locale::new(locale).is_some();
        (fills && is_locale).then(|| self.page_with_address(below)).flatten()
    }

    pub(super) fn page_with_address(&self, address: &str) -> Option<usize> {
        let address = address.trim_matches('/');
        let address = page_stem(address).unwrap_or(address);
        let address = address.strip_suffix("index.html").map_or(address, |folder| folder.trim_end_matches('/'));
        let ignores_case = matches!(self.generator, Some(Generator::Hugo | Generator::Ikiwiki));
        let lower = ignores_case.then(|| address.to_lowercase());
        let address = lower.as_deref().unwrap_or(address);
        self.by_address.get(address).copied().or_else(|| {
            let is_docusaurus = self.generator == Some(Generator::Docusaurus);
            is_docusaurus.then(|| self.by_address.get(&*without_number(address)).copied()).flatten()
        })
    }

    fn asset(&self, path: &str) -> Option<Resolved> {
        let in_folder = |folder: &String| {
            let path = format!("{folder}{}", path.trim_matches('/'));
            let is_there = self.files.contains(&*path) || self.folders.contains(&*path) && self.shows_folder(&path);
            if is_there { Some(Resolved::File) } else { self.is_missing(&path).then_some(Resolved::Unknown) }
        };
        self.assets.iter().find_map(in_folder)
    }

    /// Whether a path below the root is in a folder whose files are not here.
    pub(super) fn is_missing(&self, path: &str) -> bool {
        self.missing.iter().any(|folder| path.starts_with(&**folder) || *path == folder[..folder.len() - 1])
    }

    /// What is at a path as Hugo's and Jekyll's tags have it: relative to the page, from the content folder, or the end
    /// of the path of the first page that has it.
    fn named(&self, from: &Page, name: &str) -> Resolved {
        let found = self.resolve(from, name);
        if matches!(found, Resolved::Page(_)) || name.is_empty() {
            return found;
        }
        let bare = name.trim_matches('/');
        let found = self.resolve(from, &format!("/{bare}"));
        if matches!(found, Resolved::Page(_)) {
            return found;
        }
        let stem = page_stem(bare).unwrap_or(bare);
        let is_it = |page: &Page| {
            let rest =
                page.source.path().rsplit_once(stem).filter(|(before, _)| before.is_empty() || before.ends_with('/'));
            rest.is_some_and(|(_, after)| {
                after.starts_with('.') || after.starts_with("/index.") || after.starts_with("/_index.")
            })
        };
        self.pages.iter().position(is_it).map_or(Resolved::Nothing, Resolved::Page)
    }

    /// What is at a path below the root: a page, with or without its extension, a file or a folder.
    fn at(&self, path: &str) -> Resolved {
        let path = path.trim_end_matches('/');
        let with = |extension: &&str| self.by_path.get(&*format!("{path}{extension}")).copied();
        let page = self.by_path.get(path).copied();
        let of_lektor = || self.by_path.get(&*join_name(path, "contents.lr")).copied();
        if let Some(page) = page.or_else(|| PAGE_EXTENSIONS.iter().find_map(with)).or_else(of_lektor) {
            return Resolved::Page(page);
        }
        let is_folder = path.is_empty() || self.folders.contains(path) && self.shows_folder(path);
        match self.files.contains(path) || is_folder || self.is_unread_page(path) {
            true => Resolved::File,
            false if self.is_missing(path) => Resolved::Unknown,
            false => Resolved::Nothing,
        }
    }

    /// Whether an address is that of a folder of Starlight's pages that has no page itself. A locale always has one.
    fn is_bare_folder(&self, path: &str) -> bool {
        let path = path.trim_matches('/');
        self.is_starlight()
            && self.folders.contains(&*format!("{}{path}", self.prefix))
            && !self.locales().iter().any(|locale| locale.as_str() == path)
    }

    /// Whether the site has something at the address of a folder. Without a generator people may look at the files
    /// themselves; most generators make a page of each folder, or may be told to.
    fn shows_folder(&self, path: &str) -> bool {
        let needs_index = matches!(self.generator, Some(Generator::Docusaurus | Generator::MdBook | Generator::MkDocs))
            || self.is_starlight();
        let is_site = format!("{path}/") == self.prefix;
        !needs_index || is_site || self.files.contains(&*format!("{path}/index.html"))
    }
}

/// The path of a file in a folder, which is empty for the root.
fn join_name(folder: &str, name: &str) -> String {
    if folder.is_empty() { name.to_owned() } else { format!("{folder}/{name}") }
}

/// Whether an address is one of the lists that generators make of tags, dates and authors: `/blog/tags/phones/`.
pub(super) fn is_listing(path: &str) -> bool {
    path.split('/').any(|part| {
        matches!(
            part,
            "archive"
                | "archives"
                | "author"
                | "authors"
                | "categories"
                | "category"
                | "page"
                | "series"
                | "tag"
                | "tags"
                | "topics"
        )
    })
}

fn is_picture(path: &str) -> bool {
    let extension = path.rsplit_once('.').map_or("", |(_, extension)| extension);
    ["gif", "jpeg", "jpg", "png", "svg", "webp"].iter().any(|known| extension.eq_ignore_ascii_case(known))
}

#[cfg(test)]
mod tests {
    use firstaid_text::SourceFile;

    use super::*;
    use crate::anchor::AnchorDialect;
    use crate::config::ContentConfig;
    use crate::layout::Layout;
    use crate::parse::parse;

    fn guide(pages: &[&str], files: &[&str]) -> Guide {
        let layout = Layout::new(&ContentConfig::default()).unwrap();
        let parse = |path: &&str| {
            let key = layout.key(path.strip_prefix("content/").unwrap()).unwrap();
            parse(key, SourceFile::new(*path, ""), AnchorDialect::GitHub)
        };
        let pages = pages.iter().map(parse).collect();
        let files = files.iter().map(|&file| file.into()).collect();
        Guide::new(pages, files, layout, AnchorDialect::GitHub, "content/".to_owned())
    }

    #[test]
    fn paths_lead_to_pages_files_and_folders_of_any_depth() {
        let guide = guide(&["content/en/A.md", "content/en/B.md"], &["content/images/big/x.png"]);
        let to = |path: &str| guide.resolve(&guide.pages[0], path);
        assert_eq!((to("B.md"), to("B"), to("/en/B.md")), (Resolved::Page(1), Resolved::Page(1), Resolved::Page(1)));
        for path in ["../images/big/x.png", "../images/big/", "../images", "/images/", "/", "."] {
            assert_eq!(to(path), Resolved::File, "{path}");
        }
        assert_eq!(
            (to("../image"), to("C.md"), to("../../../x")),
            (Resolved::Nothing, Resolved::Nothing, Resolved::Outside)
        );
    }
}
