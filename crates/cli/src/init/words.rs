//! Words that other spell checkers were told to accept.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use firstaid_diagnostics::visible_line;

/// The words of one file.
pub(super) struct WordList {
    /// The path of the file below the root.
    pub(super) from: String,
    pub(super) words: BTreeSet<String>,
}

/// The largest configuration that is read, 1 MiB.
const MAX_BYTES: u64 = 1 << 20;

/// The accepted words of cspell, typos, codespell and Vale, by file; only files that have any.
pub(super) fn found(root: &Path) -> Vec<WordList> {
    let mut lists = Vec::new();
    let mut add = |from: &str, words: fn(&str) -> Vec<String>| {
        let path = root.join(from);
        let is_small = fs::symlink_metadata(&path).is_ok_and(|it| it.is_file() && it.len() <= MAX_BYTES);
        let text = is_small.then(|| fs::read_to_string(&path).ok()).flatten();
        let words: BTreeSet<String> = text.map(|text| words(&text)).unwrap_or_default().into_iter().collect();
        if !words.is_empty() {
            lists.push(WordList { from: visible_line(from).into_owned(), words });
        }
    };
    for name in ["cspell.json", ".cspell.json", "cSpell.json", ".vscode/cspell.json", "cspell.config.json"] {
        add(name, of_cspell);
    }
    for name in ["typos.toml", "_typos.toml", ".typos.toml"] {
        add(name, of_typos);
    }
    for name in [".codespellrc", "setup.cfg"] {
        add(name, of_codespell);
    }
    for folder in ["styles/config/vocabularies", ".vale/styles/config/vocabularies", "styles/Vocab"] {
        let mut names: Vec<String> = fs::read_dir(root.join(folder))
            .into_iter()
            .flatten()
            .filter_map(Result::ok)
            .map(|entry| entry.file_name().to_string_lossy().into_owned())
            .collect();
        names.sort();
        for name in names {
            add(&format!("{folder}/{name}/accept.txt"), of_vale);
        }
    }
    lists
}

/// The text of the list of words that the guide keeps.
pub(super) fn render(lists: &[WordList]) -> String {
    let mut seen = BTreeSet::new();
    let mut lines = Vec::new();
    for list in lists {
        lines.push(format!("# From {}.\n", list.from));
        lines.extend(list.words.iter().filter(|word| seen.insert(*word)).map(|word| format!("{word}\n")));
    }
    lines.concat()
}

/// cspell: the list `words`, in JSON.
fn of_cspell(text: &str) -> Vec<String> {
    let object: Option<serde_json::Value> = serde_json::from_str(text).ok();
    let words = object.as_ref().and_then(|object| object["words"].as_array());
    plain(words.into_iter().flatten().filter_map(|word| word.as_str()))
}

/// typos: the words that are corrected to themselves, in `default.extend-words`.
fn of_typos(text: &str) -> Vec<String> {
    let table: Option<toml::Table> = toml::from_str(text).ok();
    let words = table.as_ref().and_then(|table| table.get("default")?.get("extend-words")?.as_table());
    let same = words.into_iter().flatten().filter(|(word, correction)| correction.as_str() == Some(&***word));
    plain(same.map(|(word, _)| word.as_str()))
}

/// codespell: `ignore-words-list`, with commas, in an INI file.
fn of_codespell(text: &str) -> Vec<String> {
    let values = text.lines().filter_map(|line| {
        let (key, value) = line.split_once('=')?;
        (key.trim() == "ignore-words-list").then_some(value)
    });
    plain(values.flat_map(|value| value.split(',')).map(str::trim))
}

/// Vale: a word or a regular expression on a line; only words are taken.
fn of_vale(text: &str) -> Vec<String> {
    plain(text.lines().map(str::trim).filter(|line| !line.starts_with('#')))
}

/// What is one word, and no pattern.
fn plain<'a>(words: impl Iterator<Item = &'a str>) -> Vec<String> {
    let is_word = |word: &&str| !word.is_empty() && word.chars().all(|c| c.is_alphanumeric() || "'’-".contains(c));
    words.filter(is_word).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_other_checkers_are_taken_and_patterns_are_not() {
        assert_eq!(of_cspell(r#"{"words": ["onionsite", "a b"], "ignorePaths": ["x"]}"#), ["onionsite"]);
        assert_eq!(of_typos("[default.extend-words]\nser = \"ser\"\nteh = \"the\"\n"), ["ser"]);
        assert_eq!(of_codespell("[codespell]\nignore-words-list = ser, nd\nskip = x\n"), ["ser", "nd"]);
        assert_eq!(of_vale("# ours\nWireGuard\n(?i)vpns?\n"), ["WireGuard"]);
    }
}
