//! `--fix`, `--unsafe-fixes` and `--diff`: only the bytes of the fix change, and a file is written whole or not at all.

use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::process::Command;

use crate::support::{Run, Tree, ignores_permissions, set_mode, skipped};

/// Fixable defects between every kind of line end, after a byte-order mark.
const BEFORE: &str = "\u{feff}---\r\ntitle: TAILS\r\n---\r\n\r\nUse TAILS 🙂, see [x](http://eff.org/?utm_source=x).\r\n\
                      \nUse Gmal.  \n\n```\nTAILS http://eff.org/\n```\r\n\r\nhttps//eff.org nq\u{308}ive";
const AFTER: &str = "\u{feff}---\r\ntitle: Tails\r\n---\r\n\r\nUse Tails 🙂, see [x](https://eff.org/).\r\n\
                     \nUse Gmal.  \n\n```\nTAILS http://eff.org/\n```\r\n\r\nhttps://eff.org nq\u{308}ive";
const PAGE: &str = "content/en/Page.md";

fn page(tree: &Tree) -> String {
    String::from_utf8(tree.read(PAGE)).expect("UTF-8")
}

#[test]
fn only_the_edited_bytes_change() {
    let tree = Tree::page(BEFORE).with("content/en/Clean.md", "Fine.\r\n");
    tree.lint(&["--fix"]).warns("fixed in 1 file");
    assert_eq!(page(&tree), AFTER);
    assert_eq!(tree.read("content/en/Clean.md"), b"Fine.\r\n");
    assert_eq!(tree.snapshot().len(), 3, "a temporary was left");
}

#[test]
fn findings_without_a_fix_decide_the_exit_code() {
    Tree::page("TAILS\n").lint(&["--fix"]).exits(0).says("nothing to report");
    Tree::page("TAILS Gmal\n").lint(&["--fix"]).exits(1).says("misspelled-brand");
    Tree::page("TAILS Gmal\n").lint(&["--unsafe-fixes"]).exits(0).warns("2 fixed in 1 file");
}

#[test]
fn unsafe_fixes_are_applied_only_on_request() {
    let tree = Tree::page("Use Gmal.\n");
    tree.lint(&["--fix"]).exits(1);
    assert_eq!(page(&tree), "Use Gmal.\n");
    tree.lint(&["--unsafe-fixes"]).exits(0);
    assert_eq!(page(&tree), "Use Gmail.\n");
}

#[test]
fn a_second_run_changes_nothing() {
    for option in ["--fix", "--unsafe-fixes"] {
        let tree = Tree::page(BEFORE);
        tree.lint(&[option]);
        let once = tree.snapshot();
        let run = tree.lint(&[option]);
        assert!(!run.stderr.contains("fixed"), "{}", run.stderr);
        assert_eq!(tree.snapshot(), once);
    }
}

#[test]
fn permissions_stay() {
    for mode in [0o600, 0o640, 0o755, 0o444] {
        let tree = Tree::page("TAILS\n");
        set_mode(&tree.path(PAGE), mode);
        tree.lint(&["--fix"]).exits(0);
        assert_eq!(page(&tree), "Tails\n");
        assert_eq!(fs::metadata(tree.path(PAGE)).expect("a file").permissions().mode() & 0o777, mode);
    }
}

#[test]
fn fixes_that_overlap_converge() {
    let tree = Tree::page("[x](http://www.eff.org/?utm_source=a&b=c&utm_medium=d#e) <http://eff.org/?fbclid=1>\n");
    tree.lint(&["--fix"]).exits(0).says("nothing to report");
    assert_eq!(page(&tree), "[x](https://www.eff.org/?b=c#e) <https://eff.org/>\n");
}

#[test]
fn fixes_stay_in_the_named_pages() {
    let tree = Tree::page("TAILS\n").with("content/en/Other.md", "TAILS\n");
    tree.lint(&["--fix", "content/en/Other.md"]).exits(0);
    assert_eq!(page(&tree), "TAILS\n");
    assert_eq!(tree.read("content/en/Other.md"), b"Tails\n");
}

#[test]
fn diff_changes_nothing_on_disk() {
    for options in [&["--diff"][..], &["--diff", "--fix"], &["--diff", "--unsafe-fixes"]] {
        let tree = Tree::page(BEFORE);
        let before = tree.snapshot();
        tree.lint(options).exits(1).says("--- a/content/en/Page.md\n+++ b/content/en/Page.md\n@@ ");
        assert_eq!(tree.snapshot(), before);
    }
    assert_eq!(Tree::page("Fine.\n").lint(&["--diff"]).exits(0).stdout, "");
}

