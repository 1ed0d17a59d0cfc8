//! The entry script of the GitHub Action, the release archive and the hooks, run as a CI runner runs them.
#![cfg(unix)]

use std::process::Command;

use crate::support::repo::Repo;
use crate::support::{BINARY, Run, TODAY, Tree, has_peers, repository};
use serde_json::Value;

/// A pull request against `main`: one old finding, one new finding, and an address that imitates a registered one.
fn pull_request() -> Repo {
    let organisations = "- name: Access Now\n  site: https://www.accessnow.org/\n  source: x\n  contacts:\n    \
                         - email: help@accessnow.org\n      source: x\n";
    let guide = Tree::empty().with("guide/firstaid.toml", "");
    let guide = guide.with("guide/content/_data/organisations.yaml", organisations);
    let repo = Repo::new(guide.with("guide/content/en/Page.md", "# Page\n\nGmal.\n"));
    repo.git(&["update-ref", "refs/remotes/origin/main", "HEAD"]);
    repo.branch("work");
    repo.tree.write("guide/content/fr/Page.md", "# Page\n\nOstel, help@accesnow.org ::error::x ##[error]\n");
    repo.commit();
    repo
}

/// Runs the entry script in the environment of a runner that has checked out this tree.
fn entry(tree: &Tree, variables: &[(&str, &str)]) -> Run {
    let mut command = Command::new("bash");
    command.arg(repository().join("action/entry.sh")).current_dir(tree.root());
    for name in ["GITHUB_BASE_REF", "GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY", "RUNNER_TEMP"] {
        command.env_remove(name);
    }
    let temporary = tree.path("runner");
    std::fs::create_dir_all(&temporary).expect("a folder");
    command.env("RUNNER_TEMP", &temporary).env("GITHUB_STEP_SUMMARY", temporary.join("summary.md"));
    command.env("GITHUB_OUTPUT", temporary.join("output")).env("FIRSTAID_ROOT", "guide");
    command.env("FIRSTAID_BINARY", BINARY).envs(variables.iter().copied());
    Run::of(&mut command)
}

fn written(tree: &Tree, name: &str) -> String {
    String::from_utf8(tree.read(&format!("runner/{name}"))).expect("UTF-8")
}

#[test]
fn a_pull_request_gets_annotations_and_a_summary() {
    let repo = pull_request();
    let run = entry(&repo.tree, &[("GITHUB_BASE_REF", "main")]).exits(1);
    assert!(run.stdout.lines().all(|line| line.contains(",file=guide/content/fr/Page.md,line=3,")), "{}", run.stdout);
    run.says("::error title=stale-tool,file=guide/content/fr/Page.md,line=3,endLine=3,col=1,endColumn=6::");
    let summary = written(&repo.tree, "summary.md");
    assert!(summary.starts_with("**Findings**: 2 pages: "), "{summary}");
    assert!(summary.contains("\n| error | stale-tool | 1 | 1 |\n"), "{summary}");
    assert!(!summary.contains("misspelled-brand"), "{summary}");
    let row = "| added e-mail address | `help@accesnow.org` | `guide/content/fr/Page.md`, line 3 | \
               **looks like help@accessnow.org of Access Now, and is not** |";
    assert!(summary.contains(row), "{summary}");
    let sarif = written(&repo.tree, "output");
    let sarif = sarif.trim().strip_prefix("sarif=").expect("an output").to_owned();
    let log: Value = serde_json::from_slice(&std::fs::read(sarif).expect("a file")).expect("JSON");
    let results = log["runs"][0]["results"].as_array().expect("results");
    assert!(results.iter().any(|it| it["ruleId"] == "stale-tool"), "{log:#}");
}

#[test]
fn without_a_pull_request_the_whole_guide_is_reported() {
    let repo = pull_request();
    entry(&repo.tree, &[]).exits(1).says("title=misspelled-brand,").says("title=stale-tool,");
    let summary = written(&repo.tree, "summary.md");
    assert!(summary.contains("| error | misspelled-brand |  | 1 | 1 |"), "{summary}");
    assert!(!summary.contains("Identities"), "{summary}");
}

#[test]
fn inputs_of_the_action_reach_the_linter() {
    let repo = pull_request();
    let lint = ["--root=guide", "--fail-on=info", "--baseline=accepted.jsonl", "--update-baseline"];
    repo.tree.lint(&lint).exits(0);
    let baseline = ("FIRSTAID_BASELINE", "accepted.jsonl");
    entry(&repo.tree, &[baseline, ("FIRSTAID_FAIL_ON", "info")]).exits(0);
    assert!(written(&repo.tree, "summary.md").contains("nothing to report"));
    repo.tree.write("strict.toml", "[rules]\nmisspelled-brand = \"off\"\nstale-tool = \"warning\"\n");
    let config = ("FIRSTAID_CONFIG", "strict.toml");
    entry(&repo.tree, &[config, ("FIRSTAID_FAIL_ON", "error")]).says("::warning title=stale-tool,");
    let since = ("FIRSTAID_CHANGED_SINCE", "HEAD");
    assert_eq!(entry(&repo.tree, &[since]).exits(0).stdout, "");
}

