//! `firstaid preview`: reading, filtering and editing over HTTP, and who is turned away.

use std::fs;
use std::time::{Duration, Instant};

use crate::support::desk::{DeskServer, Form};
use crate::support::{Run, TODAY, Tree, firstaid};

const SOURCE: &str = "---\ntitle: Calls\nlanguage: en\npermalink: /en/Page/\n---\n\n# Calls\n\n\
    Call with Signal, and read [the other page](Other.md) within 3 days.\n\nNever share your PIN.\n\n\
    - Hang up.\n\n<!-- kept -->\n\n```\ncode\n```\n";

pub(crate) fn translate(tree: &Tree, args: &[&str]) -> Run {
    Run::of(firstaid().current_dir(tree.root()).arg("translate").args(args).args(["--today", TODAY]))
}

/// A guide whose Spanish page is translated, with an error in it, and was imported.
pub(crate) fn guide() -> Tree {
    let page = SOURCE.replace("Calls", "Llamadas").replace("language: en", "language: es").replace("/en/", "/es/");
    let page = page
        .replace("Call with Signal, and read [the other page]", "Llama con Signal y lee [la otra página]")
        .replace("within 3 days", "en 3 días")
        .replace("Never share your PIN.", "Nunca compartas tu PIN por Gmal.")
        .replace("Hang up.", "Cuelga.")
        .replace("\ncode\n", "\ncódigo\n");
    let glossary = "- term: PIN\n  note: Say nothing of codes.\n  translations:\n    es:\n      term: PIN\n";
    let tree = Tree::empty()
        .with("firstaid.toml", "")
        .with("content/en/Page.md", SOURCE)
        .with("content/en/Other.md", "# Other\n\nNever share your PIN.\n")
        .with("content/es/Page.md", page)
        .with("content/es/Other.md", "# Otra\n\nJamás compartas tu PIN.\n")
        .with("content/_data/glossary.yaml", glossary);
    translate(&tree, &["import", "es"]).exits(0);
    translate(&tree, &["sync", "es"]).exits(0);
    tree
}

pub(crate) fn read(tree: &Tree, path: &str) -> String {
    String::from_utf8(tree.read(path)).expect("UTF-8")
}

#[track_caller]
pub(crate) fn replace(tree: &Tree, path: &str, from: &str, to: &str) {
    let text = read(tree, path);
    assert!(text.contains(from), "{from:?} is not in {path}:\n{text}");
    tree.write(path, text.replacen(from, to, 1));
}

/// Waits until a page of the preview has a text: a change on disk is noticed a moment later.
#[track_caller]
fn until(server: &DeskServer, page: &str, text: &str) -> String {
    let start = Instant::now();
    loop {
        let body = server.get(page).body;
        if body.contains(text) {
            return body;
        }
        assert!(start.elapsed() < Duration::from_secs(30), "{page} has no {text}: {body}");
        std::thread::sleep(Duration::from_millis(50));
    }
}

/// The page of a guide in Spanish.
pub(crate) const PAGE: &str = "page?locale=es&name=Page";

#[test]
fn a_page_is_read_beside_its_source_with_findings_terms_and_similar_texts() {
    let tree = guide();
    let server = DeskServer::start(&tree, &[]);
    let home = server.get("");
    assert!((home.status, home.head.contains("location: pages?locale=es")) == (303, true), "{}", home.head);
    let list = server.get("pages?locale=es").body;
    assert!(list.contains("<bdi lang=\"es\" dir=\"ltr\">Llamadas</bdi>") && list.contains(PAGE_LINK), "{list}");
    let page = server.get(PAGE).body;
    for text in [
        "lang=\"en\" dir=\"ltr\"",
        "lang=\"es\" dir=\"ltr\"",
        "read <span class=link>the other page</span> within 3 days.",
        "lee <span class=link>la otra página</span> en 3 días.",
        "Nunca compartas tu PIN por <mark>Gmal</mark>.",
        "misspelled-brand",
        "<span class=\"mark good\">translated</span>",
        "Say nothing of codes.",
        "<code class=lines>code",
    ] {
        assert!(page.contains(text), "no {text}: {page}");
    }
    assert!(page.contains("<code class=lines>código") && page.matches("class=\"edit\"").count() == 5, "{page}");
    // The language of the interface is not that of the page.
    assert!(page.starts_with("<!DOCTYPE html><html lang=\"en\""));
}

/// A link to [`PAGE`], as markup has it.
const PAGE_LINK: &str = "page?locale=es&amp;name=Page\"";

