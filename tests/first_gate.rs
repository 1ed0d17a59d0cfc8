//! The first day with a guide: what `docs/first-day.md` says is typed and printed, and the samples of `docs/ci.md` for
//! each host fail on what is new and on nothing else.

use std::ffi::OsString;
use std::fs;
use std::path::Path;
use std::process::Command;

use crate::support::repo::Repo;
use crate::support::{BINARY, Run, Tree, has_peers, repository};
use firstaid_content::{Node, Value, parse_yaml};

/// The folders of programs, with that of the binary first.
fn path() -> OsString {
    let own = Path::new(BINARY).parent().expect("a folder").to_owned();
    let others = std::env::var_os("PATH").unwrap_or_default();
    std::env::join_paths(std::iter::once(own).chain(std::env::split_paths(&others))).expect("folders")
}

fn read(path: &str) -> String {
    fs::read_to_string(repository().join(path)).expect("a file")
}

/// The commands below a heading of the page, each with what it prints.
fn transcript(heading: &str) -> Vec<(String, String)> {
    let page = read("docs/first-day.md");
    let (_, section) = page.split_once(&format!("\n## {heading}\n")).expect("the section");
    let (_, block) = section.split_once("```console\n").expect("a block");
    let (block, _) = block.split_once("```\n").expect("its end");
    let mut steps: Vec<(String, String)> = Vec::new();
    for line in block.split_inclusive('\n') {
        match line.strip_prefix("$ ") {
            Some(command) => steps.push((command.trim().to_owned(), String::new())),
            None => steps.last_mut().expect("a command").1.push_str(line),
        }
    }
    assert!(steps.len() > 5, "{steps:?}");
    steps
}

/// Types the commands of a section in a tree. After the last one the gate is green, and a new error makes it red.
#[track_caller]
fn goes_green(heading: &str, tree: &Tree, page: &str) {
    for (command, printed) in transcript(heading) {
        let mut shell = Command::new("sh");
        shell.current_dir(tree.root()).env("PATH", path()).args(["-c", &format!("{{ {command}; }} 2>&1")]);
        assert_eq!(Run::of(&mut shell).stdout, printed, "{heading}: {command}");
    }
    let gate = ["--baseline", "firstaid-baseline.jsonl", "--format", "concise"];
    tree.lint(&gate).exits(0);
    let text = fs::read_to_string(tree.path(page)).expect("a page");
    tree.write(page, format!("{text}\nUse CSipSimple.\n"));
    let run = tree.lint(&gate).exits(1).says("error[stale-tool] CSipSimple");
    assert_eq!(run.stdout.matches(": error[").count(), 1, "{}", run.stdout);
}

#[test]
fn mkdocs_goes_green() {
    let tree = Tree::empty()
        .with("mkdocs.yml", "site_name: Phones\n")
        .with("docs/index.md", "# Phones\n\nLock your screen, then read about [calls](calls.md).\n")
        .with(
            "docs/calls.md",
            "# Calls\n\nUse Ostel, and keep the [list of tools](tools.md) at hand.\n\nAsk a friend, or [EFF](http://www.eff.org/).\n",
        );
    goes_green("MkDocs", &tree, "docs/calls.md");
}

#[test]
fn hugo_goes_green() {
    let tree = Tree::empty()
        .with(
            "hugo.toml",
            "baseURL = 'https://example.org/'\ndefaultContentLanguage = 'en'\n\n[languages.en]\n[languages.es]\n",
        )
        .with(
            "content/_index.md",
            "---\ntitle: Phones\n---\n\nLock your screen, then read about [calls](/docs/calls/).\n",
        )
        .with(
            "content/docs/calls.md",
            "---\ntitle: Calls\n---\n\nUse Ostel, and [ask for help]({{< ref \"help.md\" >}}).\n",
        )
        .with(
            "content/docs/calls.es.md",
            "---\ntitle: Llamadas\n---\n\nUse Ostel y lea [el comienzo](/inicio/nada/).\n",
        );
    goes_green("Hugo", &tree, "content/docs/calls.md");
}

#[test]
fn docusaurus_goes_green() {
    let config = "module.exports = {\n  i18n: { defaultLocale: 'en', locales: ['en', 'es'] },\n};\n";
    let tree = Tree::empty()
        .with("docusaurus.config.js", config)
        .with(
            "docs/01-start.md",
            "---\nslug: /\n---\n\n# Phones\n\nLock your screen, then read about [calls](./02-calls.mdx).\n",
        )
        .with(
            "docs/02-calls.mdx",
            "# Calls\n\n:::tip[Use Gmal]\n\nUse Ostel, not [a phone line](./phones.md).\n\n:::\n",
        )
        .with(
            "i18n/es/docusaurus-plugin-content-docs/current/02-calls.mdx",
            "# Llamadas\n\n:::tip[Use Gmail]\n\nUse Ostel, no [una línea](./phones.md).\n\n:::\n",
        );
    goes_green("Docusaurus", &tree, "docs/02-calls.mdx");
}

#[test]
fn jekyll_goes_green() {
    let tree = Tree::empty()
        .with("_config.yml", "title: Phones\nlang: en\ncollections:\n  guides:\n    output: true\n")
        .with("index.md", "---\ntitle: Phones\n---\n\nLock your screen, then read about [calls]({% link _guides/calls.md %}).\n")
        .with(
            "_guides/calls.md",
            "---\ntitle: Calls\n---\n\nUse Ostel, or [ask for help]({% link _guides/help.md %}).\n\nAsk [EFF](http://www.eff.org/), too.\n",
        );
    goes_green("Jekyll", &tree, "_guides/calls.md");
}

