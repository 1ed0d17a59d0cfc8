use std::sync::LazyLock;

use regex::Regex;

use crate::config::Generator;
use crate::guess::place::{Place, inside, join};
use crate::guess::site::Site;

/// The folder of the wiki, in a setup file of either language: `srcdir: wiki/src`, `srcdir => "wiki/src"`.
static FOLDER: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r#"(?m)^\s*srcdir\s*(?::|=>)\s*["']?([^"'\s,#]+)"#).expect("a valid pattern"));

/// The language that others are translated from: `po_master_language: en|English`, or `code: en` below it.
static MASTER: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r#"(?m)^\s*po_master_language\s*(?::|=>)\s*(?:\{?\s*(?:name\s*(?::|=>)[^\n]*\n\s*)?code\s*(?::|=>)\s*)?["']?([a-z]{2,3})\b"#)
        .expect("a valid pattern")
});

/// Folders in which wikis without a setup file have their pages.
const FOLDERS: [&str; 5] = [".", "wiki/src", "wiki", "src", "doc"];

/// ikiwiki: a setup file, which names the folder of the wiki (<https://ikiwiki.info/setup/>), or pages of its format.
pub(super) fn detect(place: &Place<'_>) -> Option<Site> {
    let setup = place.read_ending(".setup").filter(|text| FOLDER.is_match(text));
    let named = setup.as_deref().and_then(|text| inside(FOLDER.captures(text)?.get(1)?.as_str()));
    let named = named.filter(|folder| place.is_dir(folder));
    let has_index = |folder: &&&str| place.is_file(&join(folder, "index.mdwn"));
    let has_pages = |folder: &&&str| place.has_ending(folder, ".mdwn");
    let content = named.or_else(|| FOLDERS.iter().find(has_index).or_else(|| FOLDERS.iter().find(has_pages)).copied());
    let content = content.or(setup.as_ref().map(|_| "."))?;
    let language = setup.as_deref().and_then(|text| Some(MASTER.captures(text)?[1].to_owned()));
    Some(Site { language, ..Site::new(Generator::Ikiwiki, place.at(content), "") })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn setup_files_of_both_languages_are_read() {
        for (text, folder, language) in [
            ("# IkiWiki::Setup::Yaml\nsrcdir: ./wiki/src\npo_master_language: en|English\n", "./wiki/src", Some("en")),
            ("srcdir: wiki\npo_master_language:\n  code: de\n  name: Deutsch\n", "wiki", Some("de")),
            ("srcdir => \"wiki\",\npo_master_language => {\n  'code' => 'x',\n},\n", "wiki", None),
            ("\tsrcdir => '/srv/wiki',\n", "/srv/wiki", None),
        ] {
            assert_eq!(&FOLDER.captures(text).unwrap()[1], folder);
            assert_eq!(MASTER.captures(text).map(|found| found[1].to_owned()).as_deref(), language, "{text}");
        }
    }
}