#[test]
fn what_needs_no_work_is_filtered_out() {
    let tree = guide();
    let server = DeskServer::start(&tree, &["es"]);
    let work = server.get(&format!("{PAGE}&show=work")).body;
    assert!(work.contains("por <mark>Gmal") && !work.contains("Cuelga") && work.contains("Needs work (1)"), "{work}");
    let list = server.get("pages?locale=es&show=work").body;
    assert!(list.contains(PAGE_LINK) && !list.contains("name=Other"), "{list}");
}

#[test]
fn an_edit_is_written_as_sync_writes_and_nothing_else_changes() {
    let tree = guide();
    let server = DeskServer::start(&tree, &["es"]);
    let form = server.form("es", "Page", "Call with Signal");
    assert_eq!(form.text, "Llama con Signal y lee [la otra página]({1}) en 3 días.");
    let before = read(&tree, "content/es/Page.md");
    let saved = server.submit(&form, "Usa Signal & lee [\"la otra\"]({1})\r\nen 3 días.\r\n");
    assert!(saved.status == 303 && saved.head.contains(&format!("#b{}", form.key)), "{}", saved.body);
    let old = "Llama con Signal y lee [la otra página](Other.md) en 3 días.";
    let new = "Usa Signal & lee [\"la otra\"](Other.md)\nen 3 días.";
    assert_eq!(read(&tree, "content/es/Page.md"), before.replace(old, new));
    assert!(read(&tree, "content/_catalogs/es/Page.po").contains("Usa Signal & lee"));
    translate(&tree, &["sync", "es", "--dry-run"]).exits(0);
    let page = server.get(PAGE).body;
    assert!(page.contains("Usa Signal &amp; lee <span class=link>&quot;la otra&quot;</span>\nen 3 días."), "{page}");
    assert_eq!(fs::read_dir(tree.path("content/es")).expect("a folder").count(), 2, "no temporary file is left");
}

#[test]
fn an_edit_that_is_not_sure_stays_fuzzy_and_the_next_block_that_needs_work_follows() {
    let tree = guide();
    let server = DeskServer::start(&tree, &["es"]);
    let form = server.form("es", "Page", "Call with Signal");
    let fields = [
        ("locale", "es"),
        ("name", "Page"),
        ("block", &*form.key),
        ("version", &form.version),
        ("text", "Llama y lee [la otra]({1}) en 3 días."),
        ("unsure", "yes"),
        ("then", "next"),
    ];
    let saved = server.post("block", &fields);
    let next = server.form("es", "Page", "Never share your PIN.");
    let target = format!("location: block?locale=es&name=page&block={}", next.key);
    assert!(saved.status == 303 && saved.head.contains(&target), "{}", saved.head);
    let page = server.get(PAGE).body;
    assert!(page.contains("<span class=\"mark doubtful\">fuzzy</span>") && page.contains("Needs work (2)"), "{page}");
    // Approved as it is.
    let form = server.form("es", "Page", "Call with Signal");
    assert_eq!(server.submit(&form, &form.text).status, 303);
    assert!(server.get(PAGE).body.contains("Needs work (1)"));
    translate(&tree, &["sync", "es", "--dry-run"]).exits(0);
}

#[test]
fn a_translation_is_reviewed_by_whoever_started_the_desk() {
    let tree = guide();
    let server = DeskServer::start(&tree, &["es", "--by", "Ana"]);
    let form = server.form("es", "Page", "Call with Signal");
    let submit = |text: &str, more: &[(&str, &str)]| {
        let form = server.form("es", "Page", "Call with Signal");
        let fields =
            [("locale", "es"), ("name", "Page"), ("block", &*form.key), ("version", &form.version), ("text", text)];
        server.post("block", &[&fields[..], more].concat())
    };
    assert!(
        server
            .get(&format!("block?locale=es&name=Page&block={}", form.key))
            .body
            .contains("Save as reviewed by <bdi>Ana</bdi>")
    );
    let doubtful = submit(&form.text, &[("unsure", "yes"), ("then", "reviewed")]);
    assert!(doubtful.status == 422 && doubtful.body.contains("has not reviewed it"), "{}", doubtful.body);
    let page = read(&tree, "content/es/Page.md");
    // As it is, then with another text, which Ana has reviewed as well.
    for text in [&*form.text, "Llama y lee [la otra]({1}) en 3 días."] {
        assert_eq!(submit(text, &[("then", "reviewed")]).status, 303);
        assert!(read(&tree, "content/_catalogs/es/Page.po").contains("# firstaid: reviewed by Ana\n"), "{text}");
        assert!(server.get(PAGE).body.contains("reviewed</span>: <bdi>Ana</bdi>"));
        let again = translate(&tree, &["sync", "es", "--dry-run"]).exits(0);
        assert!(again.stderr.contains("0 files would be written"), "{}", again.stderr);
    }
    let other = page.replace("Llama con Signal y lee [la otra página](Other.md)", "Llama y lee [la otra](Other.md)");
    assert_eq!(read(&tree, "content/es/Page.md"), other);
    // Who changes the text afterwards has not reviewed it.
    assert_eq!(submit("Lee [la otra]({1}) en 3 días.", &[]).status, 303);
    assert!(!read(&tree, "content/_catalogs/es/Page.po").contains("reviewed by"));
}

