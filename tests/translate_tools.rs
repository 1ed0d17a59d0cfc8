//! Catalogs and files that other tools rewrite: msgmerge, polib, and the storage of the Translate Toolkit, which Weblate and
//! Virtaal use. State, placeholders and pages survive them.
//!
//! Without such a tool a test says so and counts as skipped.

use std::process::{Command, Stdio};

use crate::support::{Run, TODAY, Tree, firstaid, has_peers, missing, shell};

const SOURCE: &str = "# Bees\n\nFeed [the bees](https://example.org/feed) within 24 hours.\n\nKeep the hive dry.\n\n\
    Ask [Kim](https://example.org/kim) or [Lou](https://example.org/lou).\n";
const GERMAN: &str = "# Bienen\n\nFüttere [die Bienen](https://example.org/feed) innerhalb von 24 Stunden.\n\n\
    Halte den Stock trocken.\n\nFrag [Kim](https://example.org/kim) oder [Lou](https://example.org/lou).\n";
const CATALOG: &str = "content/_catalogs/de/bees.po";
const PAGE: &str = "content/de/bees.md";
const MERGE: &str =
    "msgmerge --quiet --update --backup=none content/_catalogs/de/bees.po content/_catalogs/templates/bees.pot";

fn translate(tree: &Tree, args: &[&str]) -> Run {
    let mut command = firstaid();
    Run::of(command.current_dir(tree.root()).arg("translate").args(args).args(["--today", TODAY]))
}

/// A guide whose German page is imported and reviewed, with a template.
fn reviewed() -> Tree {
    let tree = Tree::empty()
        .with("firstaid.toml", "[content]\nroot = \"content\"\n")
        .with("content/en/bees.md", SOURCE)
        .with(PAGE, GERMAN);
    translate(&tree, &["import", "de"]).exits(0);
    translate(&tree, &["sync", "de"]).exits(0);
    translate(&tree, &["review", "de", "--by", "Kim"]).exits(0);
    translate(&tree, &["template"]).exits(0).warns("1 templates written");
    tree
}

fn text(tree: &Tree, path: &str) -> String {
    String::from_utf8(tree.read(path)).expect("UTF-8")
}

/// The sync finds nothing to do to the page, and every translation is still a reviewed one.
#[track_caller]
fn assert_kept(tree: &Tree) {
    translate(tree, &["sync", "de"]).exits(0);
    assert_eq!(text(tree, PAGE), GERMAN);
    translate(tree, &["status", "de", "--format", "jsonl"]).exits(0).says("\"reviewed\":4").says("\"coverage\":100");
}

/// Runs a script of Python that has a module; `None`, and a word on it, if no Python has it.
fn python(tree: &Tree, module: &str, package: &str, script: &str) -> Option<Run> {
    let has = |python: &&str| {
        let check = Command::new(python).args(["-c", &format!("import {module}")]).stderr(Stdio::null()).status();
        check.is_ok_and(|status| status.success())
    };
    let Some(python) = ["/usr/bin/python3", "python3"].into_iter().find(has) else {
        missing(package);
        return None;
    };
    Some(Run::of(Command::new(python).current_dir(tree.root()).args(["-c", script])).exits(0))
}

#[test]
fn state_survives_msgmerge() {
    if !has_peers(&["msgmerge", "msgfmt"]) {
        return;
    }
    let tree = reviewed();
    shell(tree.root(), MERGE).exits(0);
    assert_kept(&tree);
    shell(tree.root(), &format!("msgfmt -c -o /dev/null {CATALOG}")).exits(0);
}

#[test]
fn what_msgmerge_matches_with_another_text_is_graded() {
    if !has_peers(&["msgmerge"]) {
        return;
    }
    for options in ["--previous", ""] {
        let tree = reviewed();
        tree.write("content/en/bees.md", SOURCE.replace("24 hours", "48 hours"));
        translate(&tree, &["template"]).exits(0);
        shell(tree.root(), &format!("{MERGE} {options}")).exits(0);
        translate(&tree, &["sync", "de"]).exits(0);
        let page = text(&tree, PAGE);
        assert!(page.contains("within 48 hours") && !page.contains("24 Stunden"), "{options}: {page}");
        assert!(text(&tree, CATALOG).contains("innerhalb von 24 Stunden"));
        translate(&tree, &["sync", "de"]).exits(0).warns("0 files written");
    }
}

#[test]
fn msgfmt_finds_lost_and_unknown_placeholders() {
    if !has_peers(&["msgfmt"]) {
        return;
    }
    for wrong in ["Frag [Kim]({1}) oder Lou.", "Frag [Kim]({1}) oder [Lou]({3})."] {
        let tree = reviewed();
        tree.write(CATALOG, text(&tree, CATALOG).replace("Frag [Kim]({1}) oder [Lou]({2}).", wrong));
        shell(tree.root(), &format!("msgfmt -c -o /dev/null {CATALOG}")).exits(1);
    }
}

