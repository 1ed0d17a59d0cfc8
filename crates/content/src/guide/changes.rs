//! Changes to single pages of a guide, for editors.
//!
//! After any change the guide equals one that is made of the same pages.

use std::sync::Arc;

use firstaid_text::SourceFile;

use super::index::{Guide, folders, permalink};
use crate::config::LanguageFrom;
use crate::front_matter::front_matter;
use crate::key::PageKey;
use crate::layout::own_key;
use crate::page::Page;
use crate::parse::parse;
use crate::paths::is_excluded;

impl Guide {
    /// Parses a page with the settings of the guide, which does not take it up.
    pub fn parse(&self, key: PageKey, source: SourceFile) -> Page {
        let mut page = parse(key, source, self.anchors);
        page.text_keys = Arc::clone(&self.text_keys);
        page
    }

    /// The key of a page with this text at a path below the root; `None` if no page can be there.
    pub fn key_of(&self, path: &str, text: &str) -> Option<PageKey> {
        let below = path.strip_prefix(&*self.prefix)?;
        let key = self.layout.key(below).filter(|_| !is_excluded(&self.exclude, below))?;
        let front_matter = if self.language == LanguageFrom::FrontMatter { front_matter(text) } else { None };
        Some(own_key(key, front_matter.as_ref(), self.language, self.layout.source()))
    }

    /// A page of the guide as it is with another text; the guide keeps the old one. `None` if no page is at the path.
    pub fn parsed(&self, path: &str, text: String) -> Option<Page> {
        let &index = self.by_path.get(path)?;
        let key = self.key_of(path, &text).unwrap_or_else(|| self.pages[index].key.clone());
        Some(self.parse(key, SourceFile::new(path, text)))
    }

    /// Replaces the text of a page and parses it. Does nothing if no page is at the path.
    pub fn set_text(&mut self, path: &str, text: String) {
        if let Some(page) = self.parsed(path, text) {
            self.replace(page);
        }
    }

    /// Replaces the page at the path of a parsed one. Does nothing if no page is there.
    pub fn replace(&mut self, page: Page) {
        let Some(&index) = self.by_path.get(page.source.path()) else { return };
        let old = &self.pages[index];
        let is_elsewhere = page.key != old.key
            || permalink(&page) != permalink(old)
            || self.addresses_of(&page) != self.addresses_of(old);
        self.pages[index] = page;
        if is_elsewhere {
            self.index_pages();
            self.index_addresses();
        }
    }

    /// Adds a page, or replaces its text. Returns whether a page can be at the path.
    pub fn insert(&mut self, path: &str, text: String) -> bool {
        if self.by_path.contains_key(path) {
            self.set_text(path, text);
            return true;
        }
        let Some(key) = self.key_of(path, &text) else { return false };
        let at = self.pages.partition_point(|page| page.source.path() < path);
        self.pages.insert(at, self.parse(key, SourceFile::new(path, text)));
        self.files.remove(path);
        self.index_all();
        true
    }

    /// Removes a page, as if its file were deleted.
    pub fn remove(&mut self, path: &str) -> Option<Page> {
        let page = self.pages.remove(*self.by_path.get(path)?);
        self.index_all();
        Some(page)
    }

    fn index_all(&mut self) {
        let paths = self.pages.iter().map(|page| page.source.path());
        self.folders = folders(paths.chain(self.files.iter().map(|file| &**file)));
        self.index_pages();
        self.index_addresses();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::anchor::AnchorDialect;
    use crate::config::{ContentConfig, Generator};
    use crate::guide::Resolved;
    use crate::layout::Layout;

    fn guide(pages: &[(&str, &str)], generator: Option<Generator>) -> Guide {
        let config = ContentConfig { generator, ..ContentConfig::default() };
        let layout = Layout::new(&config).unwrap();
        let page = |&(path, text): &(&str, &str)| {
            parse(layout.key(path).unwrap(), SourceFile::new(path, text), AnchorDialect::GitHub)
        };
        let pages = pages.iter().map(page).collect();
        Guide::new(pages, Vec::new(), layout, AnchorDialect::GitHub, String::new()).with_config(&config)
    }

    #[test]
    fn permalinks_follow_the_text_of_a_page() {
        let text = "---\npermalink: /en/x/\n---\n";
        let mut guide = guide(&[("en/A.md", text), ("en/B.md", text)], None);
        assert_eq!(guide.pages_at("/en/x").count(), 2);
        guide.set_text("en/B.md", "---\npermalink: /en/y/\n---\n".to_owned());
        assert_eq!(guide.pages_at("/en/x/").map(|page| page.source.path()).collect::<Vec<_>>(), ["en/A.md"]);
        assert_eq!(guide.resolve(&guide.pages[0], "/en/y"), Resolved::Page(1));
        guide.set_text("en/B.md", text.to_owned());
        guide.set_text("en/A.md", text.to_owned());
        let both: Vec<_> = guide.pages_at("/en/x/").map(|page| page.source.path()).collect();
        assert_eq!(both, ["en/A.md", "en/B.md"], "in the order of the paths");
    }

    #[test]
    fn an_address_that_a_page_no_longer_has_leads_nowhere() {
        let mut guide = guide(&[("en/A.md", "---\nslug: old\n---\n"), ("en/B.md", "")], Some(Generator::Hugo));
        assert_eq!(guide.resolve(&guide.pages[1], "/en/old"), Resolved::Page(0));
        guide.set_text("en/A.md", "---\nslug: new\n---\n".to_owned());
        assert_eq!(guide.resolve(&guide.pages[1], "/en/old"), Resolved::Nothing);
        assert_eq!(guide.resolve(&guide.pages[1], "/en/new"), Resolved::Page(0));
    }

    #[test]
    fn pages_are_added_and_removed() {
        let mut guide = guide(&[("en/B.md", "# B\n")], None);
        assert!(!guide.insert("_data/x.md", String::new()) && !guide.insert("en/x.txt", String::new()));
        assert!(guide.insert("en/sub/A.md", "# A\n".to_owned()));
        assert_eq!(guide.by_path("en/B.md").unwrap().headings.len(), 1);
        assert_eq!(guide.resolve(guide.by_path("en/B.md").unwrap(), "sub/"), Resolved::File);
        let page = guide.remove("en/sub/A.md").unwrap();
        assert_eq!(&*page.key.name, "sub/A");
        assert_eq!(guide.resolve(&guide.pages[0], "sub/A.md"), Resolved::Nothing);
        assert_eq!(guide.resolve(&guide.pages[0], "sub/"), Resolved::Nothing);
        assert!(guide.remove("en/sub/A.md").is_none());
    }
}