#[test]
fn a_block_that_was_changed_in_the_catalog_or_the_page_is_a_conflict_with_both_texts() {
    for (path, from) in [("content/_catalogs/es/Page.po", "\"Cuelga.\""), ("content/es/Page.md", "Cuelga.")] {
        let tree = guide();
        let server = DeskServer::start(&tree, &["es"]);
        let form = server.form("es", "Page", "Hang up.");
        replace(&tree, path, from, &from.replace("Cuelga", "Corta"));
        let before = tree.snapshot();
        let conflict = server.submit(&form, "Termina la llamada.");
        assert_eq!(conflict.status, 409, "{path}");
        assert!(
            conflict.body.contains("Corta.") && conflict.body.contains(">Termina la llamada.<"),
            "{}",
            conflict.body
        );
        assert_eq!(tree.snapshot(), before, "{path}");
        // Whoever has seen both may decide.
        let again = Form::read("es", "Page", &form.key, &conflict.body);
        assert_eq!((again.text.as_str(), again.version == form.version), ("Termina la llamada.", false));
        assert_eq!(server.submit(&again, "Termina la llamada.").status, 303);
        assert!(read(&tree, "content/es/Page.md").contains("- Termina la llamada."), "{path}");
        translate(&tree, &["sync", "es", "--dry-run"]).exits(0);
    }
}

#[test]
fn a_page_with_conflicts_of_its_own_is_left() {
    let tree = guide();
    replace(&tree, "content/es/Page.md", "Cuelga.", "Corta.");
    replace(&tree, "content/_catalogs/es/Page.po", "\"Cuelga.\"", "\"Termina.\"");
    let server = DeskServer::start(&tree, &["es"]);
    let page = server.get(PAGE).body;
    let before = tree.snapshot();
    let key = page.split("<li id=\"b").nth(3).and_then(|block| block.split('"').next()).expect("a block");
    let fields = [("locale", "es"), ("name", "Page"), ("block", key), ("version", "0"), ("text", "x")];
    let refused = server.post("block", &fields);
    assert!(refused.status == 422 && refused.body.contains("which must be resolved first"), "{}", refused.body);
    for text in ["href=\"conflicts?locale=es&amp;name=Page\">Resolve", "\nx</textarea>"] {
        assert!(refused.body.contains(text), "no {text}: {}", refused.body);
    }
    assert_eq!(tree.snapshot(), before);
}

#[test]
fn what_stands_between_blocks_is_in_its_place_on_both_sides() {
    let tree = guide();
    let html = "<div><img src=\"key.svg\"></div>\n\n| A | B |\n|---|---|\n| C | D |\n\n---\n\n{% include x.html %}\n\n";
    for (path, end) in [("content/en/Page.md", "- Hang up."), ("content/es/Page.md", "- Cuelga.")] {
        replace(&tree, path, end, &format!("{html}{end}"));
    }
    replace(&tree, "content/es/Page.md", "Nunca compartas", "Solo aquí.\n\nNunca compartas");
    tree.write("content/en/key.svg", "<svg xmlns='http://www.w3.org/2000/svg'/>");
    let server = DeskServer::start(&tree, &["es"]);
    let page = server.get(PAGE).body;
    for (text, count) in [
        ("<img src=\"picture?id=", 2),
        ("<table class=grid><tr><th scope=col>A</th>", 2),
        ("<hr>", 2),
        ("{% include x.html %}", 2),
        ("<div class=\"text\">Solo aquí.", 1),
        ("<code class=lines>", 2),
    ] {
        assert_eq!(page.matches(text).count(), count, "{text}: {page}");
    }
    let places = ["Never share", "<img", "<table", "<hr>", "{% include", "Hang up", "<code class=lines>"];
    let places = places.map(|text| page.find(text));
    assert!(places.is_sorted() && places[0].is_some(), "{places:?}");
    assert!(page.find("Solo aquí") < page.find("Nunca compartas"), "{page}");
    assert!(!server.get(&format!("{PAGE}&show=work")).body.contains("between"));
}

