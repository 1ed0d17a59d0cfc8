//! Workflows, the action and hooks: pinned, with minimal permissions, and never expanding untrusted text in a script.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::support::{Run, has_peers, repository};
use firstaid_content::{Entry, Node, Value, parse_yaml};

/// The problems of a workflow or an action.
fn problems(text: &str) -> Vec<String> {
    let Some(root) = parse_yaml(text) else { return vec!["no YAML".to_owned()] };
    let mut problems = Vec::new();
    for used in all(&root, "uses").into_iter().filter_map(|node| Some((node, node.as_str()?))) {
        let line = text[used.0.range.start() as usize..].lines().next().unwrap_or_default();
        if !used.1.starts_with("./") && !is_pinned(used.1, line) {
            problems.push(format!("not pinned: {line}"));
        }
    }
    let scripts = all(&root, "run").into_iter().filter_map(Node::as_str);
    problems.extend(scripts.filter(|script| has_expression(script)).map(|script| format!("expanded in: {script}")));
    if text.contains("secrets.") {
        problems.push("a secret".to_owned());
    }
    if let Some(jobs) = get(&root, "jobs") {
        problems.extend(workflow_problems(&root, jobs));
    }
    problems
}

fn workflow_problems(root: &Node, jobs: &Node) -> Vec<String> {
    let mut problems = Vec::new();
    let triggers: Vec<&str> = get(root, "on").map(keys).unwrap_or_default();
    if triggers.iter().any(|on| ["pull_request_target", "workflow_run", "issue_comment"].contains(on)) {
        problems.push("runs for strangers with the rights of our own".to_owned());
    }
    if rights(root) != [("contents", "read")] {
        problems.push("more rights than to read".to_owned());
    }
    for job in entries(jobs) {
        let (name, job) = (&job.key, &job.value);
        let may_write = rights(job).iter().any(|(_, right)| *right == "write");
        if may_write && triggers.contains(&"pull_request") && !all(job, "run").is_empty() {
            problems.push(format!("{name} runs scripts and may write"));
        }
        if get(job, "timeout-minutes").is_none() {
            problems.push(format!("{name} may run for ever"));
        }
        let pushes = rights(job).contains(&("contents", "write"));
        for step in get(job, "steps").map(items).unwrap_or_default() {
            let is_checkout =
                get(step, "uses").and_then(Node::as_str).is_some_and(|it| it.starts_with("actions/checkout@"));
            let keeps = get(step, "with").and_then(|with| get(with, "persist-credentials")?.as_str()) != Some("false");
            if is_checkout && keeps && !pushes {
                problems.push(format!("{name} leaves its token in the checkout"));
            }
        }
    }
    problems
}

/// Whether an action is pinned by a full commit hash, with its version in a comment.
fn is_pinned(used: &str, line: &str) -> bool {
    let commit = used.split_once('@').map_or("", |(_, commit)| commit);
    let is_full = commit.len() == 40 && commit.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
    is_full && line.split_once(" # v").is_some_and(|(_, version)| version.starts_with(|c: char| c.is_ascii_digit()))
}

/// Whether a script expands anything but the workflow's own matrix.
fn has_expression(script: &str) -> bool {
    script.split("${{").skip(1).any(|expression| !expression.trim_start().starts_with("matrix."))
}

fn rights(node: &Node) -> Vec<(&str, &str)> {
    let rights = get(node, "permissions").map(entries).unwrap_or_default();
    rights.iter().map(|right| (&*right.key, right.value.as_str().unwrap_or_default())).collect()
}

fn entries(node: &Node) -> &[Entry] {
    match &node.value {
        Value::Mapping(entries) => entries,
        _ => &[],
    }
}

fn items(node: &Node) -> &[Node] {
    match &node.value {
        Value::Sequence(nodes) => nodes,
        _ => &[],
    }
}

fn get<'a>(node: &'a Node, key: &str) -> Option<&'a Node> {
    entries(node).iter().find(|entry| &*entry.key == key).map(|entry| &entry.value)
}

/// The names in `on`, which may be a mapping, a list or one name.
fn keys(node: &Node) -> Vec<&str> {
    let listed = items(node).iter().chain([node]).filter_map(Node::as_str);
    entries(node).iter().map(|entry| &*entry.key).chain(listed).collect()
}

/// The values of a key, however deep.
fn all<'a>(node: &'a Node, key: &str) -> Vec<&'a Node> {
    let of_entry = |entry: &'a Entry| {
        let own = (&*entry.key == key).then_some(&entry.value);
        own.into_iter().chain(all(&entry.value, key)).collect::<Vec<_>>()
    };
    entries(node).iter().flat_map(of_entry).chain(items(node).iter().flat_map(|item| all(item, key))).collect()
}

/// Every workflow and action of this repository, with its text.
fn files() -> Vec<(PathBuf, String)> {
    let workflows = fs::read_dir(repository().join(".github/workflows")).expect("a folder");
    let workflows = workflows.map(|entry| entry.expect("an entry").path());
    let files = workflows.chain([repository().join("action.yml")]);
    files.map(|path| (path.clone(), fs::read_to_string(path).expect("a file"))).collect()
}

#[test]
fn our_workflows_are_pinned_and_harmless() {
    let files = files();
    assert!(files.len() > 4, "{}", files.len());
    for (path, text) in files {
        assert_eq!(problems(&text), Vec::<String>::new(), "{}", path.display());
    }
}

