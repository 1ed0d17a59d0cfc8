//! The catalogs of the guide's translations, and previews of changes in them that were not synced to pages yet.

use std::collections::hash_map::Entry::{Occupied, Vacant};
use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

use firstaid_content::{Guide, Locale, Page, PageKey, Resolved, Target};
use firstaid_diagnostics::{Diagnostic, FileDiagnostics};
use firstaid_registry::Registry;
use firstaid_text::{SourceFile, TextRange};
use firstaid_translate::po::{self, Catalog, Entry};
use firstaid_translate::{
    CatalogError, LabelNotes, LocaleSync, Problem, Side, Synced, TranslationConfig, is_pending, segments, sync_locale,
};

/// A catalog and its file.
pub struct CatalogFile {
    pub source: Arc<SourceFile>,
    pub catalog: Result<Catalog, CatalogError>,
}

impl CatalogFile {
    /// A catalog whose text is known, as in an editor.
    pub fn of_text(source: SourceFile) -> Self {
        let catalog = po::parse(source.path(), source.text());
        Self { source: Arc::new(source), catalog }
    }

    /// A catalog as it is on disk; its path is relative to the root.
    pub fn of_bytes(path: &str, bytes: Vec<u8>) -> Self {
        let (text, catalog) = po::read(path, bytes);
        Self { source: Arc::new(SourceFile::new(path, text)), catalog }
    }

    /// A catalog that could not be opened, and why.
    pub fn unread(path: &str, reason: String) -> Self {
        let error = CatalogError { path: path.to_owned(), line: 1, problem: Problem::Unreadable(reason) };
        Self { source: Arc::new(SourceFile::new(path, String::new())), catalog: Err(error) }
    }

    /// Records that its page has another catalog.
    fn add_other(&mut self, path: &str) {
        let own = self.source.path();
        if let Err(CatalogError { problem: Problem::SeveralCatalogs(paths), .. }) = &mut self.catalog {
            paths.push(path.to_owned());
        } else {
            let problem = Problem::SeveralCatalogs(vec![own.to_owned(), path.to_owned()]);
            self.catalog = Err(CatalogError { path: own.to_owned(), line: 1, problem });
        }
    }

    /// Whether a translator changed it since the last sync.
    fn is_pending(&self) -> bool {
        self.catalog.as_ref().is_ok_and(|catalog| catalog.entries.iter().any(is_pending))
    }
}

/// The key of the page of a catalog, by its path in the folder of catalogs: `es/Trust.po`.
pub fn catalog_key(below: &str) -> Option<PageKey> {
    let (locale, file) = below.split_once('/')?;
    Some(PageKey { locale: Locale::new(locale)?, name: file.strip_suffix(".po")?.into() })
}

/// The catalogs of a guide, by the keys of their pages.
#[derive(Default)]
pub struct Catalogs {
    by_key: HashMap<PageKey, CatalogFile>,
}

impl Catalogs {
    /// The files, each the catalog of the page with its key. Of several files with one key, as of the folders `pt-BR`
    /// and `pt_BR`, the first stays, as a catalog that cannot be read: nobody knows which of them is right.
    pub fn new(files: Vec<(PageKey, CatalogFile)>) -> Self {
        let mut by_key: HashMap<PageKey, CatalogFile> = HashMap::with_capacity(files.len());
        for (key, file) in files {
            match by_key.entry(key) {
                Occupied(mut first) => first.get_mut().add_other(file.source.path()),
                Vacant(place) => drop(place.insert(file)),
            }
        }
        Self { by_key }
    }

    /// All files, each with the key of its page, in any order.
    pub fn into_files(self) -> impl Iterator<Item = (PageKey, CatalogFile)> {
        self.by_key.into_iter()
    }

    /// Adds or replaces the catalog of a page.
    pub fn insert(&mut self, key: PageKey, source: SourceFile) {
        self.by_key.insert(key, CatalogFile::of_text(source));
    }

    /// The file of a page's catalog, whether or not it can be read.
    pub fn file(&self, key: &PageKey) -> Option<&CatalogFile> {
        self.by_key.get(key)
    }

