//! Reports of real runs: valid by their schemas, with paths that their readers resolve, several from one run.

use std::fs;
use std::process::Command;

use crate::support::{Run, Tree, has_peers, repository};
use serde_json::Value;

const DEFECTS: &str = "---\ntitle: é 🙂\n---\n\nÉ 🙂 Use Gmal or Ostel.\n\n[x](https//example.org) of `a|b`\n";

fn schema(name: &str) -> jsonschema::Validator {
    let path = repository().join("tests/schemas").join(name);
    let schema = serde_json::from_slice(&fs::read(path).expect("a schema")).expect("JSON");
    jsonschema::options().should_validate_formats(true).build(&schema).expect("a schema")
}

#[track_caller]
fn valid(name: &str, bytes: &[u8]) -> Value {
    let value: Value = serde_json::from_slice(bytes).expect("JSON");
    let errors: Vec<String> = schema(name).iter_errors(&value).map(|error| error.to_string()).collect();
    assert!(errors.is_empty(), "{errors:#?}\n{value:#}");
    value
}

/// A guide in a folder of a repository.
fn guide() -> Tree {
    let tree = Tree::empty().with(".git/HEAD", "").with("guide/firstaid.toml", "");
    tree.with("guide/content/en/A page.md", DEFECTS).with("guide/content/en/B.md", "Use Ostel.\n\nUse Ostel.\n")
}

#[test]
fn one_run_writes_every_report() {
    let tree = guide();
    let formats = ["sarif", "gitlab", "junit", "rdjson", "jsonl", "concise"];
    let outputs: Vec<String> = formats.iter().map(|it| format!("--output={it}={it}.out")).collect();
    let args: Vec<&str> = ["--root", "guide"].into_iter().chain(outputs.iter().map(String::as_str)).collect();
    let run = tree.lint(&args).exits(1).says("2 pages: ").says("error[stale-tool]");
    assert_eq!(run.stderr, "");
    for (format, output) in formats.iter().zip(formats.iter().map(|it| tree.read(&format!("{it}.out")))) {
        let alone = tree.lint(&["--root", "guide", "--format", format]).exits(1).stdout;
        assert_eq!(alone.as_bytes(), output, "{format}: alone it is another");
    }
    valid("gitlab-code-quality.json", &tree.read("gitlab.out"));
    valid("rdjson.json", &tree.read("rdjson.out"));
    valid("sarif-2.1.0.json", &tree.read("sarif.out"));
}

#[test]
fn a_plain_output_takes_the_place_of_standard_output() {
    let tree = guide();
    let run = tree.lint(&["--root=guide", "--format=concise", "--output=a.txt", "--output=sarif=a.sarif"]).exits(1);
    assert_eq!(run.stdout, "");
    assert!(tree.read("a.txt").starts_with(b"guide/content/en/A page.md:5:"));
    valid("sarif-2.1.0.json", &tree.read("a.sarif"));
}

#[test]
fn sarif_explains_its_rules_and_places_its_results_in_the_repository() {
    let tree = guide();
    tree.write("guide/firstaid.toml", "[report]\nrule-help = \"https://example.org/rules/{rule}.md\"\n");
    let log =
        valid("sarif-2.1.0.json", tree.lint(&["--root", "guide", "--format", "sarif"]).exits(1).stdout.as_bytes());
    let run = &log["runs"][0];
    let rules = run["tool"]["driver"]["rules"].as_array().expect("rules");
    let result = |rule: &str| {
        let results = run["results"].as_array().expect("results");
        results.iter().find(|it| it["ruleId"] == rule).unwrap_or_else(|| panic!("no {rule}"))
    };
    let brand = result("misspelled-brand");
    let place = &brand["locations"][0]["physicalLocation"];
    assert_eq!(place["artifactLocation"]["uri"], "guide/content/en/A%20page.md");
    assert_eq!(place["region"], serde_json::json!({ "startLine": 5, "startColumn": 9, "endLine": 5, "endColumn": 13 }));
    assert_eq!(brand["fixes"][0]["artifactChanges"][0]["replacements"][0]["insertedContent"]["text"], "Gmail");
    let rule = &rules[brand["ruleIndex"].as_u64().expect("an index") as usize];
    assert_eq!(rule["id"], "misspelled-brand");
    assert_eq!(rule["helpUri"], "https://example.org/rules/misspelled-brand.md");
    assert!(rule["help"]["markdown"].as_str().is_some_and(|help| help.contains("## Why")));
    assert_eq!(run["columnKind"], "unicodeCodePoints");
}

#[test]
fn fingerprints_survive_moved_lines_and_distinguish_findings() {
    let tree = guide();
    let fingerprints = || {
        let log: Value =
            serde_json::from_str(&tree.lint(&["--root", "guide", "--format", "sarif"]).stdout).expect("JSON");
        let results = log["runs"][0]["results"].as_array().expect("results").clone();
        let each = results.iter().map(|it| it["partialFingerprints"]["firstaid/v1"].to_string());
        each.collect::<Vec<String>>()
    };
    let before = fingerprints();
    let mut apart = before.clone();
    apart.sort();
    apart.dedup();
    assert_eq!(apart.len(), before.len());
    tree.write("guide/content/en/B.md", "# Added\r\n\r\nMore.\r\n\r\nUse Ostel.\r\n\r\nUse Ostel.\r\n");
    assert_eq!(fingerprints(), before);
}

