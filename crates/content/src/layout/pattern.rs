use super::error::LayoutError;
use crate::paths::page_stem;

/// A path with a placeholder for the page's name, and perhaps one for the locale, in either order.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Pattern {
    before: String,
    between: String,
    after: String,
    /// What paths of pages end in: as `after`, with `.md` for every extension of pages.
    end: String,
    places: Places,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Places {
    Page,
    LocalePage,
    PageLocale,
}

impl Pattern {
    /// `key` is the key of the configuration that the pattern is from, for messages.
    pub(super) fn new(key: &str, pattern: &str) -> Result<Self, LayoutError> {
        let no_page = || LayoutError::NoPage { key: key.to_owned(), pattern: pattern.to_owned() };
        let (head, tail) =
            pattern.split_once("{page}").filter(|(_, tail)| !tail.contains("{page}")).ok_or_else(no_page)?;
        let (before, between, after, places) = match (head.split_once("{locale}"), tail.split_once("{locale}")) {
            (Some((before, between)), _) => (before, between, tail, Places::LocalePage),
            (None, Some((between, after))) => (head, between, after, Places::PageLocale),
            (None, None) => (head, "", tail, Places::Page),
        };
        let end = page_stem(after).map_or_else(|| after.to_owned(), |stem| format!("{stem}.md"));
        Ok(Self { before: before.to_owned(), between: between.to_owned(), after: after.to_owned(), end, places })
    }

    /// `path` ends in `.md`, whatever the file's extension is. The locale's text, if the pattern has a locale, and the
    /// page's name; neither is empty.
    pub(super) fn captures<'a>(&self, path: &'a str) -> Option<(Option<&'a str>, &'a str)> {
        let inner = path.strip_prefix(&*self.before)?.strip_suffix(&*self.end)?;
        let (locale, page) = match self.places {
            Places::Page => (None, inner),
            Places::LocalePage => inner.split_once(&*self.between).map(|(locale, page)| (Some(locale), page))?,
            Places::PageLocale => inner.rsplit_once(&*self.between).map(|(page, locale)| (Some(locale), page))?,
        };
        (!page.is_empty() && locale != Some("")).then_some((locale, page))
    }

    pub(super) fn fill(&self, locale: &str, page: &str) -> String {
        let Self { before, between, after, .. } = self;
        match self.places {
            Places::Page => format!("{before}{page}{after}"),
            Places::LocalePage => format!("{before}{locale}{between}{page}{after}"),
            Places::PageLocale => format!("{before}{page}{between}{locale}{after}"),
        }
    }
}

/// The part of a pattern before the page's name, without the locale's folder.
pub(super) fn folder(pattern: &str) -> String {
    let head = pattern.split("{page}").next().unwrap_or_default();
    head.rsplit_once("{locale}/").map_or(head, |(_, below)| below).to_owned()
}