#[test]
fn failures_name_their_reason_and_branch_names_are_never_executed() {
    let repo = pull_request();
    entry(&repo.tree, &[("FIRSTAID_ROOT", "none")]).exits(2).warns("error: none: ");
    for name in ["$(touch pwned)", "x;touch pwned", "--output=pwned", "a b"] {
        let run = entry(&repo.tree, &[("GITHUB_BASE_REF", name)]).exits(2);
        assert!(run.stderr.contains("no commit"), "{name}: {}", run.stderr);
        let run = entry(&repo.tree, &[("FIRSTAID_CHANGED_SINCE", name)]).exits(2);
        assert!(run.stderr.contains("error: "), "{name}: {}", run.stderr);
    }
    assert!(!repo.tree.path("pwned").exists() && !repo.tree.path("guide/pwned").exists());
}

#[test]
fn a_release_runs_only_with_the_right_checksum_and_attestation() {
    let version = concat!("v", env!("CARGO_PKG_VERSION"));
    let arch = std::env::consts::ARCH;
    let target =
        if cfg!(target_os = "macos") { format!("{arch}-apple-darwin") } else { format!("{arch}-unknown-linux-musl") };
    let repo = pull_request();
    // The binary of the tests is large: it takes seconds to compress. A script that runs it is packed in its place.
    repo.tree.write("packed/firstaid", format!("#!/bin/sh\nexec '{BINARY}' \"$@\"\n"));
    crate::support::set_mode(&repo.tree.path("packed/firstaid"), 0o755);
    let mut pack = Command::new("bash");
    pack.arg(repository().join(".github/release/archive.sh")).args([version, &target]).arg(repo.tree.path("release"));
    Run::of(pack.env("FIRSTAID_BINARY", repo.tree.path("packed/firstaid"))).exits(0);
    let archive = format!("firstaid-{version}-{target}.tar.gz");
    let listed = crate::support::shell(repo.tree.root(), &format!("tar -tzf release/{archive}")).exits(0);
    for file in
        ["/firstaid", "/man/firstaid-lint.1", "/completions/firstaid.zsh", "/licences/dictionary-fr", "/LICENSE-MIT"]
    {
        assert!(listed.stdout.lines().any(|line| line.ends_with(file)), "no {file}: {}", listed.stdout);
    }
    crate::support::shell(repo.tree.root(), "cd release && sha256sum -- *.tar.gz > SHA256SUMS").exits(0);
    // Stands in for GitHub's `gh`: downloads the packed release, and attests it unless `FORGED` is set.
    repo.tree.write(
        "bin/gh",
        "#!/bin/sh\ncase $1 in\nrelease) shift 6; cp \"$RELEASE\"/* \"$1\" ;;\nattestation) exit \"${FORGED:-0}\" ;;\nesac\n",
    );
    crate::support::set_mode(&repo.tree.path("bin/gh"), 0o755);
    let path = format!("{}:{}", repo.tree.path("bin").display(), std::env::var("PATH").expect("a path"));
    let release = repo.tree.path("release").display().to_string();
    let variables = [
        ("FIRSTAID_BINARY", ""),
        ("FIRSTAID_VERSION", version),
        ("FIRSTAID_REPOSITORY", "first-aid-kit/firstaid"),
        ("PATH", &*path),
        ("RELEASE", &*release),
    ];
    entry(&repo.tree, &variables).exits(1).says("title=stale-tool,");
    entry(&repo.tree, &[&variables[..], &[("FORGED", "1")]].concat()).exits(2);
    entry(&repo.tree, &[&variables[..], &[("FIRSTAID_VERSION", "v1/../../x")]].concat()).exits(2).warns("not the tag");
    repo.tree.write(&format!("release/{archive}"), "another");
    let run = entry(&repo.tree, &variables).exits(2);
    assert_eq!(run.stdout, "");
}

#[test]
fn an_archive_of_another_version_is_refused() {
    let mut pack = Command::new("bash");
    pack.arg(repository().join(".github/release/archive.sh")).args(["v0.0.1", "x", "none"]);
    Run::of(pack.env("FIRSTAID_BINARY", BINARY)).exits(2).warns("the tag is v0.0.1");
}

#[test]
fn the_hook_lints_with_its_arguments() {
    let repo = pull_request();
    let mut hook = Command::new("bash");
    hook.arg(repository().join("action/hook.sh")).args([
        "--root=guide",
        "--today",
        TODAY,
        "--changed-since=origin/main",
    ]);
    let run = Run::of(hook.current_dir(repo.tree.root()).env("FIRSTAID_BINARY", BINARY)).exits(1);
    run.says("error[stale-tool]");
}

