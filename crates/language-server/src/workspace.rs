//! The guide in memory: the files on disk, with the editor's text of open pages and catalogs.

use std::sync::Arc;

use firstaid_content::{Guide, Locale, Outline, PageKey};
use firstaid_diagnostics::{Applicability, FileDiagnostics};
use firstaid_lint::{Linter, fix_page};
use firstaid_text::{Edit, SourceFile};

use crate::documents::Documents;
use crate::load::Loaded;
use crate::place::CONFIG;

pub(crate) struct Workspace {
    pub(crate) guide: Guide,
    pub(crate) linter: Linter,
    /// The glossary file of the guide.
    pub(crate) glossary: Option<SourceFile>,
}

impl Workspace {
    pub(crate) fn new(loaded: Loaded) -> Self {
        let Loaded { guide, linter, glossary, .. } = loaded;
        Self { guide, linter, glossary }
    }

    /// The page or the catalog at a path.
    pub(crate) fn file(&self, path: &str) -> Option<&Arc<SourceFile>> {
        match self.guide.by_path(path) {
            Some(page) => Some(&page.source),
            None => Some(&self.linter.catalogs().file(&self.catalog_key(path)?)?.source),
        }
    }

    /// The key of the page that the catalog at a path translates; `None` if the path is not that of a catalog.
    fn catalog_key(&self, path: &str) -> Option<PageKey> {
        self.linter.catalog_key(&self.guide, path)
    }

    pub(crate) fn is_catalog(&self, path: &str) -> bool {
        self.catalog_key(path).is_some()
    }

    /// The findings of a page or a catalog: the same as in a run on the whole guide.
    pub(crate) fn lint(&self, path: &str) -> Option<FileDiagnostics> {
        match self.guide.by_path(path) {
            Some(page) => Some(self.linter.lint_page(&self.guide, page)),
            None => self.linter.lint_catalog(&self.guide, &self.catalog_key(path)?),
        }
    }

    /// The edits of all safe fixes of a page: the same as `lint --fix` makes.
    pub(crate) fn safe_fixes(&mut self, path: &str) -> Vec<Edit> {
        fix_page(&self.linter, &mut self.guide, path, Applicability::Safe)
    }

    /// Updates a page or a catalog to its text in the editor. Returns the other open files whose findings may change.
    pub(crate) fn update(&mut self, path: &str, documents: &Documents) -> Vec<String> {
        let Some(document) = documents.get(path) else { return Vec::new() };
        let before = self.guide.by_path(path).map(Outline::new);
        let affected = if self.guide.insert(path, document.text.clone()) {
            self.affected_by_page(path, before.as_ref(), documents)
        } else if self.linter.insert_catalog(&self.guide, path, document.text.clone()) {
            self.affected_by_catalog(path, documents)
        } else {
            Vec::new()
        };
        affected.into_iter().filter(|it| it != path).collect()
    }

    /// The open files whose findings depend on a page: all of them if its outline changed. Otherwise its translations,
    /// its catalogs, and catalogs that may link to a heading that a pending catalog adds to it.
    fn affected_by_page(&self, path: &str, before: Option<&Outline>, documents: &Documents) -> Vec<String> {
        let Some(page) = self.guide.by_path(path) else { return Vec::new() };
        let all = before != Some(&Outline::new(page));
        let is_source = page.key.locale == *self.guide.layout.source();
        let is_pending = |locale: Locale| {
            let key = PageKey { locale, name: page.key.name.clone() };
            self.linter.catalogs().is_pending(&key)
        };
        let is_affected = |other: &str| match self.guide.by_path(other) {
            Some(other) => other.key.name == page.key.name,
            None => self
                .catalog_key(other)
                .is_some_and(|key| key.name == page.key.name || is_source && is_pending(key.locale)),
        };
        documents.keys().filter(|other| all || is_affected(other)).cloned().collect()
    }

    /// The open files whose findings depend on a catalog: its page, and the other catalogs of the locale, which may
    /// link to a heading that it adds to its page.
    fn affected_by_catalog(&self, path: &str, documents: &Documents) -> Vec<String> {
        let Some(key) = self.catalog_key(path) else { return Vec::new() };
        let is_affected = |other: &str| match self.guide.by_path(other) {
            Some(page) => page.key == key,
            None => self.catalog_key(other).is_some_and(|other| other.locale == key.locale),
        };
        documents.keys().filter(|other| is_affected(other)).cloned().collect()
    }

    /// Whether a change of this file on disk changes the guide.
    pub(crate) fn depends_on(&self, path: &str) -> bool {
        let is_hidden = path.split('/').any(|part| part.starts_with('.'));
        let is_inside = path.starts_with(&*self.guide.prefix) || self.is_catalog(path);
        path == CONFIG || !is_hidden && is_inside
    }
}
