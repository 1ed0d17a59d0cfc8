//! The second table of `identities diff`: what a change does to what is checked.

use std::fs;

use crate::changes::{RULES, guide, places, review, since};
use crate::support::repo::Repo;
use crate::support::{Run, Tree, firstaid};

#[test]
fn what_a_change_does_to_the_judge_is_listed_beside_the_identities() {
    let repo = Repo::new(guide());
    repo.branch("work");
    assert_eq!(review(&repo.tree, "human").stdout.lines().count(), 1);
    repo.tree.write("firstaid.toml", "[content]\nexclude = [\"de\"]\n[rules]\nstale-tool = \"off\"\n");
    repo.tree.write("content/en/.gitignore", "Start.md\n");
    repo.tree.write("content/en/new.html", "<p>Call us</p>\n");
    repo.replace("content/fr/Email.md", "# Courriel", "<!-- firstaid: allow-file misspelled-brand -- fine -->\n\n# C");
    for state in ["not committed", "committed"] {
        let run = review(&repo.tree, "human");
        for row in [
            "content/de/Email.md: hidden page: no page of the guide any more: ignored, excluded or elsewhere",
            "content/en/Start.md: hidden page: no page of the guide any more: ignored, excluded or elsewhere",
            "firstaid.toml: setting: content.exclude: not set -> [\"de\"]",
            "firstaid.toml: setting: rules.stale-tool: not set -> \"off\"",
            "content/en/.gitignore: ignore file: added: Start.md",
            "content/fr/Email.md: suppression: line 1 added: allow-file misspelled-brand -- fine",
            "content/en/new.html: unread file: added: a page that the linter does not read",
            "7 changes of what is checked, and by which rules",
        ] {
            assert!(run.stdout.lines().any(|line| line == row), "{state}: {row}\n{}", run.stdout);
        }
        repo.git(&["add", "--all", "--force"]);
        repo.commit();
    }
    let table = review(&repo.tree, "markdown").stdout;
    assert!(table.contains("\n| unread file | `content/en/new.html` | `added: a page"), "{table}");
    let objects = review(&repo.tree, "jsonl").stdout;
    assert!(objects.contains("\"kind\":\"setting\"") && objects.contains("\"change\":\"judge\""), "{objects}");
}

#[test]
fn a_baseline_of_any_name_shows_only_what_a_change_adds_to_it() {
    let repo = Repo::new(guide());
    let accept = |name: &str| {
        repo.tree.lint(&["--baseline", name, "--update-baseline"]).exits(0);
    };
    accept("accepted.list");
    repo.commit();
    repo.branch("work");
    repo.tree.write("content/en/New.md", "# New\n\nOstel.\n");
    accept("accepted.list");
    let rows = review(&repo.tree, "human").stdout;
    let added: Vec<&str> = rows.lines().filter(|row| row.contains("accepted finding: added")).collect();
    assert!(added.len() == 1 && added[0].contains("stale-tool in content/en/New.md"), "{rows}");
}

