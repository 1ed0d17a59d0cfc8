//! A translation that repeats a defect of its source: shown at the source, or, alone, with the place of the cause.

use serde_json::Value;

use crate::support::{Run, TODAY, Tree, firstaid};

const RULES: [&str; 2] = ["--select", "stale-tool"];

/// All name a dead tool; the French page has an address of its own.
fn guide() -> Tree {
    Tree::empty()
        .with("content/en/Calls.md", "# Calls\n\nUse Ostel for calls.\n\nSee https://garden.example.net/ first.\n")
        .with("content/es/Calls.md", "# Llamadas\n\nUsa Ostel.\n\nMira https://garden.example.net/ y Ostel.\n")
        .with("content/fr/Calls.md", "# Appels\n\nOstel sert à appeler.\n\nVoir https://jardin.example.org/a ici.\n")
        .with("content/fr/Own.md", "# Appels\n\nOstel sert à appeler.\n")
}

fn places(run: &Run) -> Vec<String> {
    let place = |it: &Value| {
        format!("{}:{} {}", it["path"].as_str().expect("text"), it["line"], it["rule"].as_str().expect("text"))
    };
    run.json().iter().map(place).collect()
}

#[test]
fn a_repeated_defect_is_one_finding_at_the_source() {
    let tree = guide();
    let run = tree.lint(&[&RULES[..], &["--format", "jsonl"]].concat()).exits(1);
    assert_eq!(places(&run), ["content/en/Calls.md:3 stale-tool", "content/fr/Own.md:3 stale-tool"]);
    let also: Vec<String> = run.json()[0]["also"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| format!("{}:{}", it["path"].as_str().unwrap(), it["line"]))
        .collect();
    assert_eq!(also, ["content/es/Calls.md:3", "content/es/Calls.md:5", "content/fr/Calls.md:3"]);
    tree.lint(&RULES).exits(1).says("also in es, fr");
    let sarif = tree.lint(&[&RULES[..], &["--format", "sarif"]].concat());
    let sarif: Value = serde_json::from_slice(sarif.stdout.as_bytes()).unwrap();
    assert_eq!(sarif["runs"][0]["results"][0]["relatedLocations"].as_array().unwrap().len(), 3);
}

#[test]
fn a_wrong_anchor_of_the_source_is_one_finding_whatever_page_it_names() {
    let tree = Tree::empty()
        .with("content/en/Calls.md", "# Calls\n\nSee [trust](Trust.md#our-key).\n")
        .with("content/en/Trust.md", "# Trust\n\n## Our keys\n")
        .with("content/es/Calls.md", "# Llamadas\n\nMira la [confianza](Trust.md#our-key).\n")
        .with("content/es/Trust.md", "# Confianza\n\n## Nuestras llaves\n");
    let run = tree.lint(&["--select", "broken-anchor", "--format", "jsonl"]).exits(1);
    assert_eq!(places(&run), ["content/en/Calls.md:3 broken-anchor"]);
}

#[test]
fn a_translation_alone_shows_its_own_place_and_the_cause() {
    let tree = guide();
    let args = [&RULES[..], &["--format", "jsonl"]].concat();
    for narrow in [&["--locale", "es"][..], &["content/es"]] {
        let run = tree.lint(&[&args[..], narrow].concat()).exits(1);
        assert_eq!(places(&run), ["content/es/Calls.md:3 stale-tool", "content/es/Calls.md:5 stale-tool"]);
        assert_eq!(run.json()[0]["related"]["path"], "content/en/Calls.md");
    }
    let mut command = firstaid();
    command.current_dir(tree.root()).args(["translate", "check", "es", "--today", TODAY]).args(RULES);
    Run::of(&mut command).says("the source has it, too");
}

#[test]
fn a_translation_that_is_judged_more_strictly_keeps_its_own_finding() {
    let levels = "[[levels]]\npaths = [\"content/en/*\"]\nrules = { stale-tool = \"info\" }\n";
    let tree = guide().with("firstaid.toml", levels);
    let run = tree.lint(&[&RULES[..], &["--format", "jsonl"]].concat()).exits(1);
    let places = places(&run);
    assert!(places.contains(&"content/es/Calls.md:3 stale-tool".to_owned()), "{places:?}");
    assert_eq!(run.json()[0]["also"].as_array().map_or(0, Vec::len), 0, "{}", run.json()[0]);
}

#[test]
fn a_baseline_knows_each_place_by_itself() {
    let tree = guide();
    let update = [&RULES[..], &["--baseline", "base.json", "--update-baseline"]].concat();
    tree.lint(&update).exits(0);
    // The source is fixed; nobody has looked at the translations again, and they stay accepted.
    tree.write("content/en/Calls.md", "# Calls\n\nUse Signal for calls.\n");
    tree.lint(&[&RULES[..], &["--baseline", "base.json"]].concat()).exits(0);
}
