//! Baselines: a guide whose findings were accepted passes until there is a new one.

use std::fmt::Write as _;

use crate::support::Tree;

const ARGS: [&str; 3] = ["--baseline=baseline.jsonl", "--format=concise", "--fail-on=info"];

/// Pages of some hundred findings.
fn old_guide() -> Tree {
    let tree = Tree::empty().with("firstaid.toml", "");
    for page in 0..20 {
        let mut text = format!("# Page {page}\n");
        for n in 0..10 {
            write!(text, "\nFor step {n} use Ostel or Gmal, see http://eff.org/{n}.\n").expect("a string grows");
        }
        tree.write(&format!("content/en/P{page}.md"), text);
    }
    tree
}

fn with_baseline() -> Tree {
    let tree = old_guide();
    tree.lint(&ARGS).exits(2).warns("baseline.jsonl: no such file; --update-baseline creates it");
    let run = tree.lint(&[&ARGS[..], &["--update-baseline"]].concat()).exits(0).warns("findings accepted, 0 before");
    assert_eq!(run.stdout, "");
    tree
}

#[test]
fn an_accepted_guide_passes_until_one_defect_is_new() {
    let tree = with_baseline();
    let run = tree.lint(&ARGS).exits(0).warns("findings not shown: baseline.jsonl accepts them");
    assert_eq!(run.stdout, "");
    let page = String::from_utf8(tree.read("content/en/P3.md")).expect("UTF-8");
    tree.write("content/en/P3.md", page.replace("# Page 3\n", "# Page 3\n\nOstel is new here.\n"));
    let run = tree.lint(&ARGS).exits(1);
    assert_eq!(run.stdout.lines().count(), 1, "{}", run.stdout);
    run.says("content/en/P3.md:3:1: error[stale-tool] ");
}

#[test]
fn the_same_defect_once_more_is_new() {
    let tree = with_baseline();
    let page = String::from_utf8(tree.read("content/en/P0.md")).expect("UTF-8");
    let line = "For step 4 use Ostel or Gmal, see http://eff.org/4.\n";
    tree.write("content/en/P0.md", page + "\n" + line);
    let run = tree.lint(&ARGS).exits(1);
    assert!(run.stdout.lines().all(|line| line.starts_with("content/en/P0.md:23:")), "{}", run.stdout);
}

#[test]
fn moving_every_line_changes_nothing() {
    let tree = with_baseline();
    let before = tree.read("baseline.jsonl");
    for page in 0..20 {
        let path = format!("content/en/P{page}.md");
        let text = String::from_utf8(tree.read(&path)).expect("UTF-8");
        tree.write(&path, format!("One word.\r\n\r\n{}", text.replace('\n', "\r\n")));
    }
    assert_eq!(tree.lint(&ARGS).exits(0).stdout, "");
    tree.lint(&[&ARGS[..], &["--update-baseline"]].concat()).exits(0);
    assert!(tree.read("baseline.jsonl") == before, "another baseline");
}

#[test]
fn fixed_findings_are_reported_and_removed_from_the_baseline() {
    let tree = with_baseline();
    tree.write("content/en/P7.md", "# Page 7\n\nAll is well.\n");
    let run = tree.lint(&ARGS).exits(0).warns("no longer found; --update-baseline removes them");
    run.warns("content/en/P7.md: ").warns("and ");
    // A run on other pages or with other rules cannot tell whether a finding is fixed.
    let elsewhere = tree.lint(&[&ARGS[..], &["content/en/P8.md"]].concat()).exits(0);
    assert!(!elsewhere.stderr.contains("no longer"), "{}", elsewhere.stderr);
    let other = tree.lint(&[&ARGS[..], &["--select=vague-link-text"]].concat()).exits(0);
    assert!(!other.stderr.contains("no longer"), "{}", other.stderr);
    tree.lint(&[&ARGS[..], &["--update-baseline", "content/en/P8.md"]].concat()).exits(0);
    assert!(String::from_utf8_lossy(&tree.read("baseline.jsonl")).contains("P7.md"));
    tree.lint(&[&ARGS[..], &["--update-baseline"]].concat()).exits(0);
    assert!(!String::from_utf8_lossy(&tree.read("baseline.jsonl")).contains("P7.md"));
}

#[test]
fn a_fix_takes_its_findings_out_and_leaves_the_others_accepted() {
    let tree = Tree::empty().with("content/en/Page.md", "# Page\n\nWordpress beside Ostel, Gmal and Ostel.\n");
    tree.lint(&[&ARGS[..], &["--update-baseline"]].concat()).exits(0);
    tree.lint(&[&ARGS[..], &["--fix"]].concat()).exits(0);
    let baseline = String::from_utf8(tree.read("baseline.jsonl")).expect("UTF-8");
    assert!(!baseline.contains("Wordpress") && baseline.contains("Ostel"), "{baseline}");
    let run = tree.lint(&ARGS).exits(0);
    assert!(!run.stderr.contains("no longer found"), "{}", run.stderr);
    tree.write("content/en/Page.md", "# Page\n\nWordPress, Ostel, Ostel and Ostel.\n");
    assert_eq!(tree.lint(&ARGS).exits(1).stdout.lines().count(), 1);
}

#[test]
fn a_change_does_not_accept_its_own_findings() {
    use crate::support::repo::Repo;
    let repo = Repo::new(Tree::empty().with("content/en/Page.md", "# Page\n\nGmal.\n").with("firstaid.toml", ""));
    repo.tree.lint(&[&ARGS[..], &["--update-baseline"]].concat()).exits(0);
    repo.commit();
    repo.branch("work");
    repo.tree.write("content/en/Page.md", "# Page\n\nGmal and more.\n");
    let since = [&ARGS[..], &["--changed-since=main"]].concat();
    repo.tree.lint(&since).exits(0);
    repo.tree.write("content/en/Page.md", "# Page\n\nGmal.\n\nOstel.\n");
    repo.tree.lint(&[&ARGS[..], &["--update-baseline"]].concat()).exits(0);
    repo.commit();
    repo.tree.lint(&ARGS).exits(0);
    let run = repo.tree.lint(&since).exits(1).warns("1 finding accepted by the change itself");
    assert_eq!(run.stdout.lines().count(), 1, "{}", run.stdout);
    // A baseline that the change brings accepts nothing.
    std::fs::copy(repo.tree.path("baseline.jsonl"), repo.tree.path("other.jsonl")).expect("a copy");
    repo.tree.lint(&["--baseline=other.jsonl", "--changed-since=main"]).exits(1);
}

#[test]
fn the_file_is_sorted_and_merges_line_by_line() {
    let tree = with_baseline();
    let text = String::from_utf8(tree.read("baseline.jsonl")).expect("UTF-8");
    let keys: Vec<&str> = text.lines().map(|line| line.split("\"fingerprint\"").next().expect("a key")).collect();
    let mut sorted = keys.clone();
    sorted.sort_unstable();
    assert!(keys == sorted && keys.len() > 400, "{} entries", keys.len());
    let mut lines: Vec<&str> = text.lines().rev().collect();
    lines.extend(text.lines());
    tree.write("baseline.jsonl", lines.join("\n"));
    assert_eq!(tree.lint(&ARGS).exits(0).stdout, "");
    tree.write("baseline.jsonl", format!("{text}<<<<<<< ours\n"));
    tree.lint(&ARGS).exits(2).warns("unresolved merge conflict");
}
