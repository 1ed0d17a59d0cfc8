//! `--changed-since` and `identities diff`: each change in a test repository shows its own findings and no others.

use std::fs;
use std::process::Command;

use crate::support::repo::Repo;
use crate::support::{Run, TODAY, Tree, firstaid, repository};

const KEY: &str = "6CE6 221C 98EC F399 A04C 41B8 C46B ED33 32E8 A2BC";

/// A guide with old findings on every page: a run that reports too much fails its test.
pub(crate) fn guide() -> Tree {
    let page = |title: &str, text: &str| {
        format!("# {title}\n\nOstel.\n\n## Part\n\n{text} help@accessnow.org, PGP fingerprint: {KEY}\n\nGmal.\n")
    };
    let start = "# Start\n\nGmal.\n\nRead [a part](Email.md#part) and [all of it](Email.md).\n\nMore of it below.\n";
    let organisations = format!(
        "- name: Access Now\n  site: https://www.accessnow.org/\n  source: x\n  contacts:\n    \
         - email: help@accessnow.org\n      key: \"{KEY}\"\n      source: x\n    - phone: +352 247 88444\n      source: x\n"
    );
    Tree::empty()
        .with("firstaid.toml", "")
        .with("content/_data/organisations.yaml", organisations)
        .with("content/en/Email.md", page("Email", "Write to"))
        .with("content/en/Start.md", start)
        .with("content/fr/Email.md", page("Courriel", "Écrivez à"))
        .with("content/de/Email.md", page("E-Mail", "Schreiben Sie an"))
}

/// Rules whose findings do not change when rules are added to the linter.
pub(crate) const RULES: &str = "--select=stale-tool,misspelled-brand,broken-anchor,broken-path,unregistered-email,\
                     unregistered-fingerprint";

pub(crate) fn since(tree: &Tree, rev: &str, args: &[&str]) -> Run {
    let all = [&[RULES, "--format=concise", "--changed-since", rev], args].concat();
    tree.lint(&all)
}

/// Without the message: path, line, column, severity and rule.
pub(crate) fn places(run: &Run) -> Vec<&str> {
    run.stdout.lines().map(|line| line.split_once(']').map_or(line, |(place, _)| place)).collect()
}

/// Makes a change on a branch, and checks what `--changed-since main` and `identities diff main` report before and
/// after it is committed.
#[track_caller]
fn brings(change: impl FnOnce(&Repo), findings: &[&str], identities: &[&str]) {
    let repo = Repo::new(guide());
    repo.branch("work");
    change(&repo);
    for state in ["not committed", "committed"] {
        let run = since(&repo.tree, "main", &["--fail-on=warning"]).exits(i32::from(!findings.is_empty()));
        assert_eq!(places(&run), findings, "{state}");
        let run = review(&repo.tree, "human");
        let lines: Vec<&str> = run.stdout.lines().collect();
        // Then follow the number of identities and what the change does to the judge.
        assert_eq!(lines[..identities.len()], *identities, "{state}");
        let summary = lines[identities.len()];
        assert!(summary.starts_with(|c: char| c.is_ascii_digit()) || summary.starts_with("none "), "{summary}");
        repo.commit();
    }
}

/// `firstaid identities diff main`.
pub(crate) fn review(tree: &Tree, format: &str) -> Run {
    let mut command = firstaid();
    Run::of(command.current_dir(tree.root()).args(["identities", "diff", "main", "--format", format])).exits(0)
}

#[test]
fn a_renamed_heading_breaks_a_link_on_another_page() {
    let change = |repo: &Repo| repo.replace("content/en/Email.md", "## Part", "## Piece");
    brings(change, &["content/en/Start.md:5:23: error[broken-anchor"], &[]);
}

#[test]
fn a_broken_link_is_told_what_its_heading_is_called_now() {
    let repo = Repo::new(guide());
    repo.replace("content/en/Email.md", "## Part", "## Other pieces");
    let run = repo.tree.lint(&[RULES, "--changed-since=main"]).exits(1);
    assert!(run.stdout.contains("`Other pieces`: its anchor is `#other-pieces`"), "{}", run.stdout);
}

#[test]
fn a_dead_tool_is_added_in_one_locale() {
    let change = |repo: &Repo| repo.replace("content/fr/Email.md", "## Part\n", "## Part\n\nAppelez avec Ostel.\n");
    brings(change, &["content/fr/Email.md:7:14: error[stale-tool"], &[]);
}

