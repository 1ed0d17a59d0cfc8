//! Conflicts in `firstaid preview`: shown at their blocks, resolved in one form, and never at the cost of a text.

use crate::preview::{PAGE, guide, read, replace, translate};
use crate::support::Tree;
use crate::support::desk::{Answer, DeskServer};

const FORM: &str = "conflicts?locale=es&name=Page";
const ON_PAGE: &str = "content/es/Page.md";
const CATALOG: &str = "content/_catalogs/es/Page.po";

/// The form of the conflicts of the page: the hash of the conflicts, and the key of each.
fn form(page: &str) -> (String, Vec<String>) {
    let until_quote = |text: &str| text.split('"').next().unwrap_or_default().to_owned();
    let version = page.split("name=\"version\" value=\"").nth(1).map(until_quote);
    (version.unwrap_or_default(), page.split("<fieldset id=\"c").skip(1).map(until_quote).collect())
}

/// Decides each conflict, in order, by a choice and what is typed.
fn resolve(server: &DeskServer, (version, keys): &(String, Vec<String>), decisions: &[(&str, &str)]) -> Answer {
    let mut fields = vec![("locale".to_owned(), "es"), ("name".to_owned(), "Page"), ("version".to_owned(), &**version)];
    for (key, (choice, typed)) in keys.iter().zip(decisions) {
        fields.push((format!("choice-{key}"), choice));
        fields.push((format!("text-{key}"), typed));
    }
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (&**name, *value)).collect();
    server.post("conflicts", &fields)
}

/// The guide with a block that page and catalog have in different words, and another edit of each.
fn edited_twice() -> Tree {
    let tree = guide();
    replace(&tree, ON_PAGE, "Llama con Signal y lee", "Llama con Signal: lee");
    replace(&tree, CATALOG, "Llama con Signal y lee", "Usa Signal y lee");
    replace(&tree, ON_PAGE, "Cuelga.", "Corta.");
    replace(&tree, CATALOG, "PIN por Gmal", "PIN por correo");
    tree
}

#[test]
fn a_side_or_another_text_resolves_a_conflict_and_other_edits_stay() {
    for (choice, typed, expected) in [
        ("page", "", "Llama con Signal: lee [la otra página](Other.md) en 3 días."),
        ("catalog", "", "Usa Signal y lee [la otra página](Other.md) en 3 días."),
        ("text", "Llama & lee\r\n[la otra]({1}) en 3 días.", "Llama & lee\n[la otra](Other.md) en 3 días."),
    ] {
        let tree = edited_twice();
        let server = DeskServer::start(&tree, &["es"]);
        let shown = server.get(PAGE).body;
        for text in ["1 conflict.", "changed here and differently in content/_catalogs/es/Page.po", "Usa Signal y lee"]
        {
            assert!(shown.contains(text), "no {text}: {shown}");
        }
        assert!(shown.contains("href=\"conflicts?locale=es&amp;name=Page#c") && !shown.contains("block?"), "{shown}");
        let saved = resolve(&server, &form(&server.get(FORM).body), &[(choice, typed)]);
        assert!(saved.status == 303 && saved.head.contains("location: page?locale=es&name=page"), "{}", saved.body);
        let page = read(&tree, ON_PAGE);
        for text in [expected, "- Corta.", "PIN por correo."] {
            assert!(page.contains(text), "{choice}: no {text}: {page}");
        }
        let catalog = read(&tree, CATALOG);
        let former = catalog.contains("#~ msgstr \"Usa Signal y lee [la otra página]({1}) en 3 días.\"");
        assert_eq!(former, choice != "catalog", "a text that readers never saw is kept: {catalog}");
        let again = translate(&tree, &["sync", "es", "--dry-run"]).exits(0);
        assert!(again.stderr.contains("0 files would be written"), "{}", again.stderr);
        assert!(server.get(PAGE).body.contains("class=\"edit\"") && !server.get(PAGE).body.contains("1 conflict"));
    }
}

#[test]
fn an_edit_that_leaves_a_new_number_unanswered_is_resolved_by_a_text_that_answers_it() {
    let new = "Llama con Signal y lee [esa página]({1}) en 5 días.";
    for (choice, typed, expected) in [("text", new, "[esa página](Other.md) en 5 días."), ("page", "", "en 3 días.")]
    {
        let tree = guide();
        replace(&tree, "content/en/Page.md", "within 3 days", "within 5 days");
        replace(&tree, ON_PAGE, "lee [la otra página]", "lee [esa página]");
        let server = DeskServer::start(&tree, &["es"]);
        let page = server.get(FORM).body;
        for text in ["a number changed", "[removed: </span>3<", "[added: </span>5<", "lee [esa página]({1}) en 3 días."]
        {
            assert!(page.contains(text), "no {text}: {page}");
        }
        assert_eq!(resolve(&server, &form(&page), &[(choice, typed)]).status, 303);
        assert!(read(&tree, ON_PAGE).contains(expected), "{}", read(&tree, ON_PAGE));
        translate(&tree, &["sync", "es", "--dry-run"]).exits(0);
    }
}

#[test]
fn what_stands_between_blocks_is_kept_or_taken_from_the_source() {
    for (choice, expected) in [("page", "<!-- de la página -->\n\n```"), ("source", "<!-- of the source -->\n\n```")] {
        let tree = guide();
        replace(&tree, "content/en/Page.md", "<!-- kept -->", "<!-- of the source -->");
        replace(&tree, ON_PAGE, "<!-- kept -->", "<!-- de la página -->");
        replace(&tree, ON_PAGE, "Cuelga.", "Corta.");
        let server = DeskServer::start(&tree, &["es"]);
        let page = server.get(FORM).body;
        assert!(page.contains("differently in the source") && !page.contains("Another text"), "{page}");
        assert_eq!(resolve(&server, &form(&page), &[(choice, "")]).status, 303);
        let page = read(&tree, ON_PAGE);
        assert!(page.contains(expected) && page.contains("- Corta."), "{choice}: {page}");
        let again = translate(&tree, &["sync", "es", "--dry-run"]).exits(0);
        assert!(again.stderr.contains("0 files would be written"), "{choice}: {}", again.stderr);
    }
}

