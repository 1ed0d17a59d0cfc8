//! What a new version of an app has renamed: pages that name the old label are told the new one.

use std::path::Path;

use anyhow::{Context, Result};
use firstaid_registry::{FORMER, FormerLabel, LabelPack, Labels, Registry};

/// The registry with one pack, as its folder is.
pub(crate) fn read(folder: &Path) -> Result<Registry> {
    let header = folder.join("pack.yaml");
    let text = std::fs::read_to_string(&header).with_context(|| header.display().to_string())?;
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).with_context(|| folder.display().to_string())? {
        let path = entry?.path();
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        if name.ends_with(".txt.gz") || name.ends_with(".tsv") {
            files.push((name.to_owned(), std::fs::read(&path).with_context(|| path.display().to_string())?));
        }
    }
    let mut registry = Registry::default();
    registry.add_label_pack(&header.display().to_string(), &text, files)?;
    Ok(registry)
}

/// The labels that the pack had, and that the app shows under another name now. Labels that are gone without a
/// successor have no name to tell.
pub(crate) fn renamed(old: &LabelPack, new: &LabelPack) -> Vec<FormerLabel> {
    let rows = old.locales().flat_map(|locale| {
        let rows = old.labels(locale).flat_map(Labels::rows);
        rows.map(move |row| FormerLabel { locale: locale.into(), key: row.key.into(), label: row.label.into() })
    });
    let is_renamed = |it: &FormerLabel| {
        let mut now = new.labels(&it.locale).flat_map(|labels| labels.of_key(&it.key));
        now.next().is_some() && !new.shows(&it.label, &it.locale)
    };
    rows.chain(old.former().iter().cloned()).filter(is_renamed).collect()
}

/// Writes the file of former labels; the number of them.
pub(crate) fn write(folder: &Path, former: &[FormerLabel]) -> Result<usize> {
    let (path, text) = (folder.join(FORMER), FormerLabel::write(former));
    if !text.is_empty() || path.exists() {
        firstaid_cli::write_atomically(&path, text.as_bytes()).with_context(|| path.display().to_string())?;
    }
    Ok(text.lines().count())
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEADER: &str = "app: Otter\nplatform: desktop\nversion: '1'\nsource: made up\nlicence: CC0-1.0\ndate: 2026\n";

    fn pack(english: &str, former: &str) -> Registry {
        let files = [("en.tsv", english), ("former.tsv", former)];
        let files = files.map(|(name, text)| (name.to_owned(), text.as_bytes().to_vec()));
        let mut registry = Registry::default();
        registry.add_label_pack("pack.yaml", HEADER, files).unwrap();
        registry
    }

    #[test]
    fn only_labels_with_another_name_now_are_former() {
        let old =
            pack("cut\tCut\ngone\tBurn\nlock\tSeal…\nopen\tOpen\n", "en\tlock\tClose\nen\topen\tLift\nen\tgone\tX\n");
        let new = pack("cut\tcut:\nlock\tLock\nopen\tShow\nother\tOpen\nlift\tLift\n", "");
        let found = FormerLabel::write(&renamed(&old.labels[0], &new.labels[0]));
        assert_eq!(found, "en\tlock\tClose\nen\tlock\tSeal…\n");
    }

    #[test]
    fn a_folder_keeps_what_was_renamed_over_several_versions() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("pack.yaml"), HEADER).unwrap();
        let mut versions = ["Seal", "Lock", "Close"].iter();
        let mut next = || std::fs::write(folder.path().join("en.tsv"), format!("lock\t{}\n", versions.next().unwrap()));
        next().unwrap();
        for expected in [1, 2] {
            let old = read(folder.path()).unwrap();
            next().unwrap();
            let former = renamed(&old.labels[0], &read(folder.path()).unwrap().labels[0]);
            assert_eq!(write(folder.path(), &former).unwrap(), expected);
        }
        assert_eq!(std::fs::read_to_string(folder.path().join(FORMER)).unwrap(), "en\tlock\tLock\nen\tlock\tSeal\n");
    }
}
