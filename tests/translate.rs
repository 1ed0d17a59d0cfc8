//! Translations through the real binary: each case went wrong in a real guide.

use std::path::Path;

use crate::support::{Run, TODAY, Tree, firstaid};

const LOCALES: [&str; 4] = ["de", "es", "fr", "ru"];
const SOURCE: &str = "---\ntitle: Calls\nlanguage: en\npermalink: /en/Page/\n---\n\n# Calls\n\n\
    Never share your PIN. Call with [Ostel](https://ostel.co/) or Ostel on the phone.\n\n\
    Read [the list](#the-list) within 3 days.\n\n## The list\n\nWrite to help@accessnow.org first.\n";

/// Title, heading, the three paragraphs and the second heading, in each locale.
fn texts(locale: &str) -> [&'static str; 5] {
    match locale {
        "de" => [
            "Anrufe",
            "Gib deine PIN niemals weiter. Rufe mit [Ostel]({1}) an, oder mit Ostel am Telefon.",
            "Lies [die Liste]({1}) innerhalb von 3 Tagen.",
            "Die Liste",
            "Schreibe zuerst an help@accessnow.org.",
        ],
        "es" => [
            "Llamadas",
            "Nunca compartas tu PIN. Llama con [Ostel]({1}) o con Ostel en el teléfono.",
            "Lee [la lista]({1}) en 3 días.",
            "La lista",
            "Escribe primero a help@accessnow.org.",
        ],
        "fr" => [
            "Appels",
            "Ne donnez jamais votre PIN. Appelez avec [Ostel]({1}) ou avec Ostel au téléphone.",
            "Lisez [la liste]({1}) sous 3 jours.",
            "La liste",
            "Écrivez d’abord à help@accessnow.org.",
        ],
        _ => [
            "Звонки",
            "Никогда не сообщайте свой PIN. Звоните через [Ostel]({1}) или Ostel на телефоне.",
            "Прочтите [список]({1}) за 3 дня.",
            "Список",
            "Сначала напишите на help@accessnow.org.",
        ],
    }
}

fn translate(tree: &Tree, args: &[&str]) -> Run {
    let mut command = firstaid();
    command.current_dir(tree.root()).arg("translate").args(args).args(["--today", TODAY]);
    Run::of(&mut command)
}

fn read(tree: &Tree, path: &str) -> String {
    String::from_utf8(tree.read(path)).expect("UTF-8")
}

#[track_caller]
fn edit(tree: &Tree, path: &str, from: &str, to: &str) {
    let text = read(tree, path);
    assert!(text.contains(from), "{from:?} is not in {path}:\n{text}");
    tree.write(path, text.replacen(from, to, 1));
}

fn catalog(locale: &str) -> String {
    format!("content/_catalogs/{locale}/Page.po")
}

fn page(locale: &str) -> String {
    format!("content/{locale}/Page.md")
}

/// A guide with one page, translated into four locales.
fn translated() -> Tree {
    let tree = Tree::page(SOURCE);
    translate(&tree, &[&["sync"][..], &LOCALES].concat()).exits(0);
    let messages = [
        "Calls",
        "Never share your PIN. Call with [Ostel]({1}) or Ostel on the phone.",
        "Read [the list]({1}) within 3 days.",
        "The list",
        "Write to help@accessnow.org first.",
    ];
    for locale in LOCALES {
        for (message, text) in messages.into_iter().zip(texts(locale)) {
            let entry = |text: &str| format!("msgid \"{message}\"\nmsgstr \"{text}\"\n");
            let mut all = read(&tree, &catalog(locale));
            let long = format!("msgid \"\"\n\"{message}\"\nmsgstr \"\"\n");
            assert!(all.contains(&entry("")) || all.contains(&long), "{message}:\n{all}");
            all = all.replace(&entry(""), &entry(text)).replace(&long, &entry(text));
            tree.write(&catalog(locale), all);
        }
    }
    translate(&tree, &["sync"]).exits(0);
    tree
}