#[test]
fn nothing_is_written_until_all_is_decided_and_can_be_shown() {
    let tree = edited_twice();
    replace(&tree, "content/en/Page.md", "<!-- kept -->", "<!-- of the source -->");
    replace(&tree, ON_PAGE, "<!-- kept -->", "<!-- de la página -->");
    let server = DeskServer::start(&tree, &["es"]);
    let (before, form) = (tree.snapshot(), form(&server.get(FORM).body));
    assert_eq!(form.1.len(), 2);
    for (decisions, why) in [
        (&[("page", "")][..], "conflict 2: choose a text"),
        (&[("", ""), ("page", "")], "conflict 1: choose a text"),
        (&[("page", "Mi texto."), ("page", "")], "conflict 1: you typed another text"),
        (&[("text", " "), ("page", "")], "conflict 1: the text is empty"),
        (&[("text", "Sin enlace."), ("page", "")], "conflict 1: the placeholder {1} of the source is missing"),
        (&[("text", "[a]({1})\n\nb"), ("page", "")], "conflict 1: "),
        (&[("source", ""), ("page", "")], "conflict 1: there is no such choice"),
        (&[("page", ""), ("text", "<p>")], "conflict 2: "),
    ] {
        let refused = resolve(&server, &form, decisions);
        assert_eq!((refused.status, refused.body.contains(why)), (422, true), "{why}: {}", refused.body);
        let typed = decisions[0].1;
        assert!(refused.body.contains(&format!("\n{typed}</textarea>")), "what was typed is kept: {}", refused.body);
        assert_eq!(tree.snapshot(), before, "{why}");
    }
    assert_eq!(resolve(&server, &form, &[("catalog", ""), ("source", "")]).status, 303);
    translate(&tree, &["sync", "es", "--dry-run"]).exits(0);
}

#[test]
fn a_file_that_changes_meanwhile_is_not_overwritten_and_what_was_typed_stays() {
    for (path, from, to) in [(ON_PAGE, "Signal: lee", "Signal, lee"), (CATALOG, "Usa Signal", "Abre Signal")] {
        let tree = edited_twice();
        let server = DeskServer::start(&tree, &["es"]);
        let old = form(&server.get(FORM).body);
        replace(&tree, path, from, to);
        let before = tree.snapshot();
        let mine = "Lee [la otra]({1}) en 3 días.";
        let changed = resolve(&server, &old, &[("text", mine)]);
        assert_eq!(changed.status, 409, "{path}");
        for text in ["was changed after the form was opened", to, mine, "value=\"text\" required checked"] {
            assert!(changed.body.contains(text), "{path}: no {text}: {}", changed.body);
        }
        assert_eq!(tree.snapshot(), before, "{path}");
        assert_eq!(resolve(&server, &form(&changed.body), &[("text", mine)]).status, 303);
        assert!(read(&tree, ON_PAGE).contains("Lee [la otra](Other.md) en 3 días."), "{path}");
    }
}

#[test]
fn a_conflict_that_another_tab_has_resolved_keeps_the_typed_text() {
    let tree = edited_twice();
    let server = DeskServer::start(&tree, &["es"]);
    let old = form(&server.get(FORM).body);
    assert_eq!(resolve(&server, &old, &[("page", "")]).status, 303);
    let before = tree.snapshot();
    let late = resolve(&server, &old, &[("text", "Mi <texto>.")]);
    assert!(late.status == 409 && late.body.contains("has no conflicts any more"), "{}", late.body);
    assert!(late.body.contains("\nMi &lt;texto&gt;.</textarea>"), "{}", late.body);
    assert_eq!(tree.snapshot(), before);
    assert!(server.get(FORM).body.contains("This page has no conflicts."));
    assert_eq!(server.get("conflicts?locale=es&name=None").status, 404);
}

#[test]
fn line_ends_of_a_page_stay() {
    let tree = guide();
    let crlf = |path: &str| tree.write(path, read(&tree, path).replace('\n', "\r\n"));
    crlf(ON_PAGE);
    translate(&tree, &["sync", "es"]).exits(0);
    replace(&tree, ON_PAGE, "Cuelga.", "Corta.");
    replace(&tree, CATALOG, "\"Cuelga.\"", "\"Termina.\"");
    replace(&tree, "content/en/Page.md", "<!-- kept -->", "<!-- of the source -->");
    replace(&tree, ON_PAGE, "<!-- kept -->", "<!-- de la página -->");
    let server = DeskServer::start(&tree, &["es"]);
    let form = form(&server.get(FORM).body);
    let decisions: Vec<(&str, &str)> = form.1.iter().map(|_| ("text", "Cuelga\nya.")).collect();
    assert_eq!(decisions.len(), 2);
    assert_eq!(resolve(&server, &form, &[decisions[0], ("source", "")]).status, 303);
    let page = read(&tree, ON_PAGE);
    assert!(page.contains("- Cuelga\r\n  ya.\r\n\r\n<!-- of the source -->\r\n"), "{page:?}");
    assert_eq!(page.matches('\n').count(), page.matches("\r\n").count(), "{page:?}");
    translate(&tree, &["sync", "es", "--dry-run"]).exits(0);
}
