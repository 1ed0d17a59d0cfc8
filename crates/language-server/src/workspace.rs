//! The guide, kept while its pages change.

use std::path::{Component, Path, PathBuf};

use firstaid_content::{Guide, Outline, Page};
use firstaid_lint::Linter;
use firstaid_text::SourceFile;
use gen_lsp_types::Uri;

use crate::Loaded;
use crate::convert::{path_of, uri_of};
use crate::documents::Documents;

/// A guide whose open pages are as the editor has them.
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

    /// Gives a page the text that the editor has. Returns the open pages whose findings may be others now.
    pub(crate) fn read(&mut self, path: &str, documents: &Documents) -> Vec<String> {
        let Some(document) = documents.get(path) else { return Vec::new() };
        let before = self.guide.by_path(path).map(Outline::new);
        if !self.guide.insert(path, document.text.clone()) {
            return Vec::new();
        }
        let Some(page) = self.guide.by_path(path) else { return Vec::new() };
        let all = before.as_ref() != Some(&Outline::new(page));
        let is_translation = |other: &Page| other.key.name == page.key.name;
        let is_affected = |other: &str| other != path && (all || self.guide.by_path(other).is_some_and(is_translation));
        documents.keys().filter(|other| is_affected(other)).cloned().collect()
    }

    /// Whether the guide on disk is another once this file is.
    pub(crate) fn rests_on(&self, path: &str) -> bool {
        let is_hidden = path.split('/').any(|part| part.starts_with('.'));
        path == "firstaid.toml" || !is_hidden && path.starts_with(&*self.guide.prefix)
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
