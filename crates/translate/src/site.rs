//! Where a link of a source page leads on the translated page.

use std::collections::HashMap;

use firstaid_content::paths::{folder, join, relative};
use firstaid_content::{Guide, Locale, Page, PageKey, Resolved, Target};

/// The pages of a guide as a locale has them.
pub struct Site<'a> {
    pub guide: &'a Guide,
    pub locale: &'a Locale,
    /// The ids of the headings of each page that the locale has, by the page's name.
    pub headings: HashMap<Box<str>, Vec<Box<str>>>,
}

/// A link as the translated page has it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Retargeted {
    pub url: String,
    /// Whether it leads to the source's page, because the locale has none of that name.
    pub is_foreign: bool,
}

impl<'a> Site<'a> {
    pub fn new(guide: &'a Guide, locale: &'a Locale) -> Self {
        let own = guide.pages.iter().filter(|page| page.key.locale == *locale);
        let ids = |page: &Page| page.headings.iter().map(|heading| heading.anchor.clone()).collect();
        let headings = own.map(|page| (page.key.name.clone(), ids(page))).collect();
        Self { guide, locale, headings }
    }

    /// The path of a page of the locale, whether it is there or not.
    pub fn path(&self, name: &str) -> Option<String> {
        let key = PageKey { locale: self.locale.clone(), name: name.into() };
        Some(format!("{}{}", self.guide.prefix, self.guide.layout.path(&key)?))
    }

    /// Where a link on a page leads, the same for all ways to write it and for all locales of the guide.
    pub(crate) fn place(&self, from: &Page, url: &str) -> String {
        match Target::new(url) {
            Some(target) if target.path.is_empty() => format!("page {}", from.key.name),
            Some(target) => match self.guide.resolve_target(from, &target) {
                Resolved::Page(index) => format!("page {}", self.guide.pages[index].key.name),
                _ => url.to_owned(),
            },
            None => url.to_owned(),
        }
    }

    /// The target of a link on a source page, for the translation of that page.
    pub fn retarget(&self, source: &Page, url: &str) -> Retargeted {
        self.inside(source, url).unwrap_or_else(|| Retargeted { url: url.to_owned(), is_foreign: false })
    }

    fn inside(&self, source: &Page, url: &str) -> Option<Retargeted> {
        if url.contains("{{") || url.contains("{%") {
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
            // A path from the root of the site stays what it is.
            let path = if path.starts_with('/') { path.to_owned() } else { relative(&own, page.source.path()) };
            return Some(Retargeted { url: format!("{path}{rest}"), is_foreign: true });
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

    /// A path relative to a page: as typed where that leads to the locale's page, else a new one.
    fn page_path(&self, source: &Page, page: &Page, typed: &str, own: &str) -> Option<String> {
        if typed.is_empty() {
            return Some(String::new());
        }
        let there = self.path(&page.key.name)?;
        let same_way = relative(source.source.path(), page.source.path()) == relative(own, &there);
        Some(if same_way { typed.to_owned() } else { relative(own, &there) })
    }

    /// A file beside the source's pages: the locale's own if it has one at the same place, else the source's.
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

fn keep(url: String) -> Retargeted {
    Retargeted { url, is_foreign: false }
}

/// A path on the site with the locale in the place of the source's.
pub(crate) fn localized(path: &str, source: &Locale, locale: &Locale) -> String {
    let part = |part: &str| if part == source.as_str() { locale.as_str().to_owned() } else { part.to_owned() };
    path.split('/').map(part).collect::<Vec<_>>().join("/")
}
