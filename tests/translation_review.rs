//! `translate diff`: a reviewer who does not read the language is told what a change says.

use crate::support::repo::Repo;
use crate::support::{Run, Tree, firstaid};

fn guide() -> Tree {
    Tree::empty()
        .with("firstaid.toml", "")
        .with("content/en/A.md", "# Phones\n\nWait 30 minutes.\n\n- Lock it.\n- Call us.\n")
        .with("content/fr/A.md", "# Téléphones\n\nAttendez 30 minutes.\n\n- Verrouillez-le.\n- Appelez-nous.\n")
}

fn diff(tree: &Tree, args: &[&str]) -> Run {
    let mut command = firstaid();
    command.current_dir(tree.root()).args(["translate", "diff", "main"]).args(args);
    Run::of(&mut command)
}

#[test]
fn a_change_is_told_in_three_formats() {
    let repo = Repo::new(guide());
    repo.branch("work");
    assert_eq!(diff(&repo.tree, &[]).exits(0).stdout, "no translation says anything else than before\n");
    repo.replace("content/fr/A.md", "30 minutes", "3 minutes");
    repo.replace("content/fr/A.md", "- Appelez-nous.\n", "");
    repo.commit();
    assert_eq!(
        diff(&repo.tree, &[]).exits(0).stdout,
        "\
content/fr/A.md:3: number: the number `30 minutes` became `3 minutes`
  source: Wait 30 minutes.
  before: Attendez 30 minutes.
  after: Attendez 3 minutes.
content/fr/A.md:6: step: a step or list item is gone
  source: Call us.
  before: Appelez-nous.
number: 1, step: 1; 2 grave changes that the source does not explain
"
    );
    let table = diff(&repo.tree, &["fr", "--format=markdown"]).exits(0).stdout;
    let row = "| **step**: a step or list item is gone | `content/fr/A.md`, line 6 | `Call us.` | `Appelez-nous.` |  |";
    assert!(table.contains(row), "{table}");
    let rows = diff(&repo.tree, &["--format=jsonl"]).exits(0).stdout;
    let kinds: Vec<String> = rows
        .lines()
        .map(|row| serde_json::from_str::<serde_json::Value>(row).unwrap()["kind"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(kinds, ["number", "step"]);
}

#[test]
fn text_of_a_page_is_no_markup_and_no_command_in_the_table() {
    let repo = Repo::new(guide());
    repo.branch("work");
    repo.replace("content/fr/A.md", "Attendez 30 minutes.", "Attendez 3 minutes | \u{1b}[31m <b> ``x`` ::error::y.");
    let table = diff(&repo.tree, &["--format=markdown"]).exits(0).stdout;
    assert!(!table.contains('\u{1b}'), "{table}");
    let row = table.lines().find(|line| line.starts_with("| ") && line.contains("number")).unwrap();
    assert!(row.contains(r"\|") || row.matches(" | ").count() == 4, "{row}");
}

#[test]
fn what_cannot_be_compared_is_named() {
    let repo = Repo::new(guide());
    diff(&repo.tree, &["xx"]).exits(2).warns("no page has the locale `xx`");
    let mut command = firstaid();
    command.current_dir(repo.tree.root()).args(["translate", "diff", "no-such"]);
    Run::of(&mut command).exits(2).warns("there is no commit `no-such`");
    diff(&guide(), &[]).exits(2).warns("not a git repository");
}
