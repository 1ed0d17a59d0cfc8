//! A guide in memory: its pages and catalogs, by their paths below the content folder.

pub(crate) mod blocks;
pub(crate) mod pairs;
#[path = "../../../../tests/support/peers.rs"]
pub(crate) mod peers;
pub(crate) mod two_pages;

use std::collections::{BTreeMap, HashMap};

use firstaid_content::{AnchorDialect, ContentConfig, Guide, Layout, Locale, Page, PageKey, parse};
use firstaid_text::SourceFile;
use firstaid_translate::po::{self, Catalog, Header};
use firstaid_translate::{Conflict, LabelNotes, LocaleSync, Seal, Side, Synced, TranslationConfig, sync_locale};
use similar::TextDiff;

/// The lines that differ between two states of the files, with some lines around them.
pub(crate) fn changes(before: &BTreeMap<String, String>, after: &BTreeMap<String, String>) -> String {
    let paths = before.keys().chain(after.keys().filter(|path| !before.contains_key(*path)));
    let diff = |path: &String| {
        let text = |files: &BTreeMap<String, String>| files.get(path).cloned().unwrap_or_default();
        let (before, after) = (text(before), text(after));
        let diff = TextDiff::from_lines(&before, &after).unified_diff().context_radius(6).to_string();
        if before == after { None } else { Some(format!("{path}\n{diff}")) }
    };
    paths.filter_map(diff).collect()
}

/// A sync that leaves sealed pages out does what one does that looks at all, `full`.
#[track_caller]
fn assert_seals_are_true(sync: &LocaleSync<'_>, full: &[(Box<str>, Synced)]) {
    if sync.sealed.is_empty() {
        return;
    }
    let (done, _) = sync_locale(sync, &|_| true, |name, synced| (name, synced));
    for (name, wanted) in full {
        let found = done.iter().find(|(other, _)| other == name).map(|(_, it)| it);
        let is_new = wanted.page.is_some() || wanted.is_catalog_new || !wanted.conflicts.is_empty();
        assert!(
            found.is_some() || !is_new,
            "the seal of {name} is unbroken, and yet there is something to sync: page {:?}, catalog {}, {:?}",
            wanted.page.as_ref().map(Page::text),
            wanted.is_catalog_new,
            wanted.conflicts
        );
        if let Some(found) = found {
            let text = |it: &Synced| (it.catalog.to_string(), it.page.as_ref().map(|page| page.text().to_owned()));
            assert_eq!(text(found), text(wanted), "{name} with other pages sealed");
        }
    }
}

pub(crate) struct World {
    pub(crate) files: BTreeMap<String, String>,
    pub(crate) config: TranslationConfig,
    /// [`ContentConfig::text_keys`] of the guide.
    pub(crate) text_keys: Vec<String>,
    /// Where the guide has its pages, and its source.
    pub(crate) content: ContentConfig,
    pub(crate) prefer: Option<Side>,
    /// Notes on labels of apps, for every page.
    pub(crate) labels: LabelNotes,
    /// Blocks that only page or source had, at the last sync.
    pub(crate) differences: Vec<Conflict>,
    /// The names of the pages whose seals were unbroken before the last sync, in order.
    pub(crate) sealed: Vec<String>,
    /// [`Synced::entry_at`](firstaid_translate::Synced) of each page that the last sync wrote, by its path.
    pub(crate) entry_at: BTreeMap<String, BTreeMap<u32, usize>>,
}

impl World {
    pub(crate) fn new(files: &[(&str, &str)]) -> Self {
        let files = files.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect();
        Self {
            files,
            config: TranslationConfig::default(),
            text_keys: Vec::new(),
            content: ContentConfig::default(),
            prefer: None,
            labels: LabelNotes::new(),
            differences: Vec::new(),
            sealed: Vec::new(),
            entry_at: BTreeMap::new(),
        }
    }

    pub(crate) fn page(&self, path: &str) -> &str {
        self.files.get(path).unwrap_or_else(|| panic!("no {path}"))
    }

    pub(crate) fn catalog(&self, locale: &str, name: &str) -> &str {
        self.page(&format!("_catalogs/{locale}/{name}.po"))
    }

    #[track_caller]
    pub(crate) fn read_catalog(&self, locale: &str, name: &str) -> Catalog {
        po::parse("x.po", self.catalog(locale, name)).expect("a catalog")
    }

    /// Replaces the first occurrence of a text, which the file must have.
    #[track_caller]
    pub(crate) fn edit(&mut self, path: &str, from: &str, to: &str) {
        let text = self.files.get_mut(path).unwrap_or_else(|| panic!("no {path}"));
        assert!(text.contains(from), "{from:?} is not in {path}:\n{text}");
        *text = text.replacen(from, to, 1);
    }

