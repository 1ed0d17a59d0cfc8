//! Requests of an editor over the protocol, each on a guide of a few pages.

use crate::support::{applied, editor, uri};
use serde_json::{Value, json};

const TRUST: &str = "content/en/Trust.md";
const MAIL: &str = "content/en/Mail.md";

/// The text without its `|`, and the position of the `|`.
fn cursor(marked: &str) -> (String, Value) {
    let (before, after) = marked.split_once('|').expect("a cursor");
    let line = before.matches('\n').count();
    let character = before.rsplit('\n').next().unwrap_or_default().encode_utf16().count();
    (format!("{before}{after}"), json!({ "line": line, "character": character }))
}

fn at(path: &str, position: &Value) -> Value {
    json!({ "textDocument": { "uri": uri(path) }, "position": position })
}

/// Sends a request for the position of the `|` on the first page.
fn ask(method: &str, pages: &[(&str, &str)], more: &[(&str, Value)]) -> Value {
    let (text, position) = cursor(pages[0].1);
    let mut pages = pages.to_vec();
    pages[0].1 = &text;
    let mut editor = editor(&pages);
    editor.rules(pages[0].0, 1);
    let mut params = at(pages[0].0, &position);
    for (key, value) in more {
        params[*key] = value.clone();
    }
    let answer = editor.request(method, params);
    editor.shut_down();
    answer
}

/// Locations as `path:line:character`, of their beginnings.
fn places(locations: &Value) -> Vec<String> {
    let place = |it: &Value| {
        let path = it["uri"].as_str().unwrap().trim_start_matches("file:///guide/content/");
        format!("{path}:{}:{}", it["range"]["start"]["line"], it["range"]["start"]["character"])
    };
    locations.as_array().unwrap().iter().map(place).collect()
}

fn actions(text: &str, only: &[&str]) -> Vec<Value> {
    let context =
        if only.is_empty() { json!({ "diagnostics": [] }) } else { json!({ "diagnostics": [], "only": only }) };
    actions_in(text, &context)
}

fn actions_in(text: &str, context: &Value) -> Vec<Value> {
    let mut editor = editor(&[(MAIL, text)]);
    editor.rules(MAIL, 1);
    let end = json!({ "line": 1000, "character": 0 });
    let range = json!({ "start": { "line": 0, "character": 0 }, "end": end });
    let params = json!({ "textDocument": { "uri": uri(MAIL) }, "range": range, "context": context });
    let answer = editor.request("textDocument/codeAction", params);
    editor.shut_down();
    answer.as_array().unwrap().clone()
}

const DEFECTS: &str = "# Mail\n\nUse Gmal 🙂 or Gmal, see <http://tails.net/doc/> and <http://tails.net/>.\n";

#[test]
fn fix_all_is_computed_on_request_and_when_a_file_is_saved() {
    let by_itself = json!({ "diagnostics": [], "triggerKind": 2 });
    let on_save = json!({ "diagnostics": [], "triggerKind": 2, "only": ["source.fixAll"] });
    let all = |context: &Value| actions_in(DEFECTS, context).iter().filter(|it| it["kind"] == "source.fixAll").count();
    assert_eq!([all(&by_itself), all(&on_save)], [0, 1]);
}

#[test]
fn fixes_are_offered_alone_by_rule_and_for_the_file() {
    let offered = actions(DEFECTS, &[]);
    let titles: Vec<&str> = offered.iter().map(|it| it["title"].as_str().unwrap()).collect();
    assert_eq!(
        titles,
        [
            "Write `Gmail` (unsafe)",
            "Write `Gmail` (unsafe)",
            "Write `https://`",
            "Write `https://`",
            "Fix all 2 insecure-link findings in this file",
            "Fix all 2 misspelled-brand findings in this file (unsafe)",
            "Apply all safe fixes in this file",
        ]
    );
    let text = |action: &Value| applied(&action["edit"], &[(MAIL, DEFECTS)])[0].1.clone();
    assert_eq!(text(&offered[1]), DEFECTS.replace("or Gmal", "or Gmail"));
    assert_eq!(text(&offered[2]), DEFECTS.replacen("http:", "https:", 1));
    assert_eq!(text(&offered[4]), DEFECTS.replace("http:", "https:"));
    assert_eq!(text(&offered[5]), DEFECTS.replace("Gmal", "Gmail"));
    assert_eq!(offered[0]["isPreferred"], false);
}

#[test]
fn a_fix_that_would_break_a_link_is_not_offered() {
    let text = "# Mail\n\n## AccessNow\n\nSee [it](#accessnow) or AccessNow.\n";
    let offered = actions(text, &["quickfix"]);
    let fixed: Vec<String> = offered.iter().map(|it| applied(&it["edit"], &[(MAIL, text)])[0].1.clone()).collect();
    assert_eq!(fixed, [text.replace("or AccessNow", "or Access Now")]);
}