#[test]
fn one_digit_of_a_key_is_altered() {
    let change = |repo: &Repo| repo.replace("content/de/Email.md", "A2BC", "A2BD");
    let altered = KEY.replace("A2BC", "A2BD");
    let told = format!(
        "content/de/Email.md:7: altered fingerprint {KEY} -> {altered}: looks like {KEY} of Access Now, and is not"
    );
    brings(change, &["content/de/Email.md:7:55: error[unregistered-fingerprint"], &[&told]);
}

#[test]
fn a_page_is_deleted() {
    let change = |repo: &Repo| fs::remove_file(repo.tree.path("content/en/Email.md")).expect("a file");
    let broken = ["content/en/Start.md:5:15: error[broken-path", "content/en/Start.md:5:46: error[broken-path"];
    let known = "known, of Access Now; confirmed by nobody";
    brings(
        change,
        &broken,
        &[
            &format!("content/en/Email.md:7: removed fingerprint {KEY}: {known}"),
            &format!("content/en/Email.md:7: removed e-mail address help@accessnow.org: {known}"),
        ],
    );
}

#[test]
fn a_locale_is_added() {
    let text = "# Correo\n\nOstel.\n\nLlame al +33 1 44 83 60 56 o vea [Access Now](https://accesnow.org/).\n";
    let change = |repo: &Repo| repo.tree.write("content/es/Correo nuevo – é.md", text);
    brings(
        change,
        &["content/es/Correo nuevo – é.md:3:1: error[stale-tool"],
        &[
            "content/es/Correo nuevo – é.md:5: added host accesnow.org: looks like accessnow.org of Access Now, and is not",
            "content/es/Correo nuevo – é.md:5: added phone number +33144836056: in no registry",
        ],
    );
}

#[test]
fn data_that_did_not_change_brings_nothing() {
    let repo = Repo::new(guide().with("content/_data/helpers.csv", "name,mail\nX,new@example.net\n"));
    repo.branch("work");
    repo.tree.write("content/_data/more.csv", "name,mail\nY,other@example.net\n");
    let run = review(&repo.tree, "human");
    assert!(run.stdout.contains("other@example.net") && !run.stdout.contains("new@example.net"), "{}", run.stdout);
}

#[test]
fn an_unreadable_data_file_of_the_past_stops_nobody() {
    let repo = Repo::new(guide().with("content/_data/more.json", b"\xff"));
    repo.branch("work");
    repo.tree.write("content/_data/more.json", "{\"mail\": \"new@example.net\"}");
    let run = review(&repo.tree, "human").warns("the data of the past is not read");
    assert!(run.stdout.contains("new@example.net"), "{}", run.stdout);
}

#[test]
fn changed_line_ends_bring_nothing() {
    let change = |repo: &Repo| {
        for page in ["content/en/Email.md", "content/de/Email.md", "content/en/Start.md"] {
            repo.replace(page, "\n", "\r\n");
        }
    };
    brings(change, &[], &[]);
}

#[test]
fn moved_lines_bring_nothing() {
    let change = |repo: &Repo| {
        repo.replace("content/en/Email.md", "# Email\n\nOstel.\n", "# Email\n\nNew.\n\nMore.\n");
        repo.replace("content/en/Email.md", "Gmal.\n", "Gmal.\n\nOstel.\n");
    };
    brings(change, &[], &[]);
}

#[test]
fn a_page_renamed_and_edited_brings_what_is_new_in_it() {
    let change = |repo: &Repo| {
        fs::rename(repo.tree.path("content/fr/Email.md"), repo.tree.path("content/fr/Courriel.md")).expect("renamed");
        repo.replace("content/fr/Courriel.md", "## Part\n", "## Part\n\nOstel encore.\n");
    };
    brings(change, &["content/fr/Courriel.md:7:1: error[stale-tool"], &[]);
}

#[test]
fn an_address_altered_in_the_registry_is_reported_on_every_page() {
    let change = |repo: &Repo| repo.replace("content/_data/organisations.yaml", "help@", "desk@");
    let expected = [
        "content/de/Email.md:7:18: warning[unregistered-email",
        "content/en/Email.md:7:10: warning[unregistered-email",
        "content/fr/Email.md:7:11: warning[unregistered-email",
    ];
    brings(
        change,
        &expected,
        &["content/_data/organisations.yaml:5: altered e-mail address help@accessnow.org -> \
                                 desk@accessnow.org: this change registers it as Access Now's"],
    );
}