    /// Rewrites a catalog.
    #[track_caller]
    pub(crate) fn change_catalog(&mut self, locale: &str, name: &str, change: impl FnOnce(&mut Catalog)) {
        let mut catalog = self.read_catalog(locale, name);
        change(&mut catalog);
        self.files.insert(format!("_catalogs/{locale}/{name}.po"), catalog.to_string());
    }

    /// Syncs a locale, which must ask nothing and change no file.
    #[track_caller]
    pub(crate) fn assert_synced(&mut self, locale: &str) {
        let before = self.files.clone();
        assert_eq!(self.sync(locale), [], "a sync of what is synced has no conflicts");
        let changes = changes(&before, &self.files);
        assert!(changes.is_empty(), "a sync of what is synced changes nothing:\n{changes}");
    }

    /// Fills in the translation of every entry with one of the source texts; `texts` are pairs of source and
    /// translation.
    #[track_caller]
    pub(crate) fn translate(&mut self, locale: &str, name: &str, texts: &[(&str, &str)]) {
        self.change_catalog(locale, name, |catalog| {
            for (source, translation) in texts {
                let mut found = false;
                for entry in catalog.entries.iter_mut().filter(|entry| entry.id == *source && !entry.obsolete) {
                    entry.strings = vec![(*translation).to_owned()];
                    found = true;
                }
                assert!(found, "{source:?} is not in the catalog of {name}");
            }
        });
    }

    pub(crate) fn guide(&self) -> Guide {
        let config = ContentConfig { text_keys: self.text_keys.clone(), ..self.content.clone() };
        let layout = Layout::new(&config).expect("the default layout is valid");
        let pages = self.files.iter().filter_map(|(path, text)| {
            let key = layout.key(path)?;
            Some(parse(key, SourceFile::new(format!("content/{path}"), text.as_str()), AnchorDialect::GitHub))
        });
        let pages = pages.collect();
        Guide::new(pages, Vec::new(), layout, AnchorDialect::GitHub, "content/".to_owned()).with_config(&config)
    }

    /// The unbroken seals of the catalogs of a locale.
    fn unbroken_seals(&self, guide: &Guide, locale: &Locale) -> HashMap<Box<str>, Seal> {
        let page = |locale: &Locale, name: &str| guide.by_key(&PageKey { locale: locale.clone(), name: name.into() });
        let seal = |(path, text): (&String, &String)| {
            let name = path.strip_prefix(&format!("_catalogs/{locale}/"))?.strip_suffix(".po")?;
            let (source, own) = (page(guide.layout.source(), name)?, page(locale, name)?);
            Some((name.into(), Seal::unbroken(text, source, own, guide, &self.config)?))
        };
        self.files.iter().filter_map(seal).collect()
    }

    /// Syncs a locale, and writes the pages and catalogs that have no conflicts. Returns the conflicts.
    pub(crate) fn sync(&mut self, locale: &str) -> Vec<Conflict> {
        let guide = self.guide();
        let tag = Locale::new(locale).expect("a locale");
        let folder = format!("_catalogs/{locale}/");
        let catalogs: HashMap<Box<str>, Catalog> = self
            .files
            .iter()
            .filter_map(|(path, text)| {
                let name = path.strip_prefix(&folder)?.strip_suffix(".po")?;
                Some((name.into(), po::parse(path, text).expect("a catalog")))
            })
            .collect();
        let header = || Catalog {
            header: Header::for_locale(&tag, "guide", jiff::civil::datetime(2026, 11, 24, 0, 0, 0, 0)),
            ..Catalog::default()
        };
        let sync = LocaleSync {
            guide: &guide,
            locale: &tag,
            catalogs: &catalogs,
            sealed: &HashMap::new(),
            open: &|_| None,
            config: &self.config,
            is_retired: &|text| text.contains("Ostel"),
            prefer: self.prefer,
            labels: &|_| self.labels.clone(),
            header: &header,
        };
        let (synced, _) = sync_locale(&sync, &|_| true, |name, synced| (name, synced));
        if self.prefer.is_none() {
            let sealed = self.unbroken_seals(&guide, &tag);
            self.sealed = sealed.keys().map(|name| name.clone().into()).collect();
            self.sealed.sort();
            assert_seals_are_true(
                &LocaleSync { sealed: &sealed, open: &|name| catalogs.get(name).cloned(), ..sync },
                &synced,
            );
        }
        let mut conflicts = Vec::new();
        self.differences.clear();
        self.entry_at.clear();
        for (name, synced) in synced {
            self.differences.extend(synced.differences);
            if !synced.conflicts.is_empty() {
                conflicts.extend(synced.conflicts);
                continue;
            }
            self.files.insert(format!("{folder}{name}.po"), synced.catalog.to_string());
            if let Some(page) = synced.page {
                self.entry_at.insert(format!("{locale}/{name}.md"), synced.entry_at);
                self.files.insert(format!("{locale}/{name}.md"), page.text().to_owned());
            }
        }
        conflicts
    }
}