#[test]
fn a_page_or_catalog_that_is_deleted_under_a_form_comes_back_as_a_sync_makes_it() {
    for path in ["content/es/Page.md", "content/_catalogs/es/Page.po", "content/en/Page.md"] {
        let tree = guide();
        let server = DeskServer::start(&tree, &["es"]);
        let form = server.form("es", "Page", "Hang up.");
        fs::remove_file(tree.path(path)).expect("removed");
        let saved = server.submit(&form, "Termina.");
        match path {
            // The catalog has all of it.
            "content/es/Page.md" => {
                assert_eq!(saved.status, 303, "{}", saved.body);
                assert!(read(&tree, path).contains("- Termina.") && read(&tree, path).contains("Llama con Signal"));
            }
            // Text without a catalog is never written over.
            "content/_catalogs/es/Page.po" => {
                assert!(saved.status == 422 && saved.body.contains("\nTermina.</textarea>"), "{}", saved.body);
            }
            _ => {
                assert!(saved.status == 409 && saved.body.contains("no such page any more"), "{}", saved.body);
                assert!(saved.body.contains("\nTermina.</textarea>"), "{}", saved.body);
            }
        }
        let page = tree.path("content/es/Page.md");
        assert!(page.exists() && fs::read_to_string(page).expect("a page").contains("Llama con Signal"), "{path}");
    }
}

#[test]
fn catalogs_of_other_tools_are_edited_as_they_are() {
    let tree = guide();
    let server = DeskServer::start(&tree, &["es"]);
    let form = server.form("es", "Page", "Hang up.");
    // Poedit and Weblate fold lines otherwise, and write headers of their own.
    let catalog = read(&tree, "content/_catalogs/es/Page.po");
    let unfolded = catalog.replace("msgstr \"\"\n\"", "msgstr \"").replace("\"\n\"", "");
    let with_header =
        catalog.replacen("\"Language: es\\n\"", "\"X-Generator: Weblate 5.0\\n\"\n\"Language: es\\n\"", 1);
    assert!(with_header != catalog && unfolded != catalog);
    tree.write("content/_catalogs/es/Page.po", with_header);
    assert_eq!(server.submit(&form, "Termina.").status, 303);
    let written = read(&tree, "content/_catalogs/es/Page.po");
    assert!(written.contains("X-Generator: Weblate 5.0") && written.contains("\"Termina.\""), "{written}");
    translate(&tree, &["sync", "es", "--dry-run"]).exits(0);
}

#[test]
fn a_text_that_the_page_cannot_show_is_refused_with_the_reason_and_kept() {
    let tree = guide();
    let server = DeskServer::start(&tree, &["es"]);
    let before = tree.snapshot();
    for (source, text, reason) in [
        ("Call with Signal", "Sin enlace.", "the placeholder {1} of the source is missing"),
        ("Call with Signal", "[a]({1}) [b]({1})", "more than once"),
        ("Hang up.", "Uno\n\nDos", "would not be one block"),
        ("Hang up.", " \n ", "the text is empty"),
        ("Hang up.", "a\u{1b}[31mb", "control character"),
    ] {
        let form = server.form("es", "Page", source);
        let refused = server.submit(&form, text);
        assert_eq!((refused.status, refused.body.contains(reason)), (422, true), "{text}: {}", refused.body);
        assert_eq!(Form::read("es", "Page", &form.key, &refused.body).text, text, "what was typed is kept");
        assert_eq!(tree.snapshot(), before, "{text}");
    }
}

#[test]
fn a_changed_source_is_shown_word_by_word_and_an_edit_answers_it() {
    let tree = guide();
    replace(&tree, "content/en/Page.md", "within 3 days", "within 5 days");
    let server = DeskServer::start(&tree, &["es"]);
    let page = server.get(PAGE).body;
    for text in ["source changed", "a number changed", "[removed: </span>3<", "[added: </span>5<"] {
        assert!(page.contains(text), "no {text}: {page}");
    }
    let form = server.form("es", "Page", "Call with Signal");
    assert_eq!(server.submit(&form, "Llama con Signal y lee [la otra página]({1}) en 5 días.").status, 303);
    let page = server.get(PAGE).body;
    assert!(!page.contains("a number changed") && page.contains("en 5 días"), "{page}");
    assert!(read(&tree, "content/es/Page.md").contains("(Other.md) en 5 días."));
    translate(&tree, &["sync", "es", "--dry-run"]).exits(0);
}

