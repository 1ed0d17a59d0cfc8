use firstaid_content::{AnchorDialect, ContentConfig, Guide, Layout, Locale, PageKey, parse};
use firstaid_registry::Registry;
use firstaid_text::SourceFile;

use crate::{CatalogFile, Catalogs, Side};

/// One side of a review: a guide with its registries, data files and catalogs.
pub(crate) struct Reviewed {
    pub(crate) guide: Guide,
    pub(crate) registry: Registry,
    pub(crate) data: Vec<SourceFile>,
    pub(crate) catalogs: Catalogs,
}

impl Reviewed {
    /// A guide with these pages, by path.
    pub(crate) fn new(pages: &[(&str, &str)]) -> Self {
        let layout = Layout::new(&ContentConfig::default()).unwrap();
        let page = |&(path, text): &(&str, &str)| {
            parse(layout.key(path).unwrap(), SourceFile::new(path, text), AnchorDialect::GitHub)
        };
        let pages = pages.iter().map(page).collect();
        let guide = Guide::new(pages, Vec::new(), layout.clone(), AnchorDialect::GitHub, String::new());
        Self { guide, registry: Registry::built_in(), data: Vec::new(), catalogs: Catalogs::default() }
    }

    /// Adds the catalog of the page `A` of a locale.
    pub(crate) fn with_catalog(mut self, locale: &str, text: &str) -> Self {
        let key = PageKey { locale: Locale::new(locale).unwrap(), name: "A".into() };
        let source = SourceFile::new(format!("_catalogs/{locale}/A.po"), text);
        self.catalogs = Catalogs::new(vec![(key, CatalogFile::of_text(source))]);
        self
    }

    pub(crate) fn side(&self) -> Side<'_> {
        Side { guide: &self.guide, registry: &self.registry, data: &self.data, catalogs: &self.catalogs }
    }
}