#[test]
fn a_url_replaced_in_the_source_reaches_four_locales_in_one_sync() {
    let tree = translated();
    edit(&tree, "content/en/Page.md", "https://ostel.co/", "https://signal.org/");
    translate(&tree, &["sync"]).exits(0);
    for locale in LOCALES {
        assert!(read(&tree, &page(locale)).contains("[Ostel](https://signal.org/)"), "{locale}");
        assert!(!read(&tree, &catalog(locale)).contains("fuzzy"), "{locale}");
    }
}

#[test]
fn a_tool_removed_from_the_source_is_critical_in_four_locales_until_it_is_removed_there() {
    let tree = translated();
    edit(&tree, "content/en/Page.md", "[Ostel](https://ostel.co/) or Ostel", "[Signal](https://signal.org/) or Signal");
    tree.lint(&["--select", "stale-translation", "--format", "concise"])
        .exits(1)
        .says("content/de/Page.md:9:1: error[stale-translation]")
        .says("content/ru/Page.md:9:1: error[stale-translation]")
        .says("a retired tool was named or taken out");
    translate(&tree, &["sync"]).exits(0);
    translate(&tree, &["status"]).exits(0).says("critical, a retired tool was named or taken out");
    for locale in LOCALES {
        let text = read(&tree, &page(locale));
        assert!(text.contains("<span lang=\"en\">Never share your PIN. Call with [Signal]"), "{text}");
        assert!(!text.contains("Ostel"), "{text}");
    }

    // A spelling fix in the translation does not make it up to date.
    edit(&tree, &page("es"), "Lee [la lista]", "Lea [la lista]");
    translate(&tree, &["sync", "es"]).exits(0);
    assert!(read(&tree, &catalog("es")).contains("# firstaid: source changed: critical"));

    let from = "<span lang=\"en\">Never share your PIN. Call with [Signal](https://signal.org/) or Signal on the phone.</span>";
    let to = "Nunca compartas tu PIN. Llama con [Signal](https://signal.org/) o con Signal en el teléfono.";
    edit(&tree, &page("es"), from, to);
    translate(&tree, &["sync", "es"]).exits(0);
    assert!(!read(&tree, &catalog("es")).contains("source changed"));
    let left = tree.lint(&["--select", "stale-translation", "--format", "concise"]).exits(0);
    assert_eq!(left.stdout.lines().count(), 3, "{}", left.stdout);
}

#[test]
fn a_double_space_fixed_in_the_source_makes_nothing_stale() {
    let tree = translated();
    edit(&tree, "content/en/Page.md", "Never share", "Never  share");
    translate(&tree, &["sync"]).exits(0);
    tree.lint(&["--select", "stale-translation"]).exits(0).says("nothing to report");
}

#[test]
fn a_translated_heading_receives_the_links_to_it() {
    let tree = translated();
    assert!(read(&tree, &page("ru")).contains("[список](#список)"));
    edit(&tree, &catalog("ru"), "msgstr \"Список\"", "msgstr \"Список помощи\"");
    translate(&tree, &["sync", "ru"]).exits(0);
    assert!(read(&tree, &page("ru")).contains("[список](#список-помощи)"));
    tree.lint(&["--select", "broken-anchor"]).exits(0);
}

#[test]
fn the_same_text_changed_on_both_sides_is_shown_and_no_file_is_touched() {
    let tree = translated();
    edit(&tree, &page("de"), "Schreibe zuerst", "Schreib zuerst");
    edit(&tree, &catalog("de"), "Schreibe zuerst", "Schreibe als Erstes");
    let before = tree.snapshot();
    translate(&tree, &["sync"])
        .exits(1)
        .says("content/de/Page.md:15:1: changed here and differently in")
        .says("page:    Schreib zuerst an help@accessnow.org.")
        .says("catalog: Schreibe als Erstes an help@accessnow.org.");
    assert!(tree.snapshot() == before);
    translate(&tree, &["sync", "--prefer", "page"]).exits(0);
    assert!(read(&tree, &catalog("de")).contains("Schreib zuerst"));
}

