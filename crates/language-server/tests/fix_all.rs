//! `source.fixAll` gives the text that `lint --fix` gives, however many rounds that takes.

use std::path::Path;

use crate::support::{Files, applied, editor, files, guide, linter, uri};
use fastrand::Rng;
use firstaid_diagnostics::{Applicability, apply_fixes};
use firstaid_lint::{Linter, fix_guide};
use serde_json::{Value, json};

const PAGE: &str = "content/en/Page.md";
const OTHER: (&str, &str) = ("content/en/Other.md", "# Other\n\nSee [page](Page.md#keys), http://tails.net/.\n");

const PARTS: [&str; 22] = [
    "#Keys\n\n",
    "##  Keys\n\n",
    "See [a](Page.md#Keys) and [b](#keys).\n\n",
    "<http://tails.net/doc/> http://tails.net/\n\n",
    "[c](http://tails.net/?utm_source=x&utm_medium=y)\n\n",
    "Of the the the the the end , or i.e no..\n\n",
    "recieve teh adress , adn seperate\n",
    "- one\n - two\n  - three\n",
    "\u{2022} bullet\n\u{2022} bullet\n\n",
    "a\u{200b}\u{200b}b e\u{301}\u{200b} cafe\u{301}\n",
    "\u{feff}x\u{202e}y\r\n",
    "TAILS and Wordpress , TAILS\n\n",
    "5D2F 1B7C 0A33 8F9E 62D1  4C55 E8B0 7A96 3F21 D0C4\n\n",
    "[d](https//eff.org) [e](https://eff.org:443/)\n\n",
    "<!-- firstaid: allow stale-tool -->\n\n",
    "an user , a hour different then\n",
    "&nbsp;\n\n",
    "**bold** **the the** _i.e_\n",
    "1. one\n1. two\n",
    "[click here](http://tails.net/) 🙂\r\n\r\n",
    "Pretty Good Privacy  ,  the the\n",
    "---\n\n",
];

/// The page as `lint --fix` of that page would leave it.
fn by_command(linter: &Linter, texts: &Files) -> String {
    let mut guide = guide(texts);
    fix_guide(linter, &mut guide, Applicability::Safe, &|path| path == PAGE);
    guide.by_path(PAGE).unwrap().text().to_owned()
}

/// The page as one round of fixes leaves it.
fn by_one_round(linter: &Linter, texts: &Files) -> String {
    let guide = guide(texts);
    let page = guide.by_path(PAGE).unwrap();
    apply_fixes(page.text(), &linter.lint_page(&guide, page).diagnostics, Applicability::Safe).text
}

/// The page after the editor has applied `source.fixAll`.
fn by_editor(text: &str) -> String {
    let mut editor = editor(&[(PAGE, text), OTHER]);
    let zero = json!({ "line": 0, "character": 0 });
    let context = json!({ "diagnostics": [], "only": ["source.fixAll"] });
    let params =
        json!({ "textDocument": { "uri": uri(PAGE) }, "range": { "start": zero, "end": zero }, "context": context });
    let offered = editor.request("textDocument/codeAction", params.clone());
    // Computing the fixes must not change the guide.
    assert_eq!(editor.request("textDocument/codeAction", params), offered);
    editor.shut_down();
    let actions: &Vec<Value> = offered.as_array().unwrap();
    assert!(actions.len() < 2);
    actions.first().map_or(text.to_owned(), |action| applied(&action["edit"], &[(PAGE, text)]).remove(0).1)
}

/// Compares the editor with the command. Returns whether it took more than one round.
#[track_caller]
fn compare(linter: &Linter, text: &str) -> bool {
    let texts = files(&[(PAGE, text), OTHER]);
    let expected = by_command(linter, &texts);
    assert_eq!(by_editor(text), expected, "{text:?}");
    by_one_round(linter, &texts) != expected
}

#[test]
fn fixes_that_earlier_fixes_make_possible_are_included() {
    let linter = linter(&Files::new()).unwrap();
    let mut rng = Rng::with_seed(1);
    let mut longer = 0;
    for _ in 0..60 {
        let text: String = (0..rng.usize(1..8)).map(|_| PARTS[rng.usize(..PARTS.len())]).collect();
        longer += usize::from(compare(&linter, &text));
    }
    assert!(longer > 5, "of 60 pages {longer} took more than one round");
}

#[test]
fn pages_of_the_guide_are_fixed_as_by_the_command() {
    let linter = linter(&Files::new()).unwrap();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../content/en");
    let mut seen = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|it| it == "md") {
            compare(&linter, &std::fs::read_to_string(path).unwrap().replace("https:", "http:"));
            seen += 1;
        }
    }
    assert!(seen > 3);
}
