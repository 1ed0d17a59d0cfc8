mod changes;

use std::collections::{HashMap, HashSet};

use crate::addresses::{addresses, without_number};
use crate::paths::{folder, join};
use crate::target::By;
use crate::{AnchorDialect, ContentConfig, Generator, LanguageFrom, Layout, Locale, Page, PageKey, Target};

/// All pages of a guide, sorted by path, and the ways to find one.
#[derive(Debug)]
pub struct Guide {
    pub pages: Vec<Page>,
    pub layout: Layout,
    pub anchors: AnchorDialect,
    /// The content folder, below the root: a prefix of every page's path, empty or ending in `/`.
    pub prefix: String,
    by_key: HashMap<PageKey, usize>,
    by_path: HashMap<Box<str>, usize>,
    /// Permalinks without slashes at their ends; more than one page where the guide has it wrong.
    by_permalink: HashMap<Box<str>, Vec<usize>>,
    /// What makes a site of the guide; without it, the pages and files are all there is on the site.
    generator: Option<Generator>,
    /// Every address that a page may have on the site, without slashes at its ends.
    by_address: HashMap<Box<str>, usize>,
    /// The first parts of those addresses.
    tops: HashSet<Box<str>>,
    /// Folders whose files are at the root of the site, each ending in `/`.
    assets: Vec<String>,
    /// Folders and files below the content folder that hold no pages.
    exclude: Vec<String>,
    language: LanguageFrom,
    /// Every other file below the content folder: what images and downloads lead to.
    files: HashSet<Box<str>>,
    /// Every folder that holds a page or a file, at any depth.
    folders: HashSet<Box<str>>,
}

/// What a link inside the guide leads to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Resolved {
    /// A page, by its index.
    Page(usize),
    /// A file that is no page, or a folder.
    File,
    /// Nothing that is in the guide.
    Nothing,
    /// Out of the root.
    Outside,
    /// Something that is not of these pages: the generator may make it, or not.
    Unknown,
}

impl Guide {
    /// A guide of these pages and other files; `prefix` is the content folder as paths begin with it.
    pub fn new(pages: Vec<Page>, files: Vec<Box<str>>, layout: Layout, anchors: AnchorDialect, prefix: String) -> Self {
        let mut guide = Self {
            by_key: HashMap::with_capacity(pages.len()),
            by_path: HashMap::with_capacity(pages.len()),
            by_permalink: HashMap::new(),
            by_address: HashMap::new(),
            tops: HashSet::new(),
            generator: None,
            assets: Vec::new(),
            exclude: Vec::new(),
            language: LanguageFrom::default(),
            folders: folders(pages.iter().map(|page| page.source.path()).chain(files.iter().map(|file| &**file))),
            files: files.into_iter().collect(),
            pages,
            layout,
            anchors,
            prefix,
        };
        guide.index_pages();
        guide
    }

    /// The same guide as the configuration has it: what makes a site of it, which folders have files at the root of
    /// that site, where there are no pages, and what tells the language of one.
    #[must_use]
    pub fn with_config(mut self, config: &ContentConfig) -> Self {
        self.generator = config.generator;
        self.assets = config.assets.iter().map(|folder| format!("{}/", folder.trim_end_matches('/'))).collect();
        self.exclude.clone_from(&config.exclude);
        self.language = config.language;
        self.index_addresses();
        self
    }

    pub fn generator(&self) -> Option<Generator> {
        self.generator
    }

    fn index_pages(&mut self) {
        self.by_key.clear();
        self.by_path.clear();
        self.by_permalink.clear();
        for (index, page) in self.pages.iter().enumerate() {
            self.by_key.insert(page.key.clone(), index);
            self.by_path.insert(page.source.path().into(), index);
            if let Some(permalink) = permalink(page) {
                self.by_permalink.entry(permalink.into()).or_default().push(index);
            }
        }
    }

    fn index_addresses(&mut self) {
        self.tops.clear();
        self.by_address.clear();
        for index in 0..self.pages.len() {
            for address in self.addresses_of(&self.pages[index]) {
                self.tops.insert(address.split('/').next().unwrap_or_default().into());
                self.by_address.entry(address.into()).or_insert(index);
            }
        }
    }