#[test]
fn an_altered_line_brings_every_finding_in_it() {
    let change = |repo: &Repo| repo.replace("content/en/Start.md", "Gmal.", "Gmal and Ostel.");
    brings(
        change,
        &["content/en/Start.md:3:1: error[misspelled-brand", "content/en/Start.md:3:10: error[stale-tool"],
        &[],
    );
}

#[test]
fn changes_made_on_main_meanwhile_are_not_reported() {
    let repo = Repo::new(guide());
    repo.branch("work");
    repo.tree.write("content/en/Work.md", "# Work\n\nGmal.\n");
    repo.commit();
    repo.git(&["switch", "--quiet", "main"]);
    repo.replace("content/en/Start.md", "Gmal", "Gmail");
    repo.commit();
    repo.git(&["switch", "--quiet", "work"]);
    for rev in ["main", "main...", "HEAD~1"] {
        assert_eq!(places(&since(&repo.tree, rev, &[])), ["content/en/Work.md:3:1: error[misspelled-brand"], "{rev}");
    }
}

#[test]
fn a_guide_in_a_folder_of_its_repository_is_found_there() {
    let inner = guide();
    let outer = Tree::empty().with("README.md", "");
    fs::rename(inner.root(), outer.path("a guide")).expect("moved");
    let repo = Repo::new(outer);
    repo.replace("a guide/content/en/Email.md", "## Part", "## Piece");
    let run = since(&repo.tree, "main", &["--root", "a guide"]).exits(1);
    assert_eq!(places(&run), ["a guide/content/en/Start.md:5:23: error[broken-anchor"]);
    // As when git runs a hook.
    let mut hook = firstaid();
    hook.current_dir(repo.tree.root()).envs([("GIT_DIR", ".git"), ("GIT_INDEX_FILE", ".git/index")]);
    hook.args(["lint", "--today", TODAY, RULES, "--format=concise", "--changed-since=main", "--root", "a guide"]);
    assert_eq!(Run::of(&mut hook).exits(1).stdout, run.stdout);
    fs::create_dir(inner.root()).expect("a folder for the test to remove");
}

#[test]
fn a_repository_that_a_change_brings_into_the_guide_is_never_asked() {
    let repo = Repo::new(Tree::empty().with("guide/content/en/Page.md", "# Page\n\nText.\n").with("README.md", ""));
    repo.branch("work");
    repo.replace("guide/content/en/Page.md", "Text.", "Call with Ostel.");
    let bare = Tree::empty();
    let git = |args: &[&str]| {
        let mut command = Command::new("git");
        command.current_dir(repo.tree.path("guide")).arg("--git-dir").arg(bare.path("bare")).arg("--work-tree=.");
        command.args(["-c", "user.name=a", "-c", "user.email=a@example.org"]).args(args);
        Run::of(&mut command).exits(0);
    };
    repo.git(&["init", "--quiet", "--bare", "--initial-branch=main", &bare.path("bare").display().to_string()]);
    git(&["add", "--all"]);
    git(&["commit", "--quiet", "--message=x"]);
    let copy = Command::new("cp").arg("-r").arg(bare.path("bare/.")).arg(repo.tree.path("guide")).status();
    assert!(copy.expect("cp").success());
    for rev in ["main", "HEAD"] {
        let run = since(&repo.tree, rev, &["--root", "guide"]).exits(1);
        assert_eq!(places(&run), ["guide/content/en/Page.md:3:11: error[stale-tool"], "{rev}");
    }
}

#[test]
fn before_the_first_commit_everything_is_new() {
    let tree = guide();
    Run::of(Command::new("git").current_dir(tree.root()).args(["init", "--quiet", "--initial-branch=main"])).exits(0);
    for rev in ["HEAD", "main"] {
        let run = since(&tree, rev, &[]).exits(1).warns("has no commit yet, so everything is new");
        assert_eq!(places(&run).len(), 7);
    }
    since(&tree, "no-such", &[]).exits(2).warns("there is no commit `no-such`");
}

