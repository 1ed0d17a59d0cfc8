//! `lint -`: a page from standard input is linted as if it were saved in its guide.

use std::io::Write;
use std::process::Stdio;

use crate::support::{Run, TODAY, Tree, firstaid};

const FILE: &str = "--stdin-filename=content/en/Page.md";

/// `firstaid lint ARGS` with a text on standard input.
fn lint(tree: &Tree, args: &[&str], text: impl AsRef<[u8]>) -> Run {
    let mut command = firstaid();
    command.current_dir(tree.root()).args(["lint", "--today", TODAY, "--format=concise"]).args(args);
    let mut child =
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the binary starts");
    // A run that rejects its arguments does not read: the pipe may be closed.
    let _ = child.stdin.take().expect("a pipe").write_all(text.as_ref());
    Run::from_output(&child.wait_with_output().expect("the binary ends"))
}

fn guide() -> Tree {
    Tree::page("# Page\n\nAll is well.\n").with("content/en/Other.md", "# Other\n\nOstel. See [page](Page.md#part).\n")
}

#[test]
fn the_text_replaces_the_saved_page() {
    let tree = guide();
    let before = tree.snapshot();
    let run = lint(&tree, &["-", FILE], "# Page\n\n[other](Other.md), [none](None.md), Gmal.\n").exits(1);
    assert_eq!(run.stdout.lines().count(), 2, "{}", run.stdout);
    run.says("content/en/Page.md:3:27: error[broken-path]").says("content/en/Page.md:3:37: error[misspelled-brand]");
    assert_eq!(lint(&tree, &["-", FILE], "# Page\n\nStill well.\n").exits(0).stdout, "");
    assert!(tree.snapshot() == before, "a file was changed");
}

#[test]
fn a_path_without_a_file_is_a_new_page_of_the_guide() {
    let tree = guide();
    let before = tree.snapshot();
    let text = "# New\n\n[other](Other.md#other), [itself](New.md#new), [none](None.md), Gmal.\n";
    let new = lint(&tree, &["-", "--stdin-filename=content/en/New.md"], text).exits(1);
    assert_eq!(new.stdout.lines().count(), 2, "{}", new.stdout);
    new.says("content/en/New.md:3:55: error[broken-path]").says("content/en/New.md:3:65: error[misspelled-brand]");
    // Its locale and its folders may be new, too.
    let translated = lint(&tree, &["-", "--stdin-filename=content/es/Page.md"], "# Página\n\n[otra](Other.md).\n");
    translated.exits(1).says("content/es/Page.md:3:8: error[broken-path]");
    lint(&tree, &["-", "--stdin-filename=content/en/a/b/New.md"], "# New\n\n[page](../../Page.md)\n").exits(0);
    let diff = lint(&tree, &["-", "--stdin-filename=content/en/New.md", "--diff"], "# New\n\n<http://tails.net/>\n");
    diff.exits(1).says("+++ b/content/en/New.md").says("+<https://tails.net/>");
    assert!(tree.snapshot() == before, "a file was changed");
}

#[test]
fn positions_are_those_of_the_text_on_standard_input() {
    let run = lint(&guide(), &["-", FILE], "\u{feff}# Page\r\n\r\n🙂 العربية Gmal\r\n").exits(1);
    run.says("content/en/Page.md:3:11: error[misspelled-brand]");
}

#[test]
fn diff_shows_the_fixes() {
    let page = "# Page\n\nGmal.\n";
    let run = lint(&guide(), &["-", FILE, "--diff", "--unsafe-fixes"], page).exits(1);
    run.says("--- a/content/en/Page.md").says("\n-Gmal.\n+Gmail.\n");
    lint(&guide(), &["-", FILE, "--fix"], page).exits(2).warns("--diff shows what would change");
}

#[test]
fn paths_that_cannot_be_pages_are_refused() {
    let tree = guide();
    lint(&tree, &["-"], "").exits(2).warns("`-` needs --stdin-filename");
    lint(&tree, &[FILE], "").exits(2).warns("--stdin-filename needs the path `-`");
    lint(&tree, &["-", "content", FILE], "").exits(2).warns("cannot be combined with other paths");
    lint(&tree, &["-", "--watch"], "").exits(2);
    lint(&tree, &["-", "--stdin-filename=firstaid.toml"], "").exits(2).warns("firstaid.toml: no page of the guide");
    for elsewhere in ["New.md", "content/en/new.txt", "content/_data/New.md", "other/en/New.md"] {
        let name = format!("--stdin-filename={elsewhere}");
        lint(&tree, &["-", &name], "").exits(2).warns(&format!("{elsewhere}: no page of the guide"));
    }
    lint(&tree, &["-", "--stdin-filename=../New.md"], "").exits(2).warns("not below the root");
    lint(&tree, &["-", "--stdin-filename=/"], "").exits(2).warns("not below the root");
    lint(&tree, &["-", FILE], b"a\xffb").exits(2).warns("standard input: invalid utf-8");
    lint(&tree, &["-", FILE], vec![b'a'; (4 << 20) + 1]).exits(2).warns("larger than 4 MiB");
}