#[test]
fn fix_all_is_safe() {
    let offered = actions(DEFECTS, &["source.fixAll"]);
    assert_eq!(offered.len(), 1);
    assert_eq!(offered[0]["kind"], "source.fixAll");
    assert_eq!(applied(&offered[0]["edit"], &[(MAIL, DEFECTS)])[0].1, DEFECTS.replace("http:", "https:"));
}

#[test]
fn fixes_are_for_the_newest_text() {
    let mut editor = editor(&[(MAIL, "# Mail\n")]);
    editor.rules(MAIL, 1);
    editor.did_change(MAIL, 2, "# Mail\n\nUse Gmal.\n");
    let position = json!({ "line": 2, "character": 5 });
    let params = json!({ "textDocument": { "uri": uri(MAIL) }, "range": { "start": position, "end": position }, "context": { "diagnostics": [] } });
    let answer = editor.request("textDocument/codeAction", params);
    assert_eq!(answer[0]["edit"]["documentChanges"][0]["textDocument"]["version"], 2);
    editor.shut_down();
}

fn hover(text: &str) -> String {
    let answer = ask("textDocument/hover", &[(MAIL, text)], &[]);
    answer["contents"]["value"].as_str().unwrap_or_default().to_owned()
}

#[test]
fn hovers_explain_findings_and_show_registry_facts() {
    let text = hover("# Mail\n\nUse Os|tel.\n");
    for part in ["**stale-tool**", "## Why", "**Ostel** is gone, since", "*instead*: Signal", "*source*: https://"] {
        assert!(text.contains(part), "no `{part}` in {text}");
    }
    assert!(hover("# Mail\n\nUse Sig|nal.\n").contains("**Signal** is maintained"));
    assert!(hover("# Mail\n\nSee [it](https://www.eff.org/|).\n").contains("is a registered organisation"));
    assert_eq!(hover("# Mail\n\nNothing h|ere.\n"), "");
}

#[test]
fn hovers_show_whose_address_it_is() {
    let registry = "- name: Desk\n  contacts:\n    - email: help@desk.example\n      key: 0123456789ABCDEF0123456789ABCDEF01234567\n      source: x\n  source: x\n";
    let text = "# Mail\n\nWrite to <he|lp@desk.example>.\n";
    let pages = [(MAIL, text), ("content/_data/organisations.yaml", registry)];
    let answer = ask("textDocument/hover", &pages, &[]);
    let text = answer["contents"]["value"].as_str().unwrap();
    assert!(text.contains("**Desk**") && text.contains("key `0123456789ABCDEF"), "{text}");
}

#[test]
fn hovers_show_what_was_observed_of_a_key_and_an_address() {
    const KEY: &str = "0123456789ABCDEF0123456789ABCDEF01234567";
    let seen =
        |result: &str| format!("\"seen\":[{{\"on\":\"2026-11-20\",\"at\":\"wkd:desk.example\",\"result\":{result}}}]");
    let facts = "{\"found\":{\"signed\":\"2024-01-01\",\"created\":\"2024-01-01\",\"algorithm\":\"ed25519\",\"expires\":\"2026-10-01\"}}";
    let key = format!("{{\"key\":\"{KEY}\",{}}}\n", seen(facts));
    let address = format!("{{\"address\":\"help@desk.example\",{}}}\n", seen(&format!("{{\"found\":[\"{KEY}\"]}}")));
    let ledger = address + &key;
    let hover = |text: &str| {
        let pages = [(MAIL, text), ("content/_data/links.jsonl", &ledger)];
        ask("textDocument/hover", &pages, &[])["contents"]["value"].as_str().unwrap_or_default().to_owned()
    };
    let text = hover(&format!("# Mail\n\nPGP fingerprint: {}|{}\n", &KEY[..20], &KEY[20..]));
    let line = "*observed*: expired on 1 October 2026; ed25519, seen at the key directory of desk.example, last on";
    assert!(text.contains(line) && text.contains("**expired-key**"), "{text}");
    let text = hover("# Mail\n\nWrite to <he|lp@desk.example>.\n");
    assert!(
        text.contains(&format!("the key directory of desk.example has {KEY} for it; last seen on 20 November")),
        "{text}"
    );
    assert!(!hover("# Mail\n\nWrite to <ot|her@desk.example>.\n").contains("observed"));
}

#[test]
fn text_of_a_page_is_escaped_in_hovers() {
    let text = hover("# Mail\n\nSee [a](No![x](http://x.example/y.png)|.md).\n");
    assert!(!text.replace("`No![x](http://x.example/y.png).md`", "").contains("![x]("), "{text}");
    assert!(hover("# Mail\n\nWrite with Gm|al.\n").contains(": `Gmal` looks like a misspelling"));
}

