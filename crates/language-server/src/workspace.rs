//! The guide, kept while its pages and catalogs change.

use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use firstaid_content::{Guide, Locale, Outline, PageKey};
use firstaid_diagnostics::{Applicability, FileDiagnostics};
use firstaid_lint::{Linter, fix_page};
use firstaid_text::{Edit, SourceFile};
use gen_lsp_types::Uri;

use crate::Loaded;
use crate::convert::{path_of, uri_of};
use crate::documents::Documents;

/// A guide whose open pages and catalogs are as the editor has them.
pub(crate) struct Workspace {
    pub(crate) guide: Guide,
    pub(crate) linter: Linter,
    /// The file that the guide's terms are in.
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

    /// The key of the page that the catalog at a path makes; `None` for what is no catalog.
    fn catalog_key(&self, path: &str) -> Option<PageKey> {
        self.linter.catalog_key(&self.guide, path)
    }

    pub(crate) fn is_catalog(&self, path: &str) -> bool {
        self.catalog_key(path).is_some()
    }

    /// The findings of a page or a catalog, as a run on the whole guide has them.
    pub(crate) fn lint(&self, path: &str) -> Option<FileDiagnostics> {
        match self.guide.by_path(path) {
            Some(page) => Some(self.linter.lint_page(&self.guide, page)),
            None => self.linter.lint_catalog(&self.guide, &self.catalog_key(path)?),
        }
    }

    /// The edits that mend in a page all that is safe to mend, as `lint --fix` does.
    pub(crate) fn mend(&mut self, path: &str) -> Vec<Edit> {
        fix_page(&self.linter, &mut self.guide, path, Applicability::Safe)
    }

    /// Gives a page or a catalog the text that the editor has. Returns the open files whose findings may be others now.
    pub(crate) fn read(&mut self, path: &str, documents: &Documents) -> Vec<String> {
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

    /// The open files that rest on a page: all, if others see it change; otherwise its translations, its catalogs, and
    /// the catalogs that may lead to a heading that its own changed catalog gives it.
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

    /// The open files that rest on a catalog: its page, and the other catalogs of the locale, which may lead to a heading
    /// that it gives its page.
    fn affected_by_catalog(&self, path: &str, documents: &Documents) -> Vec<String> {
        let Some(key) = self.catalog_key(path) else { return Vec::new() };
        let is_affected = |other: &str| match self.guide.by_path(other) {
            Some(page) => page.key == key,
            None => self.catalog_key(other).is_some_and(|other| other.locale == key.locale),
        };
        documents.keys().filter(|other| is_affected(other)).cloned().collect()
    }

    /// Whether the guide on disk is another once this file is.
    pub(crate) fn rests_on(&self, path: &str) -> bool {
        let is_hidden = path.split('/').any(|part| part.starts_with('.'));
        let is_inside = path.starts_with(&*self.guide.prefix) || self.is_catalog(path);
        path == "firstaid.toml" || !is_hidden && is_inside
    }
}

/// The folder of the guide, by whatever name the editor knows it.
pub(crate) struct Root {
    path: PathBuf,
    real: PathBuf,
}

impl Root {
    pub(crate) fn new(path: &Path) -> Self {
        let path = std::path::absolute(path).unwrap_or_else(|_| path.to_path_buf());
        Self { real: path.canonicalize().unwrap_or_else(|_| path.clone()), path }
    }

    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// The path of a file below the root, with `/` between its parts; `None` for what is elsewhere.
    pub(crate) fn below(&self, uri: &Uri) -> Option<String> {
        let path = path_of(uri)?;
        let folder = |path: &Path| Some(path.parent()?.canonicalize().ok()?.join(path.file_name()?));
        let below = path.strip_prefix(&self.path).map(Path::to_path_buf);
        let below = below.ok().or_else(|| folder(&path)?.strip_prefix(&self.real).map(Path::to_path_buf).ok())?;
        let part = |part: Component<'_>| match part {
            Component::Normal(name) => name.to_str().map(str::to_owned),
            _ => None,
        };
        Some(below.components().map(part).collect::<Option<Vec<_>>>()?.join("/"))
    }

    /// The URI of a file below the root.
    pub(crate) fn uri(&self, below: &str) -> Option<Uri> {
        uri_of(&self.path.join(below))
    }
}
