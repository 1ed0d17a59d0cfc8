//! Translations of English sentences, in `cases.txt` beside the data of each language: what a new language adds to these
//! tests is a file of its folder.

use std::fs;

use crate::testing::case;

/// The folder of the languages.
const DATA: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../language/data");

#[test]
fn translations_have_the_findings_that_are_marked() {
    let folders = fs::read_dir(DATA).expect("the data is there").map(|entry| entry.expect("an entry").path());
    let (mut tested, mut wrong) = (0, Vec::new());
    for folder in folders {
        let Ok(text) = fs::read_to_string(folder.join("cases.txt")) else { continue };
        let language = folder.file_name().and_then(|name| name.to_str()).expect("a language");
        for (source, translation) in cases(&text) {
            let rules = case("lost-negation").also_rule("number-mismatch").also_rule("reversed-meaning");
            let rules = rules.locale(language).source(&format!("{source}\n"));
            let found = rules.marked(&format!("{}\n", translation.replace(['«', '»'], "")));
            tested += 1;
            if found.trim_end() != translation {
                wrong.push(format!("{language}: {source}\n  expected: {translation}\n  found:    {found}"));
            }
        }
    }
    assert!(tested > 0, "no folder has cases");
    assert!(wrong.is_empty(), "{}", wrong.concat());
}

/// The English sentences, each with one of its translations.
fn cases(text: &str) -> Vec<(&str, &str)> {
    let (mut source, mut cases) = ("", Vec::new());
    for line in text.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
        match line.strip_prefix("  ") {
            Some(translation) => cases.push((source, translation)),
            None => source = line,
        }
    }
    cases
}