#[test]
fn links_lead_to_pages_and_headings() {
    let trust = (TRUST, "# Trust\n\n## Keys\n\n<a id=\"old\"></a>Text.\n");
    let from = |text: &str| places(&ask("textDocument/definition", &[(MAIL, text), trust], &[]));
    assert_eq!(from("[a](Tr|ust.md)\n"), ["en/Trust.md:0:0"]);
    assert_eq!(from("[|a](Trust.md#keys)\n"), ["en/Trust.md:2:0"]);
    assert_eq!(from("[a][|b]\n\n[b]: Trust.md#old\n"), ["en/Trust.md:4:7"]);
    assert_eq!(from("# Mail\n\n[a](#ma|il)\n"), ["en/Mail.md:0:0"]);
    assert_eq!(from("[a](ht|tps://eff.org/)\n"), [""; 0]);
}

const SOURCE: (&str, &str) = (TRUST, "# Trust\n\nCheck the keys.\n\nAsk us 2 times.\n");
const SPANISH: &str = "# Confianza\n\nComprueba las claves.\n\nPregunta 2 veces.\n";

#[test]
fn a_block_leads_to_its_translations_and_back() {
    let es = "content/es/Trust.md";
    let back = ask("textDocument/definition", &[(es, &SPANISH.replace("las", "l|as")), SOURCE], &[]);
    assert_eq!(places(&back), ["en/Trust.md:2:0"]);
    let forth = ask("textDocument/definition", &[(TRUST, &SOURCE.1.replace("Ask", "A|sk")), (es, SPANISH)], &[]);
    assert_eq!(places(&forth), ["es/Trust.md:4:0"]);
}

const GLOSSARY: (&str, &str) = (
    "content/_data/glossary.yaml",
    "- term: Passkey\n  definition: A way to sign in.\n  translations:\n    es: {term: clave de acceso, stems: [claves de acceso]}\n",
);

#[test]
fn terms_lead_to_their_explanation() {
    let page = ("content/en/Glossary.md", "# Glossary\n\n- **Passkey**: A way to sign in.\n");
    let pages = [(MAIL, "# Mail\n\nUse pass|keys.\n"), page, GLOSSARY];
    let found = ask("textDocument/definition", &pages, &[]);
    assert_eq!(places(&found), ["en/Glossary.md:2:4", "_data/glossary.yaml:0:0"]);
    let context = ("context", json!({ "includeDeclaration": true }));
    let pages = [
        (MAIL, "# Mail\n\nUse pass|keys.\n"),
        ("content/es/Mail.md", "# Correo\n\nUsa claves\nde acceso.\n"),
        GLOSSARY,
    ];
    let found = ask("textDocument/references", &pages, &[context]);
    assert_eq!(places(&found), ["en/Mail.md:2:4", "es/Mail.md:2:4"]);
    assert!(ask("textDocument/hover", &pages, &[])["contents"]["value"].as_str().unwrap().contains("A way to sign in"));
}

#[test]
fn references_to_a_heading_or_a_page_are_found_in_all_locales() {
    let others = [
        (MAIL, "[a](Trust.md#keys) [b](/en/Trust.md#trust) [c](Trust.md)\n"),
        ("content/es/Mail.md", "[a](../en/Trust.md#keys)\n"),
    ];
    let pages = |text: &'static str| [(TRUST, text), others[0], others[1]];
    let context = |declared: bool| ("context", json!({ "includeDeclaration": declared }));
    let found = ask("textDocument/references", &pages("# Trust\n\n## K|eys\n"), &[context(true)]);
    assert_eq!(places(&found), ["en/Trust.md:2:0", "en/Mail.md:0:13", "es/Mail.md:0:19"]);
    let found = ask("textDocument/references", &pages("# Trust\n\n## Keys\n\nPl|ain.\n"), &[context(false)]);
    assert_eq!(places(&found).len(), 4);
}