    /// Whether the catalog of a page was changed since the last sync.
    pub fn is_pending(&self, key: &PageKey) -> bool {
        self.file(key).is_some_and(CatalogFile::is_pending)
    }

    /// The catalog of a page, if it has one that can be read.
    pub fn get(&self, key: &PageKey) -> Option<&Catalog> {
        self.by_key.get(key)?.catalog.as_ref().ok()
    }

    /// All catalogs, each with the key of its page.
    pub fn files(&self) -> impl Iterator<Item = (&PageKey, &CatalogFile)> {
        self.by_key.iter()
    }

    /// Key and path of each catalog.
    pub fn paths(&self) -> impl Iterator<Item = (&PageKey, &str)> {
        self.by_key.iter().map(|(key, file)| (key, file.source.path()))
    }

    /// The unreadable catalogs, each with its error and the range of the line; all, or only that of one page.
    pub(crate) fn unreadable(
        &self,
        only: Option<&PageKey>,
    ) -> impl Iterator<Item = (&CatalogFile, &CatalogError, TextRange)> {
        let files = self.by_key.iter().filter(move |(key, _)| only.is_none_or(|only| only == *key));
        files.filter_map(|(_, file)| {
            let error = file.catalog.as_ref().err()?;
            let lines = file.source.lines();
            let line = error.line.clamp(1, lines.line_count());
            Some((file, error, lines.line_range(file.source.text(), line)))
        })
    }

    /// The pages that a sync would make of catalogs with changes, with those catalogs; all, or only that of one page.
    pub(crate) fn previews(
        &self,
        guide: &Guide,
        registry: &Registry,
        config: &TranslationConfig,
        only: Option<&PageKey>,
    ) -> Vec<Preview<'_>> {
        let pending: Vec<&PageKey> = match only {
            Some(key) if self.is_pending(key) => self.pending_with(guide, key),
            Some(_) => Vec::new(),
            None => self.by_key.iter().filter(|(_, file)| file.is_pending()).map(|(key, _)| key).collect(),
        };
        let mut by_locale: BTreeMap<&Locale, HashSet<&str>> = BTreeMap::new();
        for key in pending {
            by_locale.entry(&key.locale).or_default().insert(&key.name);
        }
        // A preview is made however little of the page is translated.
        let config = TranslationConfig { publish_at: 0, ..config.clone() };
        let of_locale = |(locale, names): (&Locale, HashSet<&str>)| {
            let of_names = names.iter().filter_map(|&name| {
                let key = PageKey { locale: locale.clone(), name: name.into() };
                Some((name.into(), self.get(&key)?.clone()))
            });
            let sync = LocaleSync {
                guide,
                locale,
                catalogs: &of_names.collect(),
                sealed: &HashMap::new(),
                open: &|_| None,
                config: &config,
                is_retired: &|text| registry.names_gone_tool(text),
                prefer: Some(Side::Catalog),
                labels: &|_| LabelNotes::new(),
                header: &Catalog::default,
            };
            let preview = |name, Synced { catalog, page, entry_at, .. }: Synced| {
                let file = &self.by_key[&PageKey { locale: locale.clone(), name }];
                Some(Preview { file, entries: catalog.entries, entry_at, page: page? })
            };
            sync_locale(&sync, &|name| names.contains(name), preview).0
        };
        let previews = by_locale.into_iter().flat_map(of_locale).flatten();
        previews.filter(|preview| only.is_none_or(|only| preview.page.key == *only)).collect()
    }

    /// The changed catalogs that the page of a changed one depends on: itself, and those of the pages that it links to,
    /// whose headings they change.
    fn pending_with<'a>(&'a self, guide: &Guide, key: &'a PageKey) -> Vec<&'a PageKey> {
        let source = PageKey { locale: guide.layout.source().clone(), name: key.name.clone() };
        let Some(page) = guide.by_key(&source) else { return Vec::new() };
        let lead = |url: &str| match guide.resolve_target(page, &Target::new(url)?) {
            Resolved::Page(index) => Some(&guide.pages[index].key.name),
            _ => None,
        };
        let segments = segments(page);
        let names = segments.iter().flat_map(|segment| &segment.slots).filter_map(|slot| lead(&slot.url));
        let keys: HashSet<PageKey> =
            names.map(|name| PageKey { locale: key.locale.clone(), name: name.clone() }).collect();
        let linked = keys.iter().filter(|linked| *linked != key).filter_map(|key| self.by_key.get_key_value(key));
        let pending = linked.filter(|(_, file)| file.is_pending()).map(|(key, _)| key);
        std::iter::once(key).chain(pending).collect()
    }
}

