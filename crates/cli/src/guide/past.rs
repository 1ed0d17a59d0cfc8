//! The guide at an earlier commit, with the registries and the configuration of that commit.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use firstaid_content::{Guide, load_guide};
use firstaid_ledger::Ledger;
use firstaid_lint::Catalogs;

use super::catalogs::catalog_files;
use super::git;
use super::ledger::read_ledger;
use super::past_files::PastFiles;
use super::setup::{Setup, setup};
use crate::note::note_line;

/// A guide at an earlier commit.
pub(crate) struct Past {
    pub(crate) files: PastFiles,
    /// `None` if it cannot be read there: then everything is new.
    pub(crate) guide: Option<PastGuide>,
}

pub(crate) struct PastGuide {
    pub(crate) setup: Setup,
    pub(crate) guide: Guide,
    pub(crate) ledger: Option<Ledger>,
    pub(crate) catalogs: Catalogs,
}

/// The guide at the merge base of `rev` and HEAD, with a note that names it. `None`, with a note, if there is no commit
/// yet: then everything is new. `config` and `baseline` are the files that the command line names.
pub(crate) fn past(root: &Path, config: Option<&Path>, baseline: Option<&Path>, rev: &str) -> Result<Option<Past>> {
    let option = || format!("`{rev}`");
    let Some(commit) = git::merge_base(root, rev).with_context(option)? else {
        note_line(&format!("`{rev}` has no commit yet, so everything is new"));
        return Ok(None);
    };
    let named: Vec<&Path> = config.into_iter().chain(baseline).collect();
    let files = PastFiles::new(root, &named, commit).with_context(option)?;
    let short = files.short_commit();
    let guide = match open(&files, config) {
        Ok(guide) => {
            note_line(&format!("compared with {short}, the merge base with {rev}"));
            Some(guide)
        }
        Err(error) => {
            let error = files.plain(&format!("{error:#}"));
            note_line(&format!("the guide cannot be read at {short}, so everything is new: {error}"));
            None
        }
    };
    Ok(Some(Past { files, guide }))
}

fn open(files: &PastFiles, config: Option<&Path>) -> Result<PastGuide> {
    let setup = setup(files.root(), config.map(|config| past_config(files, config)).as_deref())?;
    let guide = load_guide(&setup.root, &setup.config.content, setup.layout.clone(), &|_| ())?;
    let ledger = read_ledger(&setup.root, &setup.config)?;
    let catalogs = Catalogs::new(catalog_files(&setup.root, &setup.config)?);
    Ok(PastGuide { setup, guide, ledger, catalogs })
}

/// The configuration file of `--config` as it was at the commit, if it is in the repository and existed; else the file
/// as it is.
fn past_config(files: &PastFiles, config: &Path) -> PathBuf {
    let then = files.path_of(config).map(|path| files.then(&path));
    then.filter(|file| file.exists()).unwrap_or_else(|| config.to_owned())
}
