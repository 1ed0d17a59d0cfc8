use std::path::{Path, PathBuf};

use firstaid_diagnostics::ShownPaths;

use super::read::shown;
use super::repository::repository_of;

/// The name of the configuration file, in the root of a guide.
pub(crate) const CONFIG: &str = "firstaid.toml";

/// The folder of the guide: that of `--root`, or else the nearest folder with a `firstaid.toml` from `here` upwards, no
/// higher than the repository, or else `here`. With `--config` nothing is searched.
pub(crate) fn guide_root(root: Option<&Path>, config: Option<&Path>, here: PathBuf) -> PathBuf {
    match (root, config) {
        (Some(root), _) => root.to_owned(),
        (None, Some(_)) => here,
        (None, None) => nearest(&here).unwrap_or(here),
    }
}

fn nearest(here: &Path) -> Option<PathBuf> {
    let real = here.canonicalize().ok()?;
    let (top, _) = repository_of(here).ok().flatten().unzip();
    for (levels, folder) in real.ancestors().enumerate() {
        if folder.join(CONFIG).is_file() {
            let up: PathBuf = std::iter::repeat_n("..", levels).collect();
            return Some(if levels == 0 { here.to_owned() } else { here.join(up) });
        }
        if top.as_deref() == Some(folder) {
            return None;
        }
    }
    None
}

/// How paths of the guide in `root` are written for somebody who stands in the working folder.
pub(crate) fn shown_paths(root: &Path) -> ShownPaths {
    let real = std::env::current_dir().and_then(|here| Ok((here.canonicalize()?, root.canonicalize()?)));
    let below = real.as_ref().ok().and_then(|(here, root)| here.strip_prefix(root).ok());
    match below.map(|path| shown(Path::new(""), path)) {
        Some(folder) if folder.is_empty() => ShownPaths::FromRoot,
        Some(folder) => ShownPaths::Within(folder),
        None => ShownPaths::Below(format!("{}/", root.display().to_string().trim_end_matches(['/', '\\']))),
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn the_nearest_configuration_upwards_names_the_root() {
        let tree = tempfile::tempdir().unwrap();
        let deep = tree.path().join("guide/content/en");
        fs::create_dir_all(&deep).unwrap();
        fs::write(tree.path().join("guide").join(CONFIG), "").unwrap();
        assert_eq!(guide_root(None, None, deep.clone()), deep.join("../.."));
        assert_eq!(guide_root(None, Some(Path::new("x.toml")), deep.clone()), deep);
        assert_eq!(guide_root(Some(Path::new("other")), None, deep), Path::new("other"));
        let guide = tree.path().join("guide");
        assert_eq!(guide_root(None, None, guide.clone()), guide);
    }

    #[test]
    fn nothing_above_the_repository_is_a_configuration() {
        let tree = tempfile::tempdir().unwrap();
        let inner = tree.path().join("repository/docs");
        fs::create_dir_all(tree.path().join("repository/.git")).unwrap();
        fs::create_dir_all(&inner).unwrap();
        fs::write(tree.path().join(CONFIG), "").unwrap();
        assert_eq!(guide_root(None, None, inner.clone()), inner);
    }
}
