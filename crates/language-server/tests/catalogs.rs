//! Findings in open catalogs are those of a run on the whole guide with the texts of the editor.

use crate::support::{Editor, Files, editor, files, uri};
use serde_json::{Value, json};

const SOURCE: &str = "content/en/Trust.md";
const PAGE: &str = "content/es/Trust.md";
const CATALOG: &str = "content/_catalogs/es/Trust.po";

const ENGLISH: &str = "# Trust\n\nAsk us 2 times.\n";
const SPANISH: &str = "# Confianza\n\nPregunta 2 veces.\n";
const PO: &str = "msgid \"Trust\"\nmsgstr \"Confianza\"\n\nmsgid \"Ask us 2 times.\"\nmsgstr \"Pregunta 2 veces.\"\n";

fn open() -> Editor {
    editor(&[(SOURCE, ENGLISH), (PAGE, SPANISH), (CATALOG, PO)])
}

/// Rule and place of each finding, as `rule line:character-character`.
fn places(editor: &Editor, path: &str) -> Vec<String> {
    let place = |it: &Value| {
        let (start, end) = (&it["range"]["start"], &it["range"]["end"]);
        assert_eq!(start["line"], end["line"]);
        let rule = it["code"].as_str().unwrap();
        format!("{rule} {}:{}-{}", start["line"], start["character"], end["character"])
    };
    editor.published[&uri(path)]["diagnostics"].as_array().unwrap().iter().map(place).collect()
}

fn part(line: u32, from: u32, to: u32, text: &str) -> Value {
    let position = |character: u32| json!({ "line": line, "character": character });
    json!({ "range": { "start": position(from), "end": position(to) }, "text": text })
}

fn edit(editor: &Editor, version: i32, change: &Value) {
    let document = json!({ "uri": uri(CATALOG), "version": version });
    editor.notify("textDocument/didChange", json!({ "textDocument": document, "contentChanges": [change] }));
}

#[test]
fn a_misspelling_is_found_at_its_letters_and_disappears_when_it_is_undone() {
    let mut editor = open();
    assert_eq!(editor.rules(CATALOG, 1), [""; 0]);
    edit(&editor, 2, &part(4, 8, 8, "🙂 Gmal "));
    editor.rules(CATALOG, 2);
    assert_eq!(places(&editor, CATALOG), ["misspelled-brand 4:11-15"]);
    edit(&editor, 3, &part(4, 8, 16, ""));
    assert_eq!(editor.rules(CATALOG, 3), [""; 0]);
    editor.shut_down();
}

#[test]
fn a_catalog_that_cannot_be_read_says_so_at_the_line() {
    let mut editor = open();
    edit(&editor, 2, &part(1, 17, 18, ""));
    editor.rules(CATALOG, 2);
    assert_eq!(places(&editor, CATALOG), ["unreadable-catalog 1:0-17"]);
    edit(&editor, 3, &part(1, 17, 17, "\""));
    assert_eq!(editor.rules(CATALOG, 3), [""; 0]);
    editor.shut_down();
}

#[test]
fn an_edit_of_the_source_updates_the_source_first_and_then_the_catalog() {
    let mut editor = open();
    editor.rules(CATALOG, 1);
    editor.rules(SOURCE, 1);
    editor.did_change(SOURCE, 2, "# Trust\n\nAsk us 3 times.\n");
    editor.published.remove(&uri(CATALOG));
    editor.until(CATALOG, &["stale-translation"]);
    assert_eq!(editor.published[&uri(SOURCE)]["version"], 2);
    editor.did_change(SOURCE, 3, ENGLISH);
    editor.until(CATALOG, &[]);
    editor.shut_down();
}

#[test]
fn an_edit_of_the_catalog_updates_its_page() {
    let mut editor = open();
    editor.until(PAGE, &["unsynced-translation"]);
    assert!(editor.published[&uri(PAGE)]["diagnostics"][0]["message"].as_str().unwrap().contains("both changed"));
    edit(&editor, 2, &part(0, 0, 0, "msgstr"));
    editor.until(PAGE, &[]);
    assert_eq!(editor.published_rules(CATALOG), ["unreadable-catalog"]);
    editor.shut_down();
}

