//! Link targets of translated pages.

use std::collections::HashMap;

use firstaid_content::paths::{folder, join, relative};
use firstaid_content::{Guide, Locale, Page, PageKey, Resolved, Target};

/// The pages of a guide in one locale.
pub struct Site<'a> {
    pub guide: &'a Guide,
    pub locale: &'a Locale,
    /// The heading ids of each page that the locale has, by page name.
    pub headings: HashMap<Box<str>, Vec<Box<str>>>,
}

/// A link target on a translated page.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Retargeted {
    pub url: String,
    /// Whether it leads to a page of the source, because the locale has no such page.
    pub leads_to_source: bool,
}

impl<'a> Site<'a> {
    pub fn new(guide: &'a Guide, locale: &'a Locale) -> Self {
        let own = guide.pages.iter().filter(|page| page.key.locale == *locale);
        let ids = |page: &Page| page.headings.iter().map(|heading| heading.anchor.clone()).collect();
        let headings = own.map(|page| (page.key.name.clone(), ids(page))).collect();
        Self { guide, locale, headings }
    }

    /// The path that a page of the locale has or would have.
    pub fn path(&self, name: &str) -> Option<String> {
        let key = PageKey { locale: self.locale.clone(), name: name.into() };
        Some(format!("{}{}", self.guide.prefix, self.guide.layout.path(&key)?))
    }

    /// The canonical form of a link target on a page: the same for all ways to write it and for all locales of the
    /// guide.
    pub(crate) fn place(&self, from: &Page, url: &str) -> String {
        match Target::new(url) {
            Some(target) if target.path.is_empty() => format!("page {}", from.key.name),
            Some(target) => match self.guide.resolve_target(from, &target) {
                Resolved::Page(index) => format!("page {}", self.guide.pages[index].key.name),
                // A page that the locale does not have, or no longer.
                _ => {
                    self.name_of_path(from, &target.path).map_or_else(|| url.to_owned(), |name| format!("page {name}"))
                }
            },
            None => url.to_owned(),
        }
    }

    /// The name of the source's page for which a path on a page stands, whether or not there is a file.
    fn name_of_path(&self, from: &Page, path: &str) -> Option<Box<str>> {
        let path = join(folder(from.source.path()), path)?;
        let key = self.guide.layout.key(path.strip_prefix(&*self.guide.prefix)?)?;
        let source = PageKey { locale: self.guide.layout.source().clone(), name: key.name };
        self.guide.by_key(&source).map(|page| page.key.name.clone())
    }

    /// The target of a link on a source page, for the translation of that page.
    pub fn retarget(&self, source: &Page, url: &str) -> Retargeted {
        self.inside(source, url).unwrap_or_else(|| Retargeted { url: url.to_owned(), leads_to_source: false })
    }

    fn inside(&self, source: &Page, url: &str) -> Option<Retargeted> {
        // A wiki finds the translation of a page by itself.
        if url.contains("{{") || url.contains("{%") || url.starts_with("[[") {
            return None;
        }
        let target = Target::new(url)?;
        let own = self.path(&source.key.name)?;
        let (path, rest) = url.split_at(url.find(['#', '?']).unwrap_or(url.len()));
        let page = if path.is_empty() {
            source
        } else {
            match self.guide.resolve_target(source, &target) {
                Resolved::Page(index) => &self.guide.pages[index],
                Resolved::File => return self.file(source, path, &own).map(|path| keep(format!("{path}{rest}"))),
                _ => return None,
            }
        };
        if page.key.locale != source.key.locale {
            return None;
        }
        let Some(ids) = self.headings.get(&page.key.name) else {
            // A path from the root of the site leads to the source's page already.
            let path = if path.starts_with('/') { path.to_owned() } else { relative(&own, page.source.path()) };
            return Some(Retargeted { url: format!("{path}{rest}"), leads_to_source: true });
        };
        let path = if path.starts_with('/') {
            localized(path, &source.key.locale, self.locale)
        } else {
            self.page_path(source, page, path, &own)?
        };
        let place = page.headings.iter().position(|heading| target.fragment == Some(&*heading.anchor));
        let id = place.and_then(|at| ids.get(at)).filter(|_| ids.len() == page.headings.len());
        let rest = id.map_or_else(|| rest.to_owned(), |id| format!("{}#{id}", rest.split('#').next().unwrap_or("")));
        Some(keep(format!("{path}{rest}")))
    }

    /// The path from `own` to the locale's edition of `page`: as typed if that leads there, else a new one.
    fn page_path(&self, source: &Page, page: &Page, typed: &str, own: &str) -> Option<String> {
        if typed.is_empty() {
            return Some(String::new());
        }
        let there = self.path(&page.key.name)?;
        let same_way = relative(source.source.path(), page.source.path()) == relative(own, &there);
        Some(if same_way { typed.to_owned() } else { relative(own, &there) })
    }

    /// The path from `own` to a file beside the source's pages; `None` if the path as typed is right, because the
    /// locale has such a file or neither has.
    fn file(&self, source: &Page, typed: &str, own: &str) -> Option<String> {
        if typed.starts_with('/') {
            return None;
        }
        let at = |page: &str| join(folder(page), typed);
        let (here, there) = (at(own)?, at(source.source.path())?);
        if here == there || self.guide.has_file(&here) || !self.guide.has_file(&there) {
            return None;
        }
        Some(relative(own, &there))
    }
}

/// A target that does not lead to a page of the source.
fn keep(url: String) -> Retargeted {
    Retargeted { url, leads_to_source: false }
}

/// A path on the site with the source's locale replaced.
pub(crate) fn localized(path: &str, source: &Locale, locale: &Locale) -> String {
    let part = |part: &str| if part == source.as_str() { locale.as_str().to_owned() } else { part.to_owned() };
    path.split('/').map(part).collect::<Vec<_>>().join("/")
}
