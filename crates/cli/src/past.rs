//! The guide as it was before a change, with the registries and the configuration that it had then.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use firstaid_content::{Guide, load_guide};
use firstaid_ledger::Ledger;
use firstaid_lint::Catalogs;
use tempfile::TempDir;

use crate::catalogs::catalog_files;
use crate::links::read_ledger;
use crate::setup::{Setup, setup};
use crate::{git, lint::note_line};

pub(crate) struct Past {
    pub(crate) setup: Setup,
    pub(crate) guide: Guide,
    pub(crate) ledger: Option<Ledger>,
    pub(crate) catalogs: Catalogs,
    /// Holds the files; goes with this.
    folder: TempDir,
}

impl Past {
    /// Where the files are.
    pub(crate) fn root(&self) -> &Path {
        self.folder.path()
    }
}

/// The guide where the work since `rev` began. `None`, with a note, if it could not be read then: all is new.
pub(crate) fn past(root: &Path, config: Option<&Path>, rev: &str) -> Result<Option<Past>> {
    let option = || format!("`{rev}`");
    let commit = git::merge_base(root, rev).with_context(option)?;
    let folder = TempDir::new().context("a temporary folder")?;
    git::write_tree(root, &commit, folder.path()).with_context(option)?;
    let config = config.map(|config| config_then(root, config, folder.path()));
    let short = &commit[..commit.len().min(10)];
    match open(folder, config.as_deref()) {
        Ok(past) => {
            note_line(&format!("compared with {short}, from where the work since {rev} began"));
            Ok(Some(past))
        }
        Err((error, folder)) => {
            // What it says names a place that is gone when it is read.
            let place = format!("{}/", folder.path().display());
            let error = format!("{error:#}").replace(&place, "");
            note_line(&format!("the guide could not be read as it was at {short}, so that everything is new: {error}"));
            Ok(None)
        }
    }
}

fn open(folder: TempDir, config: Option<&Path>) -> Result<Past, (anyhow::Error, TempDir)> {
    let opened = setup(folder.path().to_owned(), config).and_then(|setup| {
        let guide = load_guide(&setup.root, &setup.config.content, setup.layout.clone(), &|_| ())?;
        let ledger = read_ledger(&setup.root, &setup.config)?;
        let catalogs = Catalogs::new(catalog_files(&setup.root, &setup.config)?);
        Ok((setup, guide, ledger, catalogs))
    });
    match opened {
        Ok((setup, guide, ledger, catalogs)) => Ok(Past { setup, guide, ledger, catalogs, folder }),
        Err(error) => Err((error, folder)),
    }
}

/// The configuration as it was, if the guide's own; else the one that there is.
fn config_then(root: &Path, config: &Path, then: &Path) -> PathBuf {
    let below = root.canonicalize().ok().zip(config.canonicalize().ok());
    let below = below.and_then(|(root, config)| Some(config.strip_prefix(root).ok()?.to_owned()));
    below.map(|below| then.join(below)).filter(|then| then.exists()).unwrap_or_else(|| config.to_owned())
}