/// A pull request against `main`, whose page has an old error, and if `is_bad` a new one.
fn pull_request(is_bad: bool) -> Repo {
    let repo = Repo::new(Tree::page("# Page\n\nGmal.\n"));
    repo.git(&["remote", "add", "origin", "."]);
    repo.git(&["update-ref", "refs/remotes/origin/main", "HEAD"]);
    repo.branch("work");
    repo.tree
        .write("content/en/Page.md", if is_bad { "# Page\n\nGmal.\n\nOstel.\n" } else { "# Page\n\nGmal.\n\nMore.\n" });
    repo.commit();
    repo
}

/// The block of the handbook with a word in it.
fn sample(word: &str) -> Node {
    let page = read("docs/ci.md");
    let blocks = page.split("\n```yml\n").skip(1).filter_map(|it| it.split("\n```\n").next());
    let block = blocks.into_iter().find(|it| it.contains(word)).unwrap_or_else(|| panic!("no {word}"));
    parse_yaml(block).expect("YAML")
}

/// The values of a key, however deep, and of lists under it.
fn values(node: &Node, key: &str) -> Vec<String> {
    match &node.value {
        Value::Mapping(entries) => {
            let of_entry = |it: &firstaid_content::Entry| match (&*it.key == key, &it.value.value) {
                (true, Value::Sequence(items)) => items.iter().filter_map(Node::as_str).map(str::to_owned).collect(),
                (true, Value::Scalar { text, .. }) => vec![text.to_string()],
                _ => values(&it.value, key),
            };
            entries.iter().flat_map(of_entry).collect()
        }
        Value::Sequence(items) => items.iter().flat_map(|item| values(item, key)).collect(),
        _ => Vec::new(),
    }
}

/// The exit code of a script as a runner runs it.
fn exit_code(repo: &Repo, script: &str, variables: &[(&str, &str)]) -> Option<i32> {
    let mut command = Command::new("bash");
    command.current_dir(repo.tree.root()).env("PATH", path()).args(["-euo", "pipefail", "-c", script]);
    command.env_remove("GITHUB_BASE_REF").envs(variables.iter().copied());
    Run::of(&mut command).code
}

#[test]
fn the_sample_for_each_host_fails_on_what_is_new_alone() {
    if !has_peers(&["git"]) {
        return;
    }
    for (word, key, variable) in [
        ("GIT_DEPTH", "script", ("CI_MERGE_REQUEST_DIFF_BASE_SHA", "main")),
        ("runs-on: docker", "run", ("GITHUB_BASE_REF", "main")),
        ("BITBUCKET", "script", ("BITBUCKET_PR_DESTINATION_BRANCH", "main")),
    ] {
        let script = values(&sample(word), key).join("\n");
        assert!(script.contains("firstaid lint"), "{word}: {script}");
        assert_eq!(exit_code(&pull_request(false), &script, &[variable]), Some(0), "{word}: {script}");
        assert_eq!(exit_code(&pull_request(true), &script, &[variable]), Some(1), "{word}: {script}");
    }
}

#[test]
fn the_sample_for_github_fails_on_what_is_new_alone() {
    if !has_peers(&["git"]) {
        return;
    }
    let sample = sample("OWNER/REPOSITORY@COMMIT");
    let input = |name: &str| values(&sample, name).first().cloned().expect("an input of the sample");
    let (root, fail_on) = (input("root"), input("fail-on"));
    let temporary = Tree::empty();
    let entry = repository().join("action/entry.sh").canonicalize().expect("a script");
    let entry = format!("bash '{}'", entry.display());
    let folder = temporary.root().to_str().expect("UTF-8");
    let variables = [
        ("FIRSTAID_BINARY", BINARY),
        ("FIRSTAID_ROOT", &*root),
        ("FIRSTAID_FAIL_ON", &*fail_on),
        ("GITHUB_BASE_REF", "main"),
        ("RUNNER_TEMP", folder),
        ("GITHUB_OUTPUT", "/dev/null"),
        ("GITHUB_STEP_SUMMARY", "/dev/null"),
    ];
    assert_eq!(exit_code(&pull_request(false), &entry, &variables), Some(0));
    assert_eq!(exit_code(&pull_request(true), &entry, &variables), Some(1));
    // A push shows the whole guide.
    let push: Vec<(&str, &str)> = variables.into_iter().filter(|(name, _)| *name != "GITHUB_BASE_REF").collect();
    assert_eq!(exit_code(&pull_request(false), &entry, &push), Some(1));
}

#[test]
fn without_a_commit_everything_is_new_and_a_missing_one_is_an_error() {
    if !has_peers(&["git"]) {
        return;
    }
    let tree = Tree::page("# Page\n\nOstel.\n");
    Run::of(Command::new("git").current_dir(tree.root()).args(["init", "--quiet"])).exits(0);
    tree.lint(&["--changed-since", "HEAD"]).exits(1).warns("everything is new");
    let repo = Repo::new(Tree::page("# Page\n\nOstel.\n"));
    repo.tree.lint(&["--changed-since", "HEAD~1"]).exits(2).warns("there is no commit");
}