#[test]
fn a_heading_in_one_catalog_is_where_a_link_of_another_leads() {
    let mail = "content/_catalogs/es/Mail.po";
    let mut editor = editor(&[
        (SOURCE, ENGLISH),
        ("content/en/Mail.md", "# Mail\n\nSee [trust](Trust.md#trust).\n"),
        (PAGE, SPANISH),
        (CATALOG, PO),
        (mail, "msgid \"See [trust]({1}).\"\nmsgstr \"Mira [confianza]({1}).\"\n"),
    ]);
    assert_eq!(editor.rules(mail, 1), [""; 0]);
    // The page still has the old heading.
    editor.did_change(CATALOG, 2, &PO.replace("Confianza", "Claves"));
    editor.until(mail, &["broken-anchor"]);
    editor.did_change(CATALOG, 3, PO);
    editor.until(mail, &[]);
    editor.shut_down();
}

#[test]
fn findings_are_explained_and_fixed_on_the_page_only() {
    let mut editor = open();
    editor.did_change(CATALOG, 2, &PO.replace("Pregunta", "Gmal"));
    let position = json!({ "line": 4, "character": 9 });
    let at = json!({ "textDocument": { "uri": uri(CATALOG) }, "position": position });
    let hover = editor.request("textDocument/hover", at.clone());
    assert!(hover["contents"]["value"].as_str().unwrap().contains("**misspelled-brand**"), "{hover}");
    assert_eq!(editor.request("textDocument/definition", at), json!([]));
    let range = json!({ "start": position, "end": position });
    let params = json!({ "textDocument": { "uri": uri(CATALOG) }, "range": range, "context": { "diagnostics": [] } });
    assert_eq!(editor.request("textDocument/codeAction", params), json!([]));
    editor.shut_down();
}

#[test]
fn an_unsaved_catalog_is_part_of_the_guide_until_it_is_closed() {
    let mut editor = Editor::open(files(&[(SOURCE, ENGLISH), (PAGE, SPANISH)]), &[]);
    editor.did_open(PAGE, 1, SPANISH);
    assert_eq!(editor.rules(PAGE, 1), [""; 0]);
    editor.did_open(CATALOG, 1, &PO.replace("2 veces", "3 veces"));
    assert_eq!(editor.rules(CATALOG, 1), ["number-mismatch"]);
    editor.until(PAGE, &["unsynced-translation"]);
    editor.notify("textDocument/didClose", json!({ "textDocument": { "uri": uri(CATALOG) } }));
    editor.until(PAGE, &[]);
    assert_eq!(editor.published_rules(CATALOG), [""; 0]);
    editor.shut_down();
}

#[test]
fn a_catalog_that_changes_on_disk_is_read_again_unless_it_is_open() {
    let mut editor = Editor::open(files(&[(SOURCE, ENGLISH), (PAGE, SPANISH)]), &[]);
    editor.did_open(PAGE, 1, SPANISH);
    assert_eq!(editor.rules(PAGE, 1), [""; 0]);
    let write = |disk: &mut Files, text: &str| drop(disk.insert(CATALOG.to_owned(), text.to_owned()));
    write(&mut editor.disk.lock().unwrap(), PO);
    let changed = json!({ "changes": [{ "uri": uri(CATALOG), "type": 1 }] });
    editor.notify("workspace/didChangeWatchedFiles", changed.clone());
    editor.until(PAGE, &["unsynced-translation"]);
    editor.did_open(CATALOG, 1, PO);
    assert_eq!(editor.rules(CATALOG, 1), [""; 0]);
    write(&mut editor.disk.lock().unwrap(), &PO.replace("2 veces", "3 veces"));
    editor.notify("workspace/didChangeWatchedFiles", changed);
    editor.did_change(CATALOG, 2, PO);
    assert_eq!(editor.rules(CATALOG, 2), [""; 0]);
    editor.shut_down();
}