#[test]
#[cfg(unix)]
fn names_that_are_not_utf_8_stay_apart_in_the_past() {
    use std::os::unix::ffi::OsStrExt;
    let tree = guide();
    for name in [&b"a\xff.txt"[..], b"a\xfe.txt"] {
        fs::write(tree.path("content").join(std::ffi::OsStr::from_bytes(name)), name).expect("a file");
    }
    let repo = Repo::new(tree);
    repo.replace("content/en/Email.md", "## Part", "## Piece");
    let run = since(&repo.tree, "main", &[]).exits(1);
    assert_eq!(places(&run), ["content/en/Start.md:5:23: error[broken-anchor"]);
}

#[test]
fn pages_of_every_format_and_label_packs_are_read_in_the_past() {
    let labels = repository().join("labels/gnome-files");
    let (header, strings) = (fs::read(labels.join("pack.yaml")), fs::read(labels.join("de.txt.gz")));
    let tree = Tree::empty()
        .with("firstaid.toml", "[content]\nroot = \".\"\nsource-pages = \"{page}.mdwn\"\n")
        .with("_data/labels/files/pack.yaml", header.expect("a pack"))
        .with("_data/labels/files/de.txt.gz", strings.expect("a locale of it"))
        .with("start.mdwn", "# Start\n\nOstel.\n");
    let repo = Repo::new(tree);
    repo.tree.write("more.mdwn", "# More\n\nOstel.\n");
    let run = since(&repo.tree, "main", &[]).exits(1);
    assert_eq!(places(&run), ["more.mdwn:3:1: error[stale-tool"], "{}", run.stderr);
    assert!(!run.stderr.contains("everything is new"), "{}", run.stderr);
}

#[test]
fn an_unreadable_configuration_or_registry_in_the_past_is_no_obstacle() {
    let repo = Repo::new(guide().with("content/_data/tools.yaml", "- nonsense\n"));
    since(&repo.tree, "main", &[]).exits(2);
    fs::remove_file(repo.tree.path("content/_data/tools.yaml")).expect("a file");
    let run = since(&repo.tree, "main", &[]).exits(1).warns("everything is new: content/_data/tools.yaml:1:");
    assert_eq!(places(&run).len(), 7);
}

#[test]
fn a_shallow_clone_a_wrong_revision_and_a_missing_repository_are_named() {
    let repo = Repo::new(guide());
    repo.branch("work");
    repo.commit();
    let clone = Tree::empty();
    let from = format!("file://{}", repo.tree.root().display());
    let args = ["clone", "--quiet", "--depth=1", "--no-single-branch", &from, "clone"];
    Run::of(Command::new("git").current_dir(clone.root()).args(args)).exits(0);
    let lint = |rev: &str| {
        let mut command = firstaid();
        command.current_dir(clone.path("clone")).args(["lint", "--today", TODAY, "--changed-since", rev]);
        Run::of(&mut command).exits(2)
    };
    lint("origin/main").warns("have no commit in common; this clone is shallow").warns("fetch-depth: 0");
    lint("HEAD~1").warns("there is no commit `HEAD~1`; this clone is shallow");
    since(&repo.tree, "no-such", &[]).exits(2).warns("there is no commit `no-such`");
    since(&repo.tree, "--output=x", &[]).exits(2);
    assert!(!repo.tree.path("x").exists());
    since(&guide(), "main", &[]).exits(2).warns("not a git repository");
}

#[test]
fn a_folder_whose_name_looks_like_a_pattern_is_no_pattern() {
    let page = "# A\n\nText.\n";
    let tree = Tree::empty().with("g[uv]*/firstaid.toml", "").with("g[uv]*/content/en/A.md", page);
    let repo = Repo::new(tree.with("gu/firstaid.toml", "").with("README.md", ""));
    repo.branch("work");
    repo.tree.write("g[uv]*/firstaid.toml", "[rules]\nstale-tool = \"off\"\n");
    repo.tree.write("gu/firstaid.toml", "[rules]\nmoved-link = \"off\"\n");
    let mut command = firstaid();
    command.current_dir(repo.tree.root()).args(["identities", "diff", "main", "--root", "g[uv]*"]);
    let rows = Run::of(&mut command).exits(0).stdout;
    assert!(rows.contains("\nfirstaid.toml: setting: rules.stale-tool: not set -> \"off\"\n1 change of"), "{rows}");
}