#[test]
fn a_block_whose_source_is_gone_keeps_the_typed_text() {
    let tree = guide();
    let server = DeskServer::start(&tree, &["es"]);
    let form = server.form("es", "Page", "Hang up.");
    replace(&tree, "content/en/Page.md", "- Hang up.", "- Stop talking and leave the room.");
    until(&server, PAGE, "leave the room");
    let gone = server.submit(&form, "Termina & <b>.");
    assert_eq!(gone.status, 409);
    assert!(
        gone.body.contains("no such block any more") && gone.body.contains("Termina &amp; &lt;b&gt;."),
        "{}",
        gone.body
    );
}

#[test]
fn changes_on_disk_are_told_to_those_who_wait() {
    let tree = guide();
    let server = DeskServer::start(&tree, &["es"]);
    assert!(server.get(PAGE).body.contains("data-revision=\"0\""));
    assert_eq!(server.get("changes?since=7").body, "0", "at once if the client is behind");
    let now = std::thread::scope(|scope| {
        let waiting = scope.spawn(|| server.get("changes?since=0").body);
        std::thread::sleep(Duration::from_millis(200));
        assert!(!waiting.is_finished());
        replace(&tree, "content/es/Other.md", "Jamás", "Nunca jamás");
        waiting.join().expect("an answer")
    });
    assert_ne!(now, "0");
    until(&server, "page?locale=es&name=Other", "Nunca jamás compartas tu PIN.");
    // A configuration that cannot be read is shown, and so is what comes after it.
    tree.write("firstaid.toml", "[rules\n");
    let broken = until(&server, PAGE, "The guide cannot be shown");
    assert!(broken.contains("firstaid.toml") && broken.contains("data-revision"), "{broken}");
    tree.write("firstaid.toml", "");
    until(&server, PAGE, "Cuelga");
}

#[test]
fn a_page_without_a_catalog_is_shown_and_not_edited() {
    let tree = guide();
    fs::remove_file(tree.path("content/_catalogs/es/Other.po")).expect("removed");
    let server = DeskServer::start(&tree, &["es"]);
    let page = server.get("page?locale=es&name=Other").body;
    assert!(page.contains("translate import es") && page.contains("Jamás compartas"), "{page}");
    assert!(!page.contains("class=\"edit\""), "{page}");
    let list = server.get("pages?locale=es").body;
    assert!(list.contains("it has text and no catalog"), "{list}");
}

#[test]
fn the_first_edit_begins_a_locale() {
    let tree = guide();
    let server = DeskServer::start(&tree, &["ar"]);
    let page = server.get("page?locale=ar&name=Page").body;
    assert!(page.contains("Not translated") && page.contains("Needs work (5)"), "{page}");
    let form = server.form("ar", "Page", "Hang up.");
    assert_eq!((server.submit(&form, "أنهِ المكالمة.").status, form.text.as_str()), (303, ""));
    assert!(read(&tree, "content/_catalogs/ar/Page.po").contains("أنهِ المكالمة."));
    let page = server.get("page?locale=ar&name=Page").body;
    assert!(page.contains("lang=\"ar\" dir=\"rtl\"") && page.contains("أنهِ المكالمة."), "{page}");
    // Other locales are not served.
    assert_eq!(server.get(PAGE).status, 404);
}

#[test]
fn a_guide_or_locale_that_cannot_be_shown_ends_it_with_path_and_cause() {
    let run = |tree: &Tree, args: &[&str]| Run::of(firstaid().current_dir(tree.root()).arg("preview").args(args));
    let tree = guide();
    run(&tree, &["en"]).exits(2).warns("`en` is the locale that the others are translated from");
    run(&tree, &["esp"]).exits(2).warns("did you mean `es`?");
    run(&tree, &["--root", "nowhere"]).exits(2).warns("nowhere");
    tree.write("firstaid.toml", "[rules\n");
    run(&tree, &["es"]).exits(2).warns("firstaid.toml");
    run(&Tree::page("Text.\n"), &[]).exits(2).warns("the guide has no translations");
    run(&Tree::empty().with("firstaid.toml", ""), &["es"]).exits(2).warns("no pages found");
}

#[test]
#[cfg(unix)]
fn ctrl_c_ends_it() {
    let tree = guide();
    let mut server = DeskServer::start(&tree, &[]);
    let waiting = server.connect();
    assert_eq!(server.get(PAGE).status, 200);
    assert_eq!(server.stop(), Some(0));
    drop(waiting);
}