/// The place in a translation of a part of its segment on the page. Occurrences are counted, because targets of links
/// and white space differ between the two; `None` if the translation does not have the text.
fn place_in(translation: &str, page: &str, segment: TextRange, part: TextRange) -> Option<TextRange> {
    let wanted = page.get(part.as_usize()).filter(|text| !text.is_empty())?;
    let before = page.get(segment.as_usize())?.match_indices(wanted);
    let nth = before.take_while(|(at, _)| segment.start() as usize + at < part.start() as usize).count();
    let places: Vec<usize> = translation.match_indices(wanted).map(|(at, _)| at).collect();
    let &at = places.get(nth).or(places.last())?;
    Some(TextRange::from(at..at + wanted.len()))
}

/// A page as a sync would make it of a changed catalog.
pub(crate) struct Preview<'a> {
    pub(crate) file: &'a CatalogFile,
    /// The entries of the source's segments, in order, with their places in the file.
    entries: Vec<Entry>,
    /// Indices of entries by the offset at which their segment starts on the page, which may have blocks of its own.
    entry_at: BTreeMap<u32, usize>,
    pub(crate) page: Page,
}

impl Preview<'_> {
    /// The findings on the page in changed entries, at their places in the catalog. Fixes are dropped, because they are
    /// edits of the page.
    pub(crate) fn in_catalog(&self, found: Vec<Diagnostic>) -> FileDiagnostics {
        let (segments, text) = (segments(&self.page), self.page.text());
        let moved = found.into_iter().filter_map(|finding| {
            let segment = segments.iter().find(|segment| segment.range.contains(finding.range))?;
            let n = *self.entry_at.get(&segment.range.start())?;
            let entry = self.entries.get(n).filter(|entry| self.is_changed(entry))?;
            let literals = *entry.place.strings.first()?;
            let range = match place_in(entry.string(), text, segment.range, finding.range) {
                Some(part) => po::locate(self.file.source.text(), literals, part),
                None => literals,
            };
            Some(Diagnostic { range, also: Vec::new(), block: None, fix: None, ..finding })
        });
        FileDiagnostics::new(Arc::clone(&self.file.source), moved.collect())
    }

    /// Whether a translator changed the entry since the last sync. The entry of the file decides, because the sync that
    /// made the preview marked this one as seen.
    fn is_changed(&self, entry: &Entry) -> bool {
        let of_file = self.file.catalog.iter().flat_map(|catalog| &catalog.entries);
        of_file.filter(|it| is_pending(it)).any(|it| it.place == entry.place)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_several_catalogs_of_one_page_none_is_read() {
        let file = |path: &str| {
            let key = catalog_key(path.strip_prefix("c/").unwrap()).unwrap();
            (key, CatalogFile::of_text(SourceFile::new(path, "msgid \"a\"\nmsgstr \"b\"\n".to_owned())))
        };
        let paths = ["c/pt-BR/A.po", "c/pt-BR/B.po", "c/pt_BR/A.po", "c/pt_br/A.po", "c/pt_BR/C.po"];
        let catalogs = Catalogs::new(paths.map(file).into());
        let unreadable: Vec<_> = catalogs.unreadable(None).map(|(_, error, _)| error.to_string()).collect();
        assert_eq!(
            unreadable,
            ["c/pt-BR/A.po:1: this page has 3 catalogs: c/pt-BR/A.po, c/pt_BR/A.po and c/pt_br/A.po; merge them"]
        );
        assert_eq!(catalogs.into_files().filter(|(_, file)| file.catalog.is_ok()).count(), 2);
    }
}