/// Texts that are hard to show as a diff: applying the diff must give the exact bytes.
const HARD: [&str; 7] = [
    BEFORE,
    "TAILS",
    "one\rtwo TAILS\rthree\n\nfour\n",
    "\u{1b}[31m red \u{9b} \u{202e}\n\nTAILS\n\n\u{1b}]0;title\u{7} \u{b} \u{c} \u{85} \u{2028}\n",
    "TAILS\r\n\r\nTAILS\n\nTAILS\r",
    "a\n\nb\n\nTAILS\n\nc\n\nd\n\ne\n\nf\n\nTAILS\n\ng",
    "-- a\n++ b\n\\ No newline\n@@ TAILS @@\n",
];

fn applied_by(program: &[&str], path: &str, text: &str) {
    let tree = Tree::empty().with("firstaid.toml", "").with(path, text);
    let diff = tree.lint(&["--diff"]).exits(1).stdout;
    let copy = Tree::empty().with(path, text).with("fix.diff", &diff);
    let mut command = Command::new(program[0]);
    Run::of(command.args(&program[1..]).arg("fix.diff").current_dir(copy.root())).exits(0);
    tree.lint(&["--fix"]);
    assert_eq!(copy.read(path), tree.read(path), "{program:?} on {path} {text:?} with {diff:?}");
}

#[test]
fn git_applies_the_diff_to_the_same_bytes_as_fix() {
    if crate::support::has_peers(&["git"]) {
        for text in HARD {
            applied_by(&["git", "apply", "--whitespace=nowarn"], PAGE, text);
        }
        for path in ["content/en/My page.md", "content/en/Página.md", "content/en/a\"b\\c.md"] {
            applied_by(&["git", "apply"], path, "TAILS\n");
        }
    }
}

#[test]
fn patch_applies_the_diff_to_the_same_bytes_as_fix() {
    if crate::support::has_peers(&["patch"]) {
        for text in HARD {
            applied_by(&["patch", "-p1", "--binary", "-s", "-i"], PAGE, text);
        }
        for path in ["content/en/My page.md", "content/en/Página.md", "content/en/a\"b\\c.md"] {
            applied_by(&["patch", "-p1", "-s", "-i"], path, "TAILS\n");
        }
    }
}

#[test]
fn a_folder_that_may_not_be_written_keeps_its_page() {
    if ignores_permissions() {
        return skipped("permissions do not stop this user (root), so no folder is read-only to the program");
    }
    let tree = Tree::page("TAILS\n");
    set_mode(&tree.path("content/en"), 0o555);
    let run = tree.lint(&["--fix"]);
    set_mode(&tree.path("content/en"), 0o755);
    run.exits(2).warns(PAGE);
    assert_eq!(page(&tree), "TAILS\n");
    assert_eq!(tree.snapshot().len(), 2, "a temporary was left");
}

#[test]
fn a_page_whose_name_leaves_no_room_for_a_temporary_name_is_fixed_all_the_same() {
    // The longest name that file systems allow: 255 bytes.
    let path = format!("content/en/{}.md", "x".repeat(252));
    let tree = Tree::empty().with("firstaid.toml", "").with(&path, "TAILS\n");
    tree.lint(&["--fix"]).exits(0);
    assert_eq!(tree.read(&path), b"Tails\n");
    assert_eq!(tree.snapshot().len(), 2, "a temporary was left");
}

#[test]
fn a_file_size_limit_that_stops_the_write_keeps_the_page() {
    // Stands in for a full disk, for root as well: the process may write one block at most.
    let text = format!("TAILS\n\n{}", "Text of a page. ".repeat(500));
    let tree = Tree::page(&text);
    let run = crate::support::shell(tree.root(), "trap '' XFSZ; ulimit -f 1; \"$FIRSTAID\" lint --fix");
    run.exits(2).warns(PAGE);
    assert_eq!(page(&tree), text);
    assert_eq!(tree.snapshot().len(), 2, "a temporary was left");
}

#[test]
fn a_page_that_is_a_link_is_never_written() {
    let outside = Tree::empty().with("target.md", "TAILS\n");
    let tree = Tree::page("Fine.\n");
    symlink(outside.path("target.md"), tree.path("content/en/Link.md")).expect("a link");
    tree.lint(&["--fix"]).exits(1).says("unreadable-page");
    assert_eq!(outside.read("target.md"), b"TAILS\n");
    assert!(tree.path("content/en/Link.md").is_symlink());
}

#[test]
fn pages_that_are_not_utf8_are_never_written() {
    let bytes = b"TAILS http://eff.org/\n\n\xff TAILS\n";
    let tree = Tree::page(bytes).with("content/en/Fine.md", "TAILS\n");
    let run = tree.lint(&["--unsafe-fixes"]).exits(1).says("unreadable-page");
    assert_eq!(tree.read(PAGE), bytes);
    assert_eq!(tree.read("content/en/Fine.md"), b"Tails\n");
    run.warns("1 fixed in 1 file");
}
