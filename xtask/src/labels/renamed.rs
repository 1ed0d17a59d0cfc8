//! What a new version of an app has renamed: pages that name the old label are told the new one.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use anyhow::{Context, Result};
use firstaid_registry::{FORMER, FORMER_TABLE, FormerLabel, LabelPack, Labels, Registry};

use super::write::write_packed;

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

/// Languages of which former labels are kept: those that we know the grammar of. For all of a pack they would take more
/// than its newest version does.
const LANGUAGES: [&str; 11] = ["ar", "de", "en", "es", "fr", "it", "pt", "ru", "tr", "uk", "zh"];

/// The labels that the pack had, and that the app shows under another name now. Labels that are gone without a
/// successor have no name to tell.
pub(crate) fn renamed(old: &LabelPack, new: &LabelPack) -> Vec<FormerLabel> {
    let keys: BTreeSet<&str> = new.labels("en").flat_map(Labels::rows).map(|row| row.key).collect();
    let successors: BTreeMap<String, &str> = keys.iter().map(|key| (without_version(key), *key)).collect();
    let now = |key: &str| -> Option<Box<str>> {
        let successor = || successors.get(&without_version(key)).copied();
        keys.get(key).copied().or_else(successor).map(Box::from)
    };
    let is_kept = |locale: &&str| LANGUAGES.contains(&locale.split('-').next().unwrap_or_default());
    let rows = old.locales().filter(is_kept).flat_map(|locale| {
        let rows = old.labels(locale).flat_map(Labels::rows);
        rows.map(move |row| FormerLabel { locale: locale.into(), key: row.key.into(), label: row.label.into() })
    });
    let with_key = |it: FormerLabel| Some(FormerLabel { key: now(&it.key)?, ..it });
    let is_renamed = |it: &FormerLabel| {
        let mut labels = new.labels(&it.locale).flat_map(|labels| labels.of_key(&it.key));
        // What was not translated yet is found as a label left in English.
        let is_english = *it.locale != *"en" && (new.shows(&it.label, "en") || old.shows(&it.label, "en"));
        labels.next().is_some() && !new.shows(&it.label, &it.locale) && !is_english
    };
    rows.chain(old.former().iter().cloned()).filter_map(with_key).filter(is_renamed).collect()
}

/// A key without the number that Mozilla's programs give it when its English text changes: `lock-title-2.label`.
fn without_version(key: &str) -> String {
    let (name, attribute) = key.split_once('.').unwrap_or((key, ""));
    let stem = name.trim_end_matches(|c: char| c.is_ascii_digit()).trim_end_matches('-');
    [if stem.is_empty() { name } else { stem }, ".", attribute].concat()
}

/// Writes the file of former labels, in place of one that people wrote; the number of them.
pub(crate) fn write(folder: &Path, former: &[FormerLabel]) -> Result<usize> {
    let text = FormerLabel::write(former);
    if !text.is_empty() {
        write_packed(folder, FORMER, &text)?;
        let table = folder.join(FORMER_TABLE);
        if table.exists() {
            std::fs::remove_file(&table).with_context(|| table.display().to_string())?;
        }
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
    fn a_key_with_a_higher_number_is_the_same_label() {
        let (old, new) =
            (pack("lock-title.label\tSeal\n2\tCut\n", ""), pack("lock-title-2.label\tLock\n3\tPaste\n", ""));
        let found = FormerLabel::write(&renamed(&old.labels[0], &new.labels[0]));
        assert_eq!(found, "en\tlock-title-2.label\tSeal\n");
    }

    #[test]
    fn what_was_left_in_english_is_no_former_label() {
        let with_german = |german: &str| {
            let files = [("en.tsv", "lock\tLock\n"), ("de.tsv", german)];
            let files = files.map(|(name, text)| (name.to_owned(), text.as_bytes().to_vec()));
            let mut registry = Registry::default();
            registry.add_label_pack("pack.yaml", HEADER, files).unwrap();
            registry
        };
        let new = with_german("lock\tSperren\n");
        assert!(renamed(&with_german("lock\tLock\n").labels[0], &new.labels[0]).is_empty());
        assert_eq!(renamed(&with_german("lock\tAbsperren\n").labels[0], &new.labels[0]).len(), 1);
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
        let file = std::fs::read(folder.path().join(format!("{FORMER}.txt.gz"))).unwrap();
        assert_eq!(firstaid_text::gunzip(&file).as_deref(), Some("en\tlock\tLock\nen\tlock\tSeal\n"));
    }
}