#[test]
fn an_action_has_one_commit_everywhere() {
    let mut commits: BTreeMap<String, String> = BTreeMap::new();
    for (path, text) in files() {
        for line in text.lines().filter_map(|line| line.split_once("uses: ").map(|(_, used)| used)) {
            let (action, commit) = line.split_once('@').expect("a pin");
            let before = commits.insert(action.to_owned(), commit.to_owned());
            assert!(before.is_none_or(|before| before == commit), "{}: {action} at {commit}", path.display());
        }
    }
}

#[test]
fn harmful_workflows_are_detected() {
    let good = "on: [pull_request]\npermissions:\n  contents: read\njobs:\n  a:\n    timeout-minutes: 5\n    steps:\n      \
                - run: echo \"${{ matrix.x }}\"\n      - uses: a/b@0123456789012345678901234567890123456789 # v1.2.3\n";
    assert_eq!(problems(good), Vec::<String>::new());
    for (from, to, expected) in [
        ("@0123456789012345678901234567890123456789", "@v1", "not pinned"),
        (" # v1.2.3", "", "not pinned"),
        ("matrix.x", "github.event.pull_request.title", "expanded in"),
        ("matrix.x", "github.head_ref", "expanded in"),
        ("matrix.x", "secrets.TOKEN", "a secret"),
        ("[pull_request]", "pull_request_target", "rights of our own"),
        ("contents: read", "contents: write", "more rights"),
        ("permissions:\n  contents: read\n", "", "more rights"),
        ("    timeout-minutes: 5\n", "", "for ever"),
        ("    timeout-minutes: 5\n", "    timeout-minutes: 5\n    permissions:\n      checks: write\n", "may write"),
        ("a/b@", "actions/checkout@", "leaves its token"),
    ] {
        assert!(good.contains(from), "{from}");
        let problems = problems(&good.replace(from, to));
        assert!(problems.iter().any(|it| it.contains(expected)), "{to}: {problems:?}");
    }
}

#[test]
fn what_the_handbook_proposes_is_no_worse() {
    let page = fs::read_to_string(repository().join("docs/ci.md")).expect("a file");
    let blocks: Vec<&str> = page.split("\n```yml\n").skip(1).filter_map(|it| it.split("\n```\n").next()).collect();
    let block = |word: &str| *blocks.iter().find(|it| it.contains(word)).unwrap_or_else(|| panic!("no {word}"));
    let workflow = block("OWNER/REPOSITORY@COMMIT").replace("@COMMIT #", &format!("@{} # v1,", "0".repeat(40)));
    assert_eq!(problems(&workflow), Vec::<String>::new());
    let root = parse_yaml(&workflow).expect("YAML");
    let action = parse_yaml(&fs::read_to_string(repository().join("action.yml")).expect("a file")).expect("YAML");
    let inputs = keys(get(&action, "inputs").expect("inputs"));
    let given =
        all(&root, "with").into_iter().flat_map(keys).filter(|it| !it.contains("fetch") && !it.contains("persist"));
    assert!(
        given.clone().count() > 1 && given.clone().all(|it| inputs.contains(&it)),
        "{:?}",
        given.collect::<Vec<_>>()
    );
    let hooks = fs::read_to_string(repository().join(".pre-commit-hooks.yaml")).expect("a file");
    let hook = all(&parse_yaml(block("hooks:")).expect("YAML"), "id")[0].as_str().expect("a name").to_owned();
    assert!(hooks.contains(&format!("- id: {hook}\n")), "{hook}");
}

#[test]
fn hooks_name_executable_scripts() {
    let text = fs::read_to_string(repository().join(".pre-commit-hooks.yaml")).expect("a file");
    let root = parse_yaml(&text).expect("YAML");
    let entries = all(&root, "entry");
    assert_eq!(entries.len(), 2);
    for entry in entries {
        let script = repository().join(entry.as_str().expect("a name"));
        #[cfg(unix)]
        assert!(
            std::os::unix::fs::PermissionsExt::mode(&script.metadata().expect("a file").permissions()) & 0o111 != 0
        );
        assert!(script.is_file());
    }
}

#[test]
fn the_owners_of_registries_own_every_registry() {
    let owners = fs::read_to_string(repository().join(".github/CODEOWNERS")).expect("a file");
    let rules: Vec<(&str, &str)> = owners
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .map(|line| line.split_once(' ').expect("a pattern and its owner"))
        .map(|(pattern, owner)| (pattern, owner.trim()))
        .collect();
    for (pattern, owner) in &rules {
        assert!(owner.starts_with('@'), "{owner}");
        assert!(*pattern == "*" || repository().join(pattern.trim_matches('/')).exists(), "{pattern} is not there");
    }
    let owner = |path: &str| {
        let is_of = |(pattern, _): &&(&str, &str)| *pattern == "*" || format!("/{path}").starts_with(pattern);
        rules.iter().rev().find(is_of).expect("an owner").1
    };
    for folder in ["crates/registry/data", "content/_data"] {
        for entry in fs::read_dir(repository().join(folder)).expect("a folder") {
            let name = entry.expect("an entry").file_name();
            let path = Path::new(folder).join(name);
            assert!(owner(path.to_str().expect("UTF-8")).ends_with("/registries"), "{}", path.display());
        }
    }
}

#[test]
fn workflows_pass_actionlint_and_scripts_shellcheck() {
    if !has_peers(&["actionlint", "shellcheck"]) {
        return;
    }
    Run::of(Command::new("actionlint").current_dir(repository()).arg("-no-color")).exits(0);
    let scripts = [
        ".ci/run",
        ".github/release/archive.sh",
        ".github/release/formula.sh",
        ".github/release/packages.sh",
        "action/binary.sh",
        "action/entry.sh",
        "action/hook.sh",
    ];
    Run::of(Command::new("shellcheck").current_dir(repository()).args(scripts)).exits(0);
}
