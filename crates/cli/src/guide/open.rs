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

    /// The name of the guide: that of its configuration, or else of its folder.
    #[cfg(any(feature = "online", feature = "report"))]
    pub(crate) fn title(&self) -> String {
        let project = &self.config.translation.project;
        let folder = self.root.canonicalize().ok();
        let folder = folder.as_deref().and_then(Path::file_name).map(|name| name.to_string_lossy().into_owned());
        let is_default = *project == firstaid_translate::TranslationConfig::default().project;
        folder.filter(|_| is_default).unwrap_or_else(|| project.clone())
    }
}

/// Opens the guide in the folder of `--root`, or else in `root`, and prints the notes of [`Setup`].
pub(crate) fn open_guide(args: &GuideArgs, root: PathBuf) -> Result<OpenGuide> {
    let (opened, notes) = open_guide_quietly(args, root)?;
    for note in notes {
        note_line(&note);
    }
    Ok(opened)
}

/// As [`open_guide`], with the notes to print.
pub(crate) fn open_guide_quietly(args: &GuideArgs, root: PathBuf) -> Result<(OpenGuide, Vec<String>)> {
    let Setup { root, config, layout, registry, notes } =
        setup_from(args.root.as_deref(), args.config.as_deref(), root)?;
    let guide = load_guide(&root, &config.content, layout, &|_| ())?;
    Ok((OpenGuide { root, config, registry, guide, today: date_or_today(args.today) }, notes))
}