#[test]
fn a_draft_leaves_a_page_in_conflict_and_fills_the_others() {
    let tree = translated().with("content/en/Other.md", "# Calls\n\nWrite to help@accessnow.org first.\n");
    translate(&tree, &["sync", "de"]).exits(0);
    edit(&tree, &page("de"), "Schreibe zuerst", "Schreib zuerst");
    edit(&tree, &catalog("de"), "Schreibe zuerst", "Schreibe als Erstes");
    let before = [read(&tree, &page("de")), read(&tree, &catalog("de"))];
    translate(&tree, &["draft", "de"]).exits(1).warns("page `Page` of `de` is left: it has conflicts");
    assert_eq!([read(&tree, &page("de")), read(&tree, &catalog("de"))], before);
    let drafts = read(&tree, "content/_catalogs/de/Other.po");
    assert!(drafts.contains("msgid \"Calls\"\nmsgstr \"Anrufe\"") && drafts.contains("fuzzy"), "{drafts}");
}

#[test]
fn a_mistake_in_a_catalog_is_found_before_it_reaches_a_page() {
    let tree = translated();
    edit(&tree, &catalog("fr"), "Écrivez d’abord à help@accessnow.org.", "Écrivez d’abord à help@accesnow.org.");
    translate(&tree, &["check", "fr", "--format", "concise"])
        .exits(1)
        .says("content/_catalogs/fr/Page.po:")
        .says("error[lost-identity]");
}

#[test]
fn a_broken_catalog_is_an_error_with_its_line() {
    let tree = translated();
    edit(&tree, &catalog("fr"), "msgstr \"La liste\"", "msgstr \"La liste");
    let line = read(&tree, &catalog("fr")).lines().position(|it| it == "msgstr \"La liste").unwrap() + 1;
    tree.lint(&["--format", "concise"])
        .exits(1)
        .says(&format!("content/_catalogs/fr/Page.po:{line}:1: error[unreadable-catalog]"));
    // Its page waits; the other locales are synced.
    edit(&tree, "content/en/Page.md", "https://ostel.co/", "https://signal.org/");
    let before = (tree.read(&catalog("fr")), tree.read(&page("fr")));
    translate(&tree, &["sync"]).exits(1).says(&format!("content/_catalogs/fr/Page.po:{line}: not synced: "));
    assert!((tree.read(&catalog("fr")), tree.read(&page("fr"))) == before);
    assert!(read(&tree, &page("es")).contains("https://signal.org/"));
    translate(&tree, &["status", "fr"]).exits(0).says("not read");
}

#[test]
fn translations_that_a_page_cannot_show_are_listed_until_they_are_corrected() {
    let tree = translated();
    edit(&tree, &catalog("fr"), "Lisez [la liste]({1}) sous 3 jours.", "Lisez la liste sous 3 jours.");
    edit(&tree, &catalog("es"), "Lee [la lista]({1}) en 3 días.", "Lee [la lista]({7}) en 3 días.");
    // The lines are those of the file after the sync, which puts this entry further down.
    edit(&tree, "content/en/Page.md", "# Calls\n", "# Calls\n\nA new first paragraph.\n");
    for run in [&["sync"][..], &["sync"], &["sync", "--dry-run"]] {
        let run = translate(&tree, run).exits(1);
        let file = read(&tree, &catalog("fr"));
        let line = file.lines().position(|it| it.contains("Lisez la liste sous")).unwrap() + 1;
        run.says(&format!(
            "content/_catalogs/fr/Page.po:{line}: readers get the source text: the placeholder {{1}} of the source is \
             missing; write {{1}} where its link belongs\n  source:  Read [the list]({{1}}) within 3 days.\n  \
             catalog: Lisez la liste sous 3 jours.\n"
        ))
        .says("the source has no placeholder {7}; use the placeholders of the source")
        .warns("2 translations are refused: readers get the source text; correct each in its catalog and sync again");
        assert!(read(&tree, &page("fr")).contains("Read [the list](#la-liste) within 3 days."));
    }
    edit(&tree, &catalog("fr"), "Lisez la liste sous 3 jours.", "Lisez [la liste]({1}) sous 3 jours.");
    edit(&tree, &catalog("es"), "({7})", "({1})");
    let run = translate(&tree, &["sync"]).exits(0);
    assert!(!run.stderr.contains("refused"), "{}", run.stderr);
}

