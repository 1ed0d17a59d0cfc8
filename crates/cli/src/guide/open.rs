use std::path::{Path, PathBuf};

use anyhow::Result;
use firstaid_content::{Guide, load_guide};
use firstaid_lint::Config;
use firstaid_registry::Registry;
use jiff::civil::Date;

use super::read::shown;
use super::setup::{Setup, setup_from};
use crate::date::date_or_today;
use crate::guide_args::GuideArgs;
use crate::note::note_line;

/// A guide with all pages read, its configuration and its registries.
pub(crate) struct OpenGuide {
    pub(crate) root: PathBuf,
    pub(crate) config: Config,
    pub(crate) registry: Registry,
    pub(crate) guide: Guide,
    pub(crate) today: Date,
}

impl OpenGuide {
    /// The path of a file of the guide as people see it, as findings and pages have it: from the root.
    pub(crate) fn shown(&self, path: &Path) -> String {
        shown(&self.root, path)
    }
}

/// Opens the guide in the folder of `--root`, or else in `root`, and prints the notes of [`Setup`].
pub(crate) fn open_guide(args: &GuideArgs, root: PathBuf) -> Result<OpenGuide> {
    let Setup { root, config, layout, registry, notes } =
        setup_from(args.root.as_deref(), args.config.as_deref(), root)?;
    for note in notes {
        note_line(&note);
    }
    let guide = load_guide(&root, &config.content, layout, &|_| ())?;
    Ok(OpenGuide { root, config, registry, guide, today: date_or_today(args.today) })
}