#[test]
fn a_clean_run_gives_reports_too() {
    let tree = Tree::page("Text.\n");
    let sarif = tree.lint(&["--format", "sarif", "--output=junit=x.xml"]).exits(0).stdout;
    let log = valid("sarif-2.1.0.json", sarif.as_bytes());
    assert_eq!(log["runs"][0]["results"], serde_json::json!([]));
    assert!(String::from_utf8_lossy(&tree.read("x.xml")).contains("failures=\"0\""));
    assert_eq!(tree.lint(&["--format", "github"]).exits(0).stdout, "");
}

#[test]
fn junit_fails_where_the_run_does() {
    let failures = |fail_on: &str| {
        let page = "Read [the guide of the EFF](http://ssd.eff.org/) first.\n";
        let xml = guide()
            .with("guide/content/en/C.md", page)
            .lint(&["--root=guide", "--format=junit", "--fail-on", fail_on])
            .stdout;
        xml.matches("<failure ").count()
    };
    let (errors, all) = (failures("error"), failures("info"));
    assert!(0 < errors && errors < all, "{errors} of {all}");
}

#[test]
fn annotations_have_paths_of_the_repository() {
    let run = guide().lint(&["--root", "guide", "--format", "github"]).exits(1);
    let expected = "::error title=misspelled-brand,file=guide/content/en/A page.md,line=5,endLine=5,col=9,endColumn=13::\
                    `Gmal` looks like a misspelling of Gmail%0Ahelp: write `Gmail` (--unsafe-fixes)\n";
    run.says(expected);
}

#[test]
fn no_text_of_a_guide_is_a_workflow_command_in_a_report() {
    let tool = "- name: OurChat\n  status: dead\n  note: \"x\\n::error::pwned\\n##[add-mask]y\"\n  source: x\n  confidence: high\n";
    let page = "Use Gmal ##[error]a and ##vso[task.complete]b.\n\n::error file=x::pwned Gmal\n\nOurChat\n";
    let tree = guide().with("guide/content/_data/tools.yaml", tool).with("guide/content/en/::debug::.md", page);
    let is_command = |line: &str| {
        let named = |part: &str| part.trim_start_matches(|c: char| c.is_ascii_alphabetic()).starts_with('[');
        line.trim_start().starts_with("::") || line.match_indices("##").any(|(at, _)| named(&line[at + 2..]))
    };
    for format in ["human", "concise", "jsonl", "sarif", "gitlab", "junit", "rdjson"] {
        let run = tree.lint(&["--root", "guide", "--format", format]).exits(1);
        let given: Vec<&str> = run.stdout.lines().chain(run.stderr.lines()).filter(|line| is_command(line)).collect();
        assert_eq!(given, Vec::<&str>::new(), "{format}");
        assert!(run.stdout.contains("OurChat"), "{format}");
    }
    let run = tree.lint(&["--root", "guide", "--format", "github"]).exits(1);
    let ours = ["::error title=", "::warning title=", "::notice title="];
    let others: Vec<&str> = run.stdout.lines().filter(|line| !ours.iter().any(|it| line.starts_with(it))).collect();
    assert_eq!(others, Vec::<&str>::new());
    assert!(run.stdout.contains("file=guide/content/en/%3A%3Adebug%3A%3A.md"), "{}", run.stdout);
    let mut diff = crate::support::firstaid();
    diff.current_dir(tree.root()).env("GITHUB_ACTIONS", "true").args([
        "lint",
        "--root=guide",
        "--diff",
        "--unsafe-fixes",
    ]);
    let run = crate::support::Run::of(&mut diff).exits(1);
    assert!(run.stdout.contains("+Use Gmail"), "{}", run.stdout);
    assert!(!run.stdout.lines().any(is_command), "{}", run.stdout);
}

#[test]
fn junit_reports_are_valid_by_the_schema_of_jenkins() {
    if !has_peers(&["xmllint"]) {
        return;
    }
    let schema = repository().join("tests/schemas/junit-10.xsd");
    for page in ["Use Ostel, see http://eff.org/ & <b>Gmal</b>\u{1b}.\n", "Text.\n"] {
        let tree = Tree::page(page);
        tree.lint(&["--output", "junit=report.xml"]);
        let mut xmllint = Command::new("xmllint");
        Run::of(xmllint.args(["--noout", "--schema"]).args([&schema, &tree.path("report.xml")])).exits(0);
    }
}

#[test]
fn sarif_tools_counts_the_same_findings() {
    if !has_peers(&["sarif"]) {
        return;
    }
    let tree = Tree::page("Use Ostel, see http://eff.org/ or Gmal.\n");
    let found = tree.lint(&["--format=jsonl", "--output=sarif=report.sarif"]).json();
    let run = Run::of(Command::new("sarif").arg("summary").arg(tree.path("report.sarif"))).exits(0);
    for (name, severity) in [("error", "error"), ("warning", "warning"), ("note", "info")] {
        let count = found.iter().filter(|it| it["severity"] == severity).count();
        assert!(run.stdout.contains(&format!("\n{name}: {count}")), "{name}: {count}\n{}", run.stdout);
    }
}
