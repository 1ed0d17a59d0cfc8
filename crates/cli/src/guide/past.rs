//! The guide at an earlier commit, with the registries and the configuration of that commit.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use firstaid_content::{Guide, load_guide};
use firstaid_ledger::Ledger;
use firstaid_lint::Catalogs;
use tempfile::TempDir;

use super::catalogs::catalog_files;
use super::git;
use super::ledger::read_ledger;
use super::setup::{Setup, setup};
use crate::note::note_line;

pub(crate) struct Past {
    pub(crate) setup: Setup,
    pub(crate) guide: Guide,
    pub(crate) ledger: Option<Ledger>,
    pub(crate) catalogs: Catalogs,
    commit: String,
    /// The root of the guide as it is now.
    place: PathBuf,
    /// Holds the files; removed when this is dropped.
    folder: TempDir,
}

impl Past {
    /// A file at the commit by its path from the root, whatever its extension; `None` if it did not exist.
    pub(crate) fn file(&self, path: &Path) -> Result<Option<String>> {
        git::file_at(&self.place, &self.commit, path)
    }

    /// The folder that holds the files of the commit.
    pub(crate) fn root(&self) -> &Path {
        self.folder.path()
    }
}

/// The guide at the merge base of `rev` and HEAD. `None`, with a note, if it cannot be read there: then everything is
/// new.
pub(crate) fn past(root: &Path, config: Option<&Path>, rev: &str) -> Result<Option<Past>> {
    let option = || format!("`{rev}`");
    let Some(commit) = git::merge_base(root, rev).with_context(option)? else {
        note_line(&format!("`{rev}` has no commit yet, so everything is new"));
        return Ok(None);
    };
    let folder = TempDir::new().context("a temporary folder")?;
    git::write_tree(root, &commit, folder.path()).with_context(option)?;
    let config = config.map(|config| past_config(root, config, folder.path()));
    let short = &commit[..commit.len().min(10)];
    match open(folder, config.as_deref(), root, &commit) {
        Ok(past) => {
            note_line(&format!("compared with {short}, the merge base with {rev}"));
            Ok(Some(past))
        }
        Err((error, folder)) => {
            // The temporary folder no longer exists when the note is read.
            let prefix = format!("{}/", folder.path().display());
            let error = format!("{error:#}").replace(&prefix, "");
            note_line(&format!("the guide cannot be read at {short}, so everything is new: {error}"));
            Ok(None)
        }
    }
}

fn open(folder: TempDir, config: Option<&Path>, place: &Path, commit: &str) -> Result<Past, (anyhow::Error, TempDir)> {
    let opened = setup(folder.path().to_owned(), config).and_then(|setup| {
        let guide = load_guide(&setup.root, &setup.config.content, setup.layout.clone(), &|_| ())?;
        let ledger = read_ledger(&setup.root, &setup.config)?;
        let catalogs = Catalogs::new(catalog_files(&setup.root, &setup.config)?);
        Ok((setup, guide, ledger, catalogs))
    });
    match opened {
        Ok((setup, guide, ledger, catalogs)) => {
            Ok(Past { setup, guide, ledger, catalogs, commit: commit.to_owned(), place: place.to_owned(), folder })
        }
        Err(error) => Err((error, folder)),
    }
}

/// The configuration file of `--config` as it was at the commit, if it is inside the root and existed; else the file
/// as it is.
fn past_config(root: &Path, config: &Path, past_root: &Path) -> PathBuf {
    let real = root.canonicalize().ok().zip(config.canonicalize().ok());
    let below = real.and_then(|(root, config)| Some(config.strip_prefix(root).ok()?.to_owned()));
    below.map(|below| past_root.join(below)).filter(|path| path.exists()).unwrap_or_else(|| config.to_owned())
}
