//! The folder of the guide, and URIs of the files below it.

use std::path::{Component, Path, PathBuf};

use gen_lsp_types::Uri;

use crate::convert::{path_of, uri_of};

pub(crate) struct Root {
    path: PathBuf,
    /// The path without symbolic links: an editor may know the folder by either.
    canonical: PathBuf,
}

impl Root {
    pub(crate) fn new(path: &Path) -> Self {
        let path = std::path::absolute(path).unwrap_or_else(|_| path.to_path_buf());
        Self { canonical: path.canonicalize().unwrap_or_else(|_| path.clone()), path }
    }

    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// The path of a file below the root, with `/` between its parts; `None` for a file elsewhere.
    pub(crate) fn below(&self, uri: &Uri) -> Option<String> {
        let path = path_of(uri)?;
        let canonical = |path: &Path| Some(path.parent()?.canonicalize().ok()?.join(path.file_name()?));
        let below = path.strip_prefix(&self.path).map(Path::to_path_buf);
        let below =
            below.ok().or_else(|| canonical(&path)?.strip_prefix(&self.canonical).map(Path::to_path_buf).ok())?;
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
