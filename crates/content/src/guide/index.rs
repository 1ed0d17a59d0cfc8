use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use crate::addresses::{Scheme, addresses, latest_version};
use crate::anchor::AnchorDialect;
use crate::config::{ContentConfig, Generator, LanguageFrom};
use crate::declared::Declared;
use crate::key::PageKey;
use crate::layout::Layout;
use crate::locale::Locale;
use crate::page::Page;

/// All pages of a guide, sorted by path, and the ways to find one.
#[derive(Debug)]
pub struct Guide {
    pub pages: Vec<Page>,
    /// The strings of data files that readers see: for each file a page of each locale that it has, by path.
    pub data: Vec<Page>,
    pub layout: Layout,
    pub anchors: AnchorDialect,
    /// The content folder below the root, which every page's path begins with: empty, or with `/` at its end.
    pub prefix: String,
    pub(super) by_key: HashMap<PageKey, usize>,
    pub(super) by_path: HashMap<Box<str>, usize>,
    /// By permalink without slashes at its ends; several pages if the guide gives it twice.
    pub(super) by_permalink: HashMap<Box<str>, Vec<usize>>,
    /// The site generator. Without one, the site has the pages and files of the guide and nothing else.
    pub(super) generator: Option<Generator>,
    /// The latest of the versions that Docusaurus keeps.
    pub(super) latest: Option<Box<str>>,
    /// By each address that a page may have on the site, without slashes at its ends.
    pub(super) by_address: HashMap<Box<str>, usize>,
    /// The first folders of the addresses.
    pub(super) tops: HashSet<Box<str>>,
    /// Folders whose files are at the root of the site, each with `/` at its end.
    pub(super) assets: Vec<String>,
    /// What files of the generator say of the addresses of the site.
    pub(super) declared: Declared,
    /// Folders below the root whose files are not here, each with `/` at its end: submodules that are not checked out.
    pub(super) missing: Vec<String>,
    /// Folders and files below the content folder that hold no pages.
    pub(super) exclude: Vec<String>,
    pub(super) language: LanguageFrom,
    pub(super) text_keys: Arc<[Box<str>]>,
    /// Every other file below the content folder, such as images and downloads.
    pub(super) files: HashSet<Box<str>>,
    /// Every folder that holds a page or a file, at any depth.
    pub(super) folders: HashSet<Box<str>>,
}

impl Guide {
    /// A guide of pages and other files. `prefix` is the content folder, which all paths begin with.
    pub fn new(pages: Vec<Page>, files: Vec<Box<str>>, layout: Layout, anchors: AnchorDialect, prefix: String) -> Self {
        let mut guide = Self {
            by_key: HashMap::with_capacity(pages.len()),
            by_path: HashMap::with_capacity(pages.len()),
            by_permalink: HashMap::new(),
            by_address: HashMap::new(),
            tops: HashSet::new(),
            generator: None,
            latest: None,
            assets: Vec::new(),
            declared: Declared::default(),
            missing: Vec::new(),
            exclude: Vec::new(),
            language: LanguageFrom::default(),
            text_keys: Arc::default(),
            folders: folders(pages.iter().map(|page| page.source.path()).chain(files.iter().map(|file| &**file))),
            files: files.into_iter().collect(),
            pages,
            data: Vec::new(),
            layout,
            anchors,
            prefix,
        };
        guide.index_pages();
        guide
    }

    /// The guide with the settings of a configuration: generator, assets, exclusions, where a page's language is
    /// written, and which values of the front matter are text.
    #[must_use]
    pub fn with_config(mut self, config: &ContentConfig) -> Self {
        self.generator = config.generator.or_else(|| self.implied_generator());
        self.assets = config.assets.iter().map(|folder| format!("{}/", folder.trim_end_matches('/'))).collect();
        self.exclude.clone_from(&config.exclude);
        self.language = config.language;
        self.text_keys = config.text_keys.iter().map(|key| key.as_str().into()).collect();
        for page in &mut self.pages {
            page.text_keys = Arc::clone(&self.text_keys);
        }
        self.index_addresses();
        self
    }

