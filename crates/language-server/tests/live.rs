//! Published diagnostics of open pages while these pages and files on disk change.

use crate::support::{editor, uri};
use serde_json::json;

const TRUST: &str = "content/en/Trust.md";
const MAIL: &str = "content/en/Mail.md";

#[test]
fn a_renamed_heading_breaks_a_link_on_another_page() {
    let mut editor = editor(&[(TRUST, "# Trust\n"), (MAIL, "# Mail\n\nSee [trust](Trust.md#trust).\n")]);
    assert_eq!(editor.rules(MAIL, 1), [""; 0]);
    editor.did_change(TRUST, 2, "# Whom to trust\n");
    editor.until(MAIL, &["broken-anchor"]);
    editor.did_change(TRUST, 3, "# Trust\n");
    editor.until(MAIL, &[]);
    editor.shut_down();
}

#[test]
fn the_page_that_is_edited_comes_before_those_that_it_affects() {
    let mut editor = editor(&[(TRUST, "# Trust\n"), (MAIL, "# Mail\n\nSee [trust](Trust.md#trust).\n")]);
    editor.rules(MAIL, 1);
    editor.rules(TRUST, 1);
    editor.did_change(TRUST, 2, "# Gmal\n");
    editor.published.clear();
    while !editor.published.contains_key(&uri(MAIL)) {
        assert!(editor.receive().is_none());
    }
    assert_eq!(editor.published_rules(TRUST), ["misspelled-brand"]);
    editor.shut_down();
}

#[test]
fn of_fast_edits_only_the_last_version_must_be_reported() {
    let mut editor = editor(&[(MAIL, "# Mail\n")]);
    editor.rules(MAIL, 1);
    let mut versions = Vec::new();
    for version in 2..200 {
        editor.did_change(
            MAIL,
            version,
            if version == 199 { "# Mail\n\nUse Ostel.\n" } else { "# Mail\n\nUse Gmal.\n" },
        );
    }
    while versions.last() != Some(&199) {
        editor.published.clear();
        assert!(editor.receive().is_none());
        versions.push(editor.published[&uri(MAIL)]["version"].as_i64().unwrap());
    }
    assert!(versions.is_sorted(), "{versions:?}");
    assert_eq!(editor.published_rules(MAIL), ["stale-tool"]);
    editor.shut_down();
}

#[test]
fn an_open_text_replaces_the_file_until_it_is_closed() {
    let mut editor = editor(&[(TRUST, "# Trust\n"), (MAIL, "# Mail\n\nSee [trust](Trust.md#trust).\n")]);
    editor.rules(MAIL, 1);
    editor.did_change(TRUST, 2, "# Keys\n");
    editor.until(MAIL, &["broken-anchor"]);
    editor.notify("textDocument/didClose", json!({ "textDocument": { "uri": uri(TRUST) } }));
    editor.until(MAIL, &[]);
    assert_eq!(editor.published_rules(TRUST), [""; 0]);
    editor.shut_down();
}

#[test]
fn registries_and_configuration_are_read_again() {
    let mut editor = editor(&[(MAIL, "# Mail\n\nWrite to OurChat.\n")]);
    assert_eq!(editor.rules(MAIL, 1), [""; 0]);
    let tool = "- name: OurChat\n  status: discouraged\n  note: Nobody answers.\n  source: https://example.org/\n  confidence: high\n";
    editor.disk.lock().unwrap().insert("content/_data/tools.yaml".to_owned(), tool.to_owned());
    let changed = |path: &str| json!({ "changes": [{ "uri": uri(path), "type": 2 }] });
    editor.notify("workspace/didChangeWatchedFiles", changed("content/_data/tools.yaml"));
    editor.until(MAIL, &["discouraged-tool"]);
    editor.disk.lock().unwrap().insert("firstaid.toml".to_owned(), "[rules]\ndiscouraged-tool = \"off\"\n".to_owned());
    editor.notify("textDocument/didSave", json!({ "textDocument": { "uri": uri("firstaid.toml") } }));
    editor.until(MAIL, &[]);
    editor.disk.lock().unwrap().insert("firstaid.toml".to_owned(), "[rules]\nno-rule = \"off\"\n".to_owned());
    editor.notify("workspace/didChangeWatchedFiles", changed("firstaid.toml"));
    while editor.notifications.is_empty() {
        assert!(editor.receive().is_none());
    }
    assert!(editor.notifications[0].params["message"].as_str().unwrap().contains("no-rule"));
    editor.did_change(MAIL, 2, "# Mail\n\nUse Ostel.\n");
    assert_eq!(editor.rules(MAIL, 2), ["stale-tool"], "the old guide still serves");
    editor.shut_down();
}

#[test]
fn unsaved_new_pages_are_part_of_the_guide() {
    let mut editor = editor(&[(MAIL, "# Mail\n\nSee [new](New.md).\n")]);
    assert_eq!(editor.rules(MAIL, 1), ["broken-path"]);
    editor.did_open("content/en/New.md", 1, "# New\n");
    editor.until(MAIL, &[]);
    editor.shut_down();
}

#[test]
fn malformed_messages_get_an_error_and_do_no_harm() {
    let mut editor = editor(&[(MAIL, "# Mail\n")]);
    editor.rules(MAIL, 1);
    for (method, params) in
        [("textDocument/hover", json!({})), ("textDocument/nonsense", json!(1)), ("textDocument/rename", json!([]))]
    {
        let id = editor.send_request(method, params);
        assert!(editor.response(id).response_result.is_err(), "{method}");
    }
    editor.notify("textDocument/didChange", json!({ "nonsense": 1 }));
    editor.notify(
        "textDocument/didOpen",
        json!({ "textDocument": { "uri": "untitled:x", "languageId": "markdown", "version": 1, "text": "Gmal" } }),
    );
    let far = json!({ "line": 4_000_000_000_u32, "character": 4_000_000_000_u32 });
    editor.request("textDocument/hover", json!({ "textDocument": { "uri": uri(MAIL) }, "position": far }));
    let wrong = json!({ "range": { "start": far, "end": { "line": 0, "character": 0 } }, "text": "x" });
    let document = json!({ "uri": uri(MAIL), "version": 2 });
    editor.notify("textDocument/didChange", json!({ "textDocument": document, "contentChanges": [wrong] }));
    editor.rules(MAIL, 2);
    editor.shut_down();
}