#[test]
fn renaming_a_heading_updates_its_links() {
    let marked = "# Trust\n\n## K|eys\n\n## Keys\n\nSee [first](#keys), [second](#keys-1).\n";
    let trust = marked.replace('|', "");
    let pages = [
        (TRUST, marked),
        (MAIL, "# Mail\n\n🙂 [a](Trust.md#keys) [b](Trust.md#trust)\n"),
        ("content/es/Mail.md", "# Correo\n\n[a](../en/Trust.md#keys-1)\n"),
        ("content/es/Trust.md", "# Confianza\n\n## Keys\n\n[a](#keys)\n"),
    ];
    let edit = ask("textDocument/rename", &pages, &[("newName", json!("Safe keys"))]);
    let mut after = applied(&edit, &[(TRUST, &trust), pages[1], pages[2], pages[3]]);
    after.sort();
    let expected = [
        (MAIL, "# Mail\n\n🙂 [a](Trust.md#safe-keys) [b](Trust.md#trust)\n"),
        (TRUST, "# Trust\n\n## Safe keys\n\n## Keys\n\nSee [first](#safe-keys), [second](#keys).\n"),
        ("content/es/Mail.md", "# Correo\n\n[a](../en/Trust.md#keys)\n"),
        ("content/es/Trust.md", "# Confianza\n\n## Safe keys\n\n[a](#safe-keys)\n"),
    ];
    assert_eq!(after, expected.map(|(path, text)| (path.to_owned(), text.to_owned())));
}

#[test]
fn only_headings_are_renamed() {
    assert_eq!(ask("textDocument/prepareRename", &[(MAIL, "# Mail\n\nPl|ain.\n")], &[]), Value::Null);
    let range = ask("textDocument/prepareRename", &[(MAIL, "# Ma|il {#x}\n")], &[]);
    assert_eq!((&range["start"]["character"], &range["end"]["character"]), (&json!(2), &json!(6)));
}

fn completed(text: &str) -> Vec<String> {
    let trust = (TRUST, "---\ntitle: Whom to trust\n---\n\n# Trust\n\n## Keys\n");
    let answer = ask("textDocument/completion", &[(MAIL, text), trust], &[]);
    answer["items"].as_array().map_or(Vec::new(), |items| {
        items.iter().map(|it| it["textEdit"]["newText"].as_str().unwrap().to_owned()).collect()
    })
}

#[test]
fn links_and_names_are_completed() {
    assert_eq!(completed("# Mail\n\nSee [trust](Tr|)\n"), ["Trust.md"]);
    assert_eq!(completed("# Mail\n\nSee [trust](Trust.md#|)\n"), ["trust", "keys"]);
    assert_eq!(completed("# Mail\n\nSee [mail](#m|)\n"), ["mail"]);
    assert!(completed("# Mail\n\nUse Sign|\n").contains(&"Signal".to_owned()));
    assert!(completed("# Mail\n\nUse Oste|\n").is_empty(), "what is gone is nothing to write");
}

#[test]
fn translators_are_offered_what_the_app_shows() {
    let (german, source) = ("content/de/Mail.md", "# Firefox\n\nOpen **Settings**, then choose **Strict**.\n");
    let offered = |text: &str| -> Vec<(String, String)> {
        let answer = ask("textDocument/completion", &[(german, text), (MAIL, source)], &[]);
        let items = answer["items"].as_array().unwrap();
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        items.iter().map(|it| (text(&it["textEdit"]["newText"]), text(&it["detail"]))).collect()
    };
    let expected = ("Einstellungen".to_owned(), "Firefox: Settings".to_owned());
    for typed in ["Einst|", "Sett|"] {
        assert!(offered(&format!("# Firefox\n\nÖffne **{typed}\n")).contains(&expected), "{typed}");
    }
    assert!(!offered("# Firefox\n\nÖffne **Zube|\n").contains(&expected));
}

#[test]
fn headings_are_an_outline_and_symbols() {
    let trust = "# Trust\n\n## Keys\n\n### Signal\n\n## Words\n";
    let mut editor = editor(&[(TRUST, trust)]);
    let tree = editor.request("textDocument/documentSymbol", json!({ "textDocument": { "uri": uri(TRUST) } }));
    assert_eq!(tree[0]["name"], "Trust");
    assert_eq!(tree[0]["children"][0]["children"][0]["name"], "Signal");
    assert_eq!(tree[0]["children"][1]["name"], "Words");
    assert_eq!(tree[0]["children"][0]["range"]["end"]["line"], 6);
    let found = editor.request("workspace/symbol", json!({ "query": "wrds" }));
    assert_eq!((found.as_array().unwrap().len(), &found[0]["name"]), (1, &json!("Words")));
    editor.shut_down();
}

#[test]
fn links_can_be_followed() {
    let mut editor =
        editor(&[(MAIL, "[a](Trust.md#x) <https://eff.org/> [b](javascript:x) [c](No.md)\n"), (TRUST, "")]);
    let links = editor.request("textDocument/documentLink", json!({ "textDocument": { "uri": uri(MAIL) } }));
    let targets: Vec<&str> = links.as_array().unwrap().iter().map(|it| it["target"].as_str().unwrap()).collect();
    assert_eq!(targets, ["file:///guide/content/en/Trust.md", "https://eff.org/"]);
    editor.shut_down();
}