#[test]
fn a_dry_run_reports_and_writes_nothing() {
    let tree = translated();
    edit(&tree, "content/en/Page.md", "3 days", "4 days");
    let before = tree.snapshot();
    translate(&tree, &["sync", "--dry-run"]).exits(1).warns("8 files would be written");
    assert!(tree.snapshot() == before);
    translate(&tree, &["sync"]).exits(0);
    translate(&tree, &["sync", "--dry-run"]).exits(0);
}

#[test]
fn translations_made_without_catalogs_are_imported() {
    let tree = translated();
    std::fs::remove_dir_all(tree.path("content/_catalogs")).unwrap();
    let pages: Vec<String> = LOCALES.iter().map(|locale| read(&tree, &page(locale))).collect();
    for locale in LOCALES {
        translate(&tree, &["import", locale]).exits(0).warns("6 segments imported, 0 to review");
    }
    translate(&tree, &["sync"]).exits(0);
    for (locale, before) in LOCALES.iter().zip(pages) {
        assert_eq!(read(&tree, &page(locale)), before, "{locale}");
    }
    translate(&tree, &["import", "es"]).exits(2).warns("--again");
}

#[test]
fn machine_translations_are_marked_until_a_person_approves_them() {
    let tree = translated();
    std::fs::remove_dir_all(tree.path("content/_catalogs")).unwrap();
    tree.write("firstaid.toml", "[translation]\nstatus-key = \"translation\"\n");
    translate(&tree, &["import", "es", "--machine", "a machine"]).exits(0);
    translate(&tree, &["sync", "es"]).exits(0);
    assert!(read(&tree, &page("es")).contains("\ntranslation: machine-draft\n---\n"));
    assert!(read(&tree, &catalog("es")).contains("# firstaid: machine draft by a machine\n"));
    translate(&tree, &["review", "es", "--by", "Ana"]).exits(0).warns("reviewed by Ana");
    translate(&tree, &["sync", "es"]).exits(0);
    assert!(read(&tree, &page("es")).contains("\ntranslation: translated\n---\n"));
    assert!(!read(&tree, &catalog("es")).contains("fuzzy"));
}

#[test]
fn an_agency_gets_xliff_and_its_work_comes_back() {
    let tree = translated();
    edit(&tree, "content/en/Page.md", "The list", "The full list");
    translate(&tree, &["sync"]).exits(0);
    translate(&tree, &["export", "es", "--output", "es.xlf"]).exits(0);
    let file = read(&tree, "es.xlf");
    assert!(file.contains("<source>The full list</source>"), "{file}");
    let done = file.replace("state=\"initial\"", "state=\"final\"").replace(">La lista<", ">La lista completa<");
    tree.write("back.xlf", done);
    translate(&tree, &["import", "es", "back.xlf"]).exits(0).warns("1 imported");
    translate(&tree, &["sync", "es"]).exits(0);
    assert!(read(&tree, &page("es")).contains("## La lista completa"));
    assert!(!read(&tree, &catalog("es")).contains("fuzzy"));
    tree.write("back.xlf", read(&tree, "es.xlf").replace("trgLang=\"es\"", "trgLang=\"fr\""));
    translate(&tree, &["import", "es", "back.xlf"]).exits(2).warns("back.xlf:");
    translate(&tree, &["export", "es", "--format", "tmx"]).exits(0).says("<seg>La lista completa</seg>");
}

