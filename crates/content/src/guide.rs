use std::collections::{HashMap, HashSet};

use firstaid_text::SourceFile;

use crate::{AnchorDialect, Layout, Locale, Page, PageKey, parse};

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
}

impl Guide {
    /// A guide of these pages and other files; `prefix` is the content folder as paths begin with it.
    pub fn new(pages: Vec<Page>, files: Vec<Box<str>>, layout: Layout, anchors: AnchorDialect, prefix: String) -> Self {
        let mut guide = Self {
            by_key: HashMap::with_capacity(pages.len()),
            by_path: HashMap::with_capacity(pages.len()),
            by_permalink: HashMap::new(),
            folders: folders(pages.iter().map(|page| page.source.path()).chain(files.iter().map(|file| &**file))),
            files: files.into_iter().collect(),
            pages,
            layout,
            anchors,
            prefix,
        };
        for (index, page) in guide.pages.iter().enumerate() {
            guide.by_key.insert(page.key.clone(), index);
            guide.by_path.insert(page.source.path().into(), index);
            if let Some(permalink) = permalink(page) {
                guide.by_permalink.entry(permalink.into()).or_default().push(index);
            }
        }
        guide
    }

    pub fn by_key(&self, key: &PageKey) -> Option<&Page> {
        self.by_key.get(key).map(|&index| &self.pages[index])
    }

    pub fn by_path(&self, path: &str) -> Option<&Page> {
        self.by_path.get(path).map(|&index| &self.pages[index])
    }

    /// Gives a page another text: parses it anew in its place. Nothing happens for a path that is no page.
    pub fn set_text(&mut self, path: &str, text: String) {
        let Some(&index) = self.by_path.get(path) else { return };
        let key = self.pages[index].key.clone();
        if let Some(pages) = permalink(&self.pages[index]).and_then(|old| self.by_permalink.get_mut(old)) {
            pages.retain(|&page| page != index);
        }
        self.pages[index] = parse(key, SourceFile::new(path, text), self.anchors);
        if let Some(new) = permalink(&self.pages[index]) {
            self.by_permalink.entry(new.into()).or_default().push(index);
        }
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

    /// Resolves the path of a link on `from` (percent escapes undone, no query, no fragment).
    ///
    /// A path that begins with `/` is a permalink, or a path below the content folder. Any other path is relative
    /// to the page's file, or, where that leads nowhere, to the page's permalink.
    pub fn resolve(&self, from: &Page, path: &str) -> Resolved {
        if let Some(absolute) = path.strip_prefix('/') {
            if let Some(page) = self.page_at(absolute) {
                return Resolved::Page(page);
            }
            return self.at(&format!("{}{absolute}", self.prefix));
        }
        let folder = from.source.path().rsplit_once('/').map_or("", |(folder, _)| folder);
        let Some(joined) = join(folder, path) else { return Resolved::Outside };
        let found = self.at(&joined);
        if found != Resolved::Nothing {
            return found;
        }
        let on_site = permalink(from).and_then(|permalink| join(permalink, path));
        on_site.and_then(|path| self.page_at(&path)).map_or(found, Resolved::Page)
    }

    /// What is at a path below the root: a page, with or without its extension, a file or a folder.
    fn at(&self, path: &str) -> Resolved {
        let path = path.trim_end_matches('/');
        let page = self.by_path.get(path).or_else(|| self.by_path.get(&*format!("{path}.md")));
        if let Some(&page) = page {
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

/// Joins a relative path to a folder; `None` when it climbs out of the root.
fn join(folder: &str, path: &str) -> Option<String> {
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ContentConfig;

    #[test]
    fn permalinks_follow_a_page_that_gets_another_text() {
        let layout = Layout::new(&ContentConfig::default()).unwrap();
        let page = |path: &str| {
            let text = "---\npermalink: /en/x/\n---\n";
            parse(layout.key(path).unwrap(), SourceFile::new(path, text), AnchorDialect::GitHub)
        };
        let pages = vec![page("en/A.md"), page("en/B.md")];
        let mut guide = Guide::new(pages, Vec::new(), layout, AnchorDialect::GitHub, String::new());
        assert_eq!(guide.pages_at("/en/x").count(), 2);
        guide.set_text("en/B.md", "---\npermalink: /en/y/\n---\n".to_owned());
        assert_eq!(guide.pages_at("/en/x/").map(|page| page.source.path()).collect::<Vec<_>>(), ["en/A.md"]);
        assert_eq!(guide.resolve(&guide.pages[0], "/en/y"), Resolved::Page(1));
    }

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