#[test]
fn files_outside_of_the_guide_are_those_of_the_past() {
    let guide = |path: &str| format!("guide/{path}");
    let tree = Tree::empty().with("ci/firstaid.toml", "[rules]\nmissing-page = \"off\"\n").with("ci/accepted", "");
    let repo = Repo::new(tree.with(&guide("content/en/Start.md"), "# Start\n\nGmal.\n"));
    let args = ["--root=guide", "--config=ci/firstaid.toml", "--baseline=ci/accepted"];
    repo.tree.lint(&[&args[..], &["--update-baseline"]].concat()).exits(0);
    repo.commit();
    repo.branch("work");
    repo.tree.write("content/unrelated", "");
    repo.replace(&guide("content/en/Start.md"), "Gmal.\n", "Gmal.\n\nOstel.\n");
    repo.replace("ci/firstaid.toml", "missing-page", "empty-section");
    repo.tree.lint(&[&args[..], &["--update-baseline"]].concat()).exits(0);
    let since = || since(&repo.tree, "main", &args);
    let run = since().exits(1).warns("ci/accepted: 1 finding accepted by the change itself");
    assert_eq!(places(&run), ["guide/content/en/Start.md:5:1: error[stale-tool"]);
    let mut command = firstaid();
    command.current_dir(repo.tree.path("content")).args(["identities", "diff", "main", "--format=human"]);
    command.args(["--root=../guide", "--config=../ci/firstaid.toml", "--baseline=../ci/accepted"]);
    let rows = Run::of(&mut command).exits(0).stdout;
    let rows: Vec<&str> = rows.lines().skip(1).collect();
    assert_eq!(
        rows,
        [
            "../ci/firstaid.toml: setting: rules.empty-section: not set -> \"off\"",
            "../ci/firstaid.toml: setting: rules.missing-page: \"off\" -> not set",
            "../ci/accepted: accepted finding: added: stale-tool in content/en/Start.md: Ostel (1 times)",
            "3 changes of what is checked, and by which rules",
        ]
    );
    // One that becomes a link is still that of the past.
    #[cfg(unix)]
    {
        fs::rename(repo.tree.path("ci/firstaid.toml"), repo.tree.path("ci/other.toml")).expect("a file");
        std::os::unix::fs::symlink("other.toml", repo.tree.path("ci/firstaid.toml")).expect("a link");
        let rows = Run::of(&mut command).exits(0).stdout;
        assert!(rows.contains("setting: rules.missing-page: \"off\" -> not set"), "{rows}");
    }
}

#[test]
fn what_was_not_valid_in_the_past_hides_nothing() {
    let repo = Repo::new(guide().with("firstaid.toml", "[rules]\nno-such-rule = \"off\"\n"));
    repo.tree.write("accepted", "<<<<<<< ours\n");
    repo.commit();
    repo.branch("work");
    repo.tree.write("firstaid.toml", "[rules]\nmoved-link = \"off\"\n");
    fs::remove_file(repo.tree.path("accepted")).expect("a file");
    repo.tree.lint(&[RULES, "--baseline=accepted", "--update-baseline"]).exits(0);
    let run = since(&repo.tree, "main", &["--baseline=accepted"]).exits(1);
    let run = run.warns("the configuration was not valid, so everything is new: ");
    let run = run.warns("the baseline was not valid, so it accepted nothing: accepted:1: ");
    assert_eq!(places(&run).len(), 7);
    repo.tree.write("content/_data/words/en.txt", "Zorp\n");
    repo.git(&["switch", "--quiet", "main"]);
    repo.git(&["stash", "--quiet", "--include-untracked"]);
    repo.tree.write("content/_data/tools.yaml", "- nonsense\n");
    repo.commit();
    repo.git(&["switch", "--quiet", "--force-create", "work"]);
    fs::remove_file(repo.tree.path("content/_data/tools.yaml")).expect("a file");
    repo.git(&["stash", "pop", "--quiet"]);
    let rows = review(&repo.tree, "human").warns("everything is new: content/_data/tools.yaml:1:").stdout;
    assert!(rows.contains("firstaid.toml: setting: rules.moved-link: not set -> \"off\""), "{rows}");
    assert!(rows.contains("content/_data/words/en.txt: registry entry: added: Zorp"), "{rows}");
}

#[test]
fn an_ignore_file_that_is_not_utf_8_is_compared() {
    let repo = Repo::new(guide());
    repo.branch("work");
    fs::write(repo.tree.path(".ignore"), b"content/fr\n# \xff\n").expect("a file");
    let rows = review(&repo.tree, "human").stdout;
    assert!(rows.contains(".ignore: ignore file: added: content/fr"), "{rows}");
}

#[test]
#[cfg(unix)]
fn a_folder_that_becomes_a_link_shows_nothing_of_where_it_leads() {
    let elsewhere = Tree::empty().with(".gitignore", "secret\n");
    let repo = Repo::new(guide().with("notes/.gitignore", "old\n"));
    repo.branch("work");
    fs::remove_dir_all(repo.tree.path("notes")).expect("a folder");
    std::os::unix::fs::symlink(elsewhere.root(), repo.tree.path("notes")).expect("a link");
    let rows = review(&repo.tree, "human").stdout;
    assert!(rows.contains("notes/.gitignore: ignore file: removed: old") && !rows.contains("secret"), "{rows}");
}
