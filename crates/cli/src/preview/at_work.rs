//! A page that is about to be written: what is on disk, and the checks before both of its files are replaced.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Result;
use firstaid_content::{Locale, Page, PageKey};
use firstaid_online::preview::Saved;
use firstaid_translate::po::Catalog;
use firstaid_translate::{Conflict, Synced};

use crate::guide::OpenGuide;
use crate::translate::{CatalogPlaces, conflict_texts, prepare_targets, write_page};

pub(super) struct AtWork<'a> {
    pub(super) opened: OpenGuide,
    pub(super) places: CatalogPlaces,
    pub(super) locale: &'a Locale,
    pub(super) name: &'a str,
    pub(super) catalog_path: PathBuf,
    /// The bytes of the catalog when the work began.
    catalog_before: Option<Vec<u8>>,
}

impl<'a> AtWork<'a> {
    /// Syncs the page in memory; the other way round, why it cannot be written.
    pub(super) fn begin(
        opened: OpenGuide,
        locale: &'a Locale,
        name: &'a str,
    ) -> Result<std::result::Result<(Self, Synced), Saved>> {
        let mut places = opened.catalog_places(locale)?;
        if prepare_targets(&opened, &places, locale, &|it| it == name, false)? {
            places = opened.catalog_places(locale)?;
        }
        let catalog_path = places.path(name);
        let catalog_before = bytes(&catalog_path);
        let mut run = opened.synced_page(locale, &places, name);
        if let Some((_, left)) = run.left.first() {
            return Ok(Err(Saved::Refused(left.describe(locale))));
        }
        let Some(synced) = run.done.pop() else { return Ok(Err(Saved::Gone)) };
        Ok(Ok((Self { opened, places, locale, name, catalog_path, catalog_before }, synced)))
    }

    pub(super) fn page(&self) -> Option<&Page> {
        self.of(self.locale)
    }

    pub(super) fn source(&self) -> Option<&Page> {
        self.of(self.opened.guide.layout.source())
    }

    fn of(&self, locale: &Locale) -> Option<&Page> {
        self.opened.guide.by_key(&PageKey { locale: locale.clone(), name: self.name.into() })
    }

    /// Calls `work` while the page has another text; after it, what is written is compared with what is on disk.
    pub(super) fn with_text<T>(&mut self, path: &str, text: String, work: impl FnOnce(&mut Self) -> T) -> T {
        let former = self.opened.guide.by_path(path).map(|page| page.text().to_owned());
        self.opened.guide.insert(path, text);
        let done = work(self);
        match former {
            Some(former) => self.opened.guide.set_text(path, former),
            None => drop(self.opened.guide.remove(path)),
        }
        done
    }

    /// Syncs the page once more, with another catalog, after the page that the first sync made.
    pub(super) fn synced_again(&mut self, first: &Synced, catalog: Catalog) -> Option<Synced> {
        let again = |work: &mut Self| work.opened.synced_with(work.locale, work.name, catalog, None);
        match &first.page {
            Some(page) => {
                let (path, text) = (page.source.path().to_owned(), page.text().to_owned());
                self.with_text(&path, text, again)
            }
            None => again(self),
        }
    }

    /// Conflicts in one text.
    pub(super) fn conflicts(&self, conflicts: &[Conflict]) -> Option<String> {
        let texts = conflict_texts(&self.opened, &self.places, self.locale, self.name, conflicts);
        let lines: Vec<String> = texts.into_iter().map(|it| it.line).collect();
        (!lines.is_empty()).then(|| lines.join("; "))
    }

    /// Writes catalog and page, if neither has a conflict and no file was changed meanwhile.
    pub(super) fn write(&self, synced: Synced) -> Result<Saved> {
        if let Some(why) = self.conflicts(&synced.conflicts) {
            return Ok(Saved::Refused(why));
        }
        if bytes(&self.catalog_path) != self.catalog_before || !self.are_pages_as_read() {
            return Ok(Saved::Refused("a file of the page was changed at the same moment; save again".to_owned()));
        }
        let Self { opened, places, locale, name, .. } = self;
        let whole = Synced { is_catalog_new: true, ..synced };
        let written = write_page(opened, places, locale, name, whole, false)?;
        Ok(match written.foreign {
            Some(path) => Saved::Refused(format!(
                "{}: it exists, and is no page of the guide (ignored or excluded)",
                opened.shown(&path)
            )),
            None => Saved::Written,
        })
    }

    /// Whether the page and its source are on disk as the guide has them.
    fn are_pages_as_read(&self) -> bool {
        let is_as_read = |page: &Page| {
            let path = self.opened.root.join(page.source.path());
            bytes(&path).is_some_and(|bytes| bytes == page.text().as_bytes())
        };
        [self.source(), self.page()].into_iter().flatten().all(is_as_read)
    }
}

fn bytes(path: &Path) -> Option<Vec<u8>> {
    fs::read(path).ok()
}