    /// Without a generator a page has no address but its permalink: a link must name the file.
    fn addresses_of(&self, page: &Page) -> Vec<String> {
        if self.generator.is_none() {
            return Vec::new();
        }
        addresses(page, self.below(page.source.path()), self.layout.source(), self.generator)
    }

    /// A path as the content folder has it.
    fn below<'p>(&self, path: &'p str) -> &'p str {
        path.strip_prefix(&*self.prefix).unwrap_or(path)
    }

    pub fn by_key(&self, key: &PageKey) -> Option<&Page> {
        self.by_key.get(key).map(|&index| &self.pages[index])
    }

    pub fn by_path(&self, path: &str) -> Option<&Page> {
        self.by_path.get(path).map(|&index| &self.pages[index])
    }

    /// Whether there is a file at a path below the root that is no page.
    pub fn has_file(&self, path: &str) -> bool {
        self.files.contains(path)
    }

    /// The pages that have a permalink; slashes at its ends do not count.
    pub fn pages_at(&self, permalink: &str) -> impl Iterator<Item = &Page> {
        let pages = self.by_permalink.get(permalink.trim_matches('/')).map_or(&[][..], Vec::as_slice);
        pages.iter().map(|&index| &self.pages[index])
    }

    fn page_at(&self, permalink: &str) -> Option<usize> {
        self.by_permalink.get(permalink.trim_matches('/'))?.last().copied()
    }

    /// The locales that have pages, the source's first, then by tag.
    pub fn locales(&self) -> Vec<&Locale> {
        let mut locales: Vec<&Locale> = self.pages.iter().map(|page| &page.key.locale).collect();
        locales.sort_by_key(|&locale| (locale != self.layout.source(), locale));
        locales.dedup();
        locales
    }

    /// Where a link on `from` leads.
    pub fn lead(&self, from: &Page, target: &Target<'_>) -> Resolved {
        let path = &*target.path;
        match target.by {
            By::Address => self.resolve(from, path),
            By::File => self.at(&format!("{}{}", self.prefix, path.trim_start_matches('/'))),
            By::Name => self.named(from, path),
        }
    }

    /// Resolves the path of a link on `from` (percent escapes undone, no query, no fragment).
    ///
    /// A path that begins with `/` is a permalink, an address on the site, or a path below the content folder. Any
    /// other path is relative to the page's file, or, where that leads nowhere, to an address of the page. `.html`
    /// paths lead to the page that they are made from.
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
        let joined = join(folder, path);
        let found = joined.as_deref().map_or(Resolved::Outside, |joined| self.at(joined));
        if matches!(found, Resolved::Page(_) | Resolved::File) {
            return found;
        }
        let found = self.on_site(from, path).or_else(|| self.of_source(from, path)).unwrap_or(found);
        // The site may be a part of a larger one, and only its host knows what else is there.
        let below = folder.strip_prefix(self.prefix.trim_end_matches('/')).unwrap_or(folder);
        let climbs_out = self.generator.is_some() && join(below, path).is_none();
        if climbs_out { Resolved::Unknown } else { found }
    }

    /// What a path relative to one of the page's addresses leads to: a page, a file, or nothing that is known.
    fn on_site(&self, from: &Page, path: &str) -> Option<Resolved> {
        if self.generator.is_none() {
            let joined = join(permalink(from)?, path)?;
            return self.page_at(&joined).map(Resolved::Page);
        }
        self.addresses_of(from).iter().find_map(|address| {
            let parent = address.rsplit_once('/').map_or("", |(parent, _)| parent);
            [&**address, parent].into_iter().find_map(|folder| {
                let joined = join(folder, path)?;
                let page = self.page_at(&joined).or_else(|| self.page_with_address(&joined));
                let file = || Some(self.at(&format!("{}{joined}", self.prefix))).filter(|it| *it != Resolved::Nothing);
                page.map(Resolved::Page).or_else(file).or_else(|| self.asset(&joined))
            })
        })
    }

    /// Generators that fill the gaps of a translation with pages of the source find those, too.
    fn of_source(&self, from: &Page, path: &str) -> Option<Resolved> {
        let fills = matches!(self.generator, Some(Generator::Docusaurus | Generator::MkDocs | Generator::Hugo));
        if !fills || from.key.locale == *self.layout.source() {
            return None;
        }
        let key = PageKey { locale: self.layout.source().clone(), name: from.key.name.clone() };
        let own = format!("{}{}", self.prefix, self.layout.path(&key)?);
        let joined = join(folder(&own), path)?;
        Some(self.at(&joined)).filter(|found| *found != Resolved::Nothing)
    }

    fn absolute(&self, from: &Page, path: &str) -> Resolved {
        let local = format!("{}/{path}", from.key.locale);
        let page = self.page_at(path).or_else(|| self.page_with_address(path));
        if let Some(page) = page.or_else(|| self.generator.and_then(|_| self.page_with_address(&local))) {
            return Resolved::Page(page);
        }
        let at_root = self.at(&format!("{}{path}", self.prefix));
        if at_root != Resolved::Nothing {
            return at_root;
        }
        if let Some(asset) = self.asset(path) {
            return asset;
        }
        // A generator makes more than pages: feeds, tags, and what its theme brings along.
        let top = path.split('/').next().unwrap_or_default();
        let is_ours = self.tops.contains(top) && path.trim_end_matches('/').contains('/');
        if self.generator.is_some() && !is_ours { Resolved::Unknown } else { Resolved::Nothing }
    }

    fn page_with_address(&self, address: &str) -> Option<usize> {
        let address = address.trim_matches('/');
        let address = crate::layout::PAGE_EXTENSIONS.iter().find_map(|it| address.strip_suffix(it)).unwrap_or(address);
        let address = address.strip_suffix("index.html").map_or(address, |folder| folder.trim_end_matches('/'));
        let lower = (self.generator == Some(Generator::Hugo)).then(|| address.to_lowercase());
        let address = lower.as_deref().unwrap_or(address);
        self.by_address.get(address).copied().or_else(|| {
            let is_docusaurus = self.generator == Some(Generator::Docusaurus);
            is_docusaurus.then(|| self.by_address.get(&*without_number(address)).copied()).flatten()
        })
    }

    fn asset(&self, path: &str) -> Option<Resolved> {
        let is_there = |folder: &String| {
            let path = format!("{folder}{}", path.trim_matches('/'));
            self.files.contains(&*path) || self.folders.contains(&*path)
        };
        self.assets.iter().any(is_there).then_some(Resolved::File)
    }

    /// Hugo's and Jekyll's way: a path from the page or the content folder, or the end of one that is nobody else's.
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
        let stem = crate::layout::PAGE_EXTENSIONS.iter().find_map(|it| bare.strip_suffix(it)).unwrap_or(bare);
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
        if let Some(page) = page.or_else(|| crate::layout::PAGE_EXTENSIONS.iter().find_map(with)) {
            return Resolved::Page(page);
        }
        let is_folder = path.is_empty() || self.folders.contains(path);
        if self.files.contains(path) || is_folder { Resolved::File } else { Resolved::Nothing }
    }
}

/// The permalink of a page, without slashes at its ends.
fn permalink(page: &Page) -> Option<&str> {
    let permalink = page.front_matter.as_ref()?.get_str("permalink")?;
    Some(permalink.trim_matches('/'))
}

/// The folders of paths, and the folders that those are in.
fn folders<'a>(paths: impl Iterator<Item = &'a str>) -> HashSet<Box<str>> {
    let mut folders = HashSet::new();
    for path in paths {
        let mut rest = path;
        while let Some((folder, _)) = rest.rsplit_once('/') {
            if folders.contains(folder) {
                break;
            }
            folders.insert(folder.into());
            rest = folder;
        }
    }
    folders
}

#[cfg(test)]
mod tests {
    use firstaid_text::SourceFile;

    use super::*;
    use crate::parse;

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
