//! The files of a pack: its keys, and a column of labels for each locale.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::Path;

use anyhow::{Context, Result};

use super::gzip::gzip;
use super::places::Places;
use super::string::AppString;

/// A key is one of the app's now if one locale of so many has it.
const MIN_LOCALES_OF_KEY: usize = 4;

/// Minimum share of the keys of the fullest locale, in percent, that a locale must have: an app in which half is
/// English is read by its readers in both.
const MIN_SHARE: usize = 60;

/// Writes the files. The result is a line for people about each locale.
pub(crate) fn write(pack: &Path, labels: &BTreeSet<AppString>, places: &Places) -> Result<Vec<String>> {
    let mut locales: BTreeMap<&str, Vec<&AppString>> = BTreeMap::new();
    for label in labels {
        locales.entry(&label.locale).or_default().push(label);
    }
    // Keys, because languages with many plural forms have several labels of one.
    let count = |labels: &[&AppString]| labels.iter().map(|label| &label.key).collect::<BTreeSet<_>>().len();
    let all = locales.iter().filter(|(locale, _)| **locale != "en").map(|(_, labels)| count(labels)).max();
    let all = all.or_else(|| Some(count(locales.get("en")?))).unwrap_or_default();
    let mut said = Vec::new();
    locales.retain(|locale, labels| {
        let is_kept = count(labels) * 100 >= all * MIN_SHARE;
        if !is_kept {
            said.push(format!("{locale}: {} of {all} keys: left out", count(labels)));
        }
        is_kept
    });
    let keys = current_keys(&locales);
    let text: String = keys.iter().flat_map(|key| [key, "\n"]).collect();
    write_packed(pack, "keys", &text)?;
    let parents = places.parents(&keys);
    let known = parents.iter().filter(|above| !above.is_empty()).count();
    if known > 0 {
        let size = write_packed(pack, "parents", &numbers(&parents))?;
        said.push(format!("{known} of {} keys have a place, {size} bytes", keys.len()));
    }
    for (locale, labels) in locales {
        let size = write_packed(pack, locale, &column(&keys, &labels))?;
        said.push(format!("{locale}: {} labels, {size} bytes", labels.len()));
    }
    Ok(said)
}

/// The keys that enough locales have. Catalogs of GNU gettext keep strings that the program has no more, in locales that
/// nobody has touched since.
fn current_keys<'a>(locales: &BTreeMap<&str, Vec<&'a AppString>>) -> BTreeSet<&'a str> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for labels in locales.values() {
        let keys: BTreeSet<&str> = labels.iter().map(|label| &*label.key).collect();
        for key in keys {
            *counts.entry(key).or_default() += 1;
        }
    }
    let min = locales.len() / MIN_LOCALES_OF_KEY;
    counts.into_iter().filter(|&(_, count)| count >= min).map(|(key, _)| key).collect()
}

/// The numbers of each key in a line, with blanks between several.
fn numbers(of_keys: &[Vec<usize>]) -> String {
    let line = |numbers: &Vec<usize>| numbers.iter().map(usize::to_string).collect::<Vec<_>>().join(" ") + "\n";
    of_keys.iter().map(line).collect()
}

/// The labels of each key in a line, each once, with tabs between several.
fn column(keys: &BTreeSet<&str>, labels: &[&AppString]) -> String {
    let mut by_key: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for label in labels {
        by_key.entry(&label.key).or_default().insert(&label.text);
    }
    let mut column = String::new();
    for key in keys {
        let labels: Vec<&str> = by_key.get(key).into_iter().flatten().copied().collect();
        writeln!(column, "{}", labels.join("\t")).expect("a string grows");
    }
    column
}

/// Writes a compressed file; its size in bytes.
pub(super) fn write_packed(pack: &Path, name: &str, text: &str) -> Result<usize> {
    let (path, file) = (pack.join(format!("{name}.txt.gz")), gzip(text.as_bytes()));
    firstaid_cli::write_atomically(&path, &file).with_context(|| path.display().to_string())?;
    Ok(file.len())
}
