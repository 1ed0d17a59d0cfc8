//! `identities diff`: what a reviewer is told of the identities that a change adds, removes or alters.

use std::fs;

use crate::changes::{guide, review};
use crate::support::repo::Repo;
use crate::support::{Run, TODAY, firstaid};

#[test]
fn a_removed_dead_host_needs_no_review() {
    let page = "# A\n\n[x](https://ostel.co/)\n";
    let repo = Repo::new(guide().with("content/en/A.md", page));
    repo.branch("work");
    repo.replace("content/en/A.md", "[x](https://ostel.co/)", "x");
    let table = review(&repo.tree, "markdown").stdout;
    assert!(table.starts_with("**Identities**: 1 removed\n"), "{table}");
    assert!(table.ends_with("| removed host | `ostel.co` | `content/en/A.md`, line 3 | known: dead |\n"), "{table}");
}

#[test]
fn registries_elsewhere_are_reviewed_if_they_are_named() {
    let hosts = "- host: accessnow.org\n  status: live\n";
    let repo = Repo::new(guide().with("registry/hosts.yaml", hosts));
    repo.branch("work");
    repo.tree.write("registry/hosts.yaml", format!("{hosts}- host: accesnow.org\n  status: live\n"));
    assert_eq!(review(&repo.tree, "jsonl").stdout, "");
    let mut command = firstaid();
    command.current_dir(repo.tree.root()).args(["identities", "diff", "main", "--data", "registry"]);
    let expected =
        "registry/hosts.yaml:3: added host accesnow.org: looks like accessnow.org of Access Now, and is not\n";
    Run::of(&mut command).exits(0).says(expected);
    let mut command = firstaid();
    command.current_dir(repo.tree.root()).args(["identities", "diff", "main", "--data", "none"]);
    Run::of(&mut command).exits(2).warns("--data: none: no such folder");
}

#[test]
fn the_review_is_a_table_in_markdown_and_objects_in_jsonl() {
    let repo = Repo::new(guide());
    repo.branch("work");
    repo.tree.write("content/en/A|`b.md", "# A\n\n<h\u{435}lp@accessnow.org>\n\n[x](https://ostel.co/)\n");
    let table = review(&repo.tree, "markdown").stdout;
    assert_eq!(
        table,
        "\
**Identities**: 2 added; 2 suspicious

| change | identity | where | what is known of it |
| --- | --- | --- | --- |
| added e-mail address | `h\u{435}lp@accessnow.org (with U+0435)` | `` content/en/A\\|`b.md ``, line 3 | \
**looks like help@accessnow.org of Access Now, and is not** |
| added host | `ostel.co` | `` content/en/A\\|`b.md ``, line 5 | **known: dead** |
"
    );
    let objects = review(&repo.tree, "jsonl").json();
    assert_eq!(objects[0]["standing"], "looks-like");
    assert_eq!(objects[0]["after"], "h\u{435}lp@accessnow.org");
    assert_eq!(objects[1]["lines"], serde_json::json!([5]));
    repo.git(&["checkout", "--quiet", "--", "."]);
    fs::remove_file(repo.tree.path("content/en/A|`b.md")).expect("a file");
    assert_eq!(review(&repo.tree, "markdown").stdout, "**Identities**: none added, removed or altered\n");
}

#[test]
fn the_review_shows_what_was_observed_of_a_key_and_whose_ledger_says_so() {
    let line = |key: &str, expires: &str| {
        let facts = format!(
            "\"signed\":\"2024-01-01\",\"created\":\"2024-01-01\",\"expires\":\"{expires}\",\"algorithm\":\"ed25519\""
        );
        let seen = format!("{{\"on\":\"2026-11-20\",\"at\":\"vks:k.org\",\"result\":{{\"found\":{{{facts}}}}}}}");
        format!("{{\"key\":\"{key}\",\"seen\":[{seen}]}}\n")
    };
    let [known, new, unseen] = ["A1", "B2", "C3"].map(|pair| pair.repeat(20));
    let ledger = "content/_data/links.jsonl";
    let before = line(&known, "2026-11-01");
    let repo = Repo::new(guide().with(ledger, &before));
    repo.branch("work");
    repo.tree.write("content/en/K.md", format!("# K\n\n- PGP {known}\n- PGP {new}\n- PGP {unseen}\n"));
    // The change brings evidence of its own, for the known key, too.
    repo.tree.write(ledger, line(&known, "2030-01-01").replace("11-20", "11-22") + &line(&new, "2030-01-01"));
    let lines = |format: &str| {
        let mut command = firstaid();
        let args = ["identities", "diff", "main", "--today", TODAY, "--format", format];
        Run::of(command.current_dir(repo.tree.root()).args(args)).exits(0)
    };
    let seen = "ed25519, seen at the key server k.org, last on 20 November 2026";
    lines("human")
        .says(&format!("K.md:3: added fingerprint {}", &known[..4]))
        .says(&format!(": in no registry; observed: expired on 1 November 2026; {seen}\n"))
        .says(&format!(
            "observed: by the ledger of this change: valid until 1 January 2030, for signatures only; {seen}\n"
        ));
    lines("markdown").says("| in no registry; observed: expired on 1 November 2026; ");
    let objects = lines("jsonl").json();
    assert_eq!(objects.iter().filter(|it| it["observed"].is_string()).count(), 2, "{objects:?}");
}