#[test]
fn state_survives_polib_and_the_translate_toolkit() {
    let rewrite = [
        ("polib", "python3-polib", "import polib; polib.pofile(PATH).save()"),
        (
            "translate.storage.pypo",
            "translate-toolkit",
            "from translate.storage import pypo; store = pypo.pofile.parsefile(PATH); store.save()",
        ),
    ];
    for (module, package, script) in rewrite {
        let tree = reviewed();
        if python(&tree, module, package, &script.replace("PATH", &format!("'{CATALOG}'"))).is_some() {
            assert_kept(&tree);
        }
    }
}

#[test]
fn the_translate_toolkit_translates_xliff_1_2() {
    let tree = reviewed();
    tree.write("content/en/bees.md", SOURCE.replace("dry", "dry and clean"));
    translate(&tree, &["sync", "de"]).exits(0);
    translate(&tree, &["export", "de", "--format", "xliff-1.2", "--output", "bees.xlf"]).exits(0);
    let script = "from translate.storage import xliff\n\
        store = xliff.xlifffile.parsefile('bees.xlf')\n\
        for unit in store.units:\n    \
            if unit.isfuzzy():\n        \
                unit.target = 'Halte den Stock trocken und sauber.'\n        \
                unit.markfuzzy(False)\n\
        store.savefile('back.xlf')\n";
    if python(&tree, "translate.storage.xliff", "translate-toolkit", script).is_none() {
        return;
    }
    translate(&tree, &["import", "de", "back.xlf"]).exits(0).warns("1 imported, 3 as in the catalogs, 0 refused");
    translate(&tree, &["sync", "de"]).exits(0);
    assert_eq!(text(&tree, PAGE), GERMAN.replace("trocken", "trocken und sauber"));
}

#[test]
fn the_translate_toolkit_reads_the_glossary() {
    let tree = reviewed();
    tree.write(
        "content/_data/glossary.yaml",
        "- term: hive\n  definition: A home of bees.\n  translations:\n    de: {term: Stock, forbidden: [Hütte]}\n\
         - term: Kim\n  definition: A name.\n  do-not-translate: true\n",
    );
    translate(&tree, &["export", "de", "--format", "tbx", "--output", "bees.tbx"]).exits(0);
    let script = "from translate.storage import tbx\n\
        for unit in tbx.tbxfile.parsefile('bees.tbx').units:\n    print(unit.source, unit.target)\n";
    if let Some(run) = python(&tree, "translate.storage.tbx", "translate-toolkit", script) {
        run.says("hive Stock").says("Kim Kim");
    }
}

#[test]
fn a_delivery_with_bad_units_is_taken_in_part() {
    let tree = reviewed();
    tree.write("content/en/bees.md", SOURCE.replace("dry", "dry and clean"));
    translate(&tree, &["sync", "de"]).exits(0);
    translate(&tree, &["export", "de", "--output", "bees.xlf"]).exits(0);
    let file = text(&tree, "bees.xlf");
    let done = file
        .replace("state=\"initial\" subState=\"firstaid:fuzzy\"", "state=\"translated\"")
        .replace("<target>Halte den Stock trocken.", "<target>Halte den Stock trocken und sauber.")
        .replace("<target>Bienen", "<target>Die Bienen")
        .replace("innerhalb von 24 Stunden.</target>", "binnen 24 Stunden. {7}</target>");
    tree.write("back.xlf", done);
    // Meanwhile somebody changes the heading.
    tree.write(CATALOG, text(&tree, CATALOG).replace("msgstr \"Bienen\"", "msgstr \"Unsere Bienen\""));
    translate(&tree, &["import", "de", "back.xlf"])
        .exits(1)
        .says("the placeholders of unit")
        .says("changed since the export")
        .says("  catalog: Unsere Bienen")
        .warns("1 imported, 1 as in the catalogs, 1 refused, 1 in conflict");
    let catalog = text(&tree, CATALOG);
    assert!(catalog.contains("trocken und sauber") && catalog.contains("Unsere Bienen") && !catalog.contains("{7}"));
    translate(&tree, &["import", "de", "back.xlf", "--replace"]).exits(1).warns("1 imported");
    assert!(text(&tree, CATALOG).contains("msgstr \"Die Bienen\""));
}

#[test]
fn a_memory_of_another_region_fills_what_is_missing() {
    let tree = reviewed();
    tree.write("content/en/bees.md", format!("{SOURCE}\nClose the lid.\n"));
    translate(&tree, &["sync", "de"]).exits(0);
    let pair = |tag: &str, text: &str| format!("<tuv xml:lang=\"{tag}\"><seg>{text}</seg></tuv>");
    let unit = |tag: &str, text: &str| format!("<tu>{}{}</tu>", pair("EN-GB", "Close the lid."), pair(tag, text));
    let body = [unit("FR-FR", "Fermez."), unit("DE-AT", "Mach den Deckel zu.")].concat();
    tree.write("m.tmx", format!("<tmx version=\"1.4\"><header srclang=\"EN-GB\"/><body>{body}</body></tmx>"));
    translate(&tree, &["import", "de", "m.tmx"])
        .exits(0)
        .warns("2 pairs read, 1 of them into `de`")
        .warns("1 untranslated");
    assert!(text(&tree, CATALOG).contains("msgstr \"Mach den Deckel zu.\""));
    translate(&tree, &["status", "de", "--format", "jsonl"]).exits(0).says("\"by_machine\":1");
}
