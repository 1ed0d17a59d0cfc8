//! Exports are valid XLIFF: by its schema, and by the constraints that only the specification states.
//!
//! Without xmllint, a test says so and passes, unless `FIRSTAID_REQUIRE_PEERS` is set.

use std::collections::HashSet;
use std::path::Path;
use std::process::Command;

use crate::support::{Run, TODAY, Tree, firstaid, has_peers, repository};
use firstaid_translate::po::parse;
use roxmltree::{Document, Node};

const NAMESPACE: &str = "urn:oasis:names:tc:xliff:document:2.0";

/// Blocks with text that an export must escape, protect or leave out.
const SOURCE: &str = "---\ntitle: A & B <c>\n---\n\n# Read [this](https://a.example/?x=1&y=2) \"now\"\n\n\
    Write to <help@accessnow.org>, *or* see ![a > b](x.png) and `code` &amp; <br> more.\n\n\
    - One [a](https://a.example/) and [b](https://b.example/) and [a](https://a.example/).\n\
    - Ring \u{7} the bell.\n- ]]> and — “quotes” العربية\n\n| a | b |\n|---|---|\n| 1 | {1} |\n";

fn export(root: &Path, locale: &str) -> String {
    let mut command = firstaid();
    command.current_dir(root).args(["translate", "export", locale, "--today", TODAY]);
    Run::of(&mut command).exits(0).stdout
}

/// The exports of this guide, and of a page of special characters, before and after it is translated.
fn exports() -> Vec<(String, String)> {
    let locales = ["ar", "de", "es", "fr", "ru"];
    let own = locales.map(|locale| (format!("the guide in {locale}"), export(&repository(), locale)));
    let tree = Tree::page(SOURCE);
    let sync = |tree: &Tree| {
        let mut command = firstaid();
        command.current_dir(tree.root()).args(["translate", "sync", "es", "--today", TODAY]);
        Run::of(&mut command).exits(0);
    };
    sync(&tree);
    let before = export(tree.root(), "es");
    let path = "content/_catalogs/es/Page.po";
    let mut catalog = parse(path, &String::from_utf8(tree.read(path)).expect("UTF-8")).expect("a catalog");
    for entry in &mut catalog.entries {
        entry.strings = vec![format!("· {}", entry.id)];
    }
    tree.write(path, catalog.to_string());
    let after = export(tree.root(), "es");
    assert!(after.matches("<target>").count() > 6, "{after}");
    let odd = [("an odd page".to_owned(), before), ("an odd page, translated".to_owned(), after)];
    own.into_iter().chain(odd).collect()
}

#[test]
fn exports_are_valid_to_the_schema() {
    if !has_peers(&["xmllint"]) {
        return;
    }
    let schema = repository().join("tests/schemas/xliff_core_2.0.xsd");
    let validate = |text: &str| {
        let tree = Tree::empty().with("x.xlf", text);
        let mut command = Command::new("xmllint");
        command.args(["--nonet", "--noout", "--schema"]).arg(&schema).arg(tree.path("x.xlf"));
        Run::of(&mut command)
    };
    let exports = exports();
    for (name, text) in &exports {
        let run = validate(text);
        assert_eq!(run.code, Some(0), "{name}: {}", run.stderr);
    }
    // The schema rejects a wrong document.
    let (_, text) = &exports[0];
    for (from, to) in [
        (" id=\"u", " ident=\"u"),
        ("<source>", "<source><b/>"),
        ("state=\"", "state=\"almost "),
        ("canCopy=\"no\"", "canCopy=\"never\""),
        ("<notes>", "<notes/><notes>"),
    ] {
        assert!(text.contains(from), "{from}");
        assert_ne!(validate(&text.replacen(from, to, 1)).code, Some(0), "{to}");
    }
}

#[test]
fn exports_are_as_the_specification_says() {
    for (name, text) in exports() {
        let document = Document::parse(&text).unwrap_or_else(|error| panic!("{name}: {error}"));
        let root = document.root_element();
        assert!(root.has_tag_name((NAMESPACE, "xliff")) && root.attribute("version") == Some("2.1"), "{name}");
        for language in ["srcLang", "trgLang"] {
            let tag = root.attribute(language).unwrap_or_default();
            let is_tag = tag
                .split('-')
                .all(|part| (1..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric()));
            assert!(is_tag, "{name}: {language} is `{tag}`");
        }
        // Ids of files are unique in the document, those of units in their file.
        unique(root.children(), "file", &name);
        for file in elements(root, "file") {
            unique(file.children(), "unit", &name);
            elements(file, "unit").for_each(|unit| check_unit(unit, &name));
        }
    }
}

fn elements<'a>(of: Node<'a, 'a>, name: &'a str) -> impl Iterator<Item = Node<'a, 'a>> {
    of.children().filter(move |node| node.has_tag_name((NAMESPACE, name)))
}

#[track_caller]
fn unique<'a>(nodes: impl Iterator<Item = Node<'a, 'a>>, tag: &str, name: &str) {
    let mut ids = HashSet::new();
    for node in nodes.filter(|node| node.has_tag_name((NAMESPACE, tag))) {
        let id = node.attribute("id").unwrap_or_else(|| panic!("{name}: a {tag} without an id"));
        assert!(ids.insert(id), "{name}: two {tag} elements are `{id}`");
    }
}

/// A unit has one segment. Its codes have unique ids, which source and target share, and each refers to data of the
/// unit.
fn check_unit(unit: Node<'_, '_>, name: &str) {
    let order: Vec<&str> = unit.children().filter(Node::is_element).map(|it| it.tag_name().name()).collect();
    let mut expected = vec!["notes", "originalData", "segment"];
    expected.retain(|it| *it == "segment" || order.contains(it));
    assert_eq!(order, expected, "{name}");
    let data: HashSet<&str> = unit
        .descendants()
        .filter(|it| it.has_tag_name((NAMESPACE, "data")))
        .filter_map(|it| it.attribute("id"))
        .collect();
    let segment = unit.last_element_child().expect("a segment");
    let codes = |side: &str| {
        let side = elements(segment, side).next()?;
        let mut ids = HashSet::new();
        for code in side.descendants().filter(|it| it.has_tag_name((NAMESPACE, "ph"))) {
            let id = code.attribute("id").unwrap_or_default();
            assert!(ids.insert(id.to_owned()), "{name}: two codes are `{id}`");
            assert!(code.attribute("dataRef").is_some_and(|it| data.contains(it)), "{name}: code `{id}` has no data");
        }
        Some(ids)
    };
    let source = codes("source").expect("a source");
    let target = codes("target");
    let state = segment.attribute("state").unwrap_or("initial");
    assert!(state == "initial" || target.is_some(), "{name}: `{state}` without a target");
    // A code may be in the target only if it is in the source, as none of ours may be copied.
    assert!(target.is_none_or(|target| target.is_subset(&source)), "{name}: a code that the source has not");
}
