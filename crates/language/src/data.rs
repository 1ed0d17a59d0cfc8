//! The files of `data/<language>/`, embedded by `build.rs`. `data/README.md` describes each of them.
//!
//! Texts are used as they are. Files that end in `.gz` are large; each is unpacked when first needed.

use std::collections::HashMap;

use firstaid_text::gunzip;

/// The data of one language, or of the spelling of one region (`en-GB`).
struct Folder {
    language: &'static str,
    /// File names and contents.
    texts: &'static [(&'static str, &'static str)],
    /// File names and contents compressed by `gzip -9n`.
    packed: &'static [(&'static str, &'static [u8])],
}

include!(concat!(env!("OUT_DIR"), "/folders.rs"));

/// The languages that have a file, compressed or not, in order.
pub(crate) fn languages_with(file: &str) -> impl Iterator<Item = &'static str> {
    let has = move |folder: &&Folder| {
        folder.texts.iter().any(|(name, _)| *name == file) || folder.packed.iter().any(|(name, _)| *name == file)
    };
    FOLDERS.iter().filter(has).map(|folder| folder.language)
}

/// The regions of a language that have a folder of their own: `en-GB` of `en`.
pub(crate) fn regions(language: &str) -> impl Iterator<Item = &'static str> {
    let is_region =
        move |folder: &&Folder| folder.language.strip_prefix(language).is_some_and(|rest| rest.starts_with('-'));
    FOLDERS.iter().filter(is_region).map(|folder| folder.language)
}

/// A text file of a language.
pub(crate) fn text(language: &str, file: &str) -> Option<&'static str> {
    let folder = FOLDERS.iter().find(|folder| folder.language == language)?;
    folder.texts.iter().find(|(name, _)| *name == file).map(|(_, text)| *text)
}

/// Parses a text file of every language that has it.
pub(crate) fn parse_each<T>(file: &'static str, parse: impl Fn(&'static str) -> T) -> HashMap<&'static str, T> {
    languages_with(file).filter_map(|language| Some((language, parse(text(language, file)?)))).collect()
}

/// Unpacks a compressed file of a language.
pub(crate) fn unpack(language: &str, file: &str) -> Option<String> {
    let folder = FOLDERS.iter().find(|folder| folder.language == language)?;
    let (_, packed) = folder.packed.iter().find(|(name, _)| *name == file)?;
    Some(gunzip(packed).expect("a test unpacks every embedded file"))
}

/// The entries of a text of lines `key: value, value`; a key may stand on several lines. Lines that begin with `#` are
/// comments.
pub(crate) fn entries(text: &'static str) -> impl Iterator<Item = (&'static str, impl Iterator<Item = &'static str>)> {
    lines(text).filter_map(|line| line.split_once(": ")).map(|(key, values)| (key, values.split(", ")))
}

/// The entries of a text file of a language; none if it has no such file.
pub(crate) fn entries_of(
    language: &str,
    file: &str,
) -> impl Iterator<Item = (&'static str, impl Iterator<Item = &'static str>)> {
    text(language, file).into_iter().flat_map(entries)
}

/// The keys of a text file, each with its language, for the test that a parser knows them all.
#[cfg(test)]
pub(crate) fn keys(file: &'static str) -> impl Iterator<Item = (&'static str, &'static str)> {
    languages_with(file).flat_map(move |language| entries_of(language, file).map(move |(key, _)| (language, key)))
}

/// The words of a text, parted by blanks and line ends. The rest of a line behind `#` is a comment.
pub(crate) fn words(text: &'static str) -> impl Iterator<Item = &'static str> {
    text.lines().flat_map(|line| line.split('#').next().unwrap_or_default().split_whitespace())
}

/// The lines of a text that are neither empty nor comments.
pub(crate) fn lines(text: &'static str) -> impl Iterator<Item = &'static str> {
    text.lines().filter(|line| !line.is_empty() && !line.starts_with('#'))
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    /// What a folder may have; the tests beside the parsers see that each file is understood.
    const FILES: [&str; 27] = [
        "abbreviations.txt",
        "acronyms.txt",
        "actions.txt",
        "auxiliaries.txt",
        "clause-marks.txt",
        "common.txt.gz",
        "confused-words.txt",
        "cues.txt",
        "double-negations.txt",
        "forms.txt",
        "index.aff.gz",
        "index.dic.gz",
        "known-misspellings.txt.gz",
        "larger.txt.gz",
        "letters.txt",
        "multipliers.txt",
        "negation.txt",
        "numbers.txt",
        "opposites.txt",
        "repeated-words.txt",
        "stance.txt",
        "statements.txt",
        "steps.txt",
        "trade.txt",
        "typography.txt",
        "units.txt",
        "word-lists.txt",
    ];

    #[test]
    fn folders_have_known_files_only() {
        for folder in FOLDERS {
            let (texts, packed) =
                (folder.texts.iter().map(|(name, _)| name), folder.packed.iter().map(|(name, _)| name));
            for name in texts.chain(packed) {
                assert!(FILES.contains(name), "data/{}/{name}: unknown file", folder.language);
            }
        }
    }

    #[test]
    fn every_compressed_file_unpacks() {
        for folder in FOLDERS {
            for (name, packed) in folder.packed {
                assert!(gunzip(packed).is_some_and(|text| !text.is_empty()), "data/{}/{name}", folder.language);
            }
        }
    }

    #[test]
    fn dictionaries_are_whole_and_have_their_licences() {
        let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("data");
        for language in languages_with("index.dic.gz") {
            assert!(languages_with("index.aff.gz").any(|it| it == language), "{language}");
            assert!(data.join(language).join("LICENSE").exists(), "{language}");
        }
    }

    #[test]
    fn regions_stand_beside_their_language() {
        assert_eq!(regions("en").collect::<Vec<_>>(), ["en-GB"]);
        assert_eq!(regions("e").count(), 0);
    }

    #[test]
    fn entries_and_words_skip_comments() {
        let found: Vec<_> = entries("# a: b\nkey: one, two\n").map(|(key, values)| (key, values.count())).collect();
        assert_eq!(found, [("key", 2)]);
        assert_eq!(words("a b # c\n# d\ne").collect::<Vec<_>>(), ["a", "b", "e"]);
    }
}