#[test]
fn status_counts_for_people_programs_and_badges() {
    let tree = translated();
    edit(&tree, &catalog("ru"), "msgstr \"Список\"", "msgstr \"\"");
    translate(&tree, &["status", "ru", "--badges", "badges"]).exits(0).says("total");
    let badge: serde_json::Value = serde_json::from_str(&read(&tree, "badges/ru.json")).unwrap();
    assert_eq!((badge["label"].as_str(), badge["schemaVersion"].as_i64()), (Some("ru"), Some(1)));
    let run = translate(&tree, &["status", "ru", "--format", "jsonl"]).exits(0);
    let object: serde_json::Value = serde_json::from_str(run.stdout.trim()).unwrap();
    assert_eq!((object["segments"].as_u64(), object["missing"].as_u64()), (Some(6), Some(1)), "{object}");
}

#[test]
fn a_name_that_is_no_locale_or_page_is_refused() {
    let tree = translated();
    translate(&tree, &["sync", "spanish"]).exits(2).warns("`spanish` is not a locale");
    translate(&tree, &["sync", "en"]).exits(2).warns("`en` is the locale that the others are translated from");
    translate(&tree, &["sync", "--page", "Pag"]).exits(2).warns("no page `Pag`");
    assert!(Path::new(&tree.path("content/_catalogs/es/Page.po")).exists());
}

#[test]
fn a_locale_that_has_catalogs_and_no_pages_yet_is_checked() {
    let tree = Tree::page("Write to <https://signal.org/> first.\n");
    translate(&tree, &["sync", "es"]).exits(0);
    edit(
        &tree,
        &catalog("es"),
        "first.\"\nmsgstr \"\"",
        "first.\"\nmsgstr \"Escribe primero a <https://signal.com/>.\"",
    );
    translate(&tree, &["check", "es"]).exits(1).says("the placeholder {1} of the source is missing");
    edit(&tree, &catalog("es"), "<https://signal.com/>", "<{1}>");
    let run = translate(&tree, &["check", "es"]).exits(0);
    assert!(run.stdout.contains("this page does not have the changes of its catalog"), "{}", run.stdout);
}

#[test]
fn terms_of_a_tbx_file_are_added_to_the_glossary_and_none_is_changed() {
    let tree = translated();
    let glossary =
        "# Terms of the guide\n- term: PIN\n  do-not-translate: true\n- term: Call\n  translations: {es: llamada}\n";
    tree.write("content/_data/glossary.yaml", glossary);
    let entry = |inner: &str| format!("<termEntry>{inner}</termEntry>");
    let language = |tag: &str, inner: &str| format!("<langSet xml:lang=\"{tag}\">{inner}</langSet>");
    let term = |text: &str| format!("<tig><term>{text}</term></tig>");
    let forbidden =
        "<tig><term>lista: \"negra\"</term><termNote type=\"administrativeStatus\">forbidden</termNote></tig>";
    let name = "<descrip type=\"Translation needed\">No</descrip>";
    let body = [
        entry(&(language("en", &term("list")) + &language("es-ES", &(term("la lista") + forbidden)))),
        entry(&(language("en", &term("call")) + &language("es", &term("otra llamada")))),
        entry(&(name.to_owned() + &language("en", &term("Tor")) + &language("es", &term("Tor")))),
        entry(&(language("en", &term("phone")) + &language("fr", &term("téléphone")))),
    ]
    .concat();
    tree.write("terms.tbx", format!("<martif type=\"TBX\"><text><body>{body}</body></text></martif>"));
    translate(&tree, &["import", "es", "--tbx", "terms.tbx"])
        .exits(0)
        .says("terms.tbx: `call` is in the glossary already; its entry stays as it is")
        .warns("4 terms read, 2 added to ")
        .warns("1 there already, 1 without a term for `es`");
    let expected = "- term: \"list\"\n  translations:\n    \"es\": {term: \"la lista\", \
        forbidden: [\"lista: \\\"negra\\\"\"]}\n- term: \"Tor\"\n  do-not-translate: true\n";
    assert_eq!(read(&tree, "content/_data/glossary.yaml"), format!("{glossary}{expected}"));
    translate(&tree, &["import", "es", "--tbx", "terms.tbx"]).exits(0).warns("0 added");
    translate(&tree, &["export", "es", "--format", "tbx"]).exits(0).says("<term>la lista</term>").says("negra");
}