    /// The guide with folders whose files are not here, each with `/` at its end.
    #[must_use]
    pub(crate) fn with_missing(mut self, folders: Vec<String>) -> Self {
        self.missing = folders;
        self
    }

    /// The guide with what files of the generator say of addresses.
    #[must_use]
    pub(crate) fn with_declared(mut self, declared: Declared) -> Self {
        self.declared = declared;
        self
    }

    /// The guide with the strings of its data files.
    #[must_use]
    pub fn with_data(mut self, data: Vec<Page>) -> Self {
        self.data = data;
        self
    }

    /// The generator that alone reads the format of the pages.
    fn implied_generator(&self) -> Option<Generator> {
        let has = |ending: &str| self.pages.iter().any(|page| page.source.path().ends_with(ending));
        match () {
            () if has(".mdwn") => Some(Generator::Ikiwiki),
            () if has(".lr") => Some(Generator::Lektor),
            () => None,
        }
    }

    pub fn generator(&self) -> Option<Generator> {
        self.generator
    }

    pub(super) fn index_pages(&mut self) {
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

    pub(super) fn index_addresses(&mut self) {
        self.tops.clear();
        self.by_address.clear();
        self.latest = match self.generator {
            Some(Generator::Docusaurus) => {
                latest_version(self.pages.iter().map(|page| page.source.path())).map(Box::from)
            }
            _ => None,
        };
        for index in 0..self.pages.len() {
            for address in self.addresses_of(&self.pages[index]) {
                self.tops.insert(address.split('/').next().unwrap_or_default().into());
                self.by_address.entry(address.into()).or_insert(index);
            }
        }
    }

    /// The addresses of a page on the site. Without a generator there are none: links must name the file.
    pub(super) fn addresses_of(&self, page: &Page) -> Vec<String> {
        if self.generator.is_none() {
            return Vec::new();
        }
        let scheme = Scheme { source: self.layout.source(), generator: self.generator, latest: self.latest.as_deref() };
        addresses(page, self.below(page.source.path()), scheme)
    }

    /// A path below the content folder, by its path below the root.
    pub(super) fn below<'p>(&self, path: &'p str) -> &'p str {
        path.strip_prefix(&*self.prefix).unwrap_or(path)
    }

    pub fn by_key(&self, key: &PageKey) -> Option<&Page> {
        self.by_key.get(key).map(|&index| &self.pages[index])
    }

    pub fn by_path(&self, path: &str) -> Option<&Page> {
        self.by_path.get(path).map(|&index| &self.pages[index])
    }

    /// Whether a file that is not a page is at a path below the root.
    pub fn has_file(&self, path: &str) -> bool {
        self.files.contains(path)
    }

    /// The pages with a permalink; slashes at its ends do not count.
    pub fn pages_at(&self, permalink: &str) -> impl Iterator<Item = &Page> {
        let pages = self.by_permalink.get(permalink.trim_matches('/')).map_or(&[][..], Vec::as_slice);
        pages.iter().map(|&index| &self.pages[index])
    }

    pub(super) fn page_at(&self, permalink: &str) -> Option<usize> {
        self.by_permalink.get(permalink.trim_matches('/'))?.last().copied()
    }

    /// The locales that have pages: the source, then the others by tag.
    pub fn locales(&self) -> Vec<&Locale> {
        let mut locales: Vec<&Locale> = self.pages.iter().map(|page| &page.key.locale).collect();
        locales.sort_by_key(|&locale| (locale != self.layout.source(), locale));
        locales.dedup();
        locales
    }
}

/// The permalink of a page, without slashes at its ends.
pub(super) fn permalink(page: &Page) -> Option<&str> {
    let permalink = page.front_matter.as_ref()?.get_str("permalink")?;
    Some(permalink.trim_matches('/'))
}

/// The folders of paths, at any depth.
pub(super) fn folders<'a>(paths: impl Iterator<Item = &'a str>) -> HashSet<Box<str>> {
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
