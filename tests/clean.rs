//! Correct prose has no findings. The texts in `tests/clean/` were written for these tests.

use std::fs;

use crate::support::{Tree, repository};

/// The pages of `tests/clean/` in a locale: path below the content folder, and text.
fn pages(locale: &str) -> Vec<(String, String)> {
    let folder = repository().join("tests/clean").join(locale);
    let mut pages: Vec<_> = fs::read_dir(&folder)
        .expect("the clean set is there")
        .map(|entry| {
            let path = entry.expect("an entry").path();
            let name = path.file_name().expect("a name").to_string_lossy().into_owned();
            (format!("content/{locale}/{name}"), fs::read_to_string(&path).expect("a page"))
        })
        .collect();
    pages.sort();
    pages
}

#[test]
fn nothing_is_found_in_clean_prose_of_six_languages() {
    for locale in ["ar", "de", "en", "es", "fr", "ru"] {
        let pages = pages(locale);
        assert!(!pages.is_empty(), "{locale} has pages");
        for (path, text) in pages {
            assert!(text.split_whitespace().count() > 150, "{path} is long enough to say something");
            let guide = Tree::empty().with("firstaid.toml", "").with(&path, &text);
            let run = guide.lint(&["--format", "concise", "--fail-on", "info"]).exits(0);
            assert_eq!((run.stdout.as_str(), run.stderr.as_str()), ("", ""), "{path}");
        }
    }
}

/// Misspellings: locale, a word of the clean text, and its misspelled form.
const MISSPELLINGS: [(&str, &str, &str); 12] = [
    ("ar", "الرسالة", "الرساالة"),
    ("ar", "المساعدة", "المسااعدة"),
    ("de", "bequem", "beqeum"),
    ("de", "versuchen", "versuhcen"),
    ("en", "beforehand", "beforhand"),
    ("en", "colleagues", "collegues"),
    ("es", "contraseña", "contrasena"),
    ("es", "situación", "situacion"),
    ("fr", "appareil", "appariel"),
    ("fr", "collègues", "collegues"),
    ("ru", "приложение", "прилоежние"),
    ("ru", "сообщении", "сообщнеии"),
];

#[test]
fn one_misspelling_in_the_same_prose_is_the_only_finding() {
    for (locale, word, misspelled) in MISSPELLINGS {
        let (path, text) = pages(locale).remove(0);
        assert!(text.contains(word), "{path} has {word}");
        let guide = Tree::empty().with("firstaid.toml", "").with(&path, text.replacen(word, misspelled, 1));
        let found = guide.lint(&["--format", "jsonl"]).json();
        let messages: Vec<_> = found.iter().map(|finding| finding["message"].as_str().unwrap_or_default()).collect();
        assert_eq!(messages, [format!("`{misspelled}` is misspelled")], "{path}");
    }
}
