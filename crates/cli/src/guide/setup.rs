//! From a folder to everything a lint run needs: configuration, registries, layout.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use firstaid_content::paths::join;
use firstaid_content::{ContentConfig, Guess, Layout, folder_of_pattern, guess};
use firstaid_lint::Config;
use firstaid_registry::Registry;

use super::layout_text::one_line;
use super::read::{read_inside, refuse_outside};
use super::registry::load_registry;
use super::root::{CONFIG, guide_root};

pub(crate) struct Setup {
    pub(crate) root: PathBuf,
    pub(crate) config: Config,
    pub(crate) layout: Layout,
    pub(crate) registry: Registry,
    /// What was guessed or ignored, for the user.
    pub(crate) notes: Vec<String>,
}

/// As [`setup`], for the guide that the command line names by `--root` and `--config`, or else the one around `here`.
pub(crate) fn setup_from(root: Option<&Path>, config: Option<&Path>, here: PathBuf) -> Result<Setup> {
    setup(guide_root(root, config, here), config)
}

/// Reads the configuration, or guesses one if there is no file, and loads the registries.
pub(crate) fn setup(root: PathBuf, config: Option<&Path>) -> Result<Setup> {
    let metadata = fs::metadata(&root).with_context(|| root.display().to_string())?;
    if !metadata.is_dir() {
        bail!("{}: not a folder", root.display());
    }
    let mut notes = Vec::new();
    let config = if let Some(config) = read_config(&root, config)? {
        config
    } else {
        let Guess { content, doubts } = guess(&root)?;
        let shown = one_line(&content);
        notes.push(format!("no {CONFIG} in {}; guessed: {shown}", root.display()));
        notes.extend(doubts);
        Config { content, ..Config::default() }
    };
    refuse_folders_outside(&root, &config.content)?;
    let layout = Layout::new(&config.content)?;
    let registry = load_registry(&root, &config.content, &mut notes)?;
    Ok(Setup { root, config, layout, registry, notes })
}

/// The configuration of the guide in `root`, or of the file that the command line names. `None` if there is no file.
pub(crate) fn read_config(root: &Path, config: Option<&Path>) -> Result<Option<Config>> {
    let own = root.join(CONFIG);
    let Some(file) = config.map(Path::to_path_buf).or_else(|| own.exists().then(|| own.clone())) else {
        return Ok(None);
    };
    // A file named on the command line may be anywhere; the guide's own must be inside the root.
    let text = if file == own {
        read_inside(root, &file)?
    } else {
        fs::read_to_string(&file).with_context(|| file.display().to_string())?
    };
    let mut config = Config::parse(&file.display().to_string(), &text)?;
    // Without a `content` folder, and unless the file names another, the pages are in the root.
    if config.content.root == ContentConfig::default().root && !root.join(&config.content.root).is_dir() {
        ".".clone_into(&mut config.content.root);
    }
    Ok(Some(config))
}

/// Refuses a configured folder that is outside of the root. The answer does not depend on whether it exists.
fn refuse_folders_outside(root: &Path, content: &ContentConfig) -> Result<()> {
    let data_folder = content.data_folder();
    let folders = [content.root.as_str(), &data_folder].into_iter().chain(content.assets.iter().map(String::as_str));
    for folder in folders.chain(content.data_text.iter().map(|pattern| folder_of_pattern(pattern))) {
        let folder = root.join(folder);
        let climbs = folder.strip_prefix(root).is_ok_and(|below| join("", &below.to_string_lossy()).is_none());
        if climbs || !folder.starts_with(root) {
            bail!("{}: leads out of the root", folder.display());
        }
        if fs::symlink_metadata(&folder).is_ok() {
            refuse_outside(root, &folder)?;
        }
    }
    Ok(())
}
