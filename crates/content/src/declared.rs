//! What the files of a site generator say of its addresses, beside the pages: the chapters of a book, redirects,
//! addresses of categories, pages that are programs.

use std::collections::HashSet;
use std::fs;
use std::path::Path;
use std::sync::LazyLock;

use pulldown_cmark::{Event, Parser, Tag};
use regex::Regex;

use crate::config::Generator;
use crate::paths::{folder, is_page, join};
use crate::walk::{below, walk};

/// The largest file that is read, 1 MiB.
const MAX_BYTES: u64 = 1 << 20;

/// An address in a program or in data: a text that begins with `/`, or the value of `slug`.
static ADDRESS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r#"["'`]/([^"'`\s]+)["'`]|\bslug["']?\s*:\s*["'`]?/?([^"'`\s,}]+)"#).expect("a valid pattern")
});

/// What a configuration of Astro has if links may be changed: processors of Markdown, plug-ins, parts in other files.
const CHANGES_LINKS: [&str; 6] = ["markdown", "remark", "rehype", "plugins", "from './", "from \"./"];

/// What the files of a generator declare.
#[derive(Default, Debug)]
pub(crate) struct Declared {
    /// The folders of books of mdBook, each empty or with `/` at its end.
    books: Vec<String>,
    /// The paths of their chapters, below the root.
    chapters: HashSet<Box<str>>,
    /// Addresses that the site has beside its pages, without slashes at their ends.
    addresses: HashSet<Box<str>>,
    /// Whether links to files of pages stay as they are typed: nothing in the configuration could change them.
    pub(crate) keeps_file_links: bool,
    /// Beginnings of addresses that a program of the site makes as it likes.
    open: Vec<String>,
}

impl Declared {
    /// Reads the files of a generator. `prefix` is the content folder, `files` are those of it that are no pages, and
    /// `pages` the paths of its pages.
    pub(crate) fn read<'p>(
        root: &Path,
        generator: Option<Generator>,
        prefix: &str,
        files: &'p [Box<str>],
        pages: impl Iterator<Item = &'p str>,
    ) -> Self {
        let mut declared = Self::default();
        match generator {
            Some(Generator::MdBook) => {
                let lists =
                    files.iter().map(|file| &**file).chain(pages).filter(|file| file_name(file) == "SUMMARY.md");
                lists.for_each(|list| declared.add_book(root, list));
            }
            Some(Generator::Docusaurus) => {
                for file in files.iter().filter(|file| declares_addresses(file_name(file))) {
                    declared.add_addresses(&read_small(&root.join(&**file)).unwrap_or_default());
                }
            }
            Some(Generator::Astro) => declared.add_astro(root, prefix),
            _ => {}
        }
        declared
    }

    /// Adds the chapters of a book. A list without any is not one of mdBook.
    fn add_book(&mut self, root: &Path, list: &str) {
        let Some(text) = read_small(&root.join(list)) else { return };
        let chapters = Parser::new(&text).filter_map(|event| match event {
            Event::Start(Tag::Link { dest_url, .. }) => join(folder(list), &dest_url.replace("%20", " ")),
            _ => None,
        });
        let before = self.chapters.len();
        self.chapters.extend(chapters.filter(|path| is_page(path)).map(Box::from));
        if self.chapters.len() > before {
            self.books.push(list[..list.len() - file_name(list).len()].to_owned());
        }
    }

    /// Adds what the nearest configuration above the content folder names, and the pages that are programs.
    fn add_astro(&mut self, root: &Path, prefix: &str) {
        let mut site = folder(prefix.trim_end_matches('/'));
        loop {
            let names = ["astro.config.mjs", "astro.config.ts", "astro.config.js", "astro.config.mts"];
            let config = names.iter().find_map(|name| read_small(&root.join(site).join(name)));
            if let Some(config) = config {
                self.add_addresses(&config);
                self.keeps_file_links = !CHANGES_LINKS.iter().any(|it| config.contains(it));
                break;
            }
            if site.is_empty() {
                return;
            }
            site = folder(site);
        }
        let programs = root.join(site).join("src/pages");
        for entry in walk(&programs) {
            let path = below(&entry.path, &programs);
            if let Some((before, _)) = path.split_once('[') {
                self.open.push(before.to_owned());
            }
            let stem = path.rsplit_once('.').map_or(&*path, |(stem, _)| stem);
            self.addresses.insert(stem.trim_end_matches("index").trim_end_matches('/').into());
        }
    }

    fn add_addresses(&mut self, text: &str) {
        let found = ADDRESS.captures_iter(text).filter_map(|found| found.get(1).or(found.get(2)));
        self.addresses.extend(found.map(|address| Box::from(address.as_str().trim_matches('/'))));
    }

    /// Whether the site has an address beside those of its pages; in Docusaurus a part of the site may come first.
    pub(crate) fn has_address(&self, address: &str) -> bool {
        let address = address.trim_matches('/');
        let of_part = address.split_once('/').is_some_and(|(_, rest)| self.addresses.contains(rest));
        of_part || self.addresses.contains(address) || self.open.iter().any(|open| address.starts_with(&**open))
    }

    /// Whether a file is in the folder of a book and none of its chapters.
    pub(crate) fn leaves_out(&self, path: &str) -> bool {
        self.books.iter().any(|book| path.starts_with(&**book)) && !self.chapters.contains(path)
    }
}

fn file_name(path: &str) -> &str {
    path.rsplit_once('/').map_or(path, |(_, name)| name)
}

/// Whether a file of Docusaurus may give addresses to categories, or redirect some.
fn declares_addresses(name: &str) -> bool {
    ["_category_.", "docusaurus.config.", "sidebars"].iter().any(|begin| name.starts_with(begin))
}

/// The text of a file that is no symbolic link and not too large.
fn read_small(path: &Path) -> Option<String> {
    let metadata = fs::symlink_metadata(path).ok()?;
    let bytes = (metadata.is_file() && metadata.len() <= MAX_BYTES).then(|| fs::read(path).ok()).flatten()?;
    Some(String::from_utf8_lossy(&bytes).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_texts_that_begin_with_a_slash_and_slugs() {
        let mut declared = Declared::default();
        declared.add_addresses("{ from: '/docs/old', to: \"/docs/new/\" }, \"slug\": \"/phones\"\nslug: keys\n");
        for address in ["docs/old", "/docs/new", "docs/phones/", "tools/keys"] {
            assert!(declared.has_address(address), "{address}");
        }
        assert!(!declared.has_address("docs/gone"));
    }
}