#[test]
fn pre_commit_runs_the_hooks_of_the_last_commit() {
    if !has_peers(&["pre-commit", "git"]) {
        return;
    }
    let repo = Repo::new(Tree::page("# Page\n\nGmal.\n"));
    repo.tree.write("content/en/Page.md", "# Page\n\nGmal.\n\nOstel.\n");
    repo.git(&["add", "--all"]);
    let home = Tree::empty();
    let run = |hook: &str| {
        let mut command = Command::new("pre-commit");
        command.current_dir(repo.tree.root()).env("PRE_COMMIT_HOME", home.root()).env("FIRSTAID_BINARY", BINARY);
        // The last commit, so that uncommitted changes do not matter.
        command.args(["try-repo", "--ref", "HEAD"]).arg(repository().canonicalize().expect("a folder")).arg(hook);
        Run::of(&mut command).exits(1)
    };
    let brought = run("firstaid").says("error[stale-tool]");
    assert!(!brought.stdout.contains("misspelled-brand"), "{}", brought.stdout);
    run("firstaid-all").says("error[stale-tool]").says("error[misspelled-brand]");
}

#[test]
fn with_links_the_new_ones_are_visited() {
    let repo = pull_request();
    let page = "# Page\n\nOstel, help@accesnow.org <http://127.0.0.1:9/>\n";
    repo.tree.write("guide/content/fr/Page.md", page);
    let since = ("GITHUB_BASE_REF", "main");
    let run = entry(&repo.tree, &[since, ("FIRSTAID_LINKS", "false")]).exits(1);
    assert!(!run.stderr.contains("visited"), "{}", run.stderr);
    entry(&repo.tree, &[since, ("FIRSTAID_LINKS", "true")]).exits(1).warns("1 of 1 new links were visited");
    assert!(
        written(&repo.tree, "summary.md").contains("added e-mail address"),
        "the review of identities is there, too"
    );
}

/// A `gh` that keeps one pull request in the file `pr`, and writes down what it was asked.
const GH: &str = r#"#!/bin/sh
echo "$@" >>"$FAKE/calls"
case "$1 $2" in
    "pr list") if [ -f "$FAKE/pr" ]; then echo 7; fi ;;
    "pr create") touch "$FAKE/pr" ;;
    "pr close") rm "$FAKE/pr" && git push --quiet origin --delete firstaid/links ;;
    "pr edit") ;;
    *) exit 1 ;;
esac
"#;

#[test]
fn the_weekly_probe_keeps_one_pull_request() {
    let guide = Tree::empty().with("guide/firstaid.toml", "");
    let repo = Repo::new(guide.with("guide/content/en/Page.md", "# Page\n\n<http://127.0.0.1:9/>\n"));
    let outside = Tree::empty().with("gh", GH);
    crate::support::set_mode(&outside.path("gh"), 0o755);
    let remote = outside.path("remote.git");
    let remote = remote.to_str().expect("UTF-8");
    repo.git(&["init", "--quiet", "--bare", remote]);
    repo.git(&["remote", "add", "origin", remote]);
    repo.git(&["push", "--quiet", "origin", "main"]);
    let probe = || {
        repo.git(&["checkout", "--quiet", "--force", "main"]);
        let path = format!("{}:{}", outside.root().display(), std::env::var("PATH").expect("a PATH"));
        let mut command = Command::new("bash");
        command.arg(repository().join("action/probe.sh")).current_dir(repo.tree.root());
        command.env("PATH", path).env("FAKE", outside.root()).env("RUNNER_TEMP", outside.root());
        command.env("FIRSTAID_ROOT", "guide").env("FIRSTAID_BASE", "main").env("FIRSTAID_BINARY", BINARY);
        command.env_remove("GITHUB_STEP_SUMMARY");
        let run = Run::of(&mut command).exits(0);
        // As on a runner, the next run has a checkout of its own.
        repo.git(&["reset", "--quiet", "--hard", "origin/main"]);
        run
    };
    let calls = || String::from_utf8(outside.read("calls")).expect("UTF-8");
    let of = |what: &str| calls().lines().filter(|line| line.starts_with(what)).count();
    probe();
    assert_eq!([of("pr create"), of("pr edit"), of("pr close")], [1, 0, 0], "{}", calls());
    assert!(repo.git(&["show", "origin/firstaid/links:guide/content/_data/links.jsonl"]).contains("127.0.0.1:9"));
    probe();
    assert_eq!([of("pr create"), of("pr edit"), of("pr close")], [1, 1, 0], "{}", calls());
    // Somebody merges it.
    repo.git(&["push", "--quiet", "origin", "origin/firstaid/links:refs/heads/main"]);
    repo.git(&["fetch", "--quiet", "origin"]);
    repo.git(&["reset", "--quiet", "--hard", "origin/main"]);
    probe().says("no new observations");
    assert_eq!([of("pr create"), of("pr edit"), of("pr close")], [1, 1, 1], "{}", calls());
    assert!(!repo.git(&["ls-remote", "origin"]).contains("firstaid/links"));
}
