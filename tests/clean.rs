//! Prose with nothing wrong in it: nothing is reported. The texts in `tests/clean/` were written for this.

use std::fs;

use crate::support::{Tree, repository};

/// Each page of a locale of the clean set, by its path below the content folder.
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

/// A slip in each language, put into the clean text in place of a word of it.
const SLIPS: [(&str, &str, &str); 12] = [
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
fn a_slip_in_the_same_prose_is_the_one_finding() {
    for (locale, word, slip) in SLIPS {
        let (path, text) = pages(locale).remove(0);
        assert!(text.contains(word), "{path} has {word}");
        let guide = Tree::empty().with("firstaid.toml", "").with(&path, text.replacen(word, slip, 1));
        let found = guide.lint(&["--format", "jsonl"]).json();
        let messages: Vec<_> = found.iter().map(|finding| finding["message"].as_str().unwrap_or_default()).collect();
        assert_eq!(messages, [format!("`{slip}` is misspelt")], "{path}");
    }
}
