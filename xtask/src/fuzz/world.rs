//! A guide of one page, its translation and their catalog. Each case replaces one of the three, or reads another file.

use std::collections::HashMap;

use firstaid_content::{AnchorDialect, ContentConfig, Guide, Layout, Locale, PageKey, parse};
use firstaid_lint::{Config, Linter, RuleSet};
use firstaid_registry::Registry;
use firstaid_text::SourceFile;
use firstaid_translate::po::{Catalog, Header};
use firstaid_translate::{LabelNotes, LocaleSync, Site, Synced, TranslationConfig, import, sync_locale};
use jiff::civil::{Date, date};

pub(super) const SOURCE: &str = include_str!("guide/en.md");
pub(super) const PAGE: &str = include_str!("guide/es.md");
pub(super) const SOURCE_PATH: &str = "content/en/Page.md";
pub(super) const PAGE_PATH: &str = "content/es/Page.md";
pub(super) const CATALOG_PATH: &str = "content/_catalogs/es/Page.po";
pub(super) const NAME: &str = "Page";
pub(super) const TODAY: Date = date(2026, 11, 28);

pub(super) struct World {
    pub(super) registry: Registry,
    pub(super) linter: Linter,
    pub(super) source: Locale,
    pub(super) target: Locale,
    /// The catalog of [`PAGE`] after a sync.
    pub(super) catalog: Catalog,
}

impl World {
    pub(super) fn new() -> Self {
        let registry = Registry::built_in();
        let config = Config::default();
        let rules = RuleSet::new(&config, &[], &[]).expect("all rules are known");
        let linter = Linter::new(registry.clone(), config, rules, TODAY);
        let [source, target] = ["en", "es"].map(|tag| Locale::new(tag).expect("a locale"));
        let mut world = Self { registry, linter, source, target, catalog: Catalog::default() };
        let guide = world.guide(SOURCE, PAGE);
        let [from, to] = [SOURCE_PATH, PAGE_PATH].map(|path| guide.by_path(path).expect("a page"));
        let entries = import(from, to, &Site::new(&guide, &world.target), None).entries;
        let imported = Catalog { entries, ..world.new_catalog() };
        world.catalog = world.synced(&guide, &imported).expect("a page that can be synced").catalog;
        world
    }

    pub(super) fn guide(&self, source: &str, page: &str) -> Guide {
        let layout = Layout::new(&ContentConfig::default()).expect("the default layout is valid");
        let key = |locale: &Locale| PageKey { locale: locale.clone(), name: NAME.into() };
        let pages = [(&self.source, SOURCE_PATH, source), (&self.target, PAGE_PATH, page)];
        let pages =
            pages.map(|(locale, path, text)| parse(key(locale), SourceFile::new(path, text), AnchorDialect::default()));
        Guide::new(pages.into(), Vec::new(), layout, AnchorDialect::default(), "content/".to_owned())
    }

    /// The sync of the translated page in memory; `None` if the page has to stay as it is.
    pub(super) fn synced(&self, guide: &Guide, catalog: &Catalog) -> Option<Synced> {
        let catalogs = HashMap::from([(NAME.into(), catalog.clone())]);
        let sync = LocaleSync {
            guide,
            locale: &self.target,
            catalogs: &catalogs,
            sealed: &HashMap::new(),
            open: &|_| None,
            config: &TranslationConfig::default(),
            is_retired: &|text| self.registry.names_gone_tool(text),
            prefer: None,
            labels: &|_| LabelNotes::new(),
            header: &|| self.new_catalog(),
        };
        sync_locale(&sync, &|_| true, |_, synced| synced).0.pop()
    }

    /// The linter with a catalog of the translated page.
    pub(super) fn set_catalog(&mut self, guide: &Guide, text: &str) {
        assert!(self.linter.insert_catalog(guide, CATALOG_PATH, text.to_owned()), "the path of a catalog");
    }

    fn new_catalog(&self) -> Catalog {
        Catalog { header: Header::for_locale(&self.target, "guide", TODAY.at(0, 0, 0, 0)), ..Catalog::default() }
    }
}
